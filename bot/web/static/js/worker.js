// Rings while no page is open. What it shows says that something is new, and nothing of what it is.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let title = "Cầu Nối";
  try {
    title = String(event.data.json().title).slice(0, 100) || title;
  } catch {
    // a ring without words is a ring all the same
  }
  event.waitUntil(self.registration.showNotification(title, { tag: "caunoi", renotify: true }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((pages) => {
      const page = pages.find((one) => one.url.startsWith(self.registration.scope));
      return page ? page.focus() : self.clients.openWindow(self.registration.scope);
    }),
  );
});
