// What the server tells the page when it is loaded.
export const setup = JSON.parse(document.body.dataset.setup);
export const words = setup.words;
export const byId = (id) => document.getElementById(id);

// Random ids by the browser's generator; crypto.randomUUID is missing on plain http.
export function randomId(bytes = 16) {
  const values = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...values)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// Storage may be refused (private windows, full disks): the page then forgets, but works.
export const memory = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // nothing to be done about it
    }
  },
};
