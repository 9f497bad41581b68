// Times as they are in Viet Nam, whatever the phone believes; the year is that of the service's clock.
import { words } from "./setup.js";

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Ho_Chi_Minh",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const days = words.days.split("|");
let year = 0;

function split(at) {
  return Object.fromEntries(parts.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
}

export function setNow(now) {
  year = split(now).year;
}

export function clock(at) {
  const { hour, minute } = split(at);
  return `${hour}:${minute}`;
}

export function day(at) {
  const { year: y, month, day: d } = split(at);
  const weekday = days[new Date(Date.UTC(Number(y), Number(month) - 1, Number(d))).getUTCDay()];
  return `${weekday} ${d}/${month}${y === year ? "" : `/${y}`}`;
}
