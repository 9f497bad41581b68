// How one comes in: with an invite code, without one, or, in the demo, by itself.
import { Failure, post } from "./api.js";
import { byId, memory, randomId, setup, words } from "./setup.js";

const KEY = `caunoi:key:${setup.base}`;

// The key makes a repeated beginning the same beginning: it is kept until an answer has come.
export async function begin(code, name, again = true) {
  const key = memory.get(KEY) || randomId(32);
  memory.set(KEY, key);
  try {
    const { chat } = await post("session", { key, code, name });
    memory.set(KEY, null);
    return chat;
  } catch (failure) {
    if (!failure.passing) memory.set(KEY, null);
    if (failure.status === 409 && again) return begin(code, name, false);
    throw failure;
  }
}

// The code of an invite link; it leaves the address bar, where it would be seen, kept and shared.
export function codeInAddress() {
  const address = new URL(location.href);
  const code = address.searchParams.get("code") || "";
  if (address.search) {
    address.search = "";
    history.replaceState(null, "", address);
  }
  return code.slice(0, 80);
}

// The secret of a notice's link. It stands behind the #, which no server sees, and leaves the address bar as well.
export function linkInAddress() {
  const found = /^#vao=([A-Za-z0-9_-]{43})$/.exec(location.hash);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return found ? found[1] : "";
}

export class Start {
  #form = byId("join");
  #error = byId("join-error");
  #onIn;

  constructor(onIn) {
    this.#onIn = onIn;
    this.#form.addEventListener("submit", (event) => this.#submit(event));
  }

  show(code, error = "") {
    byId("start").hidden = false;
    byId("invited").hidden = !code;
    byId("code").value = code;
    this.#error.textContent = error;
    (code ? this.#form.querySelector(".primary") : byId("name")).focus({ preventScroll: true });
  }

  async #submit(event) {
    event.preventDefault();
    const without = event.submitter?.value === "none";
    const code = without ? "" : byId("code").value.trim();
    if (!without && !code) {
      this.#refuse(words.join_code_missing);
      return;
    }
    const label = event.submitter?.textContent;
    this.#busy(event.submitter, words.joining, true);
    try {
      this.#onIn(await begin(code, byId("name").value.trim()));
      byId("start").hidden = true;
    } catch (failure) {
      this.#refuse(failure instanceof Failure ? failure.message : words.error_network);
    } finally {
      this.#busy(event.submitter, label, false);
    }
  }

  #busy(button, label, busy) {
    for (const one of this.#form.querySelectorAll("button")) one.disabled = busy;
    if (button) button.textContent = label;
  }

  #refuse(message) {
    this.#error.textContent = message;
    byId("code").focus();
  }
}
