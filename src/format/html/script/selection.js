// The chosen node.

function select(node, { focus = "none", reveals = true } = {}) {
  if (state.selected !== null) {
    groups[state.selected]?.classList.remove("selected");
    groups[state.selected]?.setAttribute("aria-pressed", "false");
  }
  for (const line of svg.querySelectorAll(".edge.near")) line.classList.remove("near");
  state.selected = node;
  svg.classList.toggle("has-selection", node !== null);
  if (node !== null) {
    if (!shown().has(node)) uncover(node);
    groups[node]?.classList.add("selected");
    groups[node]?.setAttribute("aria-pressed", "true");
    for (const edge of [...premises[node], ...conclusions[node]]) lines[edge]?.classList.add("near");
    takeTabStop(node);
    if (reveals) reveal(node);
    say(`${nodes[node].id}: ${cut(nodes[node].text, 120)}`);
  }
  showDetails();
  if (focus === "details") byId("details").focus();
}

function deselect() {
  const node = state.selected;
  select(null);
  if (node === null) return;
  if (isOutline()) outlineButtons.get(node)?.focus();
  else focusNode(node);
}

const nodeLink = (node, most = 140) =>
  make(
    "button",
    { type: "button", class: "text", "data-to": node, click: () => select(node, { focus: "details" }) },
    idOf(node),
    " ",
    make("span", { dir: "auto" }, cut(nodes[node].text, most)),
  );
