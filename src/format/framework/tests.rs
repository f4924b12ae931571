use super::*;
use crate::argument::testing::sketch;
use crate::argument::{EdgeKind, NodeKind};
use crate::format::detect;

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile::new(name, text)
}

/// Ids and contradictions of what was read.
fn read_as(reader: &dyn Reader, text: &str) -> (Vec<String>, Vec<(usize, usize)>) {
    let reading = reader.read(&file("f", text)).unwrap();
    let argument = &reading.argument;
    assert!(argument.nodes().all(|(_, node)| node.kind == NodeKind::Claim));
    assert!(argument.edges().all(|(_, edge)| edge.kind == EdgeKind::Contradicts));
    let ends = argument.edges().map(|(handle, _)| argument.ends(handle)).map(|(from, to)| (from.index(), to.index()));
    (argument.nodes().map(|(_, node)| node.id.to_string()).collect(), ends.collect())
}

/// The first fault, in a line.
fn fault_of(reader: &dyn Reader, text: &str) -> String {
    reader.read(&file("f", text)).unwrap_err()[0].to_string().lines().next().unwrap().to_owned()
}

#[test]
fn numbers_names_and_facts_are_read() {
    let ids = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        read_as(&Af, "\u{feff}# c\r\np  af 3\r\n\r\n1 2\t\r\n 3  3"),
        (ids(&["1", "2", "3"]), vec![(0, 1), (2, 2)])
    );
    assert_eq!(read_as(&Af, "p af 0"), (ids(&[]), vec![]));
    let facts = "% c\narg(a). arg( b_1 ).\narg(\"c, \\\"d\\\"\").att(a,b_1).\natt(\"c, \\\"d\\\"\", a) .\narg(a).";
    assert_eq!(read_as(&Apx, facts), (ids(&["a", "b_1", "c, \"d\""]), vec![(0, 1), (2, 0)]));
    assert_eq!(read_as(&Apx, "att(b,a).\narg(a).\narg(b)."), (ids(&["b", "a"]), vec![(0, 1)]));
    assert_eq!(read_as(&Tgf, "a It rains.\nb\n#\nb a because\na a\n"), (ids(&["a", "b"]), vec![(1, 0), (0, 0)]));
    let reading = Tgf.read(&file("f", "a It rains.\nb\n#\n")).unwrap();
    let words: Vec<_> = reading.argument.nodes().map(|(_, node)| node.text.as_str().to_owned()).collect();
    assert_eq!(words, ["It rains.", "b"]);
}

#[test]
fn faults_name_line_and_column() {
    assert_eq!(fault_of(&Af, "p af 2\n1 3\n"), "f:2:3: there is no such argument: they are numbered from 1 to 2");
    assert_eq!(
        fault_of(&Af, "p af 2\n1 99999999999999999999\n"),
        "f:2:3: there is no such argument: they are numbered from 1 to 2"
    );
    assert_eq!(fault_of(&Af, "p af 2\n0 1\n"), "f:2:1: there is no such argument: they are numbered from 1 to 2");
    assert_eq!(fault_of(&Af, "p af 2\n1\n"), "f:2:2: the number of an argument was expected here");
    assert_eq!(fault_of(&Af, "p af 2\n1 2 3\n"), "f:2:5: an attack is two numbers on a line, the attacker first");
    assert_eq!(fault_of(&Af, "p af 2\na b\n"), "f:2:1: this is no attack");
    assert_eq!(fault_of(&Af, "p af 2\np af 3\n"), "f:2:1: the number of arguments is given a second time");
    for text in ["", "1 2\n", "p cnf 2 3\n", "p af x\n", "p af -1\n", "p\n", "p af 1 2\n"] {
        assert!(fault_of(&Af, text).ends_with("there is no line that says how many arguments there are"), "{text}");
    }
    assert!(fault_of(&Af, "p af 4000000000\n").contains("4000000000 arguments are more than"));
    assert!(fault_of(&Af, "p af 99999999999\n").contains("are more than"));
    assert_eq!(fault_of(&Apx, "arg(a).\natt(a,b).\n"), "f:2:7: an attack names this argument, which is not declared");
    assert_eq!(fault_of(&Apx, "arg(a)\narg(b)."), "f:2:1: `.` was expected here");
    assert_eq!(fault_of(&Apx, "arg(\"a"), "f:1:5: this quoted name does not end");
    assert_eq!(fault_of(&Apx, "arg(\"a\\"), "f:1:5: this quoted name does not end");
    assert_eq!(fault_of(&Apx, "arg()."), "f:1:5: the name of an argument was expected here");
    assert_eq!(fault_of(&Apx, "hello"), "f:1:1: this is neither an argument nor an attack");
    assert_eq!(fault_of(&Tgf, "a\nb\n#\na c\n"), "f:4:3: an attack names this argument, which is not declared");
    assert_eq!(fault_of(&Tgf, "a\n#\na\n"), "f:3:1: an attack names two arguments, the attacker first");
    assert_eq!(fault_of(&Tgf, "a\na\n#\n"), "f:2:1: the argument `a` is given a second time");
    assert_eq!(fault_of(&Tgf, "a\nb\n"), "f:3:1: the arguments do not end");
}

#[test]
fn the_form_is_told_by_name_or_content() {
    let named = |name: &str, text: &str| detect(&file(name, text)).name();
    assert_eq!(named("x.af", "anything"), "af");
    assert_eq!(named("<stdin>", "# c\n\np af 2\n1 2\n"), "af");
    assert_eq!(named("<stdin>", "arg(a).\n"), "apx");
    assert_eq!(named("<stdin>", "a\nb\n#\na b\n"), "tgf");
    for other in [
        "",
        "# Title\n\nargument (a) is.\n",
        "Key judgements\n\n- It rains. (high)\n",
        "one\n#\ntwo three\n",
        "#\n",
        "p af is no report.\n",
        "arguments (all of them) are weighed.\n",
        "nodes:\n  a:\n    text: x\n",
        "[nodes.a]\ntext = \"x\"\n",
    ] {
        assert!(!["af", "apx", "tgf"].contains(&named("<stdin>", other)), "{other}");
    }
}

fn written(writer: &dyn Writer, argument: &Argument) -> (String, Vec<String>) {
    let written = writer.write(argument, &WriteOptions::default()).unwrap();
    (String::from_utf8(written.bytes).unwrap(), written.notes)
}

#[test]
fn what_is_written_reads_back_as_the_same_attacks() {
    let argument = sketch(
        "kj1: judgement \"Rain.\"\nE 2: evidence \"It is “wet”.\"\ne(3),.: claim \"日本\"\ne1: claim \"x\"\ne1 -x kj1 0.5\nkj1 -x e1\ne1 -> kj1",
    );
    let attacks = vec![(3, 0), (0, 3)];
    for (writer, reader) in [(&Af as &dyn Writer, &Af as &dyn Reader), (&Apx, &Apx), (&Tgf, &Tgf)] {
        let (text, notes) = written(writer, &argument);
        let (ids, read) = read_as(reader, &text);
        assert_eq!(read, attacks, "{text}");
        assert!(notes[0].starts_with("1 support is left out"), "{notes:?}");
        assert!(notes[1].starts_with("the weights"), "{notes:?}");
        match writer.name() {
            "apx" => assert_eq!(ids, ["kj1", "E 2", "e(3),.", "e1"]),
            // `E 2` has a blank, so that all are numbered, and keep their words.
            _ => assert_eq!(ids, ["1", "2", "3", "4"]),
        }
    }
    assert!(written(&Af, &argument).0.starts_with("p af 4\n# 1 kj1\n# 2 E 2\n"));
    assert!(written(&Tgf, &argument).0.contains("3 日本\n"));
}

#[test]
fn a_name_that_can_be_no_id_is_replaced_and_said() {
    let reading = Apx.read(&file("f", "arg(\"\").\narg(\"a\nb\").\n")).unwrap();
    let ids: Vec<_> = reading.argument.nodes().map(|(_, node)| node.id.to_string()).collect();
    assert_eq!(ids, ["argument-0", "argument-1"]);
    assert_eq!(reading.losses.len(), 2);
}

proptest::proptest! {
    /// Any text at all is read or refused, as arrays and as an argument alike.
    #[test]
    fn nothing_panics(text in "(p af 3\n|arg\\(|att\\(|a|b|[0-9]|[ #,.()\"\\\\%\n]|\\PC){0,40}") {
        for (reader, syntax) in [(&Af as &dyn Reader, Syntax::Af), (&Apx, Syntax::Apx), (&Tgf, Syntax::Tgf)] {
            let as_argument = reader.read(&file("f", &text));
            let as_arrays = RawFramework::read(text.clone().into_bytes(), syntax);
            proptest::prop_assert_eq!(as_argument.is_ok(), as_arrays.is_ok());
            if let (Ok(reading), Ok(raw)) = (as_argument, as_arrays) {
                proptest::prop_assert_eq!(reading.argument.edge_count(), raw.framework.attack_count());
            }
            let _ = detect(&file("x", &text));
        }
    }
}
