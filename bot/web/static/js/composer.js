// Where a message is written: text, files, what it answers or which one it mends.
import { Commands } from "./commands.js";
import { Files } from "./files.js";
import { byId, memory, setup, words } from "./setup.js";

const TELL_EACH = 5000;
const desk = matchMedia("(hover: hover) and (pointer: fine)");

export class Composer {
  #text = byId("text");
  #send = byId("send");
  #context = byId("context");
  #files;
  #commands;
  #draftKey = null;
  #replyTo = null;
  #editing = null;
  #handlers;
  #toldAt = 0;

  // handlers: say({text, files, quote}), edit(row, text) → promise of whether it was taken, writing(id of what is answered)
  constructor(handlers) {
    this.#handlers = handlers;
    this.#files = new Files(() => this.#changed());
    this.#commands = new Commands(this.#text, (command) => this.say(command));
    byId("composer").addEventListener("submit", (event) => this.#submit(event));
    byId("context-close").addEventListener("click", () => this.#leaveContext(true));
    this.#text.addEventListener("input", () => {
      this.#changed();
      this.#tellWriting();
    });
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("paste", (event) => this.#paste(event));
    const area = byId("chat");
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#files.add(event.dataTransfer.files);
    });
  }

  open(chat) {
    this.#draftKey = `caunoi:draft:${chat}`;
    this.#text.value = memory.get(this.#draftKey) || "";
    this.#changed();
  }

  leave() {
    this.#leaveContext(false);
    this.#files.clear();
    this.#set("");
  }

  // The commands of this chat say whose it is: who has questions of his own asks here.
  offer(commands) {
    this.#commands.offer(commands);
    const asks = commands.some(([name]) => name === "cauhoi" || name === "questions");
    this.#text.placeholder = asks ? words.compose_hint_asker : words.compose_hint;
  }

  // Says something at once, whatever stands in the composer.
  say(text) {
    this.#handlers.say({ text, files: [], quote: null });
    if (this.#text.value.startsWith("/")) this.#set("");
    this.#text.focus();
  }

  // Puts a text there for the person to look at and send; what it answers stays chosen.
  propose(text) {
    if (this.#editing) this.#leaveContext(false);
    this.#set(text);
    this.#text.focus();
  }

  reply(row) {
    this.#leaveContext(false);
    const text = row.text || row.files.map((file) => file.name).join(", ");
    this.#replyTo = { id: row.id, text: text.replace(/\s+/g, " ").slice(0, 160), mine: row.mine };
    this.#show(`${words.replying}: ${row.mine ? words.you : words.bot}`, this.#replyTo.text);
  }

  edit(row) {
    this.#leaveContext(false);
    this.#editing = row;
    this.#set(row.text);
    this.#show(words.editing, row.text);
  }

  problem(message) {
    byId("problem").textContent = message;
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    const files = this.#files.ready;
    if (this.#files.busy || (!text && !files.length)) return;
    // What is too long stays where it can be split; characters are counted as the service counts them.
    const tooLong = [...text].length > setup.limits.text;
    this.problem(tooLong ? words.error_long_text : "");
    if (tooLong) return;
    if (this.#editing) {
      const row = this.#editing;
      if (text !== row.text && !(await this.#handlers.edit(row, text))) return;
      this.#leaveContext(true);
      return;
    }
    this.#handlers.say({ text, files, quote: this.#replyTo });
    this.#files.clear();
    this.#leaveContext(false);
    this.#set("");
    this.#commands.update();
    this.#text.focus();
  }

  #show(title, text) {
    byId("context-title").textContent = title;
    byId("context-text").textContent = text;
    this.#context.hidden = false;
    this.#send.setAttribute("aria-label", this.#editing ? words.save : words.send);
    this.#text.focus();
  }

  #leaveContext(clear) {
    if (this.#editing && clear) this.#set("");
    this.#replyTo = null;
    this.#editing = null;
    this.#context.hidden = true;
    this.#send.setAttribute("aria-label", words.send);
  }

  #set(text) {
    this.#text.value = text;
    this.#changed();
  }

  #changed() {
    // Grows with its text up to the limit of the style sheet.
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight + 3}px`;
    this.#send.disabled = this.#files.busy || (!this.#text.value.trim() && !this.#files.ready.length);
    if (this.#draftKey && !this.#editing) memory.set(this.#draftKey, this.#text.value || null);
  }

  #tellWriting() {
    if (this.#editing || !this.#text.value.trim() || Date.now() - this.#toldAt < TELL_EACH) return;
    this.#toldAt = Date.now();
    this.#handlers.writing(this.#replyTo?.id ?? null);
  }

  #key(event) {
    // While an input method composes (Telex with some keyboards), Enter ends the word, not the message.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && desk.matches) {
      event.preventDefault();
      byId("composer").requestSubmit();
    }
    if (event.key === "Escape" && !this.#context.hidden) this.#leaveContext(true);
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    this.#files.add(files);
  }
}
