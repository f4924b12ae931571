// The argument as nested lists.

const outlineButtons = new Map();
const outlineStrengths = new Map();
const DEEPEST = 12;

function buildOutline() {
  const top = make("ul");
  const pending = rootsOf(null).map((node) => ({ node, edge: null, into: top, depth: 0 })).reverse();
  while (pending.length > 0) {
    const { node, edge, into, depth } = pending.pop();
    const again = outlineButtons.has(node);
    const strength = make("span", { class: "quiet number" });
    const button = make(
      "button",
      { type: "button", class: `text ${nodes[node].kind}`, "data-to": node, click: () => select(node, { focus: "details" }) },
      idOf(node),
      " ",
      make("span", { dir: "auto" }, nodes[node].text),
    );
    const kind = edge === null ? null : edges[edge].kind;
    const relation = kind === null ? "" : `${kind}${depth >= DEEPEST ? ` ${nodes[edges[edge].conclusion].id}` : ""}: `;
    const sign = make("span", { class: "sign" }, SIGNS[kind] ?? "", make("span", { class: "unseen" }, relation));
    const end = again ? make("span", { class: "quiet" }, "see above") : strength;
    const item = make("li", { class: kind }, make("div", { class: "line" }, sign, button, end));
    into.append(item);
    if (again) continue;
    outlineButtons.set(node, button);
    outlineStrengths.set(node, strength);
    if (premises[node].length === 0) continue;
    // Deeper levels say what they bear on instead of being indented without end.
    const under = depth >= DEEPEST ? into : item.appendChild(make("ul"));
    for (const next of premises[node].slice().reverse()) {
      pending.push({ node: edges[next].premise, edge: next, into: under, depth: depth + 1 });
    }
  }
  byId("outline-list").append(top);
  refreshOutline();
  filter();
}

function refreshOutline() {
  for (const [node, cell] of outlineStrengths) cell.textContent = strengthWords(node);
}

const isOutline = () => !byId("outline").hidden;

function showOutline(isShown) {
  if (isShown && outlineButtons.size === 0) buildOutline();
  byId("outline").hidden = !isShown;
  byId("diagram").hidden = isShown;
  byId("view").setAttribute("aria-pressed", String(isShown));
  say(isShown ? "Outline" : "Diagram");
}
