use super::base_scores::BaseScores;
use super::removal::{FEWEST, take_away};
use super::score_graph::{Marks, Overrides, ScoreGraph};
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
    /// About how many nodes and edges may be touched in the search for linchpins, over all judgements; see
    /// [`removals`](super::removals()). A judgement that rests on so much that it would take an eighth of
    /// that, or more than is left, has no linchpin.
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
    /// Its strength under each of the semantics that it is compared with.
    pub rivals: Vec<(&'static str, Option<f64>)>,
    /// The semantics that put it on the other side of its threshold, or in another order with a second judgement.
    pub disagreements: Vec<Disagreement>,
}

/// The scores of an argument.
///
/// As JSON, with the argument's ids ([`Scores::of`]): `{"semantics", "standing", "strengths": {id: number}, "judgements": [{"id", "strength", "certainty":
/// [low, high] | null, "linchpin": id | null, "standing", "threshold", "margin", "disagreements": [{"semantics",
/// "strength", "crosses", "reorders": id | null}]}]}`, in document order. A node that does not settle is not among the
/// strengths, and a judgement's strength and margin are null then.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// The name of the semantics.
    pub semantics: &'static str,
    /// The worst standing of any node.
    pub standing: Standing,
    /// The strengths of all nodes, by [`NodeHandle::index`]; `None` for those that do not settle, and for those that
    /// the settings leave out.
    pub strengths: Vec<Option<f64>>,
    /// The judgements, in document order, without those that the settings leave out.
    pub judgements: Vec<Verdict>,
}

/// Scores an argument: compiles it, solves it, and says of each judgement how it stands and what it hangs on.
///
/// O(nodes + edges), besides the iteration on cycles ([`solve`]) and the search for linchpins, which takes at most
/// the settings' work and a few passes for each judgement.
#[must_use]
pub fn score(argument: &Argument, semantics: &dyn Semantics, settings: &ScoreSettings) -> Scores {
    score_compiled(argument, &compiled(argument, settings), semantics, settings)
}

/// [`score`] of an argument that is [`compiled`] with these settings already.
#[must_use]
pub fn score_compiled(
    argument: &Argument,
    graph: &ScoreGraph,
    semantics: &dyn Semantics,
    settings: &ScoreSettings,
) -> Scores {
    let solution = solve(graph, semantics);
    let mut judgements: Vec<Verdict> = argument
        .judgements()
        .filter(|(node, _)| !settings.overrides.without.contains(&node.index()))
        .map(|(node, judgement)| {
            let certainty = judgement.estimate.as_deref().map(crate::argument::Estimate::certainty);
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
                rivals: Vec::new(),
                disagreements: Vec::new(),
            }
        })
        .collect();
    find_linchpins(argument, graph, semantics, settings.work, &mut judgements);
    for rival in settings.rivals.iter().filter(|rival| rival.name() != semantics.name()) {
        compare(&solve(graph, *rival), rival.name(), &mut judgements);
    }
    let mut strengths = solution.strengths();
    for &removed in &settings.overrides.without {
        if let Some(strength) = strengths.get_mut(removed) {
            *strength = None;
        }
    }
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
    // Each judgement's search takes some passes whatever its share: where thousands of judgements rest on each other,
    // these alone would be quadratic.
    let passes = FEWEST + 4;
    let mut left = work;
    let mut marks = Marks::default();
    for verdict in judgements {
        let most = left.min(work / 8) / passes;
        let upstream = Upstream::within(graph, verdict.node.index(), &mut marks, most);
        // To find out that a part is too large takes time too.
        let taken = upstream.as_ref().map_or(most * passes / 2 + 1, |upstream| upstream.cost() * passes);
        left = left.saturating_sub(taken);
        if left == 0 {
            return;
        }
        let Some(upstream) = upstream else { continue };
        let Some(removals) = take_away(&upstream, semantics, share, false) else { continue };
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

/// For each of several judgements, another one that stands on the other side of it under a second semantics, each time by
/// more than `gap`: of the pairs of strengths, the first numbers are of the one, the second of the other semantics.
/// O(n log n).
#[must_use]
pub fn reordered(pairs: &[Option<(f64, f64)>], gap: f64) -> Vec<Option<usize>> {
    let mut ranked: Vec<(usize, f64, f64)> =
        pairs.iter().enumerate().filter_map(|(index, pair)| pair.map(|(here, there)| (index, here, there))).collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut reorders: Vec<Option<usize>> = vec![None; pairs.len()];
    // Going up, the highest there of those that are lower here; going down, the lowest there of those higher here.
    for (up, sign) in [(true, 1.0), (false, -1.0)] {
        let at = |rank: usize| ranked[if up { rank } else { ranked.len() - 1 - rank }];
        let mut passed: Option<(usize, f64)> = None;
        let mut behind = 0;
        for rank in 0..ranked.len() {
            let (index, here, there) = at(rank);
            while behind < rank && sign * (here - at(behind).1) > gap {
                let (other, _, value) = at(behind);
                if passed.is_none_or(|(_, most)| sign * value > sign * most) {
                    passed = Some((other, value));
                }
                behind += 1;
            }
            if let Some((other, value)) = passed
                && sign * (value - there) > gap
                && reorders[index].is_none()
            {
                reorders[index] = Some(other);
            }
        }
    }
    reorders
}

/// Notes the judgements that a rival puts elsewhere. O(judgements · log judgements).
fn compare(rival: &Solution<'_>, name: &'static str, judgements: &mut [Verdict]) {
    let both: Vec<Option<(f64, f64)>> =
        judgements.iter().map(|verdict| verdict.strength.zip(rival.strength(verdict.node.index()))).collect();
    let reorders = reordered(&both, LEVEL);
    let ids: Vec<Id> = judgements.iter().map(|verdict| verdict.id.clone()).collect();
    for ((verdict, pair), reorders) in judgements.iter_mut().zip(both).zip(reorders) {
        verdict.rivals.push((name, rival.strength(verdict.node.index())));
        let Some((here, there)) = pair else { continue };
        let crosses = (here >= verdict.threshold) != (there >= verdict.threshold);
        if crosses || reorders.is_some() {
            let reorders = reorders.map(|other| ids[other].clone());
            verdict.disagreements.push(Disagreement { semantics: name, strength: there, crosses, reorders });
        }
    }
}

impl Scores {
    /// The scores with the ids of the argument that they are of, for writing.
    #[must_use]
    pub fn of<'a>(&'a self, argument: &'a Argument) -> impl Serialize + 'a {
        ScoresOf { scores: self, argument }
    }
}

#[derive(Clone, Copy)]
struct ScoresOf<'a> {
    scores: &'a Scores,
    argument: &'a Argument,
}

impl Serialize for ScoresOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Scores", 4)?;
        object.serialize_field("semantics", self.scores.semantics)?;
        object.serialize_field("standing", self.scores.standing.word())?;
        object.serialize_field("strengths", &Strengths(*self))?;
        object.serialize_field("judgements", &self.scores.judgements)?;
        object.end()
    }
}

struct Strengths<'a>(ScoresOf<'a>);

impl Serialize for Strengths<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ScoresOf { scores, argument } = self.0;
        let mut object = serializer.serialize_map(None)?;
        for ((_, node), strength) in argument.nodes().zip(&scores.strengths) {
            if let Some(strength) = strength {
                object.serialize_entry(node.id.as_str(), strength)?;
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

#[cfg(test)]
mod tests {
    use super::super::semantics::{DfQuad, EulerBasedTop};
    use super::super::{Dial, removals, tipping};
    use super::*;
    use crate::argument::{Credibility, Edge, EdgeKind, Estimate, Node, NodeKind, Origin, Weight};
    use crate::document::Prose;
    use crate::text::Span;

    fn add(argument: &mut Argument, id: &str, kind: NodeKind, change: impl FnOnce(&mut Node)) -> NodeHandle {
        let mut node = Node::new(Id::new(id).unwrap(), kind, Prose::synthetic(id), Span::default());
        change(&mut node);
        argument.add_node(node).unwrap()
    }

    fn connect(argument: &mut Argument, from: NodeHandle, to: NodeHandle, kind: EdgeKind, weight: f64) {
        let weight = Weight::new(weight).unwrap();
        let edge = Edge { kind, weight, because: None, span: Span::default(), origin: Origin::Stated };
        argument.connect(from, to, edge);
    }

    /// The example of the chapter on strength.
    fn harbour(low: f64, high: f64) -> Argument {
        let mut argument = Argument::default();
        let closure = add(&mut argument, "closure", NodeKind::Judgement, |node| {
            node.estimate = Some(Box::new(Estimate {
                term: "likely".into(),
                name: "likely".into(),
                yardstick: "phia".into(),
                low,
                high,
                span: Span::default(),
            }));
        });
        let manifests = add(&mut argument, "manifests", NodeKind::Evidence, |node| node.grade = "B2".parse().ok());
        let cranes = add(&mut argument, "cranes", NodeKind::Claim, |_| ());
        let photos = add(&mut argument, "photos", NodeKind::Evidence, |node| {
            node.credibility = Credibility::new(0.9).ok();
        });
        let denial = add(&mut argument, "denial", NodeKind::Evidence, |node| node.grade = "D3".parse().ok());
        connect(&mut argument, manifests, closure, EdgeKind::Supports, 1.0);
        connect(&mut argument, cranes, closure, EdgeKind::Supports, 0.9);
        connect(&mut argument, photos, cranes, EdgeKind::Supports, 0.8);
        connect(&mut argument, denial, closure, EdgeKind::Contradicts, 0.5);
        argument
    }

    #[test]
    fn the_example_of_the_documentation_comes_out_as_printed() {
        let argument = harbour(0.55, 0.75);
        let scores = score(&argument, &LogOdds, &ScoreSettings::default());
        assert_eq!(scores.standing, Standing::Exact);
        let named = argument.nodes().zip(&scores.strengths);
        let rounded: Vec<String> =
            named.map(|((_, node), strength)| format!("{} {:.3}", node.id, strength.unwrap())).collect();
        assert_eq!(rounded, ["closure 0.751", "manifests 0.700", "cranes 0.673", "photos 0.900", "denial 0.400"]);
        let verdict = &scores.judgements[0];
        assert_eq!(format!("{:.3}", verdict.margin.unwrap()), "0.201");
        let linchpin = verdict.linchpin.as_ref().unwrap();
        assert_eq!((linchpin.id.as_str(), linchpin.crosses), ("manifests", false));
        assert_eq!(format!("{:.3} {:.3}", linchpin.without, linchpin.fall), "0.600 0.151");

        let argument = harbour(0.55, 0.75);
        let graph = compiled(&argument, &ScoreSettings::default());
        let removals = removals(&Upstream::new(&graph, 0), &LogOdds, usize::MAX).unwrap();
        let table: Vec<String> = removals
            .removals
            .iter()
            .map(|removal| {
                format!("{} {:.3} {:.3}", removal.node, removal.without.unwrap(), removal.contribution.unwrap())
            })
            .collect();
        assert_eq!(table, ["1 0.600 0.151", "2 0.622 0.129", "3 0.721 0.030", "4 0.787 -0.035"]);
    }

    #[test]
    fn stronger_words_need_a_stronger_argument_and_mirror_below_one_half() {
        let scores = score(&harbour(0.8, 0.9), &LogOdds, &ScoreSettings::default());
        assert_eq!(format!("{:.3}", scores.judgements[0].margin.unwrap()), "-0.049");
        let mirrored = score(&harbour(0.25, 0.35), &LogOdds, &ScoreSettings::default());
        assert!((mirrored.judgements[0].threshold - 0.65).abs() < 1e-12);
        assert_eq!(mirrored.judgements[0].linchpin.as_ref().map(|linchpin| linchpin.crosses), Some(true));
    }

    #[test]
    fn another_semantics_is_heard_where_it_sees_another_side_or_order() {
        let argument = harbour(0.55, 0.75);
        let settings = ScoreSettings { rivals: vec![&EulerBasedTop, &LogOdds], ..ScoreSettings::default() };
        let verdict = &score(&argument, &LogOdds, &settings).judgements[0];
        assert_eq!(verdict.disagreements, []);
        let high = harbour(0.6, 0.75);
        let verdict = &score(&high, &LogOdds, &settings).judgements[0];
        let [disagreement] = &verdict.disagreements[..] else { panic!("{:?}", verdict.disagreements) };
        assert_eq!((disagreement.semantics, disagreement.crosses), ("euler-based-top", true));

        // One strong premise against five weak ones: the sum prefers the five, the top the one.
        let mut argument = Argument::default();
        let one = add(&mut argument, "one", NodeKind::Judgement, |_| ());
        let five = add(&mut argument, "five", NodeKind::Judgement, |_| ());
        for (n, (to, weight)) in
            [(one, 0.9), (five, 0.4), (five, 0.4), (five, 0.4), (five, 0.4), (five, 0.4)].into_iter().enumerate()
        {
            let premise = add(&mut argument, &format!("e{n}"), NodeKind::Evidence, |_| ());
            connect(&mut argument, premise, to, EdgeKind::Supports, weight);
        }
        let scores = score(&argument, &LogOdds, &settings);
        let reordered: Vec<_> = scores
            .judgements
            .iter()
            .map(|verdict| verdict.disagreements[0].reorders.as_ref().map(Id::as_str))
            .collect();
        assert_eq!(reordered, [Some("five"), Some("one")]);
        assert!(score(&argument, &EulerBasedTop, &settings).judgements.iter().all(|v| v.disagreements.len() == 1));
        assert!(
            score(&argument, &DfQuad, &ScoreSettings { rivals: vec![&DfQuad], ..settings }).judgements[0]
                .disagreements
                .is_empty()
        );
    }

    #[test]
    fn changes_are_made_before_anything_is_computed() {
        let argument = harbour(0.55, 0.75);
        let node = |id: &str| argument.find(id).unwrap().index();
        let overrides =
            Overrides { bases: vec![(node("photos"), 0.2)], without: vec![node("manifests"), node("denial")] };
        let scores = score(&argument, &LogOdds, &ScoreSettings { overrides, ..ScoreSettings::default() });
        let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
        let expected = logistic(0.9 * logistic(0.8 * 0.2));
        assert!((scores.judgements[0].strength.unwrap() - expected).abs() < 1e-12);
        assert_eq!(scores.strengths[1], None);
    }

    #[test]
    fn the_tipping_point_is_the_smallest_single_change() {
        let argument = harbour(0.6, 0.75);
        let graph = compiled(&argument, &ScoreSettings::default());
        let point = tipping(&Upstream::new(&graph, 0), &LogOdds, 0.7, usize::MAX).unwrap().point.unwrap();
        // logit 0.7 = 0.8473: the push of 1.1053 has to lose 0.2580, and the manifests have the full weight.
        assert_eq!((point.dial, point.from), (Dial::Base(1), 0.7));
        assert_eq!(format!("{:.3}", point.to), "0.442");
        assert!(point.strength < 0.7 && point.strength > 0.7 - 1e-8);
        assert_eq!(tipping(&Upstream::new(&graph, 0), &LogOdds, 0.05, usize::MAX).unwrap().point, None);
    }

    #[test]
    fn json_has_the_agreed_form() {
        let mut argument = harbour(0.55, 0.75);
        add(&mut argument, "bare", NodeKind::Judgement, |_| ());
        let scores = score(&argument, &LogOdds, &ScoreSettings::default());
        let json = serde_json::to_value(scores.of(&argument)).unwrap();
        assert_eq!(json["semantics"], "log-odds");
        assert_eq!(json["standing"], "exact");
        assert_eq!(json["strengths"]["photos"], 0.9);
        assert_eq!(json["judgements"][0]["id"], "closure");
        assert_eq!(json["judgements"][0]["certainty"], serde_json::json!([0.55, 0.75]));
        assert_eq!(json["judgements"][0]["linchpin"], "manifests");
        assert_eq!(json["judgements"][1]["certainty"], serde_json::Value::Null);
        assert_eq!(json["judgements"][1]["linchpin"], serde_json::Value::Null);
        assert_eq!(json["judgements"][1]["strength"], 0.5);
    }
}
