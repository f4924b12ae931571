"use strict";

// The scorer: the formulas, the order and the iteration of the command line, step by step in the same arithmetic, so
// that a number here is the number there.

// A graph: { bases: [number], joint: [boolean], edges: [{ premise, conclusion, weight, supports }] }, weights from 0 up.

// e^x, by e^x = 2^k · e^r with k whole and |r| ≤ ln 2 / 2, and the scorer's own polynomial for e^r.
const EXP_TAIL = [
  0.5000000000000001, 0.16666666666666669, 0.041666666666624164, 0.008333333333330065, 0.0013888888917196719,
  0.00019841269863040545, 2.4801521322368692e-5, 2.7557268480310024e-6, 2.7620075879983367e-7, 2.5100375832561234e-8,
];

function exp(argument) {
  const x = Math.max(-708, Math.min(708, argument));
  const rounder = 6755399441055744;
  const whole = x * Math.LOG2E + rounder - rounder;
  const r = x - whole * 0.6931471803691238 - whole * 1.9082149292705877e-10;
  const t = EXP_TAIL;
  const r2 = r * r;
  const r4 = r2 * r2;
  const r8 = r4 * r4;
  const low = t[0] + r * t[1] + r2 * (t[2] + r * t[3]);
  const middle = t[4] + r * t[5] + r2 * (t[6] + r * t[7]);
  const high = t[8] + r * t[9];
  const tail = low + r4 * middle + r8 * high;
  return (1 + (r + r2 * tail)) * Math.pow(2, whole);
}

// The pushes. `premises` are [{ from, weight, supports }]; only contradictions count if `doubtsOnly`.
function sumPush(premises, strengths, doubtsOnly) {
  let sum = 0;
  for (const premise of premises) {
    if (premise.supports) {
      sum += doubtsOnly ? 0 : premise.weight * strengths[premise.from];
    } else {
      sum += -premise.weight * strengths[premise.from];
    }
  }
  return sum;
}

function productPush(premises, strengths, doubtsOnly) {
  let doubt = 1;
  let favour = 1;
  for (const premise of premises) {
    const rest = 1 - premise.weight * strengths[premise.from];
    if (premise.supports) favour *= rest;
    else doubt *= rest;
  }
  return doubtsOnly ? doubt - 1 : doubt - favour;
}

function topPush(premises, strengths, doubtsOnly) {
  let doubt = 0;
  let favour = 0;
  for (const premise of premises) {
    const pull = premise.weight * strengths[premise.from];
    if (premise.supports) favour = Math.max(favour, pull);
    else doubt = Math.max(doubt, pull);
  }
  return doubtsOnly ? -doubt : favour - doubt;
}

function eulerInfluence(base, push) {
  const small = exp(-Math.abs(push));
  const [rise, rest] = push > 0 ? [1, small] : [small, 1];
  return (base * (rise + base * rest)) / (rest + base * rise);
}

const clamped = (base) => Math.min(0.999, Math.max(0.001, base));
const asItIs = (base) => base;

// What each semantics is made of. `steepest` bounds the slope by the push, `steepestByBase` that by the base.
const SEMANTICS = {
  "log-odds": {
    push: sumPush,
    admit: clamped,
    influence: (base, push) => base / (base + (1 - base) * exp(-push)),
    steepest: () => 0.25,
    steepestByBase: (doubt) => Math.exp(doubt),
  },
  "quadratic-energy": {
    push: sumPush,
    admit: asItIs,
    influence(base, push) {
      const square = push * push;
      return base + (push > 0 ? 1 - base : -base) * (square / (1 + square));
    },
    steepest: (base) => Math.max(base, 1 - base) * 0.649519052838329,
    steepestByBase: () => 1,
  },
  "df-quad": {
    push: productPush,
    admit: asItIs,
    influence: (base, push) => Math.min(1, Math.max(0, base + (push > 0 ? 1 - base : base) * push)),
    steepest: (base) => Math.max(base, 1 - base),
    steepestByBase: () => 1,
  },
  "euler-based": {
    push: sumPush,
    admit: asItIs,
    influence: eulerInfluence,
    steepest: (base) => (1 - base * base) / 4,
    steepestByBase: () => 2,
  },
  "euler-based-top": {
    push: topPush,
    admit: asItIs,
    influence: eulerInfluence,
    steepest: (base) => (1 - base * base) / 4,
    steepestByBase: () => 2,
  },
};

// The edges into each node.
function premisesOf(graph) {
  const into = graph.bases.map(() => []);
  for (const edge of graph.edges) {
    into[edge.conclusion].push({ from: edge.premise, weight: edge.weight, supports: edge.supports });
  }
  return into;
}

// Strongly connected components, premises first (Tarjan), without recursion. Each is { nodes, cycle }.
function solvingOrder(into) {
  const count = into.length;
  let after = true;
  let before = true;
  into.forEach((premises, node) => {
    for (const { from } of premises) {
      after = after && from > node;
      before = before && from < node;
    }
  });
  const one = (node) => ({ nodes: [node], cycle: false });
  if (after) return Array.from({ length: count }, (_, place) => one(count - 1 - place));
  if (before) return Array.from({ length: count }, (_, place) => one(place));

  const order = [];
  const unseen = -1;
  const done = Infinity;
  const reach = new Array(count).fill(unseen);
  const nextEdge = new Array(count).fill(0);
  const path = [];
  const open = [];
  let visits = 0;
  const enter = (node) => {
    reach[node] = visits;
    path.push([node, visits]);
    open.push(node);
    visits += 1;
  };
  for (let root = 0; root < count; root += 1) {
    if (reach[root] !== unseen) continue;
    enter(root);
    while (path.length > 0) {
      const [node, visit] = path[path.length - 1];
      let deeper = false;
      while (nextEdge[node] < into[node].length) {
        const { from } = into[node][nextEdge[node]];
        if (reach[from] === unseen) {
          enter(from);
          deeper = true;
          break;
        }
        if (reach[from] !== done) reach[node] = Math.min(reach[node], reach[from]);
        nextEdge[node] += 1;
      }
      if (deeper) continue;
      path.pop();
      if (path.length > 0) {
        const below = path[path.length - 1][0];
        reach[below] = Math.min(reach[below], reach[node]);
      }
      if (reach[node] === visit) {
        const nodes = [];
        let member;
        do {
          member = open.pop();
          reach[member] = done;
          nodes.push(member);
        } while (member !== node);
        order.push({ nodes, cycle: nodes.length > 1 || into[node].some((premise) => premise.from === node) });
      }
    }
  }
  return order;
}

// The graph with nodes left out: they bear on nothing, and a step that needs one of them is not made.
function leftOut(graph, without) {
  if (without.size === 0) return graph;
  return {
    bases: graph.bases.map((base, node) => (without.has(node) ? 0 : base)),
    joint: graph.joint.map((joint, node) => joint || without.has(node)),
    edges: graph.edges
      .filter((edge) => !without.has(edge.conclusion))
      .map((edge) => (without.has(edge.premise) ? { ...edge, weight: 0 } : edge)),
  };
}

// All strengths under the semantics of that name: { strengths: [number | null], standing }. A node that does not
// settle, or hangs on one that does not, has null.
function solve(graph, name) {
  const semantics = SEMANTICS[name];
  const into = premisesOf(graph);
  const values = new Array(into.length).fill(0);
  const broken = new Array(into.length).fill(false);
  const ranks = ["exact", "certified", "converged", "not-converged"];
  let worst = 0;

  const strengthOf = (node, strengths) => {
    const premises = into[node];
    if (!graph.joint[node]) {
      return semantics.influence(semantics.admit(graph.bases[node]), semantics.push(premises, strengths, false));
    }
    let weakest = graph.bases[node];
    for (const premise of premises) {
      if (premise.supports) weakest = Math.min(weakest, premise.weight * strengths[premise.from]);
    }
    // A step that lacks what it needs is not made at all.
    if (weakest <= 0) return 0;
    return semantics.influence(semantics.admit(weakest), semantics.push(premises, strengths, true));
  };

  for (const { nodes, cycle } of solvingOrder(into)) {
    const within = cycle ? new Set(nodes) : null;
    const hangs = nodes.some((node) => into[node].some(({ from }) => broken[from] && !(within && within.has(from))));
    if (!cycle) {
      broken[nodes[0]] = hangs;
      values[nodes[0]] = strengthOf(nodes[0], values);
      continue;
    }
    const standing = hangs ? 3 : settle(nodes, within);
    worst = Math.max(worst, standing);
    if (standing === 3) for (const node of nodes) broken[node] = true;
  }
  return { strengths: values.map((value, node) => (broken[node] ? null : value)), standing: ranks[worst] };

  // Iterates on a cycle: plain sweeps where a contraction is proved, else damped steps of falling size.
  function settle(nodes, within) {
    const edges = nodes.reduce((sum, node) => sum + into[node].length, 0);
    const cap = Math.min(20000, Math.max(512, Math.floor(4e9 / Math.max(edges, 1))));
    const start = () => {
      for (const node of nodes) values[node] = semantics.admit(graph.bases[node]);
    };
    const bound = contraction(nodes, within);
    start();
    if (bound < 1) {
      for (let round = 0; round < cap; round += 1) {
        let change = 0;
        for (const node of nodes) {
          const strength = strengthOf(node, values);
          change = Math.max(change, Math.abs(strength - values[node]));
          values[node] = strength;
        }
        if (change <= 2e-15 || change * bound <= 1e-13 * (1 - bound)) return 1;
      }
    }
    for (const step of [0.5, 0.125, 0.03125]) {
      start();
      if (damped(nodes, step, cap)) return 2;
    }
    return 3;
  }

  function damped(nodes, step, cap) {
    const window = Math.max(128, Math.min(nodes.length, Math.floor(cap / 4)));
    let bestBefore = Infinity;
    let best = Infinity;
    let last = Infinity;
    for (let round = 1; round <= cap; round += 1) {
      const next = nodes.map((node) => strengthOf(node, values));
      let residual = 0;
      nodes.forEach((node, at) => {
        const moveBy = next[at] - values[node];
        residual = Math.max(residual, Math.abs(moveBy));
        values[node] += step * moveBy;
      });
      if (residual <= 2e-15 || (residual <= 1e-13 && residual * step <= 1e-11 * (1 - residual / last))) return true;
      last = residual;
      best = Math.min(best, residual);
      if (round % window === 0) {
        if (best > 0.99 * bestBefore) return false;
        bestBefore = best;
        best = Infinity;
      }
    }
    return false;
  }

  // The largest over the nodes of a cycle of slope · Σ weight: below 1, one step brings any two states closer.
  function contraction(nodes, within) {
    let largest = 0;
    for (const node of nodes) {
      const premises = into[node];
      const inside = premises.filter((premise) => within.has(premise.from));
      let bound;
      if (graph.joint[node]) {
        const weakest = inside.reduce((most, one) => (one.supports ? Math.max(most, one.weight) : most), 0);
        const doubt = premises.reduce((sum, one) => sum + (one.supports ? 0 : one.weight), 0);
        const doubtInside = inside.reduce((sum, one) => sum + (one.supports ? 0 : one.weight), 0);
        const anyBase = Math.max(semantics.steepest(0), semantics.steepest(1));
        bound = (weakest > 0 ? weakest * semantics.steepestByBase(doubt) : 0) + anyBase * doubtInside;
      } else {
        const sum = inside.reduce((total, one) => total + one.weight, 0);
        bound = semantics.steepest(semantics.admit(graph.bases[node])) * sum;
      }
      if (semantics.push === productPush && premises.some((one) => one.weight > 1)) bound = Infinity;
      largest = Math.max(largest, bound);
    }
    return largest;
  }
}
