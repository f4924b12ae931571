// The picture: moving, zooming, fitting it.

const stage = byId("stage");
const svg = stage.querySelector("svg");
const groups = nodes.map(() => null);
const lines = edges.map(() => null);
const indexOfId = new Map(nodes.map((node, index) => [node.id, index]));
// What is drawn may be a part: its numbers are its own, ids are not.
const indexInPicture = new Map();
for (const group of svg.querySelectorAll("[data-node]")) {
  const index = indexOfId.get(group.getAttribute("data-id"));
  if (index === undefined) continue;
  groups[index] = group;
  indexInPicture.set(group.getAttribute("data-node"), index);
}
const waiting = new Map();
edges.forEach(({ premise, conclusion, kind }, index) => {
  const key = `${premise} ${kind} ${conclusion}`;
  if (waiting.has(key)) waiting.get(key).push(index);
  else waiting.set(key, [index]);
});
for (const line of svg.querySelectorAll("[data-edge]")) {
  const [premise, conclusion] = ["data-premise", "data-conclusion"].map((name) => indexInPicture.get(line.getAttribute(name)));
  const kind = line.classList.contains("supports") ? "supports" : "contradicts";
  const index = waiting.get(`${premise} ${kind} ${conclusion}`)?.shift();
  if (index !== undefined) lines[index] = line;
}
const drawn = groups.flatMap((group, index) => (group ? [index] : []));

// The page has the title and the date already.
function cutHeader() {
  const top = svg.querySelector(".argument")?.transform.baseVal.consolidate()?.matrix.f ?? 0;
  const cut = Math.max(0, top - 26);
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value - cut];
  svg.setAttribute("viewBox", `0 ${cut} ${width} ${height}`);
  svg.setAttribute("height", height);
}
cutHeader();

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

// Fits what is shown; to be read, it must be as wide as the room at least, and stands with its beginning then.
function fit({ isRead = false } = {}) {
  const part = extent();
  const across = stage.clientWidth / part.width;
  const down = stage.clientHeight / part.height;
  const scale = Math.max(isRead ? Math.min(1, Math.max(0.5, across)) : 0, Math.min(across, down, 1.25));
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
