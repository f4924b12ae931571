//! Two editions in one picture: `diff --to svg`, `dot` and `html`.

#![cfg(feature = "pictures")]

use std::path::Path;
use std::process::{Command, Stdio};

const OLD: &str = "\
## Key Judgement 1

The bridge is highly likely to be closed for repair before May 2027.

- The inspectors found two cracks in the northern pier. [@report]
- The council has set money aside. {#money}

## Key Judgement 2

The ferry is unlikely to carry all the traffic in that time.

- It has room for forty cars. {#room}
";

const NEW: &str = "\
## Key Judgement 1

The bridge is likely to be closed for repair before May 2027.

- The inspectors found three cracks in the northern pier. [@report]
- A firm from Ostrand has begun to bring scaffolding, \\<script>alert(1)\\</script> and all. {#firm}

## Key Judgement 2

The ferry is unlikely to carry all the traffic in that time.

- It has room for forty cars. {#room}
";

fn difference(folder: &Path, format: &str) -> String {
    std::fs::write(folder.join("old.md"), OLD).unwrap();
    std::fs::write(folder.join("new.md"), NEW).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .args(["diff", "old.md", "new.md", "--fail-on", "never", "--to", format])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The ids of the nodes of that class, and the lines that say how they changed.
fn of_class(document: &roxmltree::Document<'_>, class: &str) -> Vec<(String, Vec<String>)> {
    let is = |node: &roxmltree::Node<'_, '_>, class: &str| {
        node.attribute("class").is_some_and(|classes| classes.split(' ').any(|word| word == class))
    };
    document
        .descendants()
        .filter(|node| is(node, "node") && is(node, class))
        .map(|node| {
            let lines = node.children().filter(|child| is(child, "change"));
            let lines = lines.map(|line| line.text().unwrap_or_default().to_owned()).collect();
            (node.attribute("data-id").unwrap().to_owned(), lines)
        })
        .collect()
}

#[test]
fn the_picture_tells_what_is_added_removed_and_changed() {
    let folder = tempfile::tempdir().unwrap();
    let svg = difference(folder.path(), "svg");
    let document = roxmltree::Document::parse(&svg).unwrap();
    let told = |class: &str| of_class(&document, class);
    assert_eq!(told("added"), [("firm".to_owned(), vec!["added".to_owned()])]);
    assert_eq!(told("removed"), [("money".to_owned(), vec!["removed".to_owned()])]);
    let changed = told("changed");
    assert_eq!(changed.len(), 2, "{changed:?}");
    assert_eq!(changed[0], ("kj1".to_owned(), vec!["goes from \"highly likely\" to \"likely\"".to_owned()]));
    assert_eq!((changed[1].0.as_str(), changed[1].1[0].as_str()), ("kj1-1", "is reworded"));
    let lines = |class: &str| {
        document.descendants().filter(|node| node.attribute("class") == Some(&format!("edge supports {class}"))).count()
    };
    assert_eq!((lines("added"), lines("removed")), (1, 1));
    // The headline stands under the title, and the legend explains the lines.
    assert!(svg.contains("kj1 goes from &quot;highly likely&quot; to &quot;likely&quot;"), "{svg}");
    for word in ["added", "removed", "changed"] {
        assert!(svg.contains(&format!(">{word}</text>")), "the legend has no {word}");
    }
}

#[test]
fn graphviz_reads_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let dot = difference(folder.path(), "dot");
    let file = folder.path().join("difference.dot");
    std::fs::write(&file, &dot).unwrap();
    let output =
        Command::new("dot").arg("-Tsvg").arg(&file).stderr(Stdio::inherit()).output().expect("Graphviz is there");
    assert!(output.status.success());
    let svg = String::from_utf8(output.stdout).unwrap();
    for text in [">added<", ">removed<", ">is reworded<"] {
        assert!(svg.contains(text), "{text} is not drawn");
    }
    assert!(!svg.contains("<script"));
}

#[test]
fn the_page_has_no_script_and_takes_none_from_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let page = difference(folder.path(), "html");
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("<code>kj1</code> goes from"));
    assert!(page.contains("<del>two</del>") && page.contains("<ins>three</ins>"), "{page}");
    assert!(page.contains("class=\"node evidence added\""));
}

#[test]
fn an_unchanged_argument_is_drawn_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.md"), OLD).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .args(["diff", "old.md", "old.md", "--to", "html"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().ends_with("</html>\n"));
}
