// Files that wait in the composer: each goes up at once, and is part of the next message when it is there.
import { upload } from "./api.js";
import { element, icon } from "./element.js";
import { size } from "./message.js";
import { byId, setup, words } from "./setup.js";

const MOST = 10;

export class Files {
  #list = byId("files");
  #entries = [];
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
    byId("pick").addEventListener("change", (event) => {
      this.add(event.target.files);
      event.target.value = ""; // the same file may be chosen again
    });
  }

  get ready() {
    return this.#entries.filter((entry) => entry.file).map((entry) => entry.file);
  }

  get busy() {
    return this.#entries.some((entry) => !entry.file && !entry.failed);
  }

  add(files) {
    for (const file of [...files].slice(0, MOST - this.#entries.length)) this.#start({ source: file });
    this.#draw();
  }

  clear() {
    for (const entry of this.#entries) if (entry.preview) URL.revokeObjectURL(entry.preview);
    this.#entries = [];
    this.#draw();
  }

  async #start(entry) {
    const { source } = entry;
    if (!this.#entries.includes(entry)) this.#entries.push(entry);
    const photo = /^image\/(jpeg|png|webp)$/.test(source.type);
    if (photo && !entry.preview) entry.preview = URL.createObjectURL(source);
    Object.assign(entry, { progress: 0, failed: null });
    if (source.size > (photo ? setup.limits.photo : setup.limits.file)) {
      this.#failed(entry, words.error_file_large, true);
      return;
    }
    const going = upload(source, (part) => {
      entry.progress = part;
      if (entry.bar) entry.bar.value = part;
    });
    entry.abort = going.abort;
    try {
      const { media_id: id, ...rest } = await going.done;
      entry.file = { id, ...rest };
      this.#draw();
    } catch (failure) {
      this.#failed(entry, failure.message, !failure.passing);
    }
  }

  #failed(entry, message, final) {
    Object.assign(entry, { failed: message, final });
    this.#draw();
  }

  #remove(entry) {
    entry.abort?.();
    if (entry.preview) URL.revokeObjectURL(entry.preview);
    this.#entries = this.#entries.filter((one) => one !== entry);
    this.#draw();
    byId("text").focus();
  }

  #draw() {
    this.#list.replaceChildren(...this.#entries.map((entry) => this.#chip(entry)));
    this.#list.hidden = !this.#entries.length;
    this.#onChange();
  }

  #chip(entry) {
    const { source } = entry;
    const status = entry.failed || (entry.file ? size(source.size) : words.uploading);
    const label = element("span", {}, element("span", { class: "name" }, source.name || words.photo), element("small", {}, status));
    const chip = element("li", { class: entry.failed ? "bad" : "" });
    chip.append(entry.preview ? element("img", { src: entry.preview, alt: "" }) : icon("file"), label);
    if (entry.failed && !entry.final) chip.append(this.#button("again", words.retry, () => this.#again(entry)));
    chip.append(this.#button("close", `${words.remove}: ${source.name}`, () => this.#remove(entry)));
    if (!entry.file && !entry.failed) {
      entry.bar = element("progress", { max: 1, value: entry.progress, "aria-label": words.uploading });
      chip.append(entry.bar);
    }
    return chip;
  }

  #again(entry) {
    this.#start(entry);
    this.#draw();
  }

  #button(name, label, onclick) {
    return element("button", { type: "button", class: "icon-button", "aria-label": label, onclick }, icon(name));
  }
}
