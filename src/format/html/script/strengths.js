// Strengths as exported, and as they are after the changes of the reader.

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
