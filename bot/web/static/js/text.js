// A text with its emphasis and its links, as nodes.
import { element } from "./element.js";

const LINK = /https?:\/\/[^\s<>"'“”]+|(?<![^\s(])\/[a-z][a-z0-9_]{1,31}(?![\w/.])(?! [0-9A-Z]{4}-[0-9A-Z]{4})/g;
// Codes of questions (482-715-364) and of invites (K7Q2-9XMD-4TRP): read out and typed, so they stay on one line.
const CODE = /(?<![\w-])(?:\d{3}(?:-\d{3}){2}|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})(?![\w-])/g;
const TRAILING = /[.,;:!?)\]}»…]+$/;

// Spans count Python characters, which are code points; JavaScript strings count UTF-16 units.
export function emphasised(text, spans, onCommand) {
  const points = Array.from(text);
  const edges = new Set([0, points.length]);
  for (const { start, length } of spans) edges.add(start).add(start + length);
  const sorted = [...edges].filter((edge) => edge >= 0 && edge <= points.length).sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [from, to] = [sorted[i], sorted[i + 1]];
    const styles = spans.filter((span) => span.start <= from && span.start + span.length >= to).map((span) => span.style);
    let inner = linked(points.slice(from, to).join(""), onCommand);
    if (styles.includes("italic")) inner = [element("em", {}, ...inner)];
    if (styles.includes("bold")) inner = [element("strong", {}, ...inner)];
    nodes.push(...inner);
  }
  return nodes;
}

function linked(text, onCommand) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const found = match[0].startsWith("/") ? match[0] : match[0].replace(TRAILING, "");
    const node = found.startsWith("/") ? command(found, onCommand) : link(found);
    if (!node) continue;
    nodes.push(...unbroken(text.slice(end, match.index)), node);
    end = match.index + found.length;
  }
  nodes.push(...unbroken(text.slice(end)));
  return nodes;
}

// A text as nodes, in which no line ends within a code.
export function unbroken(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    nodes.push(text.slice(end, match.index), element("span", { class: "unbroken" }, match[0]));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}

function command(text, onCommand) {
  return onCommand && element("button", { type: "button", class: "command", onclick: () => onCommand(text) }, text);
}

function link(address) {
  return URL.canParse?.(address) === false
    ? null
    : element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
}
