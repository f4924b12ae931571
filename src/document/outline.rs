//! For tests: a document as lines of text, and what must hold for every document.

use super::{BlockKind, Document, Marker};

/// One line a block, indented by its depth: kind, quotation, text, with ` / ` between the lines that it was folded from.
pub(crate) fn outline(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        let kind = match &block.kind {
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Item { list, marker } => match marker {
                Marker::Bullet(glyph) => format!("{list}{glyph}"),
                Marker::Number(number) => format!("{list}[{number}]"),
                Marker::Letter(letter) => format!("{list}[{letter}]"),
            },
            BlockKind::Row { table, header, .. } => format!("row {table}{}", if *header { " head" } else { "" }),
            BlockKind::Code => "code".to_owned(),
            BlockKind::Picture => "picture".to_owned(),
            BlockKind::Caption => "caption".to_owned(),
            BlockKind::Rule => "rule".to_owned(),
            BlockKind::Comment => "comment".to_owned(),
            BlockKind::Footnote { label } => format!("footnote {label}"),
            BlockKind::Furniture { .. } => "furniture".to_owned(),
        };
        let prose = block.prose.as_str();
        let words = if block.lines.is_empty() {
            prose.to_owned()
        } else {
            block.lines.iter().map(|line| &prose[line.clone()]).collect::<Vec<_>>().join(" / ")
        };
        let attributes = block.attributes.as_ref().map_or("", |_| " {}");
        text.push_str(&"  ".repeat(usize::from(block.depth)));
        text.push_str(&">".repeat(usize::from(block.quotation)));
        text.push_str(format!("{kind}: {words}{attributes}").trim_end());
        text.push('\n');
    }
    text
}

/// Panics unless blocks stand in order inside the file, and every range lies on borders of characters.
pub(crate) fn check(document: &Document) {
    let source = document.file.text();
    let sliced = |range: std::ops::Range<usize>| {
        assert!(source.get(range.clone()).is_some(), "{range:?} is no text of {source:?}");
    };
    let mut before = 0;
    for block in &document.blocks {
        assert!(block.span.start >= before, "out of order: {block:?} in {source:?}");
        before = block.span.start;
        sliced(block.span.range());
        let prose = block.prose.as_str();
        assert!(prose.trim() == prose, "{prose:?}");
        sliced(block.prose.span().range());
        for mark in block.prose.marks() {
            assert!(prose.get(mark.range.clone()).is_some(), "{mark:?} in {prose:?}");
            sliced(block.prose.span_of(mark.range.clone()).range());
        }
        let borders: Vec<usize> = prose.char_indices().map(|(at, _)| at).step_by(7).collect();
        for pair in borders.windows(2) {
            sliced(block.prose.span_of(pair[0]..pair[1]).range());
        }
        let mut end = 0;
        for line in &block.lines {
            assert!(line.start >= end && line.start < line.end, "{:?} in {prose:?}", block.lines);
            assert!(prose.get(line.clone()).is_some_and(|line| line.trim() == line), "{line:?} in {prose:?}");
            end = line.end;
        }
        if let BlockKind::Row { cells, .. } = &block.kind {
            for cell in cells {
                sliced(cell.span.range());
                sliced(cell.prose.span().range());
            }
        }
        if let Some(attributes) = &block.attributes {
            sliced(attributes.span.range());
        }
    }
    for malformed in &document.malformed {
        sliced(malformed.span.range());
    }
    document.front_matter.iter().for_each(|span| sliced(span.range()));
}

/// Pieces that texts of every layout are made of, for generated tests.
pub(super) const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "    ",
    "\t",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\x0c",
    "\r",
    "China",
    "é日",
    "Key Judgement 1",
    "Key Findings:",
    "KJ-2: It",
    "- ",
    "* ",
    "+ ",
    "• ",
    "•",
    "– ",
    "◦ ",
    "o  ",
    "1. ",
    "2. ",
    "640.",
    "(1) ",
    "(2) ",
    "a. ",
    "b. ",
    "(a) ",
    "(b) ",
    "i. ",
    "ii. ",
    "# ",
    "## ",
    "---",
    "===",
    "***",
    "**",
    "*",
    "_",
    "`",
    "```",
    "~~~",
    "> ",
    "| a | b |\n|--|--|\n",
    "|",
    "<!--",
    "-->",
    "<!-- c -->",
    "<b>",
    "</b>",
    "<br>",
    "<a href='x'>",
    "</a>",
    "<div>",
    "</div>",
    "<",
    ">",
    "&amp;",
    "&nbsp;",
    "\\",
    "[a](b)",
    "[",
    "](",
    ")",
    "![p](q)",
    "![",
    "[^1]",
    "[^1]: ",
    "{#id}",
    "{#id weight=0.5}",
    "{.x y=\"}",
    "{",
    "}",
    "https://a.example/x).",
    "title: x\n",
    "---\ntitle: x\n---\n",
    "~~",
    "[ ] ",
    "a sentence that goes on and on and on until it is longer than fifty bytes",
    ".",
    ":",
    "“",
    "\"",
    "再開",
    "・",
    "１．",
    "（１）",
    "（２）",
    "。",
    "：",
    "」",
    "\u{3000}",
];
