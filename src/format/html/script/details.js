// The panel on the chosen node.

function bar(value, { certainty = null, old = null } = {}) {
  const part = (name, from, to) => {
    const element = make("span", { class: name });
    element.style.left = `${from * 100}%`;
    if (to !== undefined) element.style.width = `${(to - from) * 100}%`;
    return element;
  };
  return make(
    "span",
    { class: "bar", "aria-hidden": "true" },
    certainty ? part("claim", certainty[0], certainty[1]) : null,
    part("value", 0, value ?? 0),
    old === null ? null : part("old", old),
  );
}

const perCent = (share) => plain(share * 100);
const range = (low, high, write) => (low === high ? write(low) : `${write(low)}–${write(high)}`);

function baseOrigin(node) {
  const { base_from: from, base_grade: grade, base_source: source, kind } = nodes[node];
  if (from === "credibility") return "given by the author";
  if (from === "grade") return source ? `grade ${grade} of ${source}` : `grade ${grade}`;
  if (from === "default") return `as of any ${kind}`;
  return "changed";
}

function strengthWords(node) {
  const [was, now] = [exported[node], strengths[node]];
  if (state.without.has(node)) return `${fixed(was)} → left out`;
  if (now === was) return fixed(now);
  return `${fixed(was)} → ${fixed(now)}`;
}

// A slider with a field for the exact number.
function dial(words, label, value, own, set) {
  const slider = make("input", { type: "range", min: 0, max: 1, step: 0.01, "aria-label": label });
  const field = make("input", { type: "number", min: 0, max: 1, step: "any", "aria-label": `${label}, as a number` });
  const box = make("div", { class: "dial" }, make("span", { class: "quiet" }, words), slider, field);
  const show = (now, except) => {
    if (except !== slider) slider.value = now;
    if (except !== field) field.value = now;
    box.classList.toggle("changed", now !== own());
  };
  const take = (input) => () => {
    const wanted = Number(input.value);
    if (input.value === "" || !Number.isFinite(wanted)) return;
    const now = Math.min(1, Math.max(0, wanted));
    set(now);
    show(now, input);
  };
  slider.addEventListener("input", take(slider));
  field.addEventListener("input", take(field));
  field.addEventListener("change", () => show(value()));
  show(value());
  return { box, sync: () => show(value(), document.activeElement === field ? field : null) };
}

const baseDial = (node) =>
  dial(
    "Base score",
    `Base score of ${nodes[node].id}`,
    () => state.bases.get(node) ?? nodes[node].base,
    () => nodes[node].base,
    (value) => change(state.bases, node, value, nodes[node].base),
  );

const weightDial = (edge) => {
  const { premise, conclusion, weight, kind } = edges[edge];
  const way = kind === "supports" ? "for" : "against";
  return dial(
    "Weight",
    `Weight of ${nodes[premise].id} ${way} ${nodes[conclusion].id}`,
    () => state.weights.get(edge) ?? weight,
    () => weight,
    (value) => change(state.weights, edge, value, weight),
  );
};

const section = (title, ...children) => make("section", {}, make("h3", {}, title), ...children);

function quotation(node) {
  const { quotation: quoted, place } = nodes[node];
  if (!quoted) return null;
  const at = `${place.file}, line ${place.line}`;
  const caption = place.address
    ? make("a", { href: place.address, rel: "noopener noreferrer", target: "_blank" }, at)
    : make("bdi", {}, at);
  const [start, middle, end] = quoted.whole;
  return section(
    "In the report",
    make(
      "figure",
      { class: "quotation" },
      make("figcaption", {}, caption),
      make(
        "pre",
        { dir: "auto", tabindex: "0", "aria-label": "The report around it" },
        start ? "" : "…",
        quoted.before,
        make("mark", {}, quoted.marked),
        middle ? "" : " …",
        quoted.after,
        end ? "" : "…",
      ),
    ),
  );
}

function sourceItem(index) {
  const source = sources[index];
  const about = [source.author, source.publisher, source.date, source.grade ? `grade ${source.grade}` : null];
  const said = about.filter((word) => word).join(" · ");
  const copy = source.archive ? `copy: ${source.archive}` : null;
  const from = source.derived_from.length > 0 ? `from ${source.derived_from.join(", ")}` : null;
  return make(
    "li",
    {},
    source.url ? linked(source.url, source.title ?? source.url) : make("bdi", {}, source.title ?? source.key),
    make("p", { class: "quiet" }, make("bdi", { class: "id" }, source.key), said ? ` · ${said}` : ""),
    source.url && source.title ? make("p", { class: "quiet" }, make("bdi", {}, source.url)) : null,
    copy || from ? make("p", { class: "quiet" }, [copy, from].filter((word) => word).join(" · ")) : null,
  );
}

function findingItem(index) {
  const { rule, level, message, help, place } = findings[index];
  return make(
    "li",
    { class: `finding ${level}` },
    make("p", { class: "rule" }, `${capital(level)} · ${rule}`, place ? ` · line ${place.line}` : ""),
    make("p", { dir: "auto" }, message),
    help ? make("p", { class: "help", dir: "auto" }, help) : null,
  );
}

const CONTRIBUTIONS_WORK = 30_000_000;

// What a premise adds to a node or takes from it: its strength less that without the premise.
function contributions(node) {
  const result = new Map();
  const work = premises[node].length * (nodes.length + edges.length);
  if (strengths[node] === null || work > CONTRIBUTIONS_WORK) return result;
  for (const edge of premises[node]) {
    const { premise } = edges[edge];
    if (premise === node || state.without.has(premise) || result.has(premise)) continue;
    const without = solveWithout([premise]).strengths[node];
    if (without !== null) result.set(premise, strengths[node] - without);
  }
  return result;
}

function facts(node) {
  const { estimate, likelihood, certainty, confidence, basis, grade, date, threshold, inline, place } = nodes[node];
  const list = make("dl", { class: "facts" });
  const fact = (term, ...children) => list.append(make("dt", {}, term), make("dd", {}, ...children));
  fact("Strength", make("span", { class: "number", "data-live": "strength" }, strengthWords(node)));
  if (estimate) {
    const band = `${range(estimate.low, estimate.high, perCent)} %`;
    fact("Likelihood", make("bdi", {}, `“${estimate.term}”`), ` · ${band} (${estimate.yardstick})`);
  } else if (likelihood) fact("Likelihood", make("bdi", {}, likelihood));
  if (certainty) fact("Its words claim", `at least ${plain(threshold)}, at most ${plain(certainty[1])}`);
  if (confidence) fact("Confidence", confidence, basis ? make("span", { class: "quiet", dir: "auto" }, ` — ${basis}`) : null);
  if (grade) fact("Grade", grade);
  if (date) fact("Date", date);
  if (place) fact("Place", make("bdi", {}, `${place.file}, line ${place.line}`));
  fact("Base score", plain(nodes[node].base), make("span", { class: "quiet" }, ` · ${baseOrigin(node)}`));
  if (isLinchpin.has(node)) {
    const of = data.linchpins.filter((pair) => pair[1] === node).map((pair) => nodes[pair[0]].id);
    fact("Linchpin", `of ${of.join(", ")}: it falls most without this`);
  }
  if (inline) fact("Stands", "in the judgement's own paragraph");
  return list;
}

// The parts of the details that follow changes while their sliders stay.
let live = null;

function premiseItem(edge, adds, dials) {
  const { premise, kind, weight, because } = edges[edge];
  const item = make(
    "li",
    { class: kind },
    make(
      "div",
      { class: "premise" },
      make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[kind]),
      make(
        "span",
        {},
        make("span", { class: "unseen" }, `${kind}: `),
        nodeLink(premise),
        dials ? null : make("span", { class: "quiet" }, ` weight ${plain(weight)}, strength ${fixed(strengths[premise])}`),
      ),
      make("span", { class: "adds", "data-adds": premise }, adds.has(premise) ? signed(adds.get(premise)) : ""),
    ),
    because ? make("p", { class: "quiet", dir: "auto" }, `because ${because}`) : null,
  );
  if (dials) {
    const weights = weightDial(edge);
    dials.push(weights);
    item.append(weights.box);
  }
  return item;
}

// Everything known of a node; with controls for the panel, without for paper.
function card(node, dials) {
  const { id, kind, text } = nodes[node];
  const heading = dials ? { id: "details-heading" } : {};
  const body = make(
    "article",
    { class: "card" },
    make(
      "div",
      { class: "row" },
      make("h2", { class: "kind-line", ...heading }, `${capital(kind)} `, make("bdi", { class: "id" }, id)),
      dials ? make("button", { type: "button", "aria-label": "Close the details", title: "Close (Esc)", click: deselect }, "×") : null,
    ),
    make("p", { class: "words", dir: "auto" }, text),
    facts(node),
  );
  if (dials) {
    const base = baseDial(node);
    dials.push(base);
    const leaveOut = make("input", { type: "checkbox", id: "leave-out" });
    leaveOut.checked = state.without.has(node);
    leaveOut.addEventListener("change", () => {
      if (leaveOut.checked) state.without.add(node);
      else state.without.delete(node);
      schedule();
    });
    dials.push({ sync: () => (leaveOut.checked = state.without.has(node)) });
    const words = make("label", { for: "leave-out" }, "Leave it out");
    body.append(section("What if", base.box, make("p", { class: "leave-out" }, leaveOut, words)));
    const foldButton = make("button", { type: "button", "data-live": "fold", click: () => fold(node) });
    const scopeButton = make("button", { type: "button", click: () => toggleScope(node) }, "Show only this");
    body.append(make("div", { class: "buttons" }, premises[node].length > 0 ? foldButton : null, scopeButton));
  }
  if (findingsOf[node].length > 0) {
    body.append(section(count(findingsOf[node].length, "finding"), make("ul", {}, findingsOf[node].map(findingItem))));
  }
  if (premises[node].length > 0) {
    const adds = contributions(node);
    const items = premises[node].map((edge) => premiseItem(edge, adds, dials));
    const hint = kind === "inference" ? "It needs all of its supports together." : null;
    body.append(
      section(
        "What bears on it",
        make("p", { class: "quiet" }, hint, hint ? " " : "", "The number is what it adds to the strength, or takes from it."),
        make("ul", { class: "items" }, items),
      ),
    );
  }
  if (conclusions[node].length > 0) {
    const items = conclusions[node].map((edge) => {
      const { kind: way, conclusion } = edges[edge];
      const sign = make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[way]);
      const words = make("span", {}, make("span", { class: "unseen" }, `${way} `), nodeLink(conclusion));
      return make("li", { class: way }, make("div", { class: "premise" }, sign, words));
    });
    body.append(section("What it bears on", make("ul", { class: "items" }, items)));
  }
  const questions = data.questions.filter((question) => question.answers.includes(node));
  if (questions.length > 0) {
    const items = questions.map((question) =>
      make("li", { dir: "auto" }, question.text, question.answers.filter((at) => at !== node).map((at) => make("div", {}, "or: ", nodeLink(at)))),
    );
    body.append(section("Answers", make("ul", { class: "items" }, items)));
  }
  if (nodes[node].sources.length > 0) {
    body.append(section(count(nodes[node].sources.length, "source"), make("ul", { class: "items" }, nodes[node].sources.map(sourceItem))));
  }
  // On paper the place is enough: the report is printed on its own.
  const quoted = dials ? quotation(node) : null;
  if (quoted) body.append(quoted);
  return body;
}

function overview() {
  const body = make("article", { class: "card" }, make("h2", { id: "details-heading" }, "Overview"));
  const numbers = ["judgement", "claim", "hypothesis", "inference", "assumption", "evidence"]
    .map((kind) => [kind, nodes.filter((node) => node.kind === kind).length])
    .filter((pair) => pair[1] > 0)
    .map(([kind, number]) => (kind === "evidence" ? `${count(number, "piece")} of evidence` : count(number, kind, kind === "hypothesis" ? "hypotheses" : undefined)));
  const levels = LEVELS.map((level) => [level, findings.filter((finding) => finding.level === level).length]);
  const found = levels.filter((pair) => pair[1] > 0).map(([level, number]) => count(number, level));
  body.append(make("p", { class: "words" }, `${numbers.join(", ")}; ${count(sources.length, "source")}.`));
  body.append(make("p", {}, found.length > 0 ? `Findings: ${found.join(", ")}.` : "No findings."));
  body.append(make("p", { class: "quiet" }, "Choose a node in the diagram, or in the outline, to see its words in the report, its sources and what bears on it."));
  const whole = findings.flatMap((finding, index) => (finding.nodes.length === 0 ? [index] : []));
  if (whole.length > 0) body.append(section("Findings about the report", make("ul", {}, whole.map(findingItem))));
  const about = findings.flatMap((finding, index) => (finding.nodes.length > 0 ? [index] : []));
  if (about.length > 0) {
    const items = about.slice(0, 200).map((index) => {
      const item = findingItem(index);
      item.append(make("p", {}, nodeLink(findings[index].nodes[0], 70)));
      return item;
    });
    body.append(section("Findings about nodes", make("ul", {}, items)));
    if (about.length > 200) body.append(make("p", { class: "quiet" }, `and ${about.length - 200} more; filter by rule to see them`));
  }
  return body;
}

function showDetails() {
  const panel = byId("details");
  const node = state.selected;
  live = node === null ? null : { node, dials: [] };
  panel.replaceChildren(node === null ? overview() : card(node, live.dials));
  panel.scrollTop = 0;
  refreshFoldButton();
}

function refreshDetails() {
  if (!live) return;
  const panel = byId("details");
  for (const one of live.dials) one.sync();
  panel.querySelector('[data-live="strength"]').textContent = strengthWords(live.node);
  const adds = contributions(live.node);
  for (const cell of panel.querySelectorAll("[data-adds]")) {
    const premise = Number(cell.dataset.adds);
    cell.textContent = adds.has(premise) ? signed(adds.get(premise)) : "";
  }
}

function refreshFoldButton() {
  const button = byId("details").querySelector('[data-live="fold"]');
  if (!button || !live) return;
  const number = foldable(live.node);
  const isFolded = state.folded.has(live.node);
  button.textContent = isFolded ? `Unfold ${count(number, "node")}` : `Fold ${count(number, "node")} away`;
  button.disabled = number === 0 && !isFolded;
  button.setAttribute("aria-expanded", String(!isFolded));
}
