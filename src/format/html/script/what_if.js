// What follows from the changes.

const judgements = nodes.flatMap((node, index) => (node.kind === "judgement" ? [index] : []));

const stands = (strength, threshold) => strength !== null && strength >= threshold;

function crossing(node) {
  const { threshold, id } = nodes[node];
  const [before, now] = [exported[node], strengths[node]];
  if (state.without.has(node) || stands(before, threshold) === stands(now, threshold)) return null;
  if (now === null) return `${id} has no strength any more`;
  return `${id} ${now < threshold ? "falls below" : "rises to"} the ${plain(threshold)} that it needs`;
}

const quoted = (text) =>
  /["$`\\!\n]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;

function commandLine() {
  const file = data.report.file;
  let path = file === null || file === "<stdin>" ? "PATH" : file;
  if (path.startsWith("-")) path = `./${path}`;
  const words = ["linchpin score", /^[\w./@%+-]+$/.test(path) ? path : quoted(path)];
  if (state.semantics !== data.scoring.semantics) words.push(`--semantics ${state.semantics}`);
  const inOrder = (keys) => [...keys].sort((a, b) => a - b);
  for (const node of inOrder(state.bases.keys())) {
    if (!state.without.has(node)) words.push(`--what-if ${quoted(`${nodes[node].id}=${state.bases.get(node)}`)}`);
  }
  for (const node of inOrder(state.without)) words.push(`--without ${quoted(nodes[node].id)}`);
  return words.join(" ");
}

const judgementRows = judgements.map((node) => {
  const cells = ["bar", "was", "now", "needs"].map(() => make("td"));
  cells[3].textContent = plain(nodes[node].threshold);
  const row = make("tr", {}, make("td", {}, make("button", { type: "button", class: "text", "data-to": node, click: () => select(node, { focus: "details" }) }, idOf(node))), cells);
  byId("judgements").append(row);
  return { node, row, cells };
});

function changeItem(words, undo) {
  const take = () => {
    undo();
    schedule();
    byId("what-if").focus();
  };
  return make("li", {}, make("span", {}, words), make("button", { type: "button", class: "text", "aria-label": `Undo: ${words}`, click: take }, "undo"));
}

let announced = "";

function showWhatIf() {
  for (const { node, row, cells } of judgementRows) {
    const [was, now] = [exported[node], strengths[node]];
    cells[0].replaceChildren(bar(now, { certainty: nodes[node].certainty, old: now === was ? null : was }));
    cells[1].replaceChildren(make("data", { value: was }, fixed(was)));
    cells[2].replaceChildren(make("data", { value: now }, state.without.has(node) ? "out" : fixed(now)));
    row.classList.toggle("crossed", crossing(node) !== null);
  }
  const crossed = judgements.map(crossing).filter((words) => words !== null);
  const unsettled = strengths.filter((strength, node) => strength === null && !state.without.has(node)).length;
  const trouble = unsettled > 0 ? [`${count(unsettled, "node")} bear on each other, or hang on such, and never settle`] : [];
  const words = [...crossed, ...trouble].join("; ");
  byId("crossings").textContent = words === "" ? "" : `${capital(words)}.`;
  if (words !== announced) say(words === "" ? "All judgements stand as before" : words);
  announced = words;
  byId("what-if-hint").textContent = isChanged()
    ? `These strengths are ${standing}; the report itself is not changed.`
    : "Choose a node and move the slider of its base score, or of a weight.";
  const items = [];
  for (const [node, value] of state.bases) {
    items.push(changeItem(`${nodes[node].id}: base score ${plain(nodes[node].base)} → ${plain(value)}`, () => state.bases.delete(node)));
  }
  for (const [edge, value] of state.weights) {
    const { premise, conclusion, weight } = edges[edge];
    items.push(changeItem(`${nodes[premise].id} on ${nodes[conclusion].id}: weight ${plain(weight)} → ${plain(value)}`, () => state.weights.delete(edge)));
  }
  for (const node of state.without) items.push(changeItem(`${nodes[node].id}: left out`, () => state.without.delete(node)));
  byId("changes").replaceChildren(...items);
  byId("reset").disabled = !isChanged();
  byId("command-box").hidden = !isChanged();
  byId("command").textContent = commandLine();
  byId("command-note").textContent =
    state.weights.size > 0 ? "The command has no flag for weights: write weight=… into the report to keep one." : "";
  byId("semantics").value = state.semantics;
  byId("formula").textContent = data.scoring.all.find((one) => one.name === state.semantics)?.formula ?? "";
}

function reset() {
  state.bases.clear();
  state.weights.clear();
  state.without.clear();
  state.semantics = data.scoring.semantics;
  recompute();
  say("Everything is as exported");
}

async function copyCommand() {
  const text = byId("command").textContent;
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    getSelection().selectAllChildren(byId("command"));
    say("Selected; copy it with your keyboard");
  }
}
