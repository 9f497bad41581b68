// Draws one message.
import { element, icon } from "./element.js";
import { byId, setup, words } from "./setup.js";
import { emphasised, unbroken } from "./text.js";
import { clock } from "./time.js";

// `row` is a row of the server, or a message of the queue that has no id yet.
export function draw(row, actions) {
  const who = row.mine ? words.you : words.bot;
  const article = element(
    "article",
    { class: `message ${row.mine ? "mine" : "theirs"}${row.id ? "" : " waiting"}`, "aria-label": `${who}, ${clock(row.at)}` },
    bubble(row, actions),
    choices(row, actions),
    meta(row, actions),
  );
  if (row.id) article.dataset.id = row.id;
  return article;
}

function bubble(row, actions) {
  if (row.recalled) return element("div", { class: "bubble recalled" }, element("p", { class: "text" }, words.recalled));
  const files = row.files || [];
  const photos = files.filter(isPhoto);
  const text = row.text
    ? element("p", { class: "text" }, ...emphasised(row.text, row.spans || [], row.mine ? null : actions.command))
    : null;
  return element(
    "div",
    { class: `bubble${text ? "" : " files-only"}` },
    row.quote ? quote(row.quote) : null,
    ...(photos.length > 1 ? [element("div", { class: "album" }, ...photos.map(photo))] : photos.map(photo)),
    ...files.filter((file) => !isPhoto(file)).map((file) => (file.id && plays(file) ? player(file) : fileChip(file))),
    text,
  );
}

function quote({ id, text, mine }) {
  const jump = () => {
    const target = document.querySelector(`.message[data-id="${CSS.escape(id)}"]`);
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.classList.remove("flash");
    void target.offsetWidth; // restarts the animation
    target.classList.add("flash");
  };
  if (!id) return element("blockquote", { class: "quote" }, element("span", {}, ...unbroken(text)));
  const name = element("b", {}, mine ? words.you : words.bot);
  return element("button", { type: "button", class: "quote", onclick: jump }, name, element("span", {}, ...unbroken(text || words.recalled)));
}

const isPhoto = (file) => file.kind === "photo" && Boolean(file.id);
const address = (file) => `${setup.base}/media/${file.id}`;

function photo(file) {
  const image = element("img", { src: address(file), alt: `${words.photo}: ${file.name}`, loading: "lazy", decoding: "async" });
  image.addEventListener("load", () => actionsAfterLoad(image), { once: true });
  return element("a", { class: "photo", href: address(file), target: "_blank", rel: "noopener" }, image);
}

// A photo that arrives grows the log: whoever was at its end stays there.
function actionsAfterLoad(image) {
  const scroll = byId("scroll");
  const below = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  if (below < image.clientHeight + 80) scroll.scrollTop = scroll.scrollHeight;
}

export function size(bytes) {
  if (bytes >= 1048576) return `${(bytes / 1048576).toFixed(1).replace(".", setup.language === "vi" ? "," : ".")} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

const plays = (file) => /^(audio|video)\//.test(file.mime || "");

// What is spoken or filmed plays where it stands; nothing is fetched before somebody presses. What this browser
// cannot play (AMR, AVI) can still be saved.
function player(file) {
  const tag = file.mime.startsWith("video/") ? "video" : "audio";
  const media = element(tag, { controls: "", preload: "none", src: address(file), "aria-label": file.name });
  return element("div", { class: "player" }, media, fileChip(file));
}

function fileChip(file) {
  const sound = file.kind === "voice" || file.kind === "audio";
  const name = element("span", {}, element("span", { class: "name" }, file.name), element("small", {}, size(file.size || 0)));
  return element("a", { class: "file", href: address(file), download: file.name }, icon(sound ? "sound" : "file"), name);
}

function choices(row, actions) {
  if (!row.rows?.length) return null;
  const lines = row.rows.map((line) => element("div", {}, ...line.map((button) => choice(row, button, actions))));
  return element("div", { class: "choices", role: "group", "aria-label": words.choose }, ...lines);
}

function choice(row, button, actions) {
  const style = `button choice ${button.style}`;
  if (button.url) {
    const safe = /^https?:\/\//.test(button.url) || /^\/(?!\/)/.test(button.url);
    return safe ? element("a", { class: style, href: button.url, target: "_blank", rel: "noopener noreferrer" }, ...unbroken(button.label)) : null;
  }
  const pressed = actions.isPressed(row.id, button.token);
  const node = element("button", { type: "button", class: `${style}${pressed ? " pressed" : ""}` }, ...unbroken(button.label));
  node.addEventListener("click", () => actions.press(row, button, node));
  return node;
}

function meta(row, actions) {
  const told = [element("time", { datetime: row.at }, clock(row.at))];
  if (row.edited) told.push(element("span", {}, words.edited));
  if (row.mine) told.push(...delivery(row, actions));
  const acts = [];
  if (row.mine && row.id && !row.recalled && !row.text.startsWith("/")) {
    acts.push(act("recall", () => actions.recall(row)));
    if (row.text) acts.push(act("edit", () => actions.edit(row)));
  }
  if (row.id && !row.recalled) acts.push(act("reply", () => actions.reply(row)));
  // On either side the times stand at the edge of the bubble, and what can be done towards the middle.
  return element("footer", { class: "meta" }, ...(row.mine ? [...acts, ...told] : [...told, ...acts]));
}

function delivery(row, actions) {
  if (row.id) return [element("span", { class: "delivery done" }, words.sent)];
  if (row.state === "sending") return [element("span", { class: "delivery" }, words.sending)];
  const again = element("button", { type: "button", class: "again", onclick: () => actions.again(row) }, words.failed);
  if (row.state !== "refused") return [again];
  const drop = element("button", { type: "button", class: "again", onclick: () => actions.discard(row) }, words.discard);
  return [element("span", { class: "reason" }, row.reason || ""), again, drop];
}

function act(name, onclick) {
  return element("button", { type: "button", class: "act", "aria-label": words[name], title: words[name], onclick }, icon(name));
}
