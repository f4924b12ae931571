// The nodes in the picture: their strengths, marks and labels, and the way from one to the next by keyboard.

const foldMarks = groups.map((group, node) => {
  if (!group || premises[node].length === 0) return null;
  const box = boxes[node];
  const first = premises[node].map((edge) => edges[edge].premise).find((at) => boxes[at] && at !== node);
  const other = first === undefined ? { ...box, x: box.x + 2 * box.width } : boxes[first];
  const flat = other.x > box.x + box.width || other.x + other.width < box.x;
  // In the box's own coordinates, which begin at its corner.
  const atX = flat ? (other.x > box.x ? box.width : 0) : box.width / 2;
  const atY = flat ? box.height / 2 : other.y > box.y ? box.height : 0;
  const mark = draw(
    "g",
    { class: "fold-mark", "aria-hidden": "true" },
    draw("rect", { x: atX - 14, y: atY - 9, width: 28, height: 18, rx: 9 }),
    draw("text", { x: atX, y: atY + 4.3 }, "−"),
  );
  group.append(mark);
  return mark;
});

// The number beside a bar, which can be given other words, and back its own.
function numberOf(group) {
  const text = group.querySelector(".strength-number");
  const [own, length] = [text?.textContent, text?.getAttribute("textLength")];
  return (words) => {
    if (!text) return;
    text.textContent = words ?? own;
    if (words === null && length !== null) text.setAttribute("textLength", length);
    else text.removeAttribute("textLength");
  };
}

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
    words: numberOf(group),
    was: null,
  };
});
// Each box's accessible name.
const titles = groups.map((group) => {
  if (!group) return null;
  const found = Array.from(group.children).find((child) => child.localName === "title");
  return found ?? group.insertBefore(draw("title"), group.firstChild);
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
  titles[node].textContent = labelOf(node);
  const bar = barParts[node];
  if (bar?.value) {
    bar.value.setAttribute("width", bar.width * (now ?? 0));
    bar.words(differs ? (now === null ? "—" : short(now)) : null);
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
      draw("rect", { x: box.width - width - 8, y: -11, width, height: 20, rx: 4 }),
      draw("text", { x: box.width - width / 2 - 8, y: 3.5 }),
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
    give(groups[node], { role: "button", tabindex: "-1", "aria-pressed": "false" });
    titles[node].textContent = labelOf(node);
    groups[node].dataset.strength = String(strengths[node]);
  }
  if (drawn.length > 0) takeTabStop(drawn[0]);
}
