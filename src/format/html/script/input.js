// Mouse, fingers and keyboard; and the start.

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
byId("note").hidden = data.note === null;
byId("note").textContent = data.note === null ? "" : `${data.note}. The outline has all of them.`;
fillFilters();
prepareDiagram();
showPart();
showDetails();
showWhatIf();
listen();
fit({ isRead: state.scope === null });
