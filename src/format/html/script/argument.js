// The data block, and elements made from it. Text of the report goes into text nodes and attributes' values, never into
// markup.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const { nodes, edges, sources, findings } = data;
const LEVELS = ["error", "warning", "note"];
const SIGNS = { supports: "+", contradicts: "−" };

const state = {
  selected: null,
  current: 0,
  folded: new Set(),
  // The nodes to show besides what folding hides; null for all.
  scope: data.shown ? new Set(data.shown) : null,
  hits: [],
  hit: -1,
  semantics: data.scoring.semantics,
  bases: new Map(),
  weights: new Map(),
  without: new Set(),
};

const premises = nodes.map(() => []);
const conclusions = nodes.map(() => []);
edges.forEach((edge, index) => {
  premises[edge.conclusion].push(index);
  conclusions[edge.premise].push(index);
});
const findingsOf = nodes.map(() => []);
findings.forEach((finding, index) => finding.nodes.forEach((node) => findingsOf[node].push(index)));
const isLinchpin = new Set(data.linchpins.map((pair) => pair[1]));

function append(element, children) {
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
}

function give(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  return element;
}

const make = (tag, attributes = {}, ...children) =>
  append(give(document.createElement(tag), attributes), children);
const draw = (tag, attributes = {}, ...children) =>
  append(give(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes), children);

const idOf = (node) => make("bdi", { class: "id" }, nodes[node].id);
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
const cut = (text, most) => (text.length > most ? `${Array.from(text).slice(0, most - 1).join("")}…` : text);
const fixed = (number) => (number === null ? "—" : number.toFixed(3));
const signed = (number) => (number < 0 ? `−${(-number).toFixed(3)}` : `+${number.toFixed(3)}`);
const plain = (number) => String(Number(number.toFixed(4))).replace("-", "−");
const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

// As the picture writes a number: two decimals, and none that rounds to an end without being it.
function short(number) {
  if (number > 0 && number < 0.005) return "<0.01";
  if (number >= 0.995 && number < 1) return ">0.99";
  return String(Number(number.toFixed(2)));
}

function say(words) {
  byId("status").textContent = words;
}

// Only what leads to the web is a link; everything else is text.
function isWeb(address) {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

function linked(address, words) {
  if (!isWeb(address)) return make("bdi", {}, words);
  return make("a", { href: address, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, words);
}
