use proptest::prelude::*;
use serde_json::Value;

use super::{Csv, Tsv};
use crate::argument::Argument;
use crate::argument::testing::generated::{argument, canonical};
use crate::argument::testing::sketch;
use crate::format::graph_file::{self, Syntax};
use crate::format::{Reader, Reading, WriteOptions, Writer, detect};
use crate::text::{Fault, FileId, SourceFile};

fn written(writer: &dyn Writer, argument: &Argument) -> Vec<SourceFile> {
    let files = writer.write_files(argument, &WriteOptions::default()).unwrap();
    let file = |(name, written): (&str, crate::format::Written)| {
        SourceFile::new(format!("x-{name}.{}", writer.name()), String::from_utf8(written.bytes).unwrap())
    };
    files.into_iter().map(file).collect()
}

fn said(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

fn read(name: &str, text: &str) -> Result<Reading, String> {
    Csv.read(&SourceFile::new(name, text)).map_err(|faults| said(&faults))
}

/// Without what tables have no place for: what the report says of itself, and empty texts.
fn as_tables_hold(argument: &Argument) -> Argument {
    fn clean(value: &mut Value) {
        let Value::Object(entries) = value else { return };
        entries.retain(|key, value| key == "text" || value.as_str() != Some("") && *value != Value::Array(Vec::new()));
        entries.iter_mut().filter(|(key, _)| *key != "allow").for_each(|(_, value)| match value {
            Value::Array(items) => items.iter_mut().for_each(clean),
            value => clean(value),
        });
    }
    let mut value: Value = serde_json::from_str(&graph_file::write(argument, Syntax::Json)).unwrap();
    value.as_object_mut().unwrap().remove("report");
    clean(&mut value);
    graph_file::read(&SourceFile::new("f", value.to_string()), Syntax::Json).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(argument in argument()) {
        let formats: [(&dyn Reader, &dyn Writer); 2] = [(&Csv, &Csv), (&Tsv, &Tsv)];
        for (reader, writer) in formats {
            let files = written(writer, &argument);
            let again = reader.read_with(&files[0], &files[1..]).map_err(|faults| {
                TestCaseError::fail(format!("{}\n{files:?}", said(&faults)))
            })?;
            prop_assert!(again.losses.is_empty(), "{:?}", again.losses);
            prop_assert!(again.argument.defects.is_empty(), "{:?}", again.argument.defects);
            prop_assert_eq!(canonical(&again.argument), canonical(&as_tables_hold(&argument)), "{:?}", files);
            prop_assert_eq!(detect(&files[0]).name(), reader.name());
            prop_assert_eq!(detect(&files[1]).name(), reader.name());
            for file in &files {
                let mut rows = super::scan::Rows::new(file, FileId::FIRST, if writer.name() == "csv" { ',' } else { '\t' });
                while let Some(row) = rows.next().unwrap() {
                    for cell in row {
                        let is_armed = cell.text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                        prop_assert!(!is_armed, "{}", cell.text);
                    }
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-d,;\"\n\r\t'=]{0,40}") {
        let _ = read("x.csv", &text);
        let _ = read("x.csv", &format!("id,text\n{text}"));
        let _ = read("x.csv", &format!("source,target,weight\n{text}"));
        let _ = detect(&SourceFile::new("x.csv", text));
    }
}

#[test]
fn formulas_are_disarmed_and_armed_again() {
    let mut argument = sketch("kj1: judgement \"A\"\ne -> kj1\n");
    for hostile in ["=HYPERLINK(\"x\")", " +1", "-1", "@a", "'=1", "''+1", "'quoted'", "\u{ff1d}1"] {
        let node = argument.find("kj1").unwrap();
        argument.update_node(node, |node| node.likelihood = Some(Box::new(crate::document::Prose::synthetic(hostile))));
        let files = written(&Csv, &argument);
        let cell = files[0].text().lines().nth(1).unwrap().split(",A,").nth(1).unwrap();
        let is_safe = cell.trim_start_matches('"').starts_with('\'');
        assert!(is_safe, "{cell}");
        let again = Csv.read_with(&files[0], &files[1..]).unwrap().argument;
        let node = again.node(again.find("kj1").unwrap());
        assert_eq!(node.likelihood.as_deref().unwrap().as_str(), hostile.trim(), "{cell}");
    }
}

#[test]
fn tables_of_others_are_read() {
    let edges = "Source;Target;Type;Weight;Label\nrain;flood;Directed;0.5;it runs off\nflood;ruin;Directed;1;\n";
    let argument = read("roads.csv", edges).unwrap().argument;
    let kinds: Vec<_> = argument.nodes().map(|(_, node)| format!("{} {}", node.text.as_str(), node.kind)).collect();
    assert_eq!(kinds, ["rain evidence", "flood claim", "ruin judgement"]);
    let edge = argument.edges().next().unwrap().1;
    assert_eq!((edge.weight.get(), edge.because.as_deref()), (0.5, Some("it runs off")));
    let alone = read("x-nodes.csv", "ID,Label,Colour\n1,Rain,red\n").unwrap();
    let losses: Vec<&str> = alone.losses.iter().map(|loss| loss.message.as_str()).collect();
    assert_eq!(
        losses,
        [
            "there is no x-edges.csv beside this table, so that the nodes have no edges",
            "the value `Colour` of a node is left out"
        ]
    );
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    for (text, expected) in [
        ("a,b\n1,2\n", "x.csv:1:1: this table has no column `id`"),
        ("id,text\na,b\na,c\n", "x.csv:3:1: the id `a` is given twice"),
        ("id,text\na,b,c\n", "x.csv:2:5: this row has 3 cells"),
        ("source,target,weight\na,b,NaN\n", "x.csv:2:5: the weight NaN is out of range"),
        ("source,target,weight\na,b,1e999\n", "x.csv:2:5: the weight 1e999 is out of range"),
        ("source,target,weight\na,b,\"0,5\"\n", "x.csv:2:6: a weight must be a number above 0"),
        ("source,target,type\na,b,Undirected\n", "x.csv:2:5: this edge does not say"),
        ("source,target\na,\n", "x.csv:2:3: an id cannot be empty"),
        ("source,target\na\n", "x.csv:2:1: this edge has no target"),
        ("id,text\n\"a", "x.csv:2:1: this quoted cell does not end"),
        ("", "x.csv:1:1: the file is empty"),
        (",,\na,b\n", "x.csv:1:1: the first line of this table is blank"),
        ("source,target,weight, weight\n", "x.csv:1:22: the column `weight` stands twice"),
        ("text,id\nA\n", "x.csv:2:1: this row has no id"),
        ("weight,source,target\n0.5\n", "x.csv:2:1: this edge has no source"),
    ] {
        let faults = read("x.csv", text).unwrap_err();
        assert!(faults.starts_with(expected), "{text}\n{faults}");
    }
    let nodes = || SourceFile::new("x-nodes.csv", "id,text\na,A\n");
    let edges = SourceFile::new("x-edges.csv", "source,target\na,b\n");
    let faults = Csv.read_with(&nodes(), std::slice::from_ref(&edges)).unwrap_err();
    assert!(said(&faults).starts_with("x-edges.csv:2:3: the target of this edge, `b`, is no node"));
    let faults = Csv.read_with(&edges, &[nodes()]).unwrap_err();
    assert!(said(&faults).starts_with("x-edges.csv:2:3: the target"));
    let edges = SourceFile::new("x-edges.csv", "\u{200b}source,dest\na,a\n");
    let faults = Csv.read_with(&nodes(), &[edges]).unwrap_err();
    assert!(said(&faults).starts_with("x-edges.csv:1:1: this table has no column `id`"));
    assert!(faults[0].help.as_ref().unwrap().contains("begins with `\u{200b}source`, `dest`"));
    let questions = SourceFile::new("x-questions.csv", "id,text\nq,Why?\nq,Again?\n");
    let faults = Csv.read_with(&nodes(), &[questions]).unwrap_err();
    assert!(said(&faults).starts_with("x-questions.csv:3:1: the id `q` is given twice"));
}

#[test]
fn fractions_have_commas_where_semicolons_part_cells() {
    let argument = read("x.csv", "source;target;weight\na;b;0,25\n").unwrap().argument;
    assert_eq!(argument.edges().next().unwrap().1.weight.get(), 0.25);
    assert!(read("x.csv", "source,target,weight\na,b,\"0,25\"\n").is_err());
}

#[test]
fn a_column_without_a_name_is_a_loss() {
    let losses = read("x.csv", "source,,target\na,x,b\na,y,b\n").unwrap().losses;
    assert_eq!(losses.len(), 1);
    assert_eq!(losses[0].message, "a column without a name is left out");
}

#[test]
fn only_tables_of_graphs_are_recognised() {
    let is_table = |text: &str| Csv.recognises(&SourceFile::new("x.csv", text));
    assert!(is_table("id,text\n"));
    assert!(is_table("sep=;\nId;Label\n"));
    assert!(is_table("from,to\n"));
    assert!(!is_table("id,price\n"));
    assert!(!is_table("name,price\n"));
    assert!(!is_table(""));
}
