use crate::argument::{EdgeHandle, EdgeKind, NodeHandle, NodeKind, Weight};
use crate::draw::{runs_right_to_left, short, sign, wrap};
use crate::format::dot::lines::{self, Marks};
use crate::part::Part;
use crate::rules::Level;
use unicode_width::UnicodeWidthStr;

use super::visible;
use super::{Style, Tally};

/// An argument as a tree for a terminal: judgements in document order, under each what bears on it, in the author's
/// order.
///
/// A node stands in it once, with its words, strength, findings and sources; further down it is referred to by its id, so
/// that cycles end. A judgement is never nested: it has a tree of its own. Nodes from which no way leads to a judgement
/// come last. Indentation stops after a third of the width, from where on each node says its depth. Lines keep to the
/// style's width; text of a report cannot command the terminal, and lines in a script from right to left are set apart
/// (UAX #9), so that they are read in their own order. O(nodes + edges + findings + length of the text).
#[must_use]
pub fn tree(part: &Part<'_>, style: Style) -> String {
    let (marks, report_marks) = lines::marks(part.argument, part.findings.as_deref().unwrap_or_default());
    let mut linchpin_of = vec![Vec::new(); part.argument.node_count()];
    for (judgement, linchpin) in part.linchpins() {
        linchpin_of[linchpin.index()].push(judgement);
    }
    let shown = vec![false; part.argument.node_count()];
    let mut tree = Tree { part, style, marks, report_marks, linchpin_of, shown, text: String::new() };
    tree.heading();
    tree.judgements();
    tree.others();
    tree.text
}

/// A number from 0 to 1 as a bar of ten cells, to the eighth of a cell.
#[must_use]
pub fn bar(number: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    // 0 to 80.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
    let eighths = (number.clamp(0.0, 1.0) * 80.0).round() as usize;
    let bar = format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8]);
    let gap = " ".repeat(10_usize.saturating_sub(bar.width()));
    bar + &gap
}

const PLAIN: &str = "";
const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const SUPPORT: &str = "\u{1b}[34m";
const CONTRADICTION: &str = "\u{1b}[1;33m";
const LINCHPIN: &str = "\u{1b}[35m";
const RESET: &str = "\u{1b}[0m";

/// Levels of indentation that are drawn, whatever the width.
const MOST_LEVELS: usize = 12;
/// Cells of a level.
const LEVEL: usize = 3;
/// No line is made narrower than this, however deep it stands.
const NARROWEST: usize = 16;

struct Tree<'a> {
    part: &'a Part<'a>,
    style: Style,
    marks: Vec<Marks>,
    report_marks: Marks,
    /// The judgements whose linchpin each node is.
    linchpin_of: Vec<Vec<NodeHandle>>,
    shown: Vec<bool>,
    text: String,
}

/// What is to be written next.
#[derive(Clone, Copy)]
struct Step {
    what: What,
    depth: usize,
    /// Whether nothing follows under the same conclusion.
    last: bool,
}

#[derive(Clone, Copy)]
enum What {
    Root(NodeHandle),
    Premise(EdgeHandle),
    /// So many premises are not in this part of the argument.
    Hidden(usize),
}

/// Some words and how they are coloured.
type Item = (String, &'static str);

impl Tree<'_> {
    fn heading(&mut self) {
        let argument = self.part.argument;
        if let Some(title) = &argument.report.title {
            self.words(title.as_str(), "", BOLD);
        }
        let mut items: Vec<Item> = argument.report.date.iter().map(|date| (date.to_string(), PLAIN)).collect();
        items.extend(lines::counts(argument).into_iter().map(|count| (count, PLAIN)));
        if let Some(findings) = &self.part.findings {
            let mut tally = Tally::default();
            tally.add(findings);
            items.push((tally.counts(), PLAIN));
        }
        self.items("", "", &items);
        self.findings("", &self.report_marks.clone());
    }

    fn judgements(&mut self) {
        let judgements: Vec<NodeHandle> = self.part.argument.judgements().map(|(handle, _)| handle).collect();
        for judgement in judgements {
            self.grow(judgement);
        }
    }

    /// The nodes from which no way leads to a judgement: first those that bear on nothing, then those on cycles.
    fn others(&mut self) {
        let argument = self.part.argument;
        let mut headed = argument.judgements().next().is_none();
        for on_cycles in [false, true] {
            for (handle, _) in argument.nodes() {
                if self.shown[handle.index()] || (!on_cycles && argument.has_conclusion(handle)) {
                    continue;
                }
                if !std::mem::replace(&mut headed, true) {
                    self.text.push('\n');
                    self.items("", "", &[("Under no judgement".to_owned(), BOLD)]);
                }
                self.grow(handle);
            }
        }
    }

    /// A root and everything under it.
    fn grow(&mut self, root: NodeHandle) {
        self.text.push('\n');
        let levels = (self.style.width / 3 / LEVEL).clamp(1, MOST_LEVELS);
        // For each level that is drawn, whether a guide runs down past what is under it.
        let mut runs = vec![false; levels + 1];
        let mut open = vec![Step { what: What::Root(root), depth: 0, last: true }];
        while let Some(step) = open.pop() {
            let drawn = step.depth.min(levels);
            let mut guides = String::new();
            for &run in &runs[1..drawn.max(1)] {
                guides.push_str(if run { "│  " } else { "   " });
            }
            let mut lead = guides.clone();
            if drawn > 0 {
                lead.push_str(if step.last { "└─ " } else { "├─ " });
                runs[drawn] = !step.last;
            }
            // What stands under the node's first line, with guides past it to what follows and to its own premises.
            let hang = |has_premises: bool| {
                let in_own_column = has_premises && step.depth >= levels;
                let beside = match drawn {
                    0 => "",
                    _ if in_own_column || !step.last => "│  ",
                    _ => "   ",
                };
                let under = if has_premises && !in_own_column { "│ " } else { "  " };
                format!("{guides}{beside}{under}")
            };
            let (node, edge) = match step.what {
                What::Hidden(count) => {
                    let said = format!("+{count} more, not shown");
                    self.items(&lead, &hang(false), &[(said, DIM)]);
                    continue;
                }
                What::Root(node) => (node, None),
                What::Premise(edge) => (self.part.argument.ends(edge).0, Some(edge)),
            };
            let mut items = Vec::new();
            if step.depth > levels {
                items.push((format!("({} deep)", step.depth), DIM));
            }
            items.extend(self.naming(node, edge));
            let nested_judgement = edge.is_some() && self.part.argument.node(node).kind == NodeKind::Judgement;
            if self.shown[node.index()] || nested_judgement {
                let way = if self.shown[node.index()] { "↑ shown above" } else { "↓ shown below" };
                items.push((way.to_owned(), DIM));
                self.items(&lead, &hang(false), &items);
                continue;
            }
            self.shown[node.index()] = true;
            let steps = self.premises(node, step.depth + 1);
            let hang = hang(!steps.is_empty());
            items.extend(self.strength(node));
            self.items(&lead, &hang, &items);
            self.about(node, edge, &hang);
            open.extend(steps.into_iter().rev());
        }
    }

    fn premises(&self, node: NodeHandle, depth: usize) -> Vec<Step> {
        let premises = self.part.argument.premises(node).map(|premise| What::Premise(premise.handle));
        let hidden = self.part.hidden(node);
        let hidden = (hidden > 0).then_some(What::Hidden(hidden));
        let mut steps: Vec<Step> = premises.chain(hidden).map(|what| Step { what, depth, last: false }).collect();
        if let Some(last) = steps.last_mut() {
            last.last = true;
        }
        steps
    }

    /// The node's sign, id and kind, and how it bears on what it stands under.
    fn naming(&self, node: NodeHandle, edge: Option<EdgeHandle>) -> Vec<Item> {
        let argument = self.part.argument;
        let data = argument.node(node);
        let id = visible(data.id.as_str()).into_owned();
        let Some(handle) = edge else { return vec![(id, BOLD), (data.kind.to_string(), PLAIN)] };
        let (edge, conclusion) = (argument.edge(handle), argument.ends(handle).1);
        let undercuts = argument.node(conclusion).kind == NodeKind::Inference;
        let (sign, word, colour) = match edge.kind {
            EdgeKind::Supports => ('+', "supports", SUPPORT),
            EdgeKind::Contradicts if undercuts => ('−', "undercuts", CONTRADICTION),
            EdgeKind::Contradicts => ('−', "contradicts", CONTRADICTION),
        };
        let weight =
            if edge.weight == Weight::FULL { String::new() } else { format!(" ×{}", short(edge.weight.get())) };
        vec![(format!("{sign} {id}"), colour), (data.kind.to_string(), PLAIN), (format!("{word}{weight}"), colour)]
    }

    fn strength(&self, node: NodeHandle) -> Vec<Item> {
        let mut items = Vec::new();
        let strength = self.part.strengths.as_ref().and_then(|strengths| strengths[node.index()]);
        if let Some(strength) = strength {
            let bar = bar(strength).replace(' ', "░");
            let estimate = self.part.argument.node(node).estimate.as_deref();
            let claimed = estimate.map(|estimate| format!(" of {} claimed", lines::certainty(estimate)));
            items.push((format!("{bar} {}{}", short(strength), claimed.unwrap_or_default()), PLAIN));
        }
        let linchpin = lines::linchpin_of(self.part.argument, &self.linchpin_of[node.index()]);
        items.extend(linchpin.map(|linchpin| (visible(&linchpin).into_owned(), LINCHPIN)));
        items
    }

    /// What stands under a node's first line.
    fn about(&mut self, node: NodeHandle, edge: Option<EdgeHandle>, hang: &str) {
        let argument = self.part.argument;
        let data = argument.node(node);
        self.words(data.text.as_str(), hang, PLAIN);
        if let Some(because) = edge.and_then(|edge| argument.edge(edge).because.as_deref()) {
            self.words(&format!("because {because}"), hang, PLAIN);
        }
        let plain = |items: Vec<String>| items.into_iter().map(|item| (visible(&item).into_owned(), PLAIN));
        let items: Vec<Item> = plain(lines::standing(data, None)).chain(plain(lines::origin(data, false))).collect();
        self.items(hang, hang, &items);
        let sources: Vec<String> = lines::sources(argument, data);
        if !sources.is_empty() {
            let word = if sources.len() == 1 { "source" } else { "sources" };
            self.words(&format!("{word}: {}", sources.join(", ")), hang, DIM);
        }
        self.findings(hang, &self.marks[node.index()].clone());
    }

    /// One line a rule that hit.
    fn findings(&mut self, hang: &str, marks: &Marks) {
        for (level, rule) in marks {
            let colour = match level {
                Level::Error => "\u{1b}[1;31m",
                Level::Warning => "\u{1b}[33m",
                Level::Note => "\u{1b}[36m",
            };
            self.items(hang, hang, &[(format!("{} {} {rule}", sign(*level), level.word()), colour)]);
        }
    }

    /// Running text, wrapped.
    fn words(&mut self, text: &str, hang: &str, colour: &'static str) {
        let text = visible(text);
        let from_right = runs_right_to_left(&text);
        for line in wrap(&text, self.room(hang)) {
            self.text.push_str(hang);
            // The guides before it would be drawn into it.
            let line = if from_right { format!("\u{2067}{line}\u{2069}") } else { line };
            self.push(&line, colour);
            self.end_line();
        }
    }

    /// Items side by side, as many to a line as it holds.
    fn items(&mut self, lead: &str, hang: &str, items: &[Item]) {
        let room = self.room(hang);
        let mut margin = lead;
        let mut used = 0;
        for (item, colour) in items {
            for (number, line) in wrap(item, room).into_iter().enumerate() {
                let wide = line.width();
                if used > 0 && number == 0 && used + 3 + wide <= room {
                    self.text.push_str(" · ");
                    used += 3;
                } else {
                    if used > 0 {
                        self.end_line();
                    }
                    self.text.push_str(std::mem::replace(&mut margin, hang));
                    used = 0;
                }
                used += wide;
                let line = if runs_right_to_left(&line) { format!("\u{2067}{line}\u{2069}") } else { line };
                self.push(&line, colour);
            }
        }
        if used > 0 {
            self.end_line();
        }
    }

    fn push(&mut self, text: &str, colour: &'static str) {
        if self.style.colour && colour != PLAIN {
            self.text.extend([colour, text, RESET]);
        } else {
            self.text.push_str(text);
        }
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    fn room(&self, hang: &str) -> usize {
        self.style.width.saturating_sub(hang.width()).max(NARROWEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argument::testing::sketch;
    use crate::argument::{Argument, Excerpt};
    use crate::format::{Scored, WriteOptions};
    use crate::rules;
    use crate::score::{ScoreSettings, score, semantics};
    use std::fmt::Write as _;

    fn drawn(argument: &Argument, excerpt: Option<&Excerpt>, width: usize) -> String {
        let settings = ScoreSettings::default();
        let semantics = semantics::named("log-odds").unwrap();
        let scores = score(argument, semantics, &settings);
        let findings = rules::check(argument, &rules::Settings::default());
        let scored = Some(Scored { scores: &scores, semantics, settings: &settings });
        let options = WriteOptions { findings: Some(&findings), scored, excerpt, ..WriteOptions::default() };
        tree(&options.part(argument), Style { colour: false, width })
    }

    /// The tree's lines that name nodes, without strengths.
    fn outline(argument: &Argument) -> Vec<String> {
        let part = WriteOptions::default().part(argument);
        let text = tree(&part, Style::default());
        text.lines()
            .filter(|line| line.contains(" · ") && !line.starts_with("1 judgement"))
            .map(str::to_owned)
            .collect()
    }

    const ONE_OF_EVERYTHING: &str = "\
        kj1: judgement \"The harbour is likely to close by winter, since nobody will bring ships in from then on.\" \
            likelihood=0.55..0.75 confidence=moderate\n\
        kj2: judgement \"The ferry will stop.\"\n\
        s1: inference \"Without pilots no ship enters.\"\n\
        e1: evidence \"The pilots' contract ends.\" source=wire,paper\n\
        a1: assumption \"No other pilots are found.\"\n\
        e2: evidence \"A tug has a pilot's licence.\"\n\
        lost: evidence \"The gulls are loud.\"\n\
        s1 -> kj1\ne1 -> s1\na1 -> s1\ne2 -x s1\nkj2 -> kj1 0.5\ne1 -> kj2\nkj1 -> kj2\n";

    #[test]
    fn one_of_everything() {
        insta::assert_snapshot!(drawn(&sketch(ONE_OF_EVERYTHING), None, 72));
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let argument = sketch(ONE_OF_EVERYTHING);
        let kj1 = argument.find("kj1").unwrap();
        let excerpt = Excerpt::of(&argument, |handle| handle == kj1);
        let text = drawn(&argument, Some(&excerpt), 72);
        assert!(text.contains("\n└─ +2 more, not shown\n"), "{text}");
    }

    #[test]
    fn cycles_and_loops_end() {
        let argument =
            sketch("kj1: judgement \"A.\"\nc: claim \"C.\"\nc -> kj1\nd -> c\nc -> d\nkj1 -> kj1\nx -> y\ny -> x\n");
        assert_eq!(
            outline(&argument),
            [
                "kj1 · judgement",
                "├─ + c · claim · supports",
                "│  └─ + d · evidence · supports",
                "│     └─ + c · claim · supports · ↑ shown above",
                "└─ + kj1 · judgement · supports · ↑ shown above",
                "x · evidence",
                "└─ + y · evidence · supports",
                "   └─ + x · evidence · supports · ↑ shown above",
            ]
        );
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_keeps_to_the_page() {
        let mut text = String::from("kj1: judgement \"A.\"\ne1 -> kj1\n");
        for number in 1..100_000 {
            writeln!(text, "e{} -> e{number}", number + 1).unwrap();
        }
        let argument = sketch(&text);
        let drawn = tree(&WriteOptions::default().part(&argument), Style { colour: false, width: 80 });
        assert_eq!(drawn.matches(" · supports").count(), 100_000);
        assert!(drawn.lines().all(|line| line.width() <= 80));
        assert!(drawn.contains("(100000 deep) · + e100000 · evidence · supports\n"));
        assert!(drawn.len() < 100_000 * 200);
    }

    #[test]
    fn lines_keep_to_the_width_in_every_script() {
        let long = "港口将在冬季之前关闭因为领航员的合同将于十一月结束 ".repeat(6);
        let text = format!(
            "kj1: judgement \"{long}\"\nc1: claim \"{}\"\ne: evidence \"{long}\"\ne -x c1\nc1 -> kj1\n",
            "x".repeat(400)
        );
        for width in [40, 61, 100] {
            let drawn = drawn(&sketch(&text), None, width);
            let widest = drawn.lines().map(UnicodeWidthStr::width).max();
            assert!(widest <= Some(width), "{widest:?}: {drawn}");
            let unwrapped: String = drawn.chars().filter(|c| !c.is_whitespace() && *c != '│').collect();
            assert!(unwrapped.contains(&"x".repeat(400)), "{drawn}");
        }
    }

    #[test]
    fn text_cannot_command_the_terminal() {
        let mut argument = sketch("kj1: judgement \"A.\"\ne1 -> kj1\n");
        let hostile = "\u{1b}[31mred\u{7}\u{9b}2J \u{202e}txet\r\nnext";
        for id in ["kj1", "e1"] {
            let handle = argument.find(id).unwrap();
            argument.update_node(handle, |node| node.text = crate::document::Prose::synthetic(hostile));
        }
        argument.report.title = Some(crate::document::Prose::synthetic(hostile));
        let text = drawn(&argument, None, 100);
        assert!(!text.chars().any(|c| c != '\n' && crate::text::visible::is_replaced(c)), "{text:?}");
        assert_eq!(text.matches("␛[31mred␇<U+009B>2J <U+202E>txet␍␊next").count(), 3);
    }

    #[test]
    fn a_line_from_right_to_left_is_set_apart() {
        let mut argument = sketch("kj1: judgement \"A.\"\n");
        let handle = argument.find("kj1").unwrap();
        argument.update_node(handle, |node| node.text = crate::document::Prose::synthetic("سيغلق الميناء."));
        assert!(drawn(&argument, None, 100).contains("  \u{2067}سيغلق الميناء.\u{2069}\n"));
    }

    #[test]
    fn colour_tells_nothing_alone() {
        let argument = sketch(ONE_OF_EVERYTHING);
        let part = WriteOptions::default().part(&argument);
        let coloured = tree(&part, Style { colour: true, width: 72 });
        let mut plain = String::new();
        for piece in coloured.split('\u{1b}') {
            plain.push_str(piece.strip_prefix('[').map_or(piece, |rest| rest.split_once('m').unwrap().1));
        }
        assert!(coloured.contains('\u{1b}'));
        assert_eq!(plain, tree(&part, Style { colour: false, width: 72 }));
    }

    #[test]
    fn bars_are_ten_cells() {
        for (number, expected) in
            [(0.0, ""), (0.5, "█████"), (0.853, "████████▌"), (1.0, "██████████"), (7.0, "██████████")]
        {
            let bar = bar(number);
            assert_eq!((bar.trim_end(), bar.width()), (expected, 10));
        }
    }
}
