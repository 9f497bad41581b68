// The page as a whole: who is in, what is shown, what is sent.
import { get, post } from "./api.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { offer } from "./push.js";
import { Queue } from "./queue.js";
import { byId, randomId, setup, words } from "./setup.js";
import { Start, begin, codeInAddress, linkInAddress } from "./start.js";
import { Sync } from "./sync.js";
import { setNow } from "./time.js";

const TYPING_AT_MOST = 15000;
const WRITING = 6000; // somebody writes to us: told anew each few seconds
const title = document.title;
const pressed = new Set(); // "row token" of what was pressed here
const presses = new Map(); // and under which id, so that a repeated try is the same press
const unseen = { count: 0 };
let typingTimer = 0;
let noticeTimer = 0;
let readTimer = 0;
let readTo = 0;

const log = new Log({
  reply: (row) => composer.reply(row),
  edit: (row) => composer.edit(row),
  recall: askRecall,
  again: (item) => queue.again(item.client_id),
  discard: (item) => {
    queue.discard(item.client_id);
    log.drop(item.client_id);
  },
  command: (text) => composer.say(text),
  isPressed: (id, token) => pressed.has(`${id} ${token}`),
  press,
});
const composer = new Composer({ say, edit, writing });
const queue = new Queue({
  onChange: (item) => log.wait(item),
  onSent: ({ id }) => log.answered(id) || typing(true),
  onOver: over,
});
const sync = new Sync({
  rows,
  notice: ({ text, writing }) => (writing ? typing(true, WRITING) : notice(text)),
  state,
  over,
});
const start = new Start(enter);
const link = linkInAddress();
let invited = codeInAddress();
let unsent = "";

function enter(chat) {
  setup.chat = chat;
  byId("chat").hidden = false;
  byId("leave").hidden = setup.framed;
  byId("state").hidden = false;
  log.clear();
  composer.open(chat);
  queue.open(chat);
  sync.start();
  offer();
  if (unsent) composer.propose(unsent);
  unsent = "";
  if (!setup.framed) byId("text").focus({ preventScroll: true });
}

// The session is no more. What was not sent yet stands in the composer after coming in again, for the person to
// look at: it might be another person.
function over() {
  if (!setup.chat) return;
  // The demo was started anew: the code of this page leads nowhere, that of a new one does.
  if (setup.framed) return location.reload();
  sync.stop();
  unsent = queue.leave().join("\n\n");
  setup.chat = "";
  byId("chat").hidden = true;
  byId("leave").hidden = true;
  byId("state").hidden = true;
  arrive(words.session_over);
}

async function arrive(error = "") {
  if (setup.chat) {
    enter(setup.chat);
    byId("invite").hidden = !invited;
    return;
  }
  if (setup.code) {
    try {
      enter(await begin(setup.code, setup.name));
      return;
    } catch (failure) {
      error = failure.message;
    }
  }
  start.show(invited || setup.code, error);
  invited = "";
}

function say({ text, files, quote }) {
  const item = { client_id: randomId(), text, files, quote, reply_to: quote?.id || null, at: new Date().toISOString() };
  queue.add(item);
  log.toEnd();
}

// That something is being written is worth nothing later: one try, and whether it was shown is nobody's business.
function writing(replyTo) {
  post("writing", { reply_to: replyTo }).catch(() => {});
}

async function edit(row, text) {
  try {
    await post("edit", { message_id: row.id, text });
    return true;
  } catch (failure) {
    if (failure.status === 401) over();
    composer.problem(failure.message);
    return false;
  }
}

function askRecall(row) {
  const asked = byId("recalling");
  byId("recalling-text").textContent = row.text || row.files.map((file) => file.name).join(", ");
  asked.returnValue = "";
  const close = () => {
    byId("recalling-text").textContent = "";
    if (asked.returnValue === "yes") recall(row);
  };
  asked.addEventListener("close", close, { once: true });
  asked.showModal();
}

async function recall(row) {
  typing(true);
  try {
    await post("recall", { message_id: row.id });
  } catch (failure) {
    typing(false);
    if (failure.status === 401) over();
    else notice(failure.message);
  }
}

async function press(row, button, node) {
  if (node.getAttribute("aria-busy")) return;
  const key = `${row.id} ${button.token}`;
  if (!presses.has(key)) presses.set(key, randomId());
  typing(true);
  node.setAttribute("aria-busy", "true");
  try {
    await post("press", { client_id: presses.get(key), token: button.token, message_id: row.id });
    presses.delete(key);
    pressed.add(key);
    node.classList.add("pressed");
  } catch (failure) {
    typing(false);
    if (failure.status === 401) over();
    else notice(failure.message);
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function rows(payload) {
  setNow(payload.now);
  const menu = payload.rows.find((row) => row.kind === "menu");
  if (menu) composer.offer(menu.commands);
  const shown = payload.rows.filter((row) => row.kind === "text");
  const followed = log.atEnd;
  const answers = shown.filter((row) => !row.mine && !log.has(row.id));
  if (payload.fresh) fresh(payload, shown);
  else log.take(shown);
  if (answers.length) typing(false);
  if (!payload.fresh) arrived(answers, followed, shown.some((row) => row.mine));
  seen();
}

function fresh(payload, shown) {
  const live = byId("log");
  live.setAttribute("aria-live", "off"); // what was there before is not news
  log.take(shown);
  log.markUnread(payload.read);
  readTo = payload.read;
  byId("earlier").hidden = !payload.earlier;
  log.toUnread();
  requestAnimationFrame(() => live.setAttribute("aria-live", "polite"));
}

function arrived(answers, followed, own) {
  if (answers.length) tellFrame("arrived");
  if (followed && answers.length && !own) log.toNews(answers[0].id);
  else if (followed || own) log.toEnd();
  else if (answers.length) byId("latest-count").hidden = false;
  if (document.hidden) unseen.count += answers.length;
  document.title = unseen.count ? `(${unseen.count}) ${title}` : title;
}

// Read is what was on a screen that is looked at.
function seen() {
  const atEnd = log.atEnd;
  byId("beneath").hidden = atEnd;
  if (document.hidden || !atEnd) return;
  unseen.count = 0;
  document.title = title;
  byId("latest-count").hidden = true;
  if (sync.cursor <= readTo || !setup.chat) return;
  clearTimeout(readTimer);
  readTimer = setTimeout(async () => {
    const cursor = sync.cursor;
    await post("read", { cursor }).then(() => (readTo = cursor), () => {});
  }, 800);
}

function typing(shown, most = TYPING_AT_MOST) {
  clearTimeout(typingTimer);
  const followed = log.atEnd;
  byId("typing").hidden = !shown;
  if (shown) typingTimer = setTimeout(() => typing(false), most);
  if (followed) log.toEnd();
}

function notice(text) {
  clearTimeout(noticeTimer);
  typing(false);
  byId("notice").textContent = text;
  noticeTimer = setTimeout(() => (byId("notice").textContent = ""), 6000);
}

function state(name) {
  const node = byId("state");
  if (node.dataset.state === name) return;
  node.dataset.state = name;
  node.querySelector(".label").textContent = words[name];
}

async function earlier() {
  try {
    const before = await get(`earlier?before=${log.firstId}`);
    log.steady(() => {
      log.take(before.rows.filter((row) => row.kind === "text"));
      byId("earlier").hidden = !before.earlier;
    });
  } catch (failure) {
    notice(failure.message);
  }
}

byId("earlier").addEventListener("click", earlier);
byId("latest").addEventListener("click", () => log.toEnd());
byId("scroll").addEventListener("scroll", seen, { passive: true });
document.addEventListener("visibilitychange", seen);
// The composer grows, a keyboard or a banner opens: whoever was at the end of the log stays there. Not the log itself is
// watched: it also grows by the strip beneath it, which goes while somebody scrolls towards the end.
const resized = new ResizeObserver(() => log.followed && log.toEnd());
for (const name of ["chat", "composer", "invite", "push"]) resized.observe(byId(name));

byId("invite-use").addEventListener("click", async () => {
  try {
    await begin(invited, "");
    byId("invite").hidden = true;
    typing(true);
  } catch (failure) {
    notice(failure.message);
  }
});
byId("invite-drop").addEventListener("click", () => (byId("invite").hidden = true));

byId("leave").addEventListener("click", () => byId("leaving").showModal());
byId("leaving").addEventListener("close", async (event) => {
  if (event.target.returnValue !== "yes") return;
  event.target.returnValue = "";
  try {
    await post("leave", {});
    sync.stop();
    queue.leave();
    composer.leave();
    location.reload();
  } catch (failure) {
    notice(failure.message);
  }
});

function tellFrame(type) {
  if (setup.framed && parent !== window) parent.postMessage({ type }, location.origin);
}
for (const event of ["pointerdown", "keydown", "focus"]) addEventListener(event, () => tellFrame("seen"), { passive: true });

// The demo page offers texts to try; nobody else can.
if (setup.framed) {
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || event.source !== parent || event.data?.type !== "propose") return;
    composer.propose(String(event.data.text));
  });
}

// Opening a link uses nothing up: only this does, by whoever holds the device.
byId("enter-yes").addEventListener("click", async () => {
  byId("enter-yes").disabled = true;
  try {
    await post("enter", { token: link });
    location.reload();
  } catch (failure) {
    byId("enter-error").textContent = failure.message;
    byId("enter-yes").disabled = false;
    byId("enter-yes").hidden = !failure.passing; // a link that is used up stays so
  }
});

// Whoever is in his own chat already simply goes on; one that leads to another chat asks.
async function elsewhere() {
  if (!link || !setup.chat) return Boolean(link);
  return post("enter", { token: link, look: true }).then(({ here }) => !here, () => false);
}

elsewhere().then((asks) => (asks ? (byId("enter").hidden = false) : arrive()));
