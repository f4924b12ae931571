// The page. Text of the report comes from the data block and goes into text nodes and attributes' values, never into
// markup.
{
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const { nodes, edges, sources, findings } = data;
  const LEVELS = ["error", "warning", "note"];

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

  const exported = nodes.map((node) => node.strength);
  let strengths = exported.slice();
  let standing = data.scoring.standing;

  function graphNow(without) {
    const graph = {
      bases: nodes.map((node, index) => state.bases.get(index) ?? node.base),
      joint: nodes.map((node) => node.kind === "inference"),
      edges: edges.map((edge, index) => ({
        premise: edge.premise,
        conclusion: edge.conclusion,
        weight: state.weights.get(index) ?? edge.weight,
        supports: edge.kind === "supports",
      })),
    };
    return leftOut(graph, without);
  }

  function solveWithout(more) {
    const without = new Set([...state.without, ...more]);
    const solution = solve(graphNow(without), state.semantics);
    for (const node of without) solution.strengths[node] = null;
    return solution;
  }

  const isChanged = () =>
    state.bases.size + state.weights.size + state.without.size > 0 || state.semantics !== data.scoring.semantics;

  // Sets one of the changes; a value that is the report's own is no change.
  function change(map, key, value, own) {
    if (value === own) map.delete(key);
    else map.set(key, value);
    schedule();
  }

  let scheduled = false;
  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      recompute();
    });
  }

  function recompute() {
    if (isChanged()) {
      const solution = solveWithout([]);
      ({ strengths, standing } = solution);
    } else {
      strengths = exported.slice();
      standing = data.scoring.standing;
    }
    nodes.forEach((_, node) => showStrength(node));
    showWhatIf();
    refreshDetails();
    refreshOutline();
  }

  const stage = byId("stage");
  const svg = stage.querySelector("svg");
  for (const link of svg.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  const groups = nodes.map(() => null);
  const lines = edges.map(() => null);
  const indexOfId = new Map(nodes.map((node, index) => [node.id, index]));
  for (const group of svg.querySelectorAll("[data-node]")) {
    const index = indexOfId.get(group.getAttribute("data-id"));
    if (index !== undefined) groups[index] = group;
  }
  for (const line of svg.querySelectorAll("[data-edge]")) {
    const index = Number(line.getAttribute("data-edge"));
    if (lines[index] === null) lines[index] = line;
  }
  const drawn = groups.flatMap((group, index) => (group ? [index] : []));

  const view = { x: 0, y: 0, scale: 1 };
  const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  const origin = svg.getBoundingClientRect();
  // Where each box lies in the picture.
  const boxes = groups.map((group) => {
    if (!group) return null;
    const box = (group.querySelector(".box") ?? group).getBoundingClientRect();
    return { x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height };
  });

  function move() {
    svg.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  }

  function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    const scale = Math.min(4, Math.max(0.04, view.scale * factor));
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    view.scale = scale;
    move();
  }

  function pan(x, y) {
    view.x += x;
    view.y += y;
    move();
  }

  function glide() {
    stage.classList.add("gliding");
    setTimeout(() => stage.classList.remove("gliding"), 220);
  }

  // The part of the picture that is shown now.
  function extent() {
    const now = shown();
    const visible = drawn.filter((node) => now.has(node));
    if (visible.length === drawn.length || visible.length === 0) return { x: 0, y: 0, ...size };
    const left = Math.min(...visible.map((node) => boxes[node].x));
    const top = Math.min(...visible.map((node) => boxes[node].y));
    const right = Math.max(...visible.map((node) => boxes[node].x + boxes[node].width));
    const bottom = Math.max(...visible.map((node) => boxes[node].y + boxes[node].height));
    return { x: left - 24, y: top - 24, width: right - left + 48, height: bottom - top + 48 };
  }

  // Fits what is shown; no smaller than `smallest`, and then from its beginning.
  function fit(smallest = 0) {
    const part = extent();
    const across = stage.clientWidth / part.width;
    const down = stage.clientHeight / part.height;
    const scale = Math.max(smallest, Math.min(across, down, 1.25));
    view.scale = scale;
    const middle = (space, length) => Math.max(0, (space - length * scale) / 2);
    view.x = middle(stage.clientWidth, part.width) - part.x * scale;
    view.y = middle(stage.clientHeight, part.height) - part.y * scale;
    move();
  }

  // Moves the picture as far as it takes for a node to be seen.
  function reveal(node) {
    const box = boxes[node];
    if (!box) return;
    const margin = 28;
    const shift = (start, length, space) => {
      if (start < margin || length > space - 2 * margin) return margin - start;
      return Math.min(0, space - margin - start - length);
    };
    const x = shift(view.x + box.x * view.scale, box.width * view.scale, stage.clientWidth);
    const y = shift(view.y + box.y * view.scale, box.height * view.scale, stage.clientHeight);
    if (x === 0 && y === 0) return;
    glide();
    pan(x, y);
  }

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
    fit(scope ? 0 : 0.5);
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

  const foldMarks = groups.map((group, node) => {
    if (!group || premises[node].length === 0) return null;
    const box = boxes[node];
    const centre = (at) => [boxes[at].x + boxes[at].width / 2, boxes[at].y + boxes[at].height / 2];
    const first = premises[node].map((edge) => edges[edge].premise).find((at) => boxes[at] && at !== node);
    const [x, y] = centre(node);
    const [toX, toY] = first === undefined ? [x + 1, y] : centre(first);
    const flat = Math.abs(toX - x) >= Math.abs(toY - y);
    const atX = flat ? x + (Math.sign(toX - x) * box.width) / 2 : x;
    const atY = flat ? y : y + (Math.sign(toY - y) * box.height) / 2;
    const mark = draw(
      "g",
      { class: "fold-mark", "aria-hidden": "true" },
      draw("rect", { x: atX - 14, y: atY - 9, width: 28, height: 18, rx: 9 }),
      draw("text", { x: atX, y: atY + 4.3 }, "−"),
    );
    group.append(mark);
    return mark;
  });

  const barParts = groups.map((group) => {
    const track = group?.querySelector(".strength-bar .track");
    if (!track) return null;
    const number = (name) => Number(track.getAttribute(name));
    return {
      x: number("x"),
      y: number("y"),
      width: number("width"),
      height: number("height"),
      value: group.querySelector(".strength-bar .strength"),
      words: group.querySelector(".strength-bar .strength-number"),
      ownWords: group.querySelector(".strength-bar .strength-number")?.textContent,
      was: null,
    };
  });
  const changeMarks = nodes.map(() => null);

  function labelOf(node) {
    const { id, kind, text } = nodes[node];
    const strength = strengths[node] === null ? "" : ` Strength ${short(strengths[node])}.`;
    const levels = LEVELS.map((level) => [level, findingsOf[node].filter((at) => findings[at].level === level).length]);
    const found = levels.filter((pair) => pair[1] > 0).map(([level, number]) => ` ${count(number, level)}.`);
    return `${id}, ${kind}: ${text}${strength}${found.join("")}`;
  }

  function showStrength(node) {
    const group = groups[node];
    if (!group) return;
    const now = strengths[node];
    const was = exported[node];
    const differs = now !== was && !(now !== null && was !== null && Math.abs(now - was) < 5e-13);
    const isGone = state.without.has(node);
    if (!differs && changeMarks[node] === null && group.dataset.strength === String(now)) return;
    group.dataset.strength = String(now);
    group.classList.toggle("gone", isGone);
    group.setAttribute("aria-label", labelOf(node));
    const bar = barParts[node];
    if (bar?.value) {
      bar.value.setAttribute("width", bar.width * (now ?? 0));
      if (bar.words) bar.words.textContent = differs ? (now === null ? "—" : short(now)) : bar.ownWords;
      if (differs && bar.was === null) {
        const x = bar.x + bar.width * (was ?? 0) - 1;
        bar.was = draw("rect", { class: "was", x, y: bar.y - 2, width: 2, height: bar.height + 4 });
        bar.value.after(bar.was);
      }
      if (!differs && bar.was !== null) {
        bar.was.remove();
        bar.was = null;
      }
    }
    if (!differs) {
      changeMarks[node]?.remove();
      changeMarks[node] = null;
      return;
    }
    const words = `${was === null ? "—" : short(was)} → ${isGone ? "left out" : now === null ? "—" : short(now)}`;
    if (changeMarks[node] === null) {
      const box = boxes[node];
      const width = 92;
      changeMarks[node] = draw(
        "g",
        { class: "change", "aria-hidden": "true" },
        draw("rect", { x: box.x + box.width - width - 8, y: box.y - 11, width, height: 20, rx: 4 }),
        draw("text", { x: box.x + box.width - width / 2 - 8, y: box.y + 3.5 }),
      );
      group.append(changeMarks[node]);
    }
    changeMarks[node].lastChild.textContent = words;
  }

  function takeTabStop(node) {
    groups[state.current]?.setAttribute("tabindex", "-1");
    state.current = node;
    groups[node]?.setAttribute("tabindex", "0");
  }

  function focusNode(node) {
    takeTabStop(node);
    groups[node]?.focus({ preventScroll: true });
    reveal(node);
  }

  // The nearest box that way.
  function neighbour(node, key) {
    const along = key === "ArrowLeft" || key === "ArrowRight" ? "x" : "y";
    const across = along === "x" ? "y" : "x";
    const lengths = { x: "width", y: "height" };
    const centre = (at, axis) => boxes[at][axis] + boxes[at][lengths[axis]] / 2;
    const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    const now = shown();
    let best = null;
    let least = Infinity;
    for (const other of drawn) {
      if (other === node || !now.has(other)) continue;
      const ahead = sign * (centre(other, along) - centre(node, along));
      if (ahead <= 1) continue;
      const aside = Math.abs(centre(other, across) - centre(node, across));
      if (along === "y" && aside > boxes[node].width) continue;
      const cost = ahead + 2.5 * aside;
      if (cost < least) [best, least] = [other, cost];
    }
    return best;
  }

  function prepareDiagram() {
    svg.removeAttribute("aria-labelledby");
    svg.setAttribute("aria-label", "The argument");
    svg.setAttribute("role", "group");
    const container = svg.querySelector(".nodes");
    if (container) give(container, { role: "group", "aria-label": "Nodes" });
    for (const name of [".edges", ".legend"]) svg.querySelector(name)?.setAttribute("aria-hidden", "true");
    for (const node of drawn) {
      give(groups[node], { role: "button", tabindex: "-1", "aria-label": labelOf(node), "aria-pressed": "false" });
      groups[node].dataset.strength = String(strengths[node]);
    }
    if (drawn.length > 0) takeTabStop(drawn[0]);
  }

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
    const { estimate, likelihood, certainty, confidence, basis, grade, date, threshold, inline } = nodes[node];
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
    const sign = kind === "supports" ? "+" : "−";
    const item = make(
      "li",
      { class: kind },
      make(
        "div",
        { class: "premise" },
        make("span", { class: "sign", "aria-hidden": "true" }, sign),
        make("span", {}, make("span", { class: "unseen" }, `${kind}: `), nodeLink(premise)),
        make("span", { class: "adds", "data-adds": premise }, adds.has(premise) ? signed(adds.get(premise)) : ""),
      ),
      because ? make("p", { class: "quiet", dir: "auto" }, `because ${because}`) : null,
    );
    if (dials) {
      const weights = weightDial(edge);
      dials.push(weights);
      item.append(weights.box);
    } else item.append(make("p", { class: "quiet" }, `weight ${plain(weight)}, strength ${fixed(strengths[premise])}`));
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
      const items = conclusions[node].map((edge) =>
        make("li", {}, `${capital(edges[edge].kind)} `, nodeLink(edges[edge].conclusion)),
      );
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
    const quoted = quotation(node);
    if (quoted) body.append(quoted);
    return body;
  }

  function overview() {
    const body = make("article", { class: "card" }, make("h2", { id: "details-heading" }, "Overview"));
    const numbers = ["judgement", "claim", "hypothesis", "inference", "assumption", "evidence"]
      .map((kind) => [kind, nodes.filter((node) => node.kind === kind).length])
      .filter((pair) => pair[1] > 0)
      .map(([kind, number]) => (kind === "evidence" ? `${number} evidence` : count(number, kind, kind === "hypothesis" ? "hypotheses" : undefined)));
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
      ? `Strengths are ${standing}. The report itself is not changed.`
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

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const haystacks = nodes.map((node) => {
    const of = node.sources.map((index) => {
      const { key, title, author, publisher, url } = sources[index];
      return [key, title, author, publisher, url];
    });
    return folded([node.id, node.text, node.kind, ...of.flat()].filter((word) => word).join("\n"));
  });

  function search() {
    const words = folded(byId("search").value).split(/\s+/).filter((word) => word);
    const isHit = (hay) => words.every((word) => hay.includes(word));
    state.hits = words.length === 0 ? [] : haystacks.flatMap((hay, node) => (isHit(hay) ? [node] : []));
    state.hit = -1;
    const hits = new Set(state.hits);
    groups.forEach((group, node) => {
      group?.classList.toggle("hit", hits.has(node));
      group?.classList.remove("current");
    });
    byId("hits").hidden = words.length === 0;
    const said = words.length === 0 ? "" : state.hits.length === 0 ? "Nothing found" : count(state.hits.length, "hit");
    byId("hits-words").textContent = said;
    const most = 100;
    const items = state.hits.slice(0, most).map((node, at) =>
      make("li", {}, make("button", { type: "button", "data-hit": at, click: () => goToHit(at) }, idOf(node), " ", make("span", { dir: "auto" }, cut(nodes[node].text, 110)))),
    );
    byId("hits-list").replaceChildren(...items);
    for (const id of ["previous-hit", "next-hit"]) byId(id).disabled = state.hits.length === 0;
    say(said);
  }

  function goToHit(at) {
    if (state.hits.length === 0) return;
    groups[state.hits[state.hit]]?.classList.remove("current");
    state.hit = (at + state.hits.length) % state.hits.length;
    const node = state.hits[state.hit];
    select(node);
    groups[node]?.classList.add("current");
    for (const button of byId("hits-list").querySelectorAll("button")) {
      const isCurrent = Number(button.dataset.hit) === state.hit;
      if (isCurrent) {
        button.setAttribute("aria-current", "true");
        button.scrollIntoView({ block: "nearest" });
      } else button.removeAttribute("aria-current");
    }
    byId("hits-words").textContent = `Hit ${state.hit + 1} of ${state.hits.length}`;
    say(`Hit ${state.hit + 1} of ${state.hits.length}: ${nodes[node].id}, ${cut(nodes[node].text, 120)}`);
  }

  function clearSearch() {
    byId("search").value = "";
    search();
  }

  function fillFilters() {
    const option = (value, words) => make("option", { value }, words);
    const kinds = [...new Set(nodes.map((node) => node.kind))];
    byId("kind-filter").append(option("", "All"), ...kinds.map((kind) => option(kind, capital(kind))));
    const rules = [...new Set(findings.map((finding) => finding.rule))].sort();
    const levels = LEVELS.filter((level) => findings.some((finding) => finding.level === level));
    byId("finding-filter").append(
      option("", "All"),
      option("any", "With a finding"),
      ...levels.map((level) => option(`level ${level}`, `With a${level === "error" ? "n" : ""} ${level}`)),
      ...rules.map((rule) => option(`rule ${rule}`, rule)),
    );
    byId("source-filter").append(
      option("", "All"),
      option("none", "Without a source"),
      ...sources.map((source, index) => option(`at ${index}`, cut(source.title ?? source.key, 60))),
    );
    byId("semantics").append(...data.scoring.all.map((one) => option(one.name, one.name)));
  }

  function filter() {
    const [kind, finding, source] = ["kind-filter", "finding-filter", "source-filter"].map((id) => byId(id).value);
    const [way, wanted] = finding.split(" ");
    const passes = (node) => {
      if (kind && nodes[node].kind !== kind) return false;
      if (finding) {
        const own = findingsOf[node].map((at) => findings[at]);
        const matches = (one) => way === "any" || (way === "level" ? one.level === wanted : one.rule === wanted);
        if (!own.some(matches)) return false;
      }
      if (source === "none") return nodes[node].sources.length === 0;
      return !source || nodes[node].sources.includes(Number(source.slice(3)));
    };
    const isOn = Boolean(kind || finding || source);
    const passing = nodes.map((_, node) => passes(node));
    groups.forEach((group, node) => group?.classList.toggle("dim", isOn && !passing[node]));
    lines.forEach((line, index) => {
      line?.classList.toggle("dim", isOn && !(passing[edges[index].premise] && passing[edges[index].conclusion]));
    });
    for (const [node, button] of outlineButtons) button.classList.toggle("dim", isOn && !passing[node]);
    say(isOn ? `${passing.filter(Boolean).length} of ${count(nodes.length, "node")} match` : "All nodes");
  }

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
      const relation = edge === null ? null : `${capital(edges[edge].kind)}${depth >= DEEPEST ? ` ${nodes[edges[edge].conclusion].id}` : ""}: `;
      const item = make("li", {}, make("span", { class: "quiet" }, relation), button, " ", again ? make("span", { class: "quiet" }, "(see above)") : strength);
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

  let isPrinted = false;

  function fillPaper() {
    if (isPrinted) byId("all-details").replaceChildren();
    isPrinted = true;
    const cards = nodes.map((_, node) => card(node, null));
    const whole = findings.flatMap((finding, index) => (finding.nodes.length === 0 ? [index] : []));
    if (whole.length > 0) cards.unshift(section("Findings about the report", make("ul", {}, whole.map(findingItem))));
    byId("all-details").replaceChildren(...cards);
    for (const element of byId("all-details").querySelectorAll("[tabindex]")) element.removeAttribute("tabindex");
  }

  function listenToStage() {
    let grip = null;
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 18 : 1;
      if (event.shiftKey) pan(-(event.deltaX || event.deltaY) * unit, 0);
      else {
        const area = stage.getBoundingClientRect();
        zoom(Math.exp(-event.deltaY * unit * 0.0016), event.clientX - area.x, event.clientY - area.y);
      }
    }, { passive: false });
    // One finger or the mouse moves, two fingers zoom.
    const fingers = new Map();
    const spread = () => {
      const [one, other] = [...fingers.values()];
      return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, length: Math.hypot(one.x - other.x, one.y - other.y) };
    };
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (fingers.size === 1) grip = { moved: false, x: event.clientX, y: event.clientY };
    });
    stage.addEventListener("pointermove", (event) => {
      const finger = fingers.get(event.pointerId);
      if (!finger || !grip) return;
      const before = fingers.size === 2 ? spread() : null;
      const [x, y] = [event.clientX - finger.x, event.clientY - finger.y];
      if (!grip.moved && Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < 4) return;
      if (!grip.moved) {
        grip.moved = true;
        stage.setPointerCapture(event.pointerId);
        stage.classList.add("moving");
      }
      finger.x = event.clientX;
      finger.y = event.clientY;
      if (before === null) pan(x, y);
      else {
        const area = stage.getBoundingClientRect();
        const after = spread();
        pan(after.x - before.x, after.y - before.y);
        if (before.length > 0) zoom(after.length / before.length, after.x - area.x, after.y - area.y);
      }
    });
    const release = (event) => {
      fingers.delete(event.pointerId);
      if (fingers.size === 0) stage.classList.remove("moving");
    };
    stage.addEventListener("pointerup", release);
    stage.addEventListener("pointercancel", release);
    const nodeAt = (target) => {
      const group = target.closest?.("[data-node]");
      const index = group ? groups.indexOf(group) : -1;
      return index < 0 ? null : index;
    };
    stage.addEventListener("click", (event) => {
      if (grip?.moved) return;
      const node = nodeAt(event.target);
      if (node === null) return;
      if (event.target.closest(".fold-mark")) fold(node);
      else select(node, { reveals: false });
    });
    stage.addEventListener("dblclick", (event) => {
      const node = nodeAt(event.target);
      if (node !== null && !event.target.closest(".fold-mark")) fold(node);
    });
    stage.addEventListener("focusin", (event) => {
      const node = nodeAt(event.target);
      if (node === null) return;
      takeTabStop(node);
      if (event.target.matches(":focus-visible")) reveal(node);
    });
    stage.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const node = nodeAt(event.target);
      const step = event.shiftKey ? 240 : 60;
      const ways = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
      const way = ways[event.key];
      if (way && node === null) pan(...way);
      else if (way) {
        const next = neighbour(node, event.key);
        if (next !== null) focusNode(next);
      } else if (event.key === "+" || event.key === "=") zoom(1.2);
      else if (event.key === "-" || event.key === "−") zoom(1 / 1.2);
      else if (event.key === "0") fit();
      else if ((event.key === "Enter" || event.key === " ") && node !== null) select(node, { focus: "details" });
      else return;
      event.preventDefault();
    });
  }

  // Keys with a letter work wherever no text is being typed.
  function listenToKeys() {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
      const isTyping = event.target.matches("input, select, textarea");
      if (event.key === "Escape") {
        if (event.target.id === "search") {
          clearSearch();
          stage.focus();
        } else if (state.selected !== null) deselect();
        else if (!byId("hits").hidden) clearSearch();
        else return;
        event.preventDefault();
        return;
      }
      if (isTyping) return;
      const at = event.target.closest?.("[data-node]");
      const own = at ? groups.indexOf(at) : state.selected;
      const about = own === null || own < 0 ? null : own;
      if (event.key === "/") {
        byId("search").focus();
        byId("search").select();
      } else if (event.key === "n") goToHit(state.hit + 1);
      else if (event.key === "N") goToHit(Math.max(state.hit, 0) - 1);
      else if (event.key === "f" && about !== null) fold(about);
      else if (event.key === "s" && about !== null) toggleScope(about);
      else if (event.key === "o") showOutline(!isOutline());
      else if (event.key === "?") byId("help").showModal();
      else return;
      event.preventDefault();
    });
  }

  function listen() {
    const onClick = (id, action) => byId(id).addEventListener("click", action);
    onClick("zoom-in", () => zoom(1.25));
    onClick("zoom-out", () => zoom(0.8));
    onClick("fit", () => fit());
    onClick("unfold", unfoldAll);
    onClick("show-all", () => {
      setScope(null, "Showing all nodes");
      stage.focus();
    });
    onClick("view", () => showOutline(!isOutline()));
    onClick("skip", (event) => {
      event.preventDefault();
      showOutline(true);
      byId("outline").focus();
    });
    onClick("open-help", () => byId("help").showModal());
    onClick("reset", reset);
    onClick("copy", copyCommand);
    onClick("previous-hit", () => goToHit(Math.max(state.hit, 0) - 1));
    onClick("next-hit", () => goToHit(state.hit + 1));
    byId("search").addEventListener("input", search);
    byId("search").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      goToHit(event.shiftKey ? Math.max(state.hit, 0) - 1 : state.hit + 1);
    });
    for (const id of ["kind-filter", "finding-filter", "source-filter"]) byId(id).addEventListener("change", filter);
    byId("theme").value = document.documentElement.dataset.theme;
    byId("theme").addEventListener("change", () => {
      document.documentElement.dataset.theme = byId("theme").value;
    });
    byId("semantics").addEventListener("change", () => {
      state.semantics = byId("semantics").value;
      recompute();
    });
    addEventListener("beforeprint", fillPaper);
    listenToStage();
    listenToKeys();
  }

  const { title, date, yardstick } = data.report;
  byId("byline").append(
    [date, data.report.file, yardstick ? `read by ${yardstick}` : null, `strengths: ${data.scoring.semantics}, ${data.scoring.standing}`]
      .filter((word) => word)
      .join(" · "),
  );
  if (title === null && data.report.file !== null) document.querySelector("h1").textContent = data.report.file;
  fillFilters();
  prepareDiagram();
  showPart();
  showDetails();
  showWhatIf();
  listen();
  fit(state.scope ? 0 : 0.5);
}
