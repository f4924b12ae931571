//! Reports as they are published, each layout read into the argument that a reader sees.
//!
//! A case is a report and the outline of its argument: `+` supports, `-` contradicts what stands above it, `~` a
//! sentence of the judgement's own paragraph; `?` is an assumption, `|` a rival answer.

use std::fmt::Write;

use linchpin::argument::{Argument, EdgeKind, NodeHandle, NodeKind};
use linchpin::format;
use linchpin::text::SourceFile;

fn read(name: &str, text: &str) -> Argument {
    let file = SourceFile::new(name, text);
    format::detect(&file).read(&file).unwrap_or_else(|faults| panic!("{}", faults[0])).argument
}

/// The argument as an indented outline, premises in the order of the text.
fn outline(argument: &Argument) -> String {
    let mut out = String::new();
    for (handle, node) in argument.judgements() {
        write!(out, "{}", node.id).unwrap();
        if let Some(confidence) = &node.confidence {
            write!(out, " ({}", confidence.level).unwrap();
            if let Some(basis) = &confidence.basis {
                write!(out, ": {}", basis.as_str()).unwrap();
            }
            write!(out, ")").unwrap();
        }
        writeln!(out, " {}", node.text.as_str()).unwrap();
        premises(argument, handle, 1, &mut out);
    }
    for question in argument.questions() {
        for answer in question.answers.iter().filter(|answer| argument.node(**answer).kind == NodeKind::Hypothesis) {
            writeln!(out, "| {}", argument.node(*answer).text.as_str()).unwrap();
            premises(argument, *answer, 1, &mut out);
        }
    }
    out
}

fn premises(argument: &Argument, of: NodeHandle, depth: usize, out: &mut String) {
    assert!(depth < 10, "the cases hold no cycles");
    for premise in argument.premises(of) {
        let node = argument.node(premise.node);
        let mark = match (premise.edge.kind, node.kind) {
            (EdgeKind::Contradicts, _) => "-",
            (EdgeKind::Supports, NodeKind::Assumption) => "?",
            (EdgeKind::Supports, _) => "+",
        };
        let inline = if node.inline { "~" } else { "" };
        writeln!(out, "{}{mark}{inline} {}", "  ".repeat(depth), node.text.as_str()).unwrap();
        premises(argument, premise.node, depth + 1, out);
    }
}

#[track_caller]
fn assert_outline(name: &str, report: &str, expected: &str) {
    let found = outline(&read(name, report));
    let expected: String = expected.trim_matches('\n').lines().map(|line| format!("{line}\n")).collect();
    assert!(found == expected, "{name}:\n{report}\nexpected\n{expected}\nfound\n{found}");
}

#[test]
fn a_page_indented_by_four_with_captions_and_a_biography_glued_to_its_bullets() {
    let report = "Ferries and Fog: What Next?\n\n\n    Ferries and Fog\n    image via Harbour Press\n\n\n    The council \
        met on Monday. Despite loud claims of a likely strike, it is unlikely that crews will walk out.\n\n    \
        Key Judgement 1\n\n    Crews are unlikely to strike before the summer timetable begins.\n\n    • The union \
        has refused to ballot its members three times, and its newsletter repeats the refusal in every issue so \
        far.\n\n    • Pay talks were reopened in March by both sides without any condition, and they go on every \
        week in the town hall.\n    Ferries and Fog\n    Three vessels at berth during the fog of 2021\n\n    \
        Key Judgement 2\n\n    Fares are likely to rise.\n\n    • Fuel costs doubled over the past two winters, \
        and the operator has published its accounts for both of those years.\n    Ana Ortiz\n    Ana Ortiz\n    \
        Ana is a graduate in Transport from the University of Somewhere. Her interests are tides and timetables. \
        Linkedin:\n\n    Table of contents\n\n\n    Get the weekly email from us. Join our mailing list!\n\n    \
        Related contents\n\n    Learn to sail and have fun.\n";
    let expected = "
kj1 Crews are unlikely to strike before the summer timetable begins.
  + The union has refused to ballot its members three times, and its newsletter repeats the refusal in every issue so far.
  + Pay talks were reopened in March by both sides without any condition, and they go on every week in the town hall.
kj2 Fares are likely to rise.
  + Fuel costs doubled over the past two winters, and the operator has published its accounts for both of those years.
";
    assert_outline("ferries.txt", report, expected);
    assert_outline("ferries.md", report, expected);
    assert_outline("ferries", report, expected);
    assert_outline("ferries.txt", &report.replace('\n', "\r\n"), expected);
    assert_outline("ferries.txt", &format!("\u{feff}{}", report.replace("    • ", "\t•\u{a0}")), expected);
}

#[test]
fn numbers_in_every_spelling() {
    for label in [
        "Key Judgement 1",
        "Key Judgment One",
        "KEY JUDGEMENT I",
        "Key Judgement A",
        "KJ-1",
        "KJ 1",
        "KJ1",
        "Judgement 1",
        "1. Key Judgement 1",
    ] {
        let report = format!("{label}\n\nThe dam will hold.\n\n- It was tested.\n");
        assert_outline("dam.txt", &report, "kj1 The dam will hold.\n  + It was tested.");
        let report = format!("# Dam\n\n## {label}\n\nThe dam will hold.\n\n- It was tested.\n");
        assert_outline("dam.md", &report, "kj1 The dam will hold.\n  + It was tested.");
        let report = format!("# Dam\n\n{label}: The dam will hold.\n\n- It was tested.\n");
        assert_outline("dam.md", &report, "kj1 The dam will hold.\n  + It was tested.");
    }
}

#[test]
fn labels_in_bold_with_a_confidence() {
    assert_outline(
        "a.md",
        "## Key Judgments\n\n**KJ-1 (High).** The flaw is in use. Two firms saw it. *High: two reports, not one.*\n\n\
         **KJ-2 (moderate).** Repair is slow. *Based on habit. Held loosely.*\n\n## Evidence Base\n\n- Not this.\n",
        "
kj1 (high: two reports, not one.) The flaw is in use.
  +~ Two firms saw it.
kj2 (moderate: Based on habit. Held loosely.) Repair is slow.
",
    );
    assert_outline(
        "b.md",
        "## 2. Key Judgments\n\n- **KJ-1 (High):** Lures beat filters. Moving them is a **choice**.\n- **KJ-2 \
         (Medium):** Trust is reused.\n\n---\n\n## 3. Attack Chain\n\n1. **Step** - not a judgement.\n",
        "
kj1 (high) Lures beat filters.
  +~ Moving them is a choice.
kj2 (moderate) Trust is reused.
",
    );
}

#[test]
fn a_confidence_in_brackets_at_the_end() {
    assert_outline(
        "c.md",
        "## Key Judgements\n\n- The lock will fail. (Moderate)\n- **Traffic will move** (High)\n- Crews (old) stay (low confidence).\n",
        "kj1 (moderate) The lock will fail.\nkj2 (high) Traffic will move\nkj3 (low) Crews (old) stay",
    );
}

#[test]
fn headings_that_announce_a_judgement_by_topic_or_confidence() {
    assert_outline(
        "topic.md",
        "# R\n\n## Key Judgement 1: Attribution\n\n**Assessment:** It was Fog Owl.\n\n- Code is shared.\n\n#### KJ 2 – High confidence\n\n\
         The line stays shut.\n\nKey Judgement 3 (Likely, Moderate Confidence): The dam will hold.\n\n- It was tested.\n",
        "
kj1 It was Fog Owl.
  + Code is shared.
kj2 (high) The line stays shut.
kj3 (moderate) The dam will hold.
  + It was tested.
",
    );
}

#[test]
fn a_heading_after_a_plain_list_of_judgements_is_not_about_the_last_one() {
    assert_outline(
        "plain.txt",
        "KEY JUDGEMENTS\n\n1. The harbour will close before the end\nof the year.\n2. Prices rise.\n\nDISCUSSION\n\n1. It was built in 1902.\n",
        "kj1 The harbour will close before the end of the year.\nkj2 Prices rise.",
    );
}

#[test]
fn a_heading_with_a_requirement_in_brackets_and_labelled_fields() {
    assert_outline(
        "fields.md",
        "# R\n\n## Key Judgment 2 (PIR-01.2: the harbour)\n\n**Assessment:** The harbour will close in May.\n\n\
         **Supporting evidence:**\n\n- Ice is late.\n- Crews left.\n\n**Confidence:** Medium\n\n**Confidence \
         reasoning:** one port only.\n\n**Caveat:** The forecast is a week old.\n\n**Implication:** Prices rise.\n\n\
         ## Next steps\n\n- Buy salt.\n",
        "
kj2 (moderate: one port only.) The harbour will close in May.
  + Ice is late.
  + Crews left.
  -~ The forecast is a week old.
",
    );
    assert_outline(
        "items.md",
        "## Key Judgement 1\n\nThe harbour will close.\n\n- **Evidence:** Ice is late.\n- **Evidence:**\n  - Crews \
         left.\n  - Tugs are laid up.\n- Confidence: high, because three ports agree.\n- Implications:\n  - Prices rise.\n",
        "
kj1 (high: because three ports agree.) The harbour will close.
  + Ice is late.
  + Crews left.
  + Tugs are laid up.
",
    );
}

#[test]
fn one_heading_and_a_list_in_every_shape() {
    for heading in [
        "## Key Judgements",
        "### Key Findings:",
        "## 3. Key Takeaways",
        "## Key Judgements: The Year Ahead",
        "**Key Judgments**",
    ] {
        for marks in [["- ", "- "], ["* ", "* "], ["1. ", "2. "], ["a. ", "b. "], ["• ", "• "], ["(a) ", "(b) "]] {
            let report = format!(
                "# Report\n\n- Not this.\n\n{heading}\n\n{}The lock will fail.\n\n{}Traffic will move.\n\n## Outlook\n\n- Nor this.\n",
                marks[0], marks[1]
            );
            assert_outline("list.md", &report, "kj1 The lock will fail.\nkj2 Traffic will move.");
        }
    }
    assert_outline(
        "nested.md",
        "## Key Judgements\n\n1. The lock will fail.\n   - Its gates leak.\n     - Divers saw it.\n   - Repairs stopped.\n2. Traffic will move.\n",
        "
kj1 The lock will fail.
  + Its gates leak.
    + Divers saw it.
  + Repairs stopped.
kj2 Traffic will move.
",
    );
    assert_outline(
        "paragraphs.md",
        "## Key Findings\n\nThe lock will fail. Its gates leak.\n\nTraffic will move. Two firms said so.\n\n## Scope\n\nText.\n",
        "
kj1 The lock will fail.
  +~ Its gates leak.
kj2 Traffic will move.
  +~ Two firms said so.
",
    );
    assert_outline(
        "bold.md",
        "## Key Judgements: A Title With Words\n\n- **The test is not \"is it new\" but \"does it hold\".** Novelty is no longer the question.\n\
         - **The dear lock is not the broken one. It is the one that looks whole.** A broken one is mended.\n",
        "
kj1 The test is not \"is it new\" but \"does it hold\".
  +~ Novelty is no longer the question.
kj2 The dear lock is not the broken one. It is the one that looks whole.
  +~ A broken one is mended.
",
    );
    assert_outline(
        "plain.txt",
        "A Report\n\nKey judgements\n\n  • The lock will fail. Its gates leak.\n  • Traffic will move.\n\nScope\n\n  • Not this.\n",
        "
kj1 The lock will fail.
  +~ Its gates leak.
kj2 Traffic will move.
",
    );
}

#[test]
fn tables_of_judgements() {
    assert_outline(
        "table.md",
        "## Key Judgements\n\n| # | Judgement | Label | Confidence |\n|---|---|---|---|\n| 1 | The lock will fail | FACT | High |\n\
         | 2 | Traffic moves | GUESS | - |\n\n## Scope\n\n| Tool | Note |\n|---|---|\n| a | b |\n",
        "kj1 (high) The lock will fail\nkj2 Traffic moves",
    );
    assert_outline(
        "elsewhere.md",
        "# R\n\n| Key Finding | Evidence | Confidence |\n|---|---|---|\n| The lock will fail. | Gates leak. | 🟡 Medium |\n",
        "kj1 (moderate) The lock will fail.\n  + Gates leak.",
    );
}

#[test]
fn judgements_first_and_again_in_full() {
    let report = "A Deal\n\nKey Judgement 1: It is likely that the lock fails.\n\nKey Judgement 2: It is likely that \
        traffic moves.\n\nKJ-1: It is likely that the lock fails.\n\na. Its gates leak (source). More was seen (source).\n\n\
        b. Repairs stopped.\n\nKJ-2: It is likely that traffic moves.\n\na. Two firms said so.\n";
    let expected = "
kj1 It is likely that the lock fails.
  + Its gates leak (source). More was seen (source).
  + Repairs stopped.
kj2 It is likely that traffic moves.
  + Two firms said so.
";
    assert_outline("deal.txt", report, expected);
    assert_outline("deal.md", report, expected);
    assert_outline(
        "lead.md",
        "# R\n\n## Key Judgements\n\n- The lock will fail.\n- Traffic will move.\n\n## Key Judgement 1\n\nThe lock will \
         fail.\n\n- Gates leak.\n\n## Key Judgement 2\n\nTraffic will move.\n\n- Firms said so.\n",
        "
kj1 The lock will fail.
  + Gates leak.
kj2 Traffic will move.
  + Firms said so.
",
    );
}

#[test]
fn bullets_of_every_kind() {
    for bullet in ["•", "-", "*", "–", "●", "▪", "1.", "a."] {
        let second = match bullet {
            "1." => "2.",
            "a." => "b.",
            other => other,
        };
        for gap in ["\n\n", "\n"] {
            let report = format!(
                "Key Judgement 1\n\nThe lock will fail.\n\n{bullet} Gates leak and the leak\n  grows.{gap}{second} Repairs stopped.\n"
            );
            let expected = "kj1 The lock will fail.\n  + Gates leak and the leak grows.\n  + Repairs stopped.";
            assert_outline("bullets.txt", &report, expected);
            assert_outline("bullets.md", &report, expected);
        }
    }
    assert_outline(
        "alone.txt",
        "Key Judgement 1\n\nThe lock will fail.\n\n•\nGates leak and the leak\ngrows.\n•\nRepairs stopped.\n",
        "kj1 The lock will fail.\n  + Gates leak and the leak grows.\n  + Repairs stopped.",
    );
}

#[test]
fn a_list_goes_on_after_a_picture_and_its_caption() {
    let expected = "kj1 The lock will fail.\n  + Gates leak.\n  + Repairs stopped.";
    assert_outline(
        "picture.md",
        "# R\n\n## Key Judgement 1\n\nThe lock will fail.\n\n- Gates leak.\n\n![The lock](lock.png)\n\nThe lock in spring\n\n- Repairs stopped.\n\n## Annex\n\n- Not this.\n",
        expected,
    );
    assert_outline(
        "picture.txt",
        "Title\n\nKey Judgement 1\n\nThe lock will fail.\n\n• Gates leak.\n\nThe lock\nThe lock in spring\n\n• Repairs stopped.\n",
        expected,
    );
}

#[test]
fn contrary_evidence_assumptions_and_alternatives() {
    assert_outline(
        "roles.md",
        "# R\n\n## Key Judgement 1\n\nThe lock will fail.\n\n- Gates leak.\n\n### Evidence against\n\n- It held in May.\n  - The log says so.\n\n\
         ### Assumptions\n\n- No money comes.\n\n### Alternatives\n\n- The lock is rebuilt.\n  - Steel was bought.\n\n## Key Judgement 2\n\nTraffic will move.\n\n\
         ## Dissent\n\n- KJ 2 overlooks the rail strike.\n",
        "
kj1 The lock will fail.
  + Gates leak.
  - It held in May.
    + The log says so.
  ? No money comes.
kj2 Traffic will move.
  - KJ 2 overlooks the rail strike.
| The lock is rebuilt.
  + Steel was bought.
",
    );
}

#[test]
fn attributes_change_what_the_layout_says() {
    let argument = read(
        "attributes.md",
        "---\ntitle: Lock\ndate: 2024-05-01\nsources:\n  log: {title: The log, grade: B2}\n---\n\n## Key Judgement 1 {#fail confidence=high}\n\nThe lock will fail.\n\n\
         - Gates leak. {#leak credibility=0.9 weight=0.8 source=log grade=B2 date=2024-04}\n\
         - It held. {#held contradicts=\"fail:0.4\"}\n- A step. {.inference supports=\"fial\"}\n\nA stray note. {.assumption #stray supports=\"fail:0.3\"}\n",
    );
    let node = |id: &str| argument.node(argument.find(id).unwrap_or_else(|| panic!("no node {id}")));
    assert_eq!(node("leak").text.as_str(), "Gates leak.");
    assert_eq!(node("leak").credibility.unwrap().get(), 0.9);
    assert_eq!(node("leak").grade.unwrap().to_string(), "B2");
    assert_eq!(node("leak").date.unwrap().to_string(), "2024-04");
    assert_eq!(node("leak").sources[0].key.as_str(), "log");
    assert_eq!(node("fail").kind, NodeKind::Judgement);
    assert_eq!(node("fail").confidence.as_ref().unwrap().level.word(), "high");
    assert_eq!(node("stray").kind, NodeKind::Assumption);
    let edges: Vec<String> = argument
        .edges()
        .map(|(handle, edge)| {
            let (premise, conclusion) = argument.ends(handle);
            let (premise, conclusion) = (&argument.node(premise).id, &argument.node(conclusion).id);
            format!("{premise} {} {conclusion} {}", edge.kind.word(), edge.weight)
        })
        .collect();
    assert_eq!(
        edges,
        ["leak supports fail 0.8", "held contradicts fail 0.4", "fail-3 supports fail 1", "stray supports fail 0.3"]
    );
    assert_eq!(argument.defects.len(), 1, "{:?}", argument.defects);
    assert_eq!(argument.report.title.as_ref().unwrap().as_str(), "Lock");
}

#[test]
fn links_footnotes_and_citations_are_sources() {
    let argument = read(
        "sources.md",
        "---\nsources:\n  log: {title: The log}\n---\n\n## Key Judgement 1\n\nThe lock will fail.\n\n- Gates leak ([Harbour Press](https://harbour.example/gates)).\n\
         - Repairs stopped.[^1]\n- Crews left. [@log]\n- Nobody came. [@lgo]\n\n[^1]: Annual report, <https://lock.example/2024>.\n",
    );
    let keys = |id: &str| {
        let node = argument.node(argument.find(id).unwrap());
        node.sources.iter().map(|source| source.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys("kj1-1"), ["harbour.example"]);
    assert_eq!(keys("kj1-2"), ["note-1"]);
    assert_eq!(keys("kj1-3"), ["log"]);
    assert_eq!(argument.node(argument.find("kj1-3").unwrap()).text.as_str(), "Crews left.");
    assert_eq!(argument.defects.len(), 1, "{:?}", argument.defects);
    let argument =
        read("brackets.txt", "Key Judgement 1\n\nThe lock will fail.\n\n- Gates leak (Harbour minutes, 3 May 2024).\n");
    assert_eq!(argument.node(argument.find("kj1-1").unwrap()).sources[0].key.as_str(), "harbour-minutes-3-may-2024");
}

#[test]
fn footnotes_give_their_addresses() {
    let argument = read(
        "note.md",
        "## Key Judgement 1\n\nThe lock will fail.[^1]\n\n[^1]: Annual report, <https://lock.example/2024>.\n",
    );
    assert_eq!(argument.source("note-1").unwrap().url.as_deref(), Some("https://lock.example/2024"));
}

#[test]
fn a_web_page_gives_its_article() {
    assert_outline(
        "page.html",
        "<!doctype html><html><head><title>Lock</title><script>var a = '<li>no</li>';</script></head><body>\
         <nav><ul><li><a href='/'>Home</a></li></ul></nav><main><article><h1>The Lock</h1><h2>Key Judgement 1</h2>\
         <p>The lock will fail.</p><ul><li>Gates leak.</li><li>Repairs &amp; pay stopped.</li></ul>\
         <figure><img src='a.png' alt='x'><figcaption>The lock in spring</figcaption></figure>\
         <div class='author-bio'><p>Ana is a graduate.</p></div></article></main>\
         <footer><ul><li>Subscribe</li></ul></footer></body></html>",
        "kj1 The lock will fail.\n  + Gates leak.\n  + Repairs & pay stopped.",
    );
}

#[test]
fn what_is_no_judgement_stays_out() {
    let report = "# R\n\nKey Judgements are hard to write.\n\n```\n## Key Judgement 1\n\nNo.\n```\n\n- A list.\n\n> ## Key Judgement 2\n>\n> Quoted.\n";
    let argument = read("none.md", report);
    assert_eq!(argument.node_count(), 0, "{}", outline(&argument));
}

#[test]
fn every_node_points_at_its_words() {
    let report = "# R\n\n## Key Judgement 1\n\nThe lock will fail. It leaks.\n\n- Gates *leak* daily.\n";
    let argument = read("spans.md", report);
    let slices: Vec<&str> = argument.nodes().map(|(_, node)| argument.files().slice(node.text.span())).collect();
    assert_eq!(slices, ["The lock will fail.", "It leaks.", "Gates *leak* daily."]);
}

#[test]
fn a_fact_that_is_only_disputed_stays_a_fact() {
    let kinds = |items: &str| {
        let argument = read("kinds.md", &format!("## Key Judgement 1\n\nThe lock will fail.\n\n{items}"));
        ["a", "b"].map(|id| argument.find(id).map(|node| argument.node(node).kind))
    };
    let (evidence, claim) = (Some(NodeKind::Evidence), Some(NodeKind::Claim));
    assert_eq!(kinds("- Gates leak. {#a}\n  - A diver saw none. {#b contradicts=\"a:0.7\"}\n"), [evidence, evidence]);
    assert_eq!(kinds("- Gates leak. {#a}\n  - A diver saw it. {#b}\n"), [claim, evidence]);
    assert_eq!(kinds("- Gates leak. {#a}\n  - A diver saw it. {#b supports=\"a:0.7\"}\n"), [claim, evidence]);
    let both = "- Gates leak. {#a}\n  - A diver saw none. {#b contradicts=\"a\"}\n  - Water stands.\n";
    assert_eq!(kinds(both), [claim, evidence]);
    // What the author says holds whatever the layout says.
    assert_eq!(kinds("- Gates leak. {#a .evidence}\n  - A diver saw it. {#b}\n"), [evidence, evidence]);
}

#[test]
fn a_japanese_report_is_read_like_an_english_one() {
    assert_outline(
        "route.md",
        "# 航路\n\n昨年の台風で岸壁が傾いた。本稿は再開の時期を検討する。\n\n## Key Judgement 1：航路は四月に再開する可能性が\
         高い。\n\n・検査は終わった。\n・杭は搬入\nされた。\n\n### Evidence against（反対の根拠）\n\n１．波が高い。\n２．漁協は認めない。\n\n\
         ## Key Judgement ２（High）\n\n利用者は減る。船は「昼に出る。」と言う。Ｎ号は小さい！iPhoneも売れない。\n\nCaveat：予約は多い。\n",
        "
kj1 航路は四月に再開する可能性が高い。
  + 検査は終わった。
  + 杭は搬入された。
  - 波が高い。
  - 漁協は認めない。
kj2 (high) 利用者は減る。
  +~ 船は「昼に出る。」と言う。
  +~ Ｎ号は小さい！
  +~ iPhoneも売れない。
  -~ 予約は多い。
",
    );
    let caption = "Key Judgement 1\n\n航路は再開する。\n\n・検査は終わった。\n北灘汽船の高速艇\n\n・杭は港に届いた。船員は待って\nいる。\n";
    assert_outline(
        "caption.txt",
        caption,
        "kj1 航路は再開する。\n  + 検査は終わった。\n  + 杭は港に届いた。船員は待っている。",
    );
}
