use rustc_hash::{FxHashMap, FxHashSet};

use super::KEYS;
use crate::argument::{EdgeKind, Id, Node, NodeHandle, NodeKind, Question, Source, Weight};
use crate::document::Prose;
use crate::format::Reading;
use crate::format::graph_file::Syntax;
use crate::format::graph_file::decode::placed;
use crate::format::graph_file::tree::{self, Entry, Tree, Value, shown};
use crate::format::scheme_graph::{Incomplete, Role, Vertex, says_something};
use crate::text::{Fault, SourceFile, Span};

/// Reads an argument graph of Carneades 4. O(length).
///
/// # Errors
/// All faults that were found: YAML that is none, arguments without a conclusion, weights out of range.
pub(super) fn read(file: &SourceFile) -> Result<Reading, Vec<Fault>> {
    let root = tree::parse(file, 0..file.text().len(), Syntax::Yaml).map_err(|fault| vec![fault])?;
    if !matches!(root.value, Value::Map(_)) {
        let message = format!("an argument graph must be a table, not {}", root.value.describe());
        let help = "write it with the keys `statements` and `arguments`";
        return Err(vec![Fault::new(file, root.span.range(), message).with_help(help)]);
    }
    let mut reader =
        Reader { graph: Incomplete::new(file), statements: FxHashMap::default(), schemes: FxHashMap::default() };
    reader.graph.lose_others(&root, &KEYS);
    reader.meta(&root);
    reader.statements(&root);
    reader.assumptions(&root);
    reader.schemes(&root);
    reader.arguments(&root);
    reader.references(&root);
    reader.leave_out(&root);
    let issues = reader.issues(&root);
    let mut reading = reader.graph.finish(None)?;
    ask(&mut reading, issues);
    Ok(reading)
}

/// How the premises of an argument bear on its conclusion.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// All together.
    Linked,
    /// Each by itself.
    Convergent,
    /// Each by itself, with an equal share.
    Cumulative,
}

struct Issue {
    id: Id,
    text: String,
    span: Span,
    answers: Vec<Id>,
}

struct Reader<'t> {
    graph: Incomplete<'t>,
    /// The statements' numbers by their ids, as terms are compared: without blanks.
    statements: FxHashMap<String, usize>,
    /// The constant weights of the file's own schemes by their ids.
    schemes: FxHashMap<&'t str, Weight>,
}

/// A term without its blanks: `p(a, b)` is `p(a,b)`.
fn term(text: &str) -> String {
    text.split_whitespace().collect()
}

impl<'t> Reader<'t> {
    fn entries(&mut self, root: &'t Tree<'t>, key: &str) -> &'t [Entry<'t>] {
        let Some(table) = root.get(key) else { return &[] };
        self.graph.builder.decoder.entries(table, &format!("`{key}`"))
    }

    fn meta(&mut self, root: &'t Tree<'t>) {
        let Some(meta) = root.get("meta") else { return };
        if let Some(title) = meta.get("title") {
            self.graph.builder.argument.report.title = self.graph.builder.decoder.prose(title, "`title`");
        }
        self.graph.lose_others(meta, &["title"]);
    }

    fn statements(&mut self, root: &'t Tree<'t>) {
        for entry in self.entries(root, "statements") {
            let Ok(id) = Id::new(&entry.key) else {
                self.graph.fault(
                    entry.key_span,
                    "the id of a statement is blank or no single line",
                    "write a short name",
                );
                continue;
            };
            let value = &entry.value;
            let (words, is_assumed) = match &value.value {
                Value::Map(_) => {
                    self.graph.lose_others(value, &["text", "label", "assumed"]);
                    let words = value.get("text").or_else(|| value.get("label"));
                    (words, matches!(value.get("assumed"), Some(Tree { value: Value::Bool(true), .. })))
                }
                _ => (Some(value), false),
            };
            let text = match words.map(|words| (&words.value, words.span)) {
                Some((Value::Text(words), span)) => placed(words, self.graph.builder.decoder.written(span), span),
                Some((Value::Number(_), span)) => Prose::approximate(self.graph.builder.decoder.written(span), span),
                // A statement that is only named says what its name says.
                None | Some((Value::Null, _)) => Prose::approximate(entry.key.trim(), entry.key_span),
                Some((other, span)) => {
                    let message = format!("a statement must be text, not {}", other.describe());
                    self.graph.fault(span, message, "write its words, or a table with the key `text`");
                    continue;
                }
            };
            let at = self.graph.count();
            let node = Node::new(id, NodeKind::Evidence, text, entry.span());
            self.graph.add(entry.key.to_string(), entry.key_span, Vertex::new(Role::Proposition, node, None));
            if self.statements.insert(term(&entry.key), at).is_some() {
                let message = format!("the statement `{}` is given twice", shown(&entry.key));
                self.graph.fault(entry.key_span, message, "keep one of the two");
            }
            if is_assumed {
                self.graph.settle(at, NodeKind::Assumption);
            }
        }
    }

    /// The statement that a value names.
    fn named(&mut self, tree: &Tree<'_>, what: &str) -> Option<usize> {
        let name = match &tree.value {
            Value::Text(name) => name.to_string(),
            Value::Number(_) => self.graph.builder.decoder.written(tree.span).to_owned(),
            other => {
                let message = format!("{what} must be the id of a statement, not {}", other.describe());
                self.graph.fault(tree.span, message, "write the id of one of the `statements`");
                return None;
            }
        };
        let found = self.statements.get(&term(&name)).copied();
        if found.is_none() {
            let message = format!("there is no statement `{}`; {what} is left out", shown(&name));
            self.graph.lose(tree.span, message);
        }
        found
    }

    fn assumptions(&mut self, root: &'t Tree<'t>) {
        for assumption in root.get("assumptions").map_or(&[][..], Tree::items) {
            if let Some(at) = self.named(assumption, "the assumption") {
                self.graph.settle(at, NodeKind::Assumption);
            }
        }
    }

    /// The constant weights of schemes; what else they say is for an engine that derives arguments from them.
    fn schemes(&mut self, root: &'t Tree<'t>) {
        let Some(schemes) = root.get("argument_schemes").filter(|schemes| says_something(schemes)) else { return };
        let message = "schemes are not run: no arguments are derived from them, and only constant weights are kept";
        self.graph.lose(schemes.span.at_start(), message);
        for scheme in schemes.items() {
            let id = scheme.get("id").and_then(|id| id.texts().next());
            let constant = scheme.get("weight").and_then(|weight| weight.get("constant"));
            if let (Some(id), Some(constant)) = (id, constant)
                && let Some(weight) = self.graph.builder.decoder.weight(constant)
            {
                self.schemes.insert(id, weight);
            }
        }
    }

    fn arguments(&mut self, root: &'t Tree<'t>) {
        let mut taken: FxHashSet<String> =
            self.entries(root, "statements").iter().map(|entry| entry.key.to_string()).collect();
        let entries = self.entries(root, "arguments");
        taken.extend(entries.iter().map(|entry| entry.key.to_string()).filter(|id| !id.is_empty()));
        let statements: FxHashSet<&str> =
            self.entries(root, "statements").iter().map(|entry| entry.key.as_ref()).collect();
        for entry in entries {
            let mut id = entry.key.to_string();
            if statements.contains(id.as_str()) {
                // Arguments and statements have names of their own there; here they are nodes alike.
                let base = format!("argument-{id}");
                id.clone_from(&base);
                let mut number = 1;
                while taken.contains(&id) {
                    number += 1;
                    id = format!("{base}-{number}");
                }
                taken.insert(id.clone());
            }
            self.argument(&id, entry);
        }
    }

    fn argument(&mut self, id: &str, entry: &'t Entry<'t>) {
        let tree = &entry.value;
        let Ok(own_id) = Id::new(id) else {
            self.graph.fault(entry.key_span, "the id of an argument is blank or no single line", "write a short name");
            return;
        };
        self.graph.builder.decoder.entries(tree, "an argument");
        let known = ["conclusion", "premises", "scheme", "weight", "weigth", "undercutter", "exceptions"];
        self.graph.lose_others(tree, &known);
        let Some(conclusion) = tree.get("conclusion") else {
            if matches!(tree.value, Value::Map(_)) {
                let message = format!("the argument `{}` has no `conclusion`", shown(&entry.key));
                self.graph.fault(entry.key_span, message, "name the statement that it is for");
            }
            return;
        };
        let Some(conclusion) = self.named(conclusion, "the argument") else { return };
        let (way, mut weight, name) = self.scheme(tree);
        // The Carneades program itself reads the misspelt key.
        if let Some(written) = tree.get("weight").or_else(|| tree.get("weigth")) {
            if matches!(written.value, Value::Number(number) if number == 0.0) {
                self.graph.lose(written.span, "an argument of no weight is left out");
                return;
            }
            weight = self.graph.builder.decoder.weight(written).unwrap_or_default();
        }
        let premises = self.premises(tree);
        let undercutters = self.undercutters(tree);
        if way != Way::Linked && undercutters.is_empty() {
            self.apart(&premises, conclusion, (way, weight), name.as_ref());
            return;
        }
        if way != Way::Linked && premises.len() > 1 {
            self.graph.lose(entry.key_span, "the premises of an argument that is undercut are read as needed together");
        }
        let step = self.graph.count();
        // Of a single premise there will be an edge, whose warrant is the scheme, or else the part that it plays.
        let text = match (name, premises.as_slice()) {
            (None, [Premise { role: Some(role), .. }]) if undercutters.is_empty() => role.clone(),
            (name, _) => name.unwrap_or_default(),
        };
        let text = Prose::approximate(text, entry.span());
        let node = Node::new(own_id, NodeKind::Inference, text, entry.span());
        let vertex = Vertex { weight, ..Vertex::new(Role::Step(EdgeKind::Supports), node, None) };
        // Two kinds of names: the one for arguments cannot be a statement's.
        self.graph.add(format!("\n{id}"), entry.key_span, vertex);
        for premise in premises {
            self.graph.connect_because(premise.statement, step, premise.span, premise.role.map(Into::into));
        }
        self.graph.connect(step, conclusion, entry.span(), None);
        for (statement, span) in undercutters {
            self.graph.step(EdgeKind::Contradicts, [statement, step], span);
        }
    }

    /// An edge for each premise.
    fn apart(&mut self, premises: &[Premise], conclusion: usize, (way, weight): (Way, Weight), name: Option<&String>) {
        #[expect(clippy::cast_precision_loss, reason = "no file has so many premises")]
        let share = if way == Way::Cumulative { weight.get() / premises.len() as f64 } else { weight.get() };
        for premise in premises {
            let step = self.graph.step(EdgeKind::Supports, [premise.statement, conclusion], premise.span);
            let because = name.cloned().or_else(|| premise.role.clone()).unwrap_or_default();
            let vertex = self.graph.vertex(step);
            vertex.weight = Weight::new(share).unwrap_or_default();
            vertex.node.text = Prose::approximate(because, premise.span);
        }
    }

    /// How the premises bear on the conclusion, with what weight, and the scheme's name if it is the file's own.
    fn scheme(&mut self, tree: &'t Tree<'t>) -> (Way, Weight, Option<String>) {
        let Some(scheme) = tree.get("scheme") else { return (Way::Linked, Weight::FULL, None) };
        match scheme.texts().next() {
            None | Some("" | "linked" | "factorized") => (Way::Linked, Weight::FULL, None),
            Some("convergent") => (Way::Convergent, Weight::FULL, None),
            Some("cumulative") => (Way::Cumulative, Weight::FULL, None),
            Some(name) => {
                (Way::Linked, self.schemes.get(name).copied().unwrap_or_default(), Some(name.trim().to_owned()))
            }
        }
    }

    fn premises(&mut self, tree: &'t Tree<'t>) -> Vec<Premise> {
        let Some(premises) = tree.get("premises") else { return Vec::new() };
        let mut found = Vec::new();
        match &premises.value {
            Value::Null => {}
            Value::List(items) => {
                for item in items {
                    if let Some(statement) = self.named(item, "the premise") {
                        found.push(Premise { statement, span: item.span, role: None });
                    }
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    if let Some(statement) = self.named(&entry.value, "the premise") {
                        let role = Some(entry.key.trim().to_owned()).filter(|role| !role.is_empty());
                        found.push(Premise { statement, span: entry.span(), role });
                    }
                }
            }
            _ => {
                if let Some(statement) = self.named(premises, "the premise") {
                    found.push(Premise { statement, span: premises.span, role: None });
                }
            }
        }
        found
    }

    fn undercutters(&mut self, tree: &'t Tree<'t>) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        for key in ["undercutter", "exceptions"] {
            let Some(value) = tree.get(key) else { continue };
            let own = [value];
            let several: Vec<&Tree<'_>> = match &value.value {
                Value::List(items) => items.iter().collect(),
                Value::Map(entries) => entries.iter().map(|entry| &entry.value).collect(),
                Value::Null => Vec::new(),
                _ => own.to_vec(),
            };
            for one in several {
                if let Some(statement) = self.named(one, "the undercutter") {
                    found.push((statement, one.span));
                }
            }
        }
        found
    }

    fn references(&mut self, root: &'t Tree<'t>) {
        for entry in self.entries(root, "references") {
            let Ok(key) = Id::new(&entry.key) else { continue };
            let tree = &entry.value;
            let word = |key: &str| tree.get(key).and_then(|value| value.texts().next()).map(str::to_owned);
            let source = Source {
                title: word("title"),
                author: word("creator").or_else(|| word("author")),
                publisher: word("publisher"),
                url: word("identifier").filter(|address| address.contains("://")).or_else(|| word("url")),
                date: word("date").and_then(|date| date.parse().ok()),
                declared: true,
                ..Source::new(key, entry.span())
            };
            let _ = self.graph.builder.argument.add_source(source);
        }
    }

    fn leave_out(&mut self, root: &'t Tree<'t>) {
        let others = [
            ("language", "the wording of predicates is not kept"),
            ("issue_schemes", "schemes of issues are not run"),
            ("weighing_functions", "weighing functions are not kept"),
        ];
        for (key, message) in others {
            if let Some(value) = root.get(key).filter(|value| says_something(value)) {
                self.graph.lose(value.span.at_start(), message);
            }
        }
        for tests in ["tests", "labels"].into_iter().filter_map(|key| root.get(key)) {
            for entry in tests.entries().iter().filter(|entry| says_something(&entry.value)) {
                let names: Vec<String> = entry.value.texts().map(|name| format!("`{}`", shown(name))).collect();
                let label = shown(&entry.key);
                let message = format!("the file expects {} to be {label}, which is not checked", names.join(", "));
                self.graph.lose(entry.key_span, message);
            }
        }
    }

    fn issues(&mut self, root: &'t Tree<'t>) -> Vec<Issue> {
        let mut issues = Vec::new();
        for entry in self.entries(root, "issues") {
            let Ok(id) = Id::new(&entry.key) else { continue };
            let tree = &entry.value;
            let title = tree.get("meta").and_then(|meta| meta.get("title")?.texts().next());
            let text = title.unwrap_or(&entry.key).to_owned();
            let standard = tree.get("standard").filter(|standard| standard.texts().next() != Some("PE"));
            if let Some(standard) = standard.filter(|standard| says_something(standard)) {
                self.graph.lose(standard.span, "a proof standard is not kept");
            }
            self.graph.lose_others(tree, &["positions", "standard", "meta"]);
            let mut answers = Vec::new();
            for position in tree.get("positions").map_or(&[][..], Tree::items) {
                if let Some(at) = self.named(position, "the position") {
                    answers.push(self.graph.vertex(at).node.id.clone());
                    self.graph.offer(at);
                }
            }
            issues.push(Issue { id, text, span: entry.span(), answers });
        }
        issues
    }
}

/// A premise of an argument, and the part that it plays.
struct Premise {
    statement: usize,
    span: Span,
    role: Option<String>,
}

fn ask(reading: &mut Reading, issues: Vec<Issue>) {
    for Issue { id, text, span, answers } in issues {
        let answers: Vec<NodeHandle> =
            answers.iter().filter_map(|answer| reading.argument.find(answer.as_str())).collect();
        reading.argument.add_question(Question { id, text, answers, span });
    }
}
