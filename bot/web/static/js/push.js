// Being rung while the page is closed. Nobody is asked before he has tapped; whoever puts it off is not offered it
// again for a month.
import { post } from "./api.js";
import { byId, memory, setup, words } from "./setup.js";

const PUT_OFF = `caunoi:push:${setup.base}`;
const MONTH = 30 * 24 * 3600 * 1000;
const APPLE = /iPhone|iPad|iPod/.test(navigator.userAgent);
const possible = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

// In the chat: offers it, or renews what this browser has already agreed to.
export async function offer() {
  if (setup.framed || !setup.push) return;
  if (!possible) {
    // On an iPhone only what stands on the home screen can be rung.
    if (APPLE && !navigator.standalone && !putOff()) show(words.push_ios, false);
    return;
  }
  if (Notification.permission === "granted") await subscribe().catch(() => {});
  else if (Notification.permission === "default" && !putOff()) show(words.push_note, true);
}

function putOff() {
  return Date.now() - (memory.get(PUT_OFF) || 0) < MONTH;
}

function show(text, askable) {
  byId("push-note").textContent = text;
  byId("push-yes").hidden = !askable;
  byId("push-later").textContent = askable ? words.push_later : words.push_close;
  byId("push").hidden = false;
}

async function subscribe() {
  const worker = await navigator.serviceWorker.register(`${setup.base}/worker.js`, { scope: `${setup.base}/` });
  await navigator.serviceWorker.ready;
  const ours = decoded(setup.push);
  let found = await worker.pushManager.getSubscription();
  const key = found?.options.applicationServerKey;
  if (found && key && encoded(key) !== setup.push) {
    await found.unsubscribe(); // made with a key that we had before
    found = null;
  }
  found ||= await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: ours });
  await post("push", {
    endpoint: found.endpoint,
    key: encoded(found.getKey("p256dh")),
    auth: encoded(found.getKey("auth")),
  });
}

function decoded(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function encoded(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function agree() {
  byId("push-yes").disabled = true;
  try {
    const said = await Notification.requestPermission();
    if (said === "granted") {
      await subscribe();
      show(words.push_on, false);
    } else {
      show(words.push_denied, false);
    }
  } catch {
    show(words.error_push, false);
  } finally {
    byId("push-yes").disabled = false;
  }
}

byId("push-yes").addEventListener("click", agree);
byId("push-later").addEventListener("click", () => {
  memory.set(PUT_OFF, Date.now());
  byId("push").hidden = true;
});
