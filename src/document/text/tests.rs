use proptest::prelude::*;

use super::*;
use crate::document::outline::{PIECES, check, outline};

fn document(text: &str) -> Document {
    let document = read(&SourceFile::new("report.txt", text));
    check(&document);
    document
}

fn blocks(text: &str) -> String {
    outline(&document(text))
}

#[test]
fn a_page_of_a_published_report_is_read_as_it_looks() {
    let text = "\
Two Rivers: Who Holds the Dams?

    A picture
    image via the ministry

    Key Judgement 1

    The northern dam is likely to stay closed.

    • The gates were welded
    shut in May.

    • Nobody has been paid since.
    A caption glued on
    Key Judgement 2
    The southern one will open.

    Related contents
";
    assert_eq!(
        blocks(text),
        "\
p: Two Rivers: Who Holds the Dams?
p: A picture / image via the ministry
p: Key Judgement 1
p: The northern dam is likely to stay closed.
  0•: The gates were welded / shut in May.
  0•: Nobody has been paid since. / A caption glued on
p: Key Judgement 2
p: The southern one will open.
p: Related contents
"
    );
}

#[test]
fn spans_begin_at_the_bullet_and_end_with_the_text() {
    let text = "\u{feff}Title\r\n\r\n  •\u{a0}One é\r\n    two  {#a weight=0.5}\r\n\r\nEnd\r\n";
    let document = document(text);
    let item = &document.blocks[1];
    assert_eq!(&text[item.span.range()], "•\u{a0}One é\r\n    two  {#a weight=0.5}");
    assert_eq!(&text[item.prose.span().range()], "One é\r\n    two");
    assert_eq!(item.prose.as_str(), "One é two");
    let two = item.lines[1].clone();
    assert_eq!(&text[item.prose.span_of(two).range()], "two");
    let attributes = item.attributes.as_ref().unwrap();
    assert_eq!(&text[attributes.span.range()], "{#a weight=0.5}");
    assert_eq!(&text[attributes.get("weight").unwrap().span.range()], "0.5");
    assert_eq!(&text[document.blocks[0].span.range()], "Title");
}

#[test]
fn bullets_of_every_kind_nest_by_their_indentation() {
    assert_eq!(
        blocks("Lead:\n• a\n  – b\n    wrapped\n  – c\n• d\n\n  more of d\n\nAfter\n"),
        "p: Lead:\n  0•: a\n    1–: b / wrapped\n    1–: c\n  0•: d\n  p: more of d\np: After\n"
    );
    assert_eq!(
        blocks("1. one\n   a) x\n   b) y\n2. two\n      i. deep\n      ii. deeper\n"),
        "  0[1]: one\n    1[a]: x\n    1[b]: y\n  0[2]: two\n    2[1]: deep\n    2[2]: deeper\n"
    );
    for glyph in "•●▪◦‣·-*–".chars() {
        assert_eq!(blocks(&format!("{glyph} one\n{glyph} two\n")), format!("  0{glyph}: one\n  0{glyph}: two\n"));
    }
    assert_eq!(blocks("(1) one\n\n(2) two"), "  0[1]: one\n  0[2]: two\n");
    assert_eq!(blocks("• a\n\to\tb\n• c"), "  0•: a\n    1o: b\n  0•: c\n");
}

#[test]
fn a_bullet_alone_takes_the_text_below_it() {
    assert_eq!(
        blocks("640.\nAt the request\nof the chair.258\n641.\nIt said:\n•\nThe paper\nheld.\n•\n\nMore.\n642.\nEnd."),
        "  0[640]: At the request / of the chair.258\n  0[641]: It said:\n    1•: The paper / held.\n    1•: More.\n  \
         0[642]: End.\n"
    );
    assert_eq!(blocks("•\n"), "");
    assert_eq!(blocks("•\n\nKey Judgement 1\n"), "p: Key Judgement 1\n");
}

#[test]
fn a_wrapped_line_is_no_item_because_of_the_way_it_begins() {
    let long = "Exports rose in every quarter of the year that ended in";
    assert_eq!(blocks(&format!("{long}\n2004. Imports fell.")), format!("p: {long} / 2004. Imports fell.\n"));
    assert_eq!(blocks(&format!("{long}\n- so they say - May.")), format!("p: {long} / - so they say - May.\n"));
    assert_eq!(blocks("Mr\nA. Smith wrote."), "p: Mr / A. Smith wrote.\n");
    assert_eq!(blocks("a. Only one letter"), "p: a. Only one letter\n");
}

#[test]
fn labels_break_a_paragraph() {
    assert_eq!(
        blocks("Intro\nKey Judgements\nKJ-1: It will rain.\nSoon.\nKJ-2: It will not.\nKey Judgement Three\nText"),
        "p: Intro\np: Key Judgements\np: KJ-1: It will rain. / Soon.\np: KJ-2: It will not.\np: Key Judgement Three\np: Text\n"
    );
    assert_eq!(blocks("1. Key Judgements\n\n• a"), "p: 1. Key Judgements\n  0•: a\n");
}

#[test]
fn titles_rules_comments_and_code() {
    assert_eq!(
        blocks("Report\n======\nIntro\nPart one\n--------\n- a\n---\n\n## Part two ##\nText\n***\nEnd"),
        "h1: Report\np: Intro\nh2: Part one\n  0-: a\nrule:\nh2: Part two\np: Text\nrule:\np: End\n"
    );
    assert_eq!(
        blocks("<!-- linchpin: allow x why -->\n• a\n<!-- two\nlines --> • b\n<!-- open"),
        "comment: linchpin: allow x why\n  0•: a\ncomment: two / lines\n  0•: b / <!-- open\n"
    );
    assert_eq!(blocks("<!-- a --> <!-- b\n\nText"), "comment: a\np: <!-- b\np: Text\n");
    assert_eq!(
        blocks("A\n```sh\n• no item\n\nKJ-1: no\n```\nB\n```\nC"),
        "p: A\ncode: • no item KJ-1: no\np: B / ``` / C\n"
    );
}

#[test]
fn front_matter_is_set_apart() {
    let text = "\u{feff}---\ntitle: Dams\n---\n\nText";
    let document = document(text);
    assert_eq!(&text[document.front_matter.unwrap().range()], "title: Dams\n");
    assert_eq!(outline(&document), "p: Text\n");
}

#[test]
fn attributes_are_taken_from_the_end_and_from_a_line_of_their_own() {
    assert_eq!(
        blocks("• a {#x}\n• b\n{#y .claim}\n\nText\nmore {#z weight=0.5}\n"),
        "  0•: a {}\n  0•: b {}\np: Text / more {}\n"
    );
    let text = "Text\n\n{#alone}\n\n• b {#x oops}";
    let document = document(text);
    let faults: Vec<&str> = document.malformed.iter().map(|fault| &text[fault.span.range()]).collect();
    assert_eq!(faults, ["{#alone}", "oops"]);
}

#[test]
fn words_and_addresses_stay_as_they_are() {
    let document = document("• An inter-\nnational body [@key] (https://a.example/b).");
    let prose = &document.blocks[0].prose;
    assert_eq!(prose.as_str(), "An inter- national body [@key] (https://a.example/b).");
    assert_eq!(prose.links().map(|(address, _)| address).collect::<Vec<_>>(), ["https://a.example/b"]);
}

#[test]
fn page_breaks_tabs_and_lone_carriage_returns_part_lines() {
    assert_eq!(blocks("One\rtwo\r\rThree\x0cKey Judgement 1\r\n"), "p: One / two\np: Three\np: Key Judgement 1\n");
    for text in ["", "\u{feff}", "\n\n \t\r\n", "\u{200b}"] {
        assert_eq!(blocks(text), "");
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let started = std::time::Instant::now();
    let lines = 200_000;
    let deep: String = (0..1_000).flat_map(|level| [" ".repeat(2 * level), "• x\n".to_owned()]).collect();
    for text in [
        "x".repeat(1 << 20),
        "{".repeat(1 << 20),
        "<!--\n".repeat(lines),
        "<!-- ".repeat(lines),
        "<!-- --> ".repeat(lines),
        "```\n~~~\n".repeat(lines / 2),
        (3..1_000).rev().map(|length| "`".repeat(length) + " x\n").collect(),
        "• a\n".repeat(lines),
        "https://".repeat(lines / 2),
        "https://a((((.\n".repeat(lines / 4),
        "a. x\nb. y\n".repeat(lines / 2),
        deep.clone() + &"5. x\n".repeat(lines / 2),
        deep,
        "•\n".repeat(lines),
        "Key Judgement 1\n".repeat(lines / 2),
        "text\n".repeat(lines),
    ] {
        check(&read(&SourceFile::new("hostile.txt", text)));
    }
    // In quadratic time they take hours, on a busy machine in linear time a minute.
    assert!(started.elapsed().as_secs() < 600, "{:?}", started.elapsed());
}

/// Third-party reports beside the repository, if there are any.
#[test]
fn every_report_of_the_corpus_keeps_its_words() {
    let corpus = std::env::var("LINCHPIN_CORPUS").unwrap_or_else(|_| "../shared/corpus".to_owned());
    let mut seen = 0;
    for folder in ["reports", "layouts"] {
        for entry in std::fs::read_dir(format!("{corpus}/{folder}")).into_iter().flatten().flatten() {
            let Ok(bytes) = std::fs::read(entry.path()) else { continue };
            let file = SourceFile::from_bytes(entry.path().to_string_lossy(), bytes).unwrap();
            let document = match crate::document::detect(&file) {
                crate::document::Layout::Markdown => crate::document::markdown::read(&file),
                _ => read(&file),
            };
            check(&document);
            assert!(document.blocks.iter().any(|block| !block.prose.is_empty()), "{}", file.name());
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            let read: usize = document.blocks.iter().map(|block| letters(block.prose.as_str())).sum();
            assert!(read * 2 > letters(file.text()), "{} lost its words", file.name());
            seen += 1;
        }
    }
    if seen == 0 {
        eprintln!("skipped: there is no corpus at {corpus}");
    }
}

proptest! {
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
Key Judgement 1：航路は四月に
再開する。
・一月に検査が
　終わった。
・杭は搬入された。

１．傾きは１．５ミリ
だった。
２．工事は進む。

（１）夜は休む。
（２）
昼は働く。
";
    assert_eq!(
        blocks(text),
        "\
p: Key Judgement 1：航路は四月に / 再開する。
  0・: 一月に検査が / 終わった。
  0・: 杭は搬入された。
    1[1]: 傾きは１．５ミリ / だった。
    1[2]: 工事は進む。
      2[1]: 夜は休む。
      2[2]: 昼は働く。
"
    );
    let document = document(text);
    let texts: Vec<&str> = document.blocks.iter().map(|block| block.prose.as_str()).take(2).collect();
    assert_eq!(texts, ["Key Judgement 1：航路は四月に再開する。", "一月に検査が終わった。"]);
}
