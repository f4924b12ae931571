use super::base_scores::BaseScores;
use super::removal::removals;
use super::score_graph::{Overrides, ScoreGraph};
use super::semantics::{LogOdds, QuadraticEnergy, Semantics};
use super::solve::{Solution, Standing, solve};
use super::upstream::Upstream;
use crate::argument::{Argument, Id, NodeHandle};
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// How to score an argument.
#[derive(Clone)]
pub struct ScoreSettings {
    /// Where base scores come from.
    pub bases: BaseScores,
    /// The strength at which a judgement stands that has no likelihood term. In [0, 1]; 0.5 at first: more for it than
    /// against it.
    pub threshold: f64,
    /// Semantics to compare with; the one in use is passed over.
    pub rivals: Vec<&'static dyn Semantics>,
    /// Changes to make before anything is computed.
    pub overrides: Overrides,
    /// The most nodes and edges that may be touched in the search for linchpins, over all judgements; see
    /// [`removals`]. Once the parts upstream of the judgements looked at hold more than that, the judgements that are
    /// left have no linchpin.
    pub work: usize,
}

impl Default for ScoreSettings {
    fn default() -> Self {
        Self {
            bases: BaseScores::default(),
            threshold: 0.5,
            rivals: vec![&LogOdds, &QuadraticEnergy],
            overrides: Overrides::default(),
            work: 100_000_000,
        }
    }
}

/// The node that a judgement hangs on most.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgementLinchpin {
    /// The node.
    pub node: NodeHandle,
    /// Its id.
    pub id: Id,
    /// The judgement's strength without it.
    pub without: f64,
    /// How far the judgement falls without it.
    pub fall: f64,
    /// Whether the judgement falls below its threshold without it.
    pub crosses: bool,
}

/// Another semantics sees a judgement differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// The other semantics.
    pub semantics: &'static str,
    /// The judgement's strength under it.
    pub strength: f64,
    /// Whether that is on the other side of the judgement's threshold.
    pub crosses: bool,
    /// A judgement that stands on the other side of this one there: above it here and below it there, or the reverse.
    pub reorders: Option<Id>,
}

/// How one judgement stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The judgement.
    pub node: NodeHandle,
    /// Its id.
    pub id: Id,
    /// Its strength in [0, 1]; `None` if it does not settle. This is not the probability of the event.
    pub strength: Option<f64>,
    /// How much is known of the strength.
    pub standing: Standing,
    /// How sure the wording is of the judgement as written: a range within [0, 1].
    pub certainty: Option<(f64, f64)>,
    /// The strength from which the judgement stands: the lower end of the certainty, or else the settings' threshold.
    pub threshold: f64,
    /// Strength less threshold: below 0, the argument gives less than the wording claims.
    pub margin: Option<f64>,
    /// The node that it hangs on most; `None` if no node's absence lowers it, or the work did not reach so far.
    pub linchpin: Option<JudgementLinchpin>,
    /// The semantics that put it on the other side of its threshold, or in another order with a second judgement.
    pub disagreements: Vec<Disagreement>,
}

/// The scores of an argument.
///
/// As JSON: `{"semantics", "standing", "strengths": {id: number}, "judgements": [{"id", "strength", "certainty":
/// [low, high] | null, "linchpin": id | null, "standing", "threshold", "margin", "disagreements": [{"semantics",
/// "strength", "crosses", "reorders": id | null}]}]}`, in document order. A node that does not settle is not among the
/// strengths, and a judgement's strength and margin are null then.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// The name of the semantics.
    pub semantics: &'static str,
    /// The worst standing of any node.
    pub standing: Standing,
    /// All nodes in document order, with their strengths.
    pub strengths: Vec<(Id, Option<f64>)>,
    /// The judgements, in document order.
    pub judgements: Vec<Verdict>,
}

/// Scores an argument: compiles it, solves it, and says of each judgement how it stands and what it hangs on.
///
/// O(nodes + edges), besides the iteration on cycles ([`solve`]) and the search for linchpins, which takes at most
/// the settings' work and a few passes for each judgement.
#[must_use]
pub fn score(argument: &Argument, semantics: &dyn Semantics, settings: &ScoreSettings) -> Scores {
    let graph = compiled(argument, settings);
    let solution = solve(&graph, semantics);
    let mut judgements: Vec<Verdict> = argument
        .judgements()
        .map(|(node, judgement)| {
            let certainty = judgement.estimate.as_ref().map(crate::argument::Estimate::certainty);
            let threshold = certainty.map_or(settings.threshold, |certainty| certainty.0);
            let strength = solution.strength(node.index());
            Verdict {
                node,
                id: judgement.id.clone(),
                strength,
                standing: solution.standing_of(node.index()),
                certainty,
                threshold,
                margin: strength.map(|strength| strength - threshold),
                linchpin: None,
                disagreements: Vec::new(),
            }
        })
        .collect();
    find_linchpins(argument, &graph, semantics, settings.work, &mut judgements);
    for rival in settings.rivals.iter().filter(|rival| rival.name() != semantics.name()) {
        compare(&solve(&graph, *rival), rival.name(), &mut judgements);
    }
    let strengths = argument.nodes().map(|(node, data)| (data.id.clone(), solution.strength(node.index()))).collect();
    Scores { semantics: semantics.name(), standing: solution.standing(), strengths, judgements }
}

/// The graph that [`score`] works on, for asking more of it.
#[must_use]
pub fn compiled(argument: &Argument, settings: &ScoreSettings) -> ScoreGraph {
    let graph = ScoreGraph::new(argument, &settings.bases);
    if settings.overrides == Overrides::default() { graph } else { graph.changed(&settings.overrides) }
}

fn find_linchpins(
    argument: &Argument,
    graph: &ScoreGraph,
    semantics: &dyn Semantics,
    work: usize,
    judgements: &mut [Verdict],
) {
    let handles: Vec<NodeHandle> = argument.nodes().map(|(handle, _)| handle).collect();
    let share = work / judgements.len().max(1);
    // Each judgement's search takes a few passes whatever its share: where thousands of judgements rest on each other,
    // these alone would be quadratic.
    let mut passes = work;
    for verdict in judgements {
        let upstream = Upstream::new(graph, verdict.node.index());
        let Some(left) = passes.checked_sub(upstream.cost()) else { return };
        passes = left;
        let Some(removals) = removals(&upstream, semantics, share) else { continue };
        verdict.linchpin = removals.linchpin(verdict.threshold).map(|linchpin| JudgementLinchpin {
            node: handles[linchpin.node],
            id: argument.node(handles[linchpin.node]).id.clone(),
            without: linchpin.without,
            fall: linchpin.fall,
            crosses: linchpin.crosses,
        });
    }
}

/// Differences of strength that do not count as an order.
const LEVEL: f64 = 1e-9;

/// Notes the judgements that a rival puts elsewhere. O(judgements · log judgements).
fn compare(rival: &Solution<'_>, name: &'static str, judgements: &mut [Verdict]) {
    let both: Vec<Option<(f64, f64)>> =
        judgements.iter().map(|verdict| verdict.strength.zip(rival.strength(verdict.node.index()))).collect();
    let mut ranked: Vec<(usize, f64, f64)> =
        both.iter().enumerate().filter_map(|(index, pair)| pair.map(|(here, there)| (index, here, there))).collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut reorders: Vec<Option<usize>> = vec![None; judgements.len()];
    // Going up, the highest there of those that are lower here; going down, the lowest there of those higher here.
    for (up, sign) in [(true, 1.0), (false, -1.0)] {
        let at = |rank: usize| ranked[if up { rank } else { ranked.len() - 1 - rank }];
        let mut passed: Option<(usize, f64)> = None;
        let mut behind = 0;
        for rank in 0..ranked.len() {
            let (index, here, there) = at(rank);
            while behind < rank && sign * (here - at(behind).1) > LEVEL {
                let (other, _, value) = at(behind);
                if passed.is_none_or(|(_, most)| sign * value > sign * most) {
                    passed = Some((other, value));
                }
                behind += 1;
            }
            if let Some((other, value)) = passed
                && sign * (value - there) > LEVEL
                && reorders[index].is_none()
            {
                reorders[index] = Some(other);
            }
        }
    }
    let ids: Vec<Id> = judgements.iter().map(|verdict| verdict.id.clone()).collect();
    for ((verdict, pair), reorders) in judgements.iter_mut().zip(both).zip(reorders) {
        let Some((here, there)) = pair else { continue };
        let crosses = (here >= verdict.threshold) != (there >= verdict.threshold);
        if crosses || reorders.is_some() {
            let reorders = reorders.map(|other| ids[other].clone());
            verdict.disagreements.push(Disagreement { semantics: name, strength: there, crosses, reorders });
        }
    }
}

impl Serialize for Scores {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Scores", 4)?;
        object.serialize_field("semantics", self.semantics)?;
        object.serialize_field("standing", self.standing.word())?;
        object.serialize_field("strengths", &Strengths(&self.strengths))?;
        object.serialize_field("judgements", &self.judgements)?;
        object.end()
    }
}

struct Strengths<'a>(&'a [(Id, Option<f64>)]);

impl Serialize for Strengths<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (id, strength) in self.0 {
            if let Some(strength) = strength {
                object.serialize_entry(id.as_str(), strength)?;
            }
        }
        object.end()
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Verdict", 8)?;
        object.serialize_field("id", self.id.as_str())?;
        object.serialize_field("strength", &self.strength)?;
        object.serialize_field("certainty", &self.certainty)?;
        object.serialize_field("linchpin", &self.linchpin.as_ref().map(|linchpin| linchpin.id.as_str()))?;
        object.serialize_field("standing", self.standing.word())?;
        object.serialize_field("threshold", &self.threshold)?;
        object.serialize_field("margin", &self.margin)?;
        object.serialize_field("disagreements", &self.disagreements)?;
        object.end()
    }
}

impl Serialize for Disagreement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Disagreement", 4)?;
        object.serialize_field("semantics", self.semantics)?;
        object.serialize_field("strength", &self.strength)?;
        object.serialize_field("crosses", &self.crosses)?;
        object.serialize_field("reorders", &self.reorders.as_ref().map(Id::as_str))?;
        object.end()
    }
}
