// Elements are built node by node; no text ever passes through an HTML parser.
const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  reply: "M9 8L4 13l5 5M4 13h9a7 7 0 0 1 7 7",
  edit: "M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3",
  recall: "M4 12a8 8 0 1 1 3 6.2M4 18v-6h6M9 9l6 6M15 9l-6 6",
  file: "M7 3h7l5 5v13H7zM14 3v5h5M10 13h6M10 17h6",
  sound: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  close: "M6 6l12 12M18 6L6 18",
  again: "M4 12a8 8 0 1 0 3-6.2M4 4v5h5",
};

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
