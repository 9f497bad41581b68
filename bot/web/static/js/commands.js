// The commands on offer while a text begins with a slash.
import { element } from "./element.js";
import { byId, words } from "./setup.js";

export class Commands {
  #list = byId("commands");
  #commands = words.fallback_commands.split("|").map((one) => one.split("="));
  #text;
  #onChoose;

  constructor(text, onChoose) {
    this.#text = text;
    this.#onChoose = onChoose;
    text.addEventListener("input", () => this.update());
    text.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" && !this.#list.hidden) this.#focus(event, this.#list.children.length - 1);
    });
    this.#list.addEventListener("keydown", (event) => this.#move(event));
  }

  // What the handlers offer in this chat replaces the few that everybody has.
  offer(commands) {
    if (commands.length) this.#commands = commands;
    this.update();
  }

  update() {
    const match = /^\/([a-z0-9_]*)$/i.exec(this.#text.value);
    const typed = match?.[1].toLowerCase();
    const found = match ? this.#commands.filter(([name]) => name.startsWith(typed)) : [];
    this.#list.replaceChildren(...found.map(([name, description]) => this.#line(name, description)));
    this.#list.hidden = !found.length;
  }

  #line(name, description) {
    const choose = () => {
      this.#list.hidden = true;
      this.#onChoose(`/${name}`);
    };
    const button = element("button", { type: "button", onclick: choose }, element("b", {}, `/${name}`), element("span", {}, description));
    return element("li", {}, button);
  }

  #move(event) {
    const lines = [...this.#list.querySelectorAll("button")];
    const at = lines.indexOf(document.activeElement);
    if (event.key === "ArrowUp") this.#focus(event, Math.max(0, at - 1));
    if (event.key === "ArrowDown" && at + 1 < lines.length) this.#focus(event, at + 1);
    else if (event.key === "ArrowDown" || event.key === "Escape") this.#text.focus();
  }

  #focus(event, index) {
    event.preventDefault();
    this.#list.querySelectorAll("button")[index]?.focus();
  }
}
