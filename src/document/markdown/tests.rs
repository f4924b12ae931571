use proptest::prelude::*;

use super::*;
use crate::document::MarkKind;
use crate::document::outline::{PIECES, check, outline};

fn document(text: &str) -> Document {
    let document = read(&SourceFile::new("report.md", text));
    check(&document);
    document
}

fn blocks(text: &str) -> String {
    outline(&document(text))
}

#[test]
fn headings_lists_quotations_and_rules_become_flat_blocks() {
    let text = "\
Report
======

## Key Judgements ##

1. One
   wrapped

   More of one.
   - inner
     > quoted
2. Two
> Said
lazily
> - in it
***
";
    assert_eq!(
        blocks(text),
        "\
h1: Report
h2: Key Judgements
  0[1]: One / wrapped
  p: More of one.
    1-: inner
    >p: quoted
  0[2]: Two
>p: Said / lazily
  >2-: in it
rule:
"
    );
}

#[test]
fn spans_begin_at_the_bullet_and_prose_knows_its_bytes() {
    let text = "\u{feff}---\ntitle: Dams\n---\n# Title {#t}\n\n-  **One** R&amp;D \\*é\\*\n   two [link](https://a.example \"t\") {#x weight=0.5}\n";
    let document = document(text);
    assert_eq!(&text[document.front_matter.unwrap().range()], "title: Dams\n");
    assert_eq!(outline(&document), "h1: Title {}\n  0-: One R&D *é* / two link {}\n");
    let item = &document.blocks[1];
    assert!(text[item.span.range()].starts_with("-  **One**") && text[item.span.range()].ends_with("weight=0.5}"));
    let prose = item.prose.as_str();
    let of = |word: &str| {
        let at = prose.find(word).unwrap();
        &text[item.prose.span_of(at..at + word.len()).range()]
    };
    assert_eq!(of("One"), "One");
    assert_eq!(of("&"), "&amp;");
    assert_eq!(of("é"), "é");
    assert_eq!(of("two"), "two");
    assert_eq!(of("link"), "link");
    assert_eq!(item.prose.bold_lead(), Some(0..3));
    assert_eq!(item.prose.links().next().unwrap().0, "https://a.example");
    assert_eq!(item.attributes.as_ref().unwrap().get("weight").unwrap().value, "0.5");
    assert_eq!(&text[document.blocks[0].span.range()], "# Title {#t}");
}

#[test]
fn a_byte_order_mark_hides_no_heading() {
    assert_eq!(blocks("\u{feff}# Title\r\n\r\nText\r\n"), "h1: Title\np: Text\n");
    for text in ["", "\u{feff}", "\n \n"] {
        assert_eq!(blocks(text), "");
    }
}

#[test]
fn bullets_that_markdown_does_not_know_part_a_paragraph() {
    assert_eq!(
        blocks("Evidence:\n• **one\n• two** and\nmore\n  ◦ three\n• four\n\n  more of four\n\nAfter\n"),
        "\
p: Evidence:
  0•: one
  0•: two and / more
    1◦: three
  0•: four
  p: more of four
p: After
"
    );
    assert_eq!(blocks("• one\n\n• two\n\n– three\n\n• four"), "  0•: one\n  0•: two\n    1–: three\n  0•: four\n");
    assert_eq!(blocks("•\nThe paper\n\n•\n\nMore\n"), "  0•: The paper\n  0•: More\n");
    assert_eq!(blocks("- x\n• y\n"), "  0-: x\n    1•: y\n");
    assert_eq!(blocks("• x\n  - y\n• z\n"), "  0•: x\n    1-: y\n  0•: z\n");
    assert_eq!(
        blocks("- a\n  - b\n• c\nKey Judgement 2\nText\n"),
        "  0-: a\n    1-: b\n    2•: c\np: Key Judgement 2\np: Text\n"
    );
    assert_eq!(blocks("- • x\n- • y\n"), "  0-: x\n  0-: y\n");
    assert_eq!(blocks("Text\n\\- x\n"), "p: Text / - x\n");
    assert_eq!(blocks("• a\n• b\n---\nText\n"), "  0•: a\n  0•: b\nrule:\np: Text\n");
}

#[test]
fn emphasis_that_spans_items_is_closed_and_opened_again() {
    let document = document("**• one\n• two** three");
    let marks: Vec<_> = document.blocks.iter().map(|block| block.prose.marks().to_vec()).collect();
    assert_eq!(outline(&document), "p: • one\n  0•: two three\n");
    assert_eq!(marks[1].len(), 1);
    assert_eq!((marks[1][0].range.clone(), &marks[1][0].kind), (0..3, &MarkKind::Strong));
    // A link is not torn apart.
    assert_eq!(blocks("[a\n• b](https://a.example)"), "p: a / • b\n");
}

#[test]
fn letters_and_lone_numbers_are_items() {
    assert_eq!(
        blocks("KJ-1: It will.\n\na. one (source).\n\nb. two\nc. three\n"),
        "p: KJ-1: It will.\n  0[a]: one (source).\n  0[b]: two\n  0[c]: three\n"
    );
    assert_eq!(blocks("> (a) one\n> (b) two\n"), "  >0[a]: one\n  >0[b]: two\n");
    assert_eq!(blocks("a. only one\n"), "p: a. only one\n");
    assert_eq!(
        blocks("640.\nAt the request\n641.\nIt said:\n•\nThe paper\n"),
        "  0[640]: At the request\n  1[641]: It said:\n    2•: The paper\n"
    );
    assert_eq!(blocks("1.\n\n## Heading\n\nText"), "h2: Heading\np: Text\n");
    assert_eq!(blocks("- - foo\n\nbar"), "    1-: foo\np: bar\n");
}

#[test]
fn labels_stand_for_themselves() {
    assert_eq!(
        blocks("**Key Judgement 1**\nIt will rain.\n**Key Judgement 2:** It will not,\nsays he."),
        "p: Key Judgement 1\np: It will rain.\np: Key Judgement 2: It will not, / says he.\n"
    );
}

#[test]
fn text_glued_under_a_bullet_is_a_line_of_its_own() {
    let document = document("- It is true.\nA caption\n\nText");
    let item = &document.blocks[0];
    let lines: Vec<&str> = item.lines.iter().map(|line| &item.prose.as_str()[line.clone()]).collect();
    assert_eq!(lines, ["It is true.", "A caption"]);
    assert!(document.blocks[1].lines.is_empty());
    assert_eq!(blocks("one  \ntwo\\\nthree<br>four"), "p: one / two / three / four\n");
}

#[test]
fn an_indented_page_is_no_code() {
    let page = "Title\n\n    Key Judgement 1\n\n    It will rain.\n\n    • The sky\n    is grey.\n\n    Text\n";
    assert_eq!(blocks(page), "p: Title\np: Key Judgement 1\np: It will rain.\n  0•: The sky / is grey.\np: Text\n");
    let part = format!("# Report\n\n{}\n    • one\n    • two\n\nEnd\n", "Text\n\n".repeat(9));
    assert!(blocks(&part).ends_with("p: Text\n  0•: one\n  0•: two\np: End\n"), "{}", blocks(&part));
    let code = format!("{}    let x = 1;\n    - y\n", "Text\n\n".repeat(9));
    assert!(blocks(&code).ends_with("p: Text\ncode: let x = 1; - y\n"), "{}", blocks(&code));
    let fenced = "```\n    • one\n    • two\n    KJ-1: x\n```\n";
    assert_eq!(blocks(fenced), "code: • one • two KJ-1: x\n");
    assert_eq!(blocks("Text\n\n~~~\nnever closed\n• x"), "p: Text\ncode: never closed • x\n");
    let document = document(&part);
    let item = document.blocks.iter().find(|block| matches!(block.kind, BlockKind::Item { .. })).unwrap();
    assert_eq!(&part[item.span.range()], "• one");
}

#[test]
fn a_page_that_is_mostly_indented_is_read_as_text_without_any_bullet() {
    assert_eq!(
        blocks("Title\n\n    It will rain.\n\n    It will not.\n"),
        "p: Title\np: It will rain.\np: It will not.\n"
    );
}

#[test]
fn comments_stand_apart_and_do_not_part_a_list() {
    let text = "- a\n<!-- linchpin: allow x why -->\n- b\n\n<!-- two\nlines --> tail\n\n1. x\n<!-- c -->\n2. y\n";
    let document = document(text);
    assert_eq!(
        outline(&document),
        "  0-: a
comment: linchpin: allow x why
  0-: b
comment: two / lines
p: tail
  1[1]: x
comment: c
  1[2]: y
"
    );
    assert_eq!(&text[document.blocks[1].span.range()], "<!-- linchpin: allow x why -->");
    assert_eq!(blocks("- <!-- c --> text\n- b <!-- d --> e\n"), "  comment: c\n  0-: text\n  0-: b e\n  comment: d\n");
    assert_eq!(blocks("> <!-- c -->\n\nx <!-- d -->\n"), ">comment: c\np: x\ncomment: d\n");
    assert_eq!(blocks("<!-- never closed\n\n# x"), "comment: never closed / # x\n");
}

#[test]
fn raw_html_is_furniture() {
    assert_eq!(
        blocks("<div align=\"center\">\nBadges <b>here</b>\n</div>\n\nText\n"),
        "furniture: Badges here\np: Text\n"
    );
    assert_eq!(
        blocks("<details>\n<!-- é -->\n<summary>é < 1</summary>\n"),
        "furniture:\ncomment: é\nfurniture: é < 1\n"
    );
    let document = document("<b>Bold</b> and <a href='https://a.example?x=1&amp;y=2'>a *link*</a></i></x>");
    let prose = &document.blocks[0].prose;
    assert_eq!(prose.as_str(), "Bold and a link");
    assert_eq!(prose.links().collect::<Vec<_>>(), [("https://a.example?x=1&y=2", 9..15)]);
    assert_eq!(prose.bold_lead(), Some(0..4));
}

#[test]
fn tables_become_rows_with_cells() {
    let text = "\
| # | Judgement | Confidence |
|---|---|---|
| 1 | It **will**<br>rain `x\\|y` | High |
| 2 | | https://a.example/c_d. |
| 3 |

| x |
|---|
";
    let document = document(text);
    assert_eq!(
        outline(&document),
        "\
row 0 head: # | Judgement | Confidence
row 0: 1 | It will rain x|y | High
row 0: 2 | | https://a.example/c_d.
row 0: 3 | |
row 1 head: x
"
    );
    let BlockKind::Row { cells, .. } = &document.blocks[1].kind else { panic!("a row") };
    assert_eq!(cells[1].prose.as_str(), "It will rain x|y");
    assert_eq!(&text[cells[1].span.range()], "It **will**<br>rain `x\\|y`");
    assert_eq!(&text[cells[0].prose.span().range()], "1");
    assert_eq!(&text[document.blocks[1].span.range()], "| 1 | It **will**<br>rain `x\\|y` | High |");
    let row = &document.blocks[2].prose;
    assert_eq!(row.links().map(|(address, _)| address).collect::<Vec<_>>(), ["https://a.example/c_d"]);
}

#[test]
fn pictures_stand_alone_or_are_left_out() {
    assert_eq!(
        blocks(
            "![A *map* of it](map.png)\n\nText ![alt](x.png) on\n\n[![badge](b.png)](https://a.example) ![two](c.png)\n"
        ),
        "picture: A map of it\np: Text on\npicture: badge\npicture: two\n"
    );
    assert_eq!(blocks("- ![alt](x.png)\n- b\n\n![f](g){#fig .wide}"), "  picture: alt\n  0-: b\npicture: f {}\n");
}

#[test]
fn footnotes_keep_their_labels() {
    let text = "A claim.[^1] More[^n].\n\n[^1]: The *first*\n    source.\n\n    Its second paragraph.\n[^n]: https://a.example/x\n";
    let document = document(text);
    assert_eq!(
        outline(&document),
        "\
p: A claim. More.
footnote 1: The first / source.
footnote 1: Its second paragraph.
footnote n: https://a.example/x
"
    );
    let prose = &document.blocks[0].prose;
    assert_eq!(prose.footnote_references().collect::<Vec<_>>(), [("1", 8..8), ("n", 13..13)]);
}

#[test]
fn attributes_are_taken_wherever_they_end_a_block() {
    assert_eq!(
        blocks(
            "## H {#h}\n\nText\n{#p source=\"a b\" .claim}\n\n- x {#x_1 contradicts=\"kj1:0.4\"}\n- [ ] y\n  {#y_1}\n- z {a, b}\n"
        ),
        "h2: H {}\np: Text {}\n  0-: x {}\n  0-: y {}\n  0-: z {a, b}\n"
    );
    let text = "Text\n\n{#alone}\n\n## {#bare}\n\n- b {#x oops}";
    let document = document(text);
    let faults: Vec<&str> = document.malformed.iter().map(|fault| &text[fault.span.range()]).collect();
    assert_eq!(faults, ["{#alone}", "{#bare}", "oops"]);
}

#[test]
fn addresses_citations_and_hyphens_stay_as_they_are() {
    let document =
        document("An inter-\nnational --- \"body\" [@key] ~~struck~~ (https://a.example/x_(y)_z). <https://b.example>");
    let prose = &document.blocks[0].prose;
    assert_eq!(
        prose.as_str(),
        "An inter- national --- \"body\" [@key] struck (https://a.example/x_(y)_z). https://b.example"
    );
    let links: Vec<_> = prose.links().map(|(address, _)| address).collect();
    assert_eq!(links, ["https://a.example/x_(y)_z", "https://b.example"]);
}

#[test]
fn the_same_page_reads_alike_as_markdown_and_as_text() {
    let page = "Title\n\nKey Judgement 1\n\nIt will rain.\n\n• One\n• Two\nglued\n\nKey Judgement 2\n\nIt will not.\n\na. One\n\nb. Two\n";
    assert_eq!(blocks(page), outline(&text::read(&SourceFile::new("page.txt", page))));
    let indented: String = page.lines().flat_map(|line| ["    ", line, "\n"]).collect();
    assert_eq!(blocks(page), blocks(&indented));
}

#[test]
fn hostile_texts_take_linear_time() {
    let lines = 100_000;
    for text in [
        "x".repeat(1 << 20),
        "- ".repeat(10_000) + "x",
        "> ".repeat(10_000) + "x",
        "1. ".repeat(10_000) + "x",
        ">".repeat(10_000) + "\n" + "x\n".repeat(1_000).as_str(),
        (0..1_000).flat_map(|level| [" ".repeat(2 * level), "- x\n".to_owned()]).collect(),
        "• a\n".repeat(lines),
        "**a *b ".repeat(10_000) + &"\n• x".repeat(10_000),
        "[a\n• b".to_owned() + &"\n• x".repeat(lines) + "](https://a.example)",
        "<b>".repeat(lines),
        "<!-- ".repeat(lines),
        "x <!-- c --> ".repeat(lines),
        "<!-- c -->\n".repeat(lines),
        "```\n".repeat(lines) + "```",
        "| a ".repeat(10_000) + "\n" + &"|-".repeat(10_000) + "\n" + &"| b\n".repeat(10),
        "![".repeat(lines),
        "[^1]: x\n\n".repeat(lines / 10),
        "-\n".repeat(lines),
        "a. x\n\nb. y\n\n".repeat(lines / 10),
        "    • x\n\n".repeat(lines),
        "{#a ".repeat(lines),
        "Key Judgement 1\n".repeat(lines / 2),
    ] {
        let started = std::time::Instant::now();
        let head: String = text.chars().take(20).collect();
        check(&read(&SourceFile::new("hostile.md", text)));
        let taken = started.elapsed();
        // In quadratic time it takes hours, on a busy machine in linear time some seconds.
        assert!(taken.as_secs() < 300, "{head:?} took {taken:?}");
    }
}

/// What is read of a text, in stretches of at least so many bytes.
fn read_with(least: usize, text: &str) -> String {
    let document = read_in_stretches(&SourceFile::new("report.md", text), None, 0, least);
    format!("{:#?}\n{:#?}", document.blocks, document.malformed)
}

#[test]
fn a_report_in_stretches_is_read_as_a_whole() {
    for text in [
        "# A\n\n- one {x}\n  1. two\n\n## B\n\n- three\n  - four\n\n## C\n\n| a | b |\n|---|---|\n| c | d |\n\n## D\n\n| e |\n|---|\n\n- f",
        "- \n\n# A\n\nunder no bullet\n\n> - \n\n# B\n\nx {.}\n\n# C {.}",
        "    indented\n\n    • code\n\n# A\n\n    • more\n    • of it\n\n# B",
        "- ```\n  in a list\n\n# A\n\n> ```\n\n# B\n\n> <pre>\n\n# C",
    ] {
        assert!(stretches::stretches(text, 0..text.len(), 1).len() > 1, "{text}");
        assert_eq!(read_with(1, text), read_with(usize::MAX, text), "{text}");
    }
    // What is open across a heading makes no heading of it.
    for text in
        ["```\ncode\n\n# A\n\n```\n\n# B", "x\n\n<!--\nc\n\n# A\n\n-->\n\n# B", "<pre>\nx\n\n# A\n\n</pre>\n\n# B"]
    {
        assert!(stretches::stretches(text, 0..text.len(), 1).len() > 1, "{text}");
        assert!(!blocks(text).contains("h1: A"), "{text}");
        assert_eq!(read_with(1, text), read_with(usize::MAX, text), "{text}");
    }
}

proptest! {
    #[test]
    fn any_report_in_stretches_is_read_as_a_whole(
        sections in proptest::collection::vec(
            proptest::collection::vec(proptest::sample::select(PIECES), 0..20),
            1..6,
        ),
    ) {
        let text = sections.iter().map(|pieces| pieces.concat()).collect::<Vec<_>>().join("\n\n## A heading\n");
        prop_assert_eq!(read_with(1, &text), read_with(usize::MAX, &text));
    }

    #[test]
    fn any_text_is_a_report(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        document(&pieces.concat());
    }

    #[test]
    fn any_characters_are_a_report(text in "\\PC*") {
        document(&text);
    }
}

#[test]
fn chinese_and_japanese_lists_need_no_blanks_and_their_lines_are_joined_without() {
    let text = "\
次のとおりである。
・一月に検査が
**終わった**
・杭は<br>搬入された。

１．傾きは１．５ミリ
だった。
２．工事は進む。

- 夜は
  休む。

（１）Port
閉鎖
　・夜
　・昼
（２）항구
폐쇄
";
    let document = document(text);
    assert_eq!(
        outline(&document),
        "\
p: 次のとおりである。
  0・: 一月に検査が / 終わった
  0・: 杭は / 搬入された。
    1[1]: 傾きは１．５ミリ / だった。
    1[2]: 工事は進む。
      2-: 夜は / 休む。
      3[1]: Port / 閉鎖
        4・: 夜
        4・: 昼
      3[2]: 항구 / 폐쇄
"
    );
    let texts: Vec<&str> = document.blocks.iter().map(|block| block.prose.as_str()).skip(1).collect();
    assert_eq!(
        texts,
        [
            "一月に検査が終わった",
            "杭は搬入された。",
            "傾きは１．５ミリだった。",
            "工事は進む。",
            "夜は休む。",
            "Port 閉鎖",
            "夜",
            "昼",
            "항구 폐쇄"
        ]
    );
    let prose = &document.blocks[1].prose;
    assert_eq!(&prose.as_str()[prose.marks()[0].range.clone()], "終わった");
    assert_eq!(&document.file.text()[prose.span_of(prose.marks()[0].range.clone()).range()], "終わった");
    assert_eq!(&document.file.text()[prose.span_of(15..21).range()], "が\n**終");
}
