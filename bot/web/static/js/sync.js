// Stays up to date: a socket, and where none gets through, long polls. After every break it says the last cursor
// it has and is told all that came after it.
import { get } from "./api.js";
import { setup } from "./setup.js";

const SILENT = 50000; // the server says something every 20 s
const TRY_SOCKET_AGAIN = 60000;
const LONGEST = 20000;

export class Sync {
  cursor = 0;
  #handlers;
  #running = 0;
  #socket = null;
  #abort = null;
  #failures = 0;
  #wake = () => {};

  // handlers: rows(payload), notice(payload), state("online" | "connecting" | "offline"), over()
  constructor(handlers) {
    this.#handlers = handlers;
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#drop());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
  }

  start(cursor = 0) {
    this.cursor = cursor;
    this.#running += 1;
    this.#run(this.#running);
  }

  stop() {
    this.#running += 1;
    this.#drop();
    this.#wake();
  }

  #drop() {
    this.#socket?.close();
    this.#abort?.abort();
    this.#handlers.state("offline");
  }

  async #run(turn) {
    let sockets = 0; // how often no socket came about
    while (turn === this.#running) {
      if (!navigator.onLine) {
        this.#handlers.state("offline");
        await this.#pause(LONGEST);
        continue;
      }
      const opened = sockets < 2 && (await this.#listen(turn));
      sockets = opened ? 0 : sockets + 1;
      if (turn !== this.#running) return;
      // Only an answer over HTTP tells why a socket was refused.
      const until = Date.now() + (sockets < 2 ? 0 : TRY_SOCKET_AGAIN);
      let fine = await this.#poll(turn, 0);
      while (fine && Date.now() < until && turn === this.#running) fine = await this.#poll(turn, 25);
      if (sockets >= 2) sockets = 1;
      if (!fine && turn === this.#running) await this.#back();
    }
  }

  async #back() {
    this.#failures += 1;
    this.#handlers.state(this.#failures > 1 || !navigator.onLine ? "offline" : "connecting");
    await this.#pause(Math.min(LONGEST, 500 * 2 ** this.#failures) * (1 + Math.random() / 4));
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // Resolves when the socket is closed: whether it had said anything.
  #listen(turn) {
    return new Promise((resolve) => {
      const scheme = location.protocol === "https:" ? "wss:" : "ws:";
      const socket = new WebSocket(`${scheme}//${location.host}${setup.base}/ws`);
      this.#socket = socket;
      let heard = false;
      let silence = setTimeout(() => socket.close(), 15000);
      socket.addEventListener("open", () => socket.send(JSON.stringify({ since: this.cursor })));
      socket.addEventListener("message", (event) => {
        clearTimeout(silence);
        silence = setTimeout(() => socket.close(), SILENT);
        heard = true;
        this.#take(turn, JSON.parse(event.data));
      });
      socket.addEventListener("close", () => {
        clearTimeout(silence);
        if (turn === this.#running) this.#handlers.state(navigator.onLine ? "connecting" : "offline");
        resolve(heard);
      });
    });
  }

  async #poll(turn, wait) {
    this.#abort = new AbortController();
    try {
      const payload = await get(`poll?since=${this.cursor}&wait=${wait}`, this.#abort.signal);
      this.#take(turn, payload);
      for (const notice of payload.notices) this.#handlers.notice(notice);
      return true;
    } catch (failure) {
      if (failure.status === 401 && turn === this.#running) this.#handlers.over();
      return false;
    }
  }

  #take(turn, payload) {
    if (turn !== this.#running) return;
    this.#failures = 0;
    this.#handlers.state("online");
    if (payload.type === "notice") this.#handlers.notice(payload);
    if (payload.type !== "rows") return;
    this.cursor = payload.cursor;
    this.#handlers.rows(payload);
  }
}
