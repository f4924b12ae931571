//! Scoring a million nodes and four million edges, against reading the same arrays once.
//!
//! `cargo bench --bench score` first prints the ratios that matter, the best of several runs each, and then divan's own
//! tables. Two layouts are measured: premises near their conclusions, as reports have them, and premises anywhere, the
//! worst for a cache.

use divan::Bencher;
use divan::counter::ItemsCount;
use linchpin::score::semantics::{ALL, LogOdds};
use linchpin::score::{Link, ScoreGraph, Standing, gradient, solve};
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

const NODES: u32 = 1_000_000;
const DEGREE: u32 = 4;

/// xorshift64*, so that every run has the same graphs.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from((u128::from(self.next()) * u128::from(limit)) >> 64).expect("below a u32")
    }

    fn unit(&mut self) -> f64 {
        f64::from(self.below(1_000_000)) / 1e6
    }
}

/// How far a premise stands from its conclusion.
#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Near,
    Anywhere,
}

struct Arrays {
    bases: Vec<f64>,
    supports: Vec<Link>,
    contradictions: Vec<Link>,
}

/// Premises after conclusions; with `cycles`, a tenth of the nodes is in pairs that bear on each other, or in rings of
/// five.
fn arrays(layout: Layout, cycles: bool) -> Arrays {
    let mut random = Random(42);
    let mut made =
        Arrays { bases: (0..NODES).map(|_| random.unit()).collect(), supports: Vec::new(), contradictions: Vec::new() };
    let link = |made: &mut Arrays, premise: u32, conclusion: u32, random: &mut Random| {
        let weight = 0.05 + 0.95 * random.unit();
        let side = if random.below(3) == 0 { &mut made.contradictions } else { &mut made.supports };
        side.push((premise, conclusion, weight));
    };
    let reach = if layout == Layout::Near { 5_000 } else { NODES };
    for conclusion in 0..NODES {
        let in_ring = cycles && conclusion % 50 < 5;
        let own = if in_ring { DEGREE - 1 } else { DEGREE };
        // Premises start after the ring, so that rings stay apart.
        let first = conclusion - conclusion % 50 + 50;
        for _ in 0..own {
            let room = reach.min(NODES.saturating_sub(first));
            let premise = if cycles {
                if room == 0 {
                    continue;
                }
                first + random.below(room)
            } else {
                let room = reach.min(NODES - 1 - conclusion);
                if room == 0 {
                    continue;
                }
                conclusion + 1 + random.below(room)
            };
            link(&mut made, premise, conclusion, &mut random);
        }
        if in_ring {
            let start = conclusion - conclusion % 5;
            link(&mut made, start + (conclusion + 1) % 5, conclusion, &mut random);
        }
    }
    made
}

fn graph(layout: Layout, cycles: bool) -> ScoreGraph {
    let made = arrays(layout, cycles);
    ScoreGraph::from_arrays(&made.bases, &[], &made.supports, &made.contradictions).expect("numbers in range")
}

static NEAR: LazyLock<ScoreGraph> = LazyLock::new(|| graph(Layout::Near, false));
static ANYWHERE: LazyLock<ScoreGraph> = LazyLock::new(|| graph(Layout::Anywhere, false));
static RINGS: LazyLock<ScoreGraph> = LazyLock::new(|| graph(Layout::Near, true));

/// Arrays of the size and types of a graph's own.
struct Memory {
    bases: Vec<f64>,
    starts: Vec<u32>,
    premises: Vec<u32>,
    weights: Vec<f64>,
}

static MEMORY: LazyLock<Memory> = LazyLock::new(|| {
    let edges = NEAR.edge_count();
    let nodes = NEAR.node_count();
    Memory { bases: vec![0.5; nodes], starts: vec![1; nodes + 1], premises: vec![2; edges], weights: vec![0.25; edges] }
});

/// Reads every array once, in four lanes so that adding is not what takes the time.
fn read(memory: &Memory) -> (f64, u32) {
    fn floats(values: &[f64]) -> f64 {
        let mut lanes = [0.0; 8];
        for chunk in values.chunks_exact(8) {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                *lane += value;
            }
        }
        lanes.iter().sum()
    }
    let words = |values: &[u32]| values.iter().fold(0_u32, |sum, &value| sum.wrapping_add(value));
    (floats(&memory.bases) + floats(&memory.weights), words(&memory.starts).wrapping_add(words(&memory.premises)))
}

fn best(runs: u32, mut run: impl FnMut()) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

/// Prints the ratios to reading, which is measured again next to each: others may be using the machine.
fn ratios() {
    let memory = &*MEMORY;
    let reading = || {
        best(15, || {
            black_box(read(black_box(memory)));
        })
    };
    println!("reading the arrays once: {:.2?}", reading());
    let report = |what: &str, time: Duration, edges: usize| {
        let edges = f64::from(u32::try_from(edges).expect("a count of edges"));
        println!(
            "{what}: {time:.2?}, {:.2} ns an edge, {:.2} times reading",
            time.as_secs_f64() * 1e9 / edges,
            time.as_secs_f64() / reading().as_secs_f64()
        );
    };
    for (name, graph) in [("near", &*NEAR), ("anywhere", &*ANYWHERE), ("rings in a tenth", &*RINGS)] {
        for semantics in ALL {
            let time = best(30, || {
                black_box(solve(black_box(graph), semantics));
            });
            report(&format!("{name}, {}", semantics.name()), time, graph.edge_count());
            let mut solution = solve(graph, semantics);
            let time = best(30, || black_box(&mut solution).solve_again(semantics));
            report(&format!("{name}, {}, in the same memory", semantics.name()), time, graph.edge_count());
        }
    }
    assert!(solve(&NEAR, &LogOdds).standing() == Standing::Exact);
    println!("rings are {}", solve(&RINGS, &LogOdds).standing());
    for (name, graph) in [("near", &*NEAR), ("rings in a tenth", &*RINGS)] {
        let solution = solve(graph, &LogOdds);
        let time = best(5, || {
            black_box(gradient(black_box(&solution), &LogOdds, 0));
        });
        report(&format!("gradient of one node, {name}"), time, graph.edge_count());
    }
    for (name, layout) in [("near", Layout::Near), ("anywhere", Layout::Anywhere)] {
        let made = arrays(layout, false);
        let time = best(3, || {
            let graph = ScoreGraph::from_arrays(&made.bases, &[], &made.supports, &made.contradictions);
            black_box(graph.is_ok());
        });
        report(&format!("compiling, {name}"), time, made.supports.len() + made.contradictions.len());
    }
}

#[divan::bench]
fn reading(bencher: Bencher) {
    bencher.counter(ItemsCount::new(NEAR.edge_count())).bench(|| read(black_box(&MEMORY)));
}

#[divan::bench(args = [0, 1, 2, 3, 4])]
fn near(bencher: Bencher, semantics: usize) {
    bencher.counter(ItemsCount::new(NEAR.edge_count())).bench(|| solve(black_box(&NEAR), ALL[semantics]));
}

#[divan::bench(args = [0, 1, 2, 3, 4])]
fn anywhere(bencher: Bencher, semantics: usize) {
    bencher.counter(ItemsCount::new(ANYWHERE.edge_count())).bench(|| solve(black_box(&ANYWHERE), ALL[semantics]));
}

#[divan::bench(args = [0, 1, 2, 3, 4], sample_count = 20)]
fn rings(bencher: Bencher, semantics: usize) {
    bencher.counter(ItemsCount::new(RINGS.edge_count())).bench(|| solve(black_box(&RINGS), ALL[semantics]));
}

#[divan::bench(sample_count = 20)]
fn gradient_of_one_node(bencher: Bencher) {
    let solution = solve(&NEAR, &LogOdds);
    bencher.counter(ItemsCount::new(NEAR.edge_count())).bench(|| gradient(black_box(&solution), &LogOdds, 0));
}

fn main() {
    ratios();
    divan::main();
}
