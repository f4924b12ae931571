// What of the argument is shown: folds, and the part around a node.

// The nodes from which everything is reached along premises.
function rootsOf(scope) {
  const inside = (node) => !scope || scope.has(node);
  const isTop = (node) =>
    nodes[node].kind === "judgement" || !conclusions[node].some((edge) => inside(edges[edge].conclusion));
  const roots = nodes.map((_, node) => node).filter((node) => inside(node) && isTop(node));
  const seen = reach(roots, scope, new Set());
  nodes.forEach((_, node) => {
    if (!inside(node) || seen.has(node)) return;
    // On a cycle that nothing leads out of: its first node stands for it.
    roots.push(node);
    for (const other of reach([node], scope, new Set())) seen.add(other);
  });
  return roots;
}

function reach(starts, scope, folded) {
  const seen = new Set();
  const open = starts.slice();
  while (open.length > 0) {
    const node = open.pop();
    if (seen.has(node) || (scope && !scope.has(node))) continue;
    seen.add(node);
    if (folded.has(node)) continue;
    for (const edge of premises[node]) open.push(edges[edge].premise);
  }
  return seen;
}

let shownNow = null;
let roots = rootsOf(state.scope);
const shown = () => (shownNow ??= reach(roots, state.scope, state.folded));

// How many nodes folding a node hides, or hides already.
function foldable(node) {
  const folded = new Set(state.folded);
  folded.add(node);
  const hidden = reach(roots, state.scope, folded);
  folded.delete(node);
  return reach(roots, state.scope, folded).size - hidden.size;
}

function showPart() {
  shownNow = null;
  const now = shown();
  groups.forEach((group, node) => group?.classList.toggle("away", !now.has(node)));
  lines.forEach((line, index) => {
    const { premise, conclusion } = edges[index];
    line?.classList.toggle("away", !now.has(premise) || !now.has(conclusion));
  });
  for (const node of drawn) {
    const isFolded = state.folded.has(node);
    groups[node].classList.toggle("folded", isFolded);
    if (foldMarks[node] && now.has(node)) {
      const label = isFolded ? `+${foldable(node)}` : "−";
      foldMarks[node].lastChild.textContent = label;
    }
    if (isFolded) groups[node].setAttribute("aria-expanded", "false");
    else if (premises[node].length > 0) groups[node].setAttribute("aria-expanded", "true");
  }
  byId("unfold").hidden = state.folded.size === 0;
  byId("scope").hidden = !state.scope;
  if (state.scope) byId("scope-words").textContent = `Showing ${state.scope.size} of ${count(nodes.length, "node")}.`;
  if (!now.has(state.current)) takeTabStop(drawn.find((node) => now.has(node)) ?? 0);
  refreshFoldButton();
}

function fold(node, isFolded = !state.folded.has(node)) {
  if (premises[node].length === 0) {
    say(`${nodes[node].id}: nothing bears on it`);
    return;
  }
  const number = foldable(node);
  if (number === 0 && isFolded) {
    say(`${nodes[node].id}: what bears on it bears on other nodes that are shown, too`);
    return;
  }
  if (isFolded) state.folded.add(node);
  else state.folded.delete(node);
  showPart();
  say(`${nodes[node].id}: ${count(number, "node")} ${isFolded ? "folded away" : "unfolded"}`);
}

function unfoldAll() {
  state.folded.clear();
  showPart();
  say("Everything is unfolded");
}

function setScope(scope, words) {
  state.scope = scope;
  roots = rootsOf(scope);
  showPart();
  glide();
  fit({ isRead: scope === null });
  say(words);
}

// Only a node, what bears on it and what it bears on.
function scopeTo(node) {
  const scope = new Set();
  for (const [next, end] of [[premises, "premise"], [conclusions, "conclusion"]]) {
    const seen = new Set();
    const open = [node];
    while (open.length > 0) {
      const at = open.pop();
      if (seen.has(at)) continue;
      seen.add(at);
      for (const edge of next[at]) open.push(edges[edge][end]);
    }
    for (const at of seen) scope.add(at);
  }
  setScope(scope, `Showing ${nodes[node].id} with ${count(scope.size - 1, "other node")}`);
}

function toggleScope(node) {
  if (state.scope) setScope(null, "Showing all nodes");
  else scopeTo(node);
}

// Makes a node visible that a fold or the scope hides.
function uncover(node) {
  if (state.scope && !state.scope.has(node)) {
    state.scope = null;
    roots = rootsOf(null);
    shownNow = null;
  }
  if (!shown().has(node)) {
    const open = [node];
    const seen = new Set();
    while (open.length > 0) {
      const at = open.pop();
      if (seen.has(at)) continue;
      seen.add(at);
      state.folded.delete(at);
      for (const edge of conclusions[at]) open.push(edges[edge].conclusion);
    }
  }
  showPart();
}
