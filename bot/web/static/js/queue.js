// Messages on their way: kept on the phone until the server has them, sent one after another, in order.
// A repeated try carries the same client id, so a message that arrived although its answer was lost stays one.
import { post } from "./api.js";
import { memory } from "./setup.js";

const LONGEST = 30000;

export class Queue {
  #items = [];
  #key = null;
  #running = false;
  #timer = 0;
  #tries = 0;
  #onChange;
  #onSent;
  #onOver;

  constructor({ onChange, onSent, onOver }) {
    this.#onChange = onChange;
    this.#onSent = onSent;
    this.#onOver = onOver;
    addEventListener("online", () => this.flush());
  }

  // Takes up what this chat had not sent when the page was left.
  open(chat) {
    this.#key = `caunoi:queue:${chat}`;
    this.#items = (memory.get(this.#key) || []).map((item) => ({ ...item, state: item.state === "refused" ? "refused" : "sending" }));
    this.#items.forEach((item) => this.#onChange(item));
    this.flush();
  }

  // The texts that were not sent when a session ended. They are not sent for whoever comes in next.
  leave() {
    const texts = this.#items.map((item) => item.text).filter(Boolean);
    this.#items = [];
    this.#save();
    return texts;
  }

  add(item) {
    this.#items.push({ ...item, state: "sending" });
    this.#save();
    this.#onChange(this.#items.at(-1));
    this.flush();
  }

  again(clientId) {
    const item = this.#items.find((one) => one.client_id === clientId);
    if (item) this.#set(item, "sending");
    this.#tries = 0;
    this.flush();
  }

  discard(clientId) {
    this.#items = this.#items.filter((item) => item.client_id !== clientId);
    this.#save();
  }

  async flush() {
    clearTimeout(this.#timer);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let item = this.#next(); item; item = this.#next()) if (!(await this.#send(item))) break;
    } finally {
      this.#running = false;
    }
  }

  #next() {
    return this.#items.find((item) => item.state !== "refused");
  }

  async #send(item) {
    this.#set(item, "sending");
    const { client_id, text, reply_to, files } = item;
    try {
      const { id } = await post("messages", { client_id, text, reply_to, attachments: files.map((file) => file.id) });
      this.#tries = 0;
      this.discard(client_id);
      this.#onSent({ ...item, id });
      return true;
    } catch (failure) {
      return this.#failed(item, failure);
    }
  }

  #failed(item, failure) {
    if (failure.status === 401) {
      this.#set(item, "failed");
      this.#onOver();
      return false;
    }
    if (!failure.passing) {
      item.reason = failure.message;
      this.#set(item, "refused");
      return true; // the next one may be fine
    }
    this.#set(item, failure.status === 429 ? "sending" : "failed");
    this.#tries += 1;
    const wait = failure.retryAfter * 1000 || Math.min(LONGEST, 1000 * 2 ** this.#tries);
    this.#timer = setTimeout(() => this.flush(), wait * (1 + Math.random() / 4));
    return false;
  }

  #set(item, state) {
    item.state = state;
    this.#save();
    this.#onChange(item);
  }

  #save() {
    if (this.#key) memory.set(this.#key, this.#items.length ? this.#items : null);
  }
}
