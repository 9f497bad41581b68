// The demo page: moves the clock, shows the figures, puts texts into the phones.
import { Failure, get, post } from "./api.js";
import { byId, setup, words } from "./setup.js";
import { clock, day, setNow } from "./time.js";

const EVERY = 1500;
const phones = new Map([...document.querySelectorAll(".phone")].map((phone) => [phone.dataset.phone, phone]));
const tabs = [...document.querySelectorAll("[role=tab]")];
const narrow = matchMedia("(max-width: 899px)");

function show(state) {
  setNow(state.now);
  byId("now").textContent = `${clock(state.now)}, ${day(state.now)}`;
  byId("now").dateTime = state.now;
  for (const box of document.querySelectorAll("[data-figure]")) {
    const value = String(state[box.dataset.figure]);
    const number = box.querySelector("dd");
    box.classList.toggle("some", value !== "0");
    if (number.textContent === value) continue;
    box.classList.toggle("changed", number.textContent !== "–");
    number.textContent = value;
  }
}

async function watch() {
  try {
    show(await get("state"));
    byId("lost").hidden = true;
  } catch {
    byId("lost").hidden = false;
  }
  setTimeout(watch, document.hidden ? EVERY * 8 : EVERY);
}

async function move(button) {
  button.disabled = true;
  try {
    const state = await post("clock", { hours: Number(button.dataset.hours), token: setup.token });
    show(state);
    byId("moved").textContent = words.demo_moved.replace("{time}", byId("now").textContent);
  } catch (failure) {
    // The service was started anew, and with it the token of this page.
    if (failure instanceof Failure && failure.status === 403) location.reload();
    else byId("lost").hidden = false;
  } finally {
    button.disabled = false;
    button.focus();
  }
}

function select(key) {
  for (const [name, phone] of phones) phone.classList.toggle("shown", name === key);
  for (const tab of tabs) {
    const selected = tab.id === `tab-${key}`;
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
  }
  news(key, false);
}

function news(key, any) {
  phones.get(key).classList.toggle("has-news", any);
  byId(`tab-${key}`).classList.toggle("has-news", any);
}

function propose(button) {
  const phone = phones.get(button.dataset.phone);
  select(button.dataset.phone);
  phone.scrollIntoView({ block: "nearest" });
  phone.querySelector("iframe").contentWindow.postMessage({ type: "propose", text: button.dataset.text }, location.origin);
}

function step(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = tabs[(tabs.indexOf(event.currentTarget) + by + tabs.length) % tabs.length];
  next.click();
  next.focus();
}

for (const button of document.querySelectorAll("[data-hours]")) button.addEventListener("click", () => move(button));
for (const button of document.querySelectorAll("[data-text]")) button.addEventListener("click", () => propose(button));
for (const tab of tabs) {
  tab.addEventListener("click", () => select(tab.id.slice("tab-".length)));
  tab.addEventListener("keydown", step);
}

// A phone tells that something came; the light goes out when it is looked at.
addEventListener("message", (event) => {
  if (event.origin !== location.origin || !["arrived", "seen"].includes(event.data?.type)) return;
  for (const [key, phone] of phones) {
    if (phone.querySelector("iframe").contentWindow !== event.source) continue;
    const looking = narrow.matches && phone.classList.contains("shown");
    news(key, event.data.type === "arrived" && !looking);
  }
});

watch();
