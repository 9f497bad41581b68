// The conversation as it stands: rows by id, what still waits to be sent at the end, days and the unread mark between.
import { element } from "./element.js";
import { draw } from "./message.js";
import { byId, words } from "./setup.js";
import { day } from "./time.js";

const NEAR = 120;

export class Log {
  #rows = new Map();
  #waiting = new Map();
  #list = byId("log");
  #scroll = byId("scroll");
  #actions;
  #unreadFrom = null;
  followed = true; // whether the end was in sight when the person last scrolled

  constructor(actions) {
    this.#actions = actions;
    this.#scroll.addEventListener("scroll", () => (this.followed = this.atEnd), { passive: true });
  }

  get atEnd() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < NEAR;
  }

  get firstId() {
    return this.#ids()[0] ?? null;
  }

  has(id) {
    return this.#rows.has(String(id));
  }

  // Whether something of ours stands behind a row: an answer may be here before we hear that the question arrived.
  answered(id) {
    for (const { row } of this.#rows.values()) if (!row.mine && Number(row.id) > Number(id)) return true;
    return false;
  }

  clear() {
    this.#rows.clear();
    this.#waiting.clear();
    this.#unreadFrom = null;
    this.#list.replaceChildren();
  }

  // Rows that came: new ones, changed ones, and ones that take the place of a waiting message.
  take(rows) {
    for (const row of rows) {
      if (row.client_id) this.drop(row.client_id);
      this.#rows.get(row.id)?.node.remove();
      this.#rows.set(row.id, { row, node: draw(row, this.#actions) });
    }
    this.#arrange();
  }

  // A message of the queue, in whatever state it is.
  wait(item) {
    if (this.#said(item.client_id)) return;
    this.#waiting.get(item.client_id)?.remove();
    this.#waiting.set(item.client_id, draw({ ...item, mine: true }, this.#actions));
    this.#arrange();
  }

  drop(clientId) {
    this.#waiting.get(clientId)?.remove();
    this.#waiting.delete(clientId);
  }

  // The line above the first message that was not read yet.
  markUnread(readCursor) {
    const unread = this.#ids().map((id) => this.#rows.get(id).row);
    const first = unread.find((row) => !row.mine && row.cursor > readCursor);
    this.#unreadFrom = readCursor > 0 && first ? first.id : null;
    this.#arrange();
  }

  toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  // An answer longer than the screen is read from its beginning.
  toNews(id) {
    const node = this.#rows.get(id).node;
    const top = node.getBoundingClientRect().top - this.#scroll.getBoundingClientRect().top + this.#scroll.scrollTop;
    this.#scroll.scrollTop = Math.min(top - 8, this.#scroll.scrollHeight);
  }

  toUnread() {
    const mark = this.#list.querySelector(".unread");
    if (mark) mark.scrollIntoView({ block: "start" });
    else this.toEnd();
  }

  // Keeps what is seen where it is while something is put above it.
  steady(change) {
    const below = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    change();
    this.#scroll.scrollTop = this.#scroll.scrollHeight - below;
  }

  #said(clientId) {
    for (const { row } of this.#rows.values()) if (row.client_id === clientId) return true;
    return false;
  }

  #ids() {
    return [...this.#rows.keys()].sort((a, b) => Number(a) - Number(b));
  }

  #arrange() {
    const wanted = [];
    let lastDay = null;
    let lastMine = null;
    let lastOwn = null;
    for (const { row, node } of this.#ids().map((id) => this.#rows.get(id))) {
      const today = day(row.at);
      if (today !== lastDay) wanted.push(element("p", { class: "day" }, element("span", {}, today)));
      if (row.id === this.#unreadFrom) wanted.push(element("p", { class: "unread" }, words.unread));
      node.classList.toggle("turn", row.mine !== lastMine);
      node.classList.remove("last-mine");
      if (row.mine) lastOwn = node;
      [lastDay, lastMine] = [today, row.mine];
      wanted.push(node);
    }
    lastOwn?.classList.add("last-mine");
    wanted.push(...this.#waiting.values());
    this.#place(wanted);
  }

  // Moves as little as possible: a node that stays where it is keeps its focus and is not read out again.
  #place(wanted) {
    const kept = new Set(wanted);
    for (const child of [...this.#list.children]) if (!kept.has(child)) child.remove();
    let at = this.#list.firstChild;
    for (const node of wanted) {
      if (node === at) at = at.nextSibling;
      else this.#list.insertBefore(node, at);
    }
  }
}
