//! Pages of every kind, read whole.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::read;
use crate::document::{Block, BlockKind, Document, MarkKind, Marker};
use crate::text::SourceFile;

fn document(page: &str) -> Document {
    let document = read(&SourceFile::new("page.html", page));
    check_places(&document);
    document
}

/// Every place must lie in the file, on character boundaries, and in its block.
fn check_places(document: &Document) {
    let source = document.file.text();
    let check = |range: std::ops::Range<usize>| {
        assert!(range.start <= range.end && source.get(range.clone()).is_some(), "{range:?} is no place in the file");
    };
    for block in &document.blocks {
        check(block.span.range());
        check(block.prose.span().range());
        let text = block.prose.as_str();
        assert_eq!(text, text.trim(), "{block:?}");
        for mark in block.prose.marks() {
            assert!(text.get(mark.range.clone()).is_some(), "{block:?}");
            check(block.prose.span_of(mark.range.clone()).range());
        }
        for (at, c) in text.char_indices() {
            check(block.prose.span_of(at..at + c.len_utf8()).range());
        }
        for pair in block.lines.windows(2) {
            // Lines of Chinese and Japanese touch.
            assert!(pair[0].end <= pair[1].start, "{block:?}");
        }
        for line in &block.lines {
            assert!(text.get(line.clone()).is_some_and(|line| !line.is_empty() && line == line.trim()), "{block:?}");
        }
        if !text.is_empty() {
            assert!(block.span.contains(block.prose.span()), "{block:?}");
        }
        if let BlockKind::Row { cells, .. } = &block.kind {
            for cell in cells {
                check(cell.span.range());
                check(cell.prose.span().range());
            }
        }
    }
}

/// A block in a line: what it is, how deep it stands, and its text.
fn line(block: &Block) -> String {
    let mut line = match &block.kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Item { list, marker } => match marker {
            Marker::Bullet(glyph) => format!("{glyph}[{list}]"),
            Marker::Number(number) => format!("{number}.[{list}]"),
            Marker::Letter(letter) => format!("{letter}.[{list}]"),
        },
        BlockKind::Row { table, header, cells } => {
            let cells: Vec<_> = cells.iter().map(|cell| cell.prose.as_str()).collect();
            format!("row[{table}]{}{cells:?}", if *header { " header" } else { "" })
        }
        BlockKind::Code => "code".to_owned(),
        BlockKind::Picture => "picture".to_owned(),
        BlockKind::Caption => "caption".to_owned(),
        BlockKind::Rule => "rule".to_owned(),
        BlockKind::Comment => "comment".to_owned(),
        BlockKind::Footnote { label } => format!("footnote {label}"),
        BlockKind::Furniture { reason } => format!("({reason})"),
    };
    if block.depth > 0 {
        write!(line, " @{}", block.depth).unwrap();
    }
    if block.quotation > 0 {
        write!(line, " >{}", block.quotation).unwrap();
    }
    format!("{line}: {}", block.prose.as_str())
}

fn lines(page: &str) -> Vec<String> {
    document(page).blocks.iter().map(line).collect()
}

/// The same without what is part of the page alone.
fn article(page: &str) -> Vec<String> {
    let is_article = |block: &&Block| !matches!(block.kind, BlockKind::Furniture { .. });
    document(page).blocks.iter().filter(is_article).map(line).collect()
}

fn furniture(page: &str) -> Vec<String> {
    lines(page).into_iter().filter(|line| line.starts_with('(')).collect()
}

/// The source of a stretch of a block's text.
fn source_of<'a>(document: &'a Document, block: usize, words: &str) -> &'a str {
    let prose = &document.blocks[block].prose;
    let at = prose.as_str().find(words).unwrap();
    &document.file.text()[prose.span_of(at..at + words.len()).range()]
}

const BLOG: &str = r##"<!DOCTYPE html>
<html lang="en"><head>
<meta charset="utf-8"><title>Grain corridor &#8211; Harbour Notes</title>
<style>.nav { color: red }</style><script>if (1 < 2) document.write("<p>not text</p>");</script>
<noscript><img src="pixel.gif" alt=""></noscript>
</head>
<body class="post-template single sidebar-right">
<a class="skip-link" href="#content">Skip to content</a>
<div id="cookie-notice" role="dialog"><p>We use cookies. <button>Accept</button></p></div>
<header class="site-header"><p>Harbour Notes</p>
<nav id="site-navigation"><ul class="menu"><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav></header>
<main id="content">
<article id="post-7" class="post type-post category-social-affairs tag-related-trade comments-open">
<header class="entry-header"><h1 class="entry-title">Will the grain corridor hold?</h1>
<div class="entry-meta"><span class="posted-on">3 May</span> <span class="byline">By Ines Duarte</span></div></header>
<div class="entry-content">
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Post</a></li></ul></div>
<h2 id="kj1">Key Judgement 1</h2>
<p>It is <strong>highly likely</strong> that the corridor&#8217;s terms will be renewed in June.</p>
<ul>
<li>Insurers cut their <a href="https://example.org/rates?a=1&amp;b=2">premiums</a> twice in April.</li>
<li>Both sides keep inspectors in the port.
<ul><li>The roster grew from nine to fourteen.</li></ul></li>
</ul>
<figure class="wp-block-image"><img src="a.jpg" alt="Ships at anchor"><figcaption>Ships wait off the strait. Photo: port office</figcaption></figure>
<div class="wp-caption alignright"><a href="b.jpg"><img src="b.jpg" alt="A silo"></a><p class="wp-caption-text">A silo in the old harbour</p></div>
<h2>Key Judgement 2</h2>
<p>&#8226; Storage is full at two of five terminals.<br />
&#8226; Rail capacity has not grown.<br>
&bull; A strike is unlikely.</p>
</div>
<footer class="entry-footer">Filed under Trade</footer>
<div class="author-box"><h4>About Ines Duarte</h4><p>Ines writes on ports.</p></div>
</article>
<aside class="newsletter"><form action="/s"><label>Get our letter <input type="email"></label></form></aside>
<section class="related-posts"><h3>Related</h3><article><h4>Canal fees rise</h4><p>Tolls went up.</p></article></section>
<div id="comments" class="comments-area"><article class="comment-body"><p>First!</p></article></div>
</main>
<footer role="contentinfo"><p>&copy; Harbour Notes</p></footer>
</body></html>"##;

#[test]
fn a_blog_page_gives_its_article() {
    let document = document(BLOG);
    assert_eq!(document.title.as_ref().unwrap().as_str(), "Grain corridor – Harbour Notes");
    assert_eq!(
        article(BLOG),
        [
            "h1: Will the grain corridor hold?",
            "h2: Key Judgement 1",
            "p: It is highly likely that the corridor’s terms will be renewed in June.",
            "•[0] @1: Insurers cut their premiums twice in April.",
            "•[0] @1: Both sides keep inspectors in the port.",
            "•[1] @2: The roster grew from nine to fourteen.",
            "picture: Ships at anchor",
            "caption: Ships wait off the strait. Photo: port office",
            "picture: A silo",
            "caption: A silo in the old harbour",
            "h2: Key Judgement 2",
            "•[2] @1: Storage is full at two of five terminals.",
            "•[2] @1: Rail capacity has not grown.",
            "•[2] @1: A strike is unlikely.",
        ]
    );
    let at = |words: &str| document.blocks.iter().position(|block| block.prose.as_str().starts_with(words)).unwrap();
    assert_eq!(source_of(&document, at("It is highly"), "corridor’s terms"), "corridor&#8217;s terms");
    let source = document.file.text();
    let item = &document.blocks[at("Insurers")];
    assert!(
        source[item.span.range()].starts_with("<li>Insurers") && source[item.span.range()].ends_with("April.</li>")
    );
    let links: Vec<_> = item.prose.links().collect();
    assert_eq!(links, [("https://example.org/rates?a=1&b=2", 19..27)]);
    let strong = &document.blocks[at("It is highly")].prose;
    assert_eq!(&strong.as_str()[strong.marks()[0].range.clone()], "highly likely");
    let glyphs = &source[document.blocks[at("Rail capacity")].span.range()];
    assert_eq!(glyphs, "&#8226; Rail capacity has not grown.");
}

#[test]
fn what_is_not_the_article_is_kept_with_a_reason() {
    let kept = furniture(BLOG).join("\n");
    for expected in [
        "(outside <article>): We use cookies. Accept",
        "(outside <article>): Home",
        "(a byline): 3 May By Ines Duarte",
        "(a share bar): Share this:",
        "(inside <footer>): Filed under Trade",
        "(an author box): About Ines Duarte",
        "(an author box): Ines writes on ports.",
        "(outside <article>): Get our letter",
        "(outside <article>): Tolls went up.",
        "(outside <article>): First!",
        "(outside <article>): © Harbour Notes",
    ] {
        assert!(kept.lines().any(|line| line == expected), "{expected} is missing in\n{kept}");
    }
    assert!(!kept.contains("not text") && !kept.contains("color"), "{kept}");
}

#[test]
fn a_page_made_from_markdown() {
    let page = r##"<h1 id="outlook">Outlook</h1>
<nav id="TOC" role="doc-toc"><ul><li><a href="#social-unrest">Social unrest</a></li></ul></nav>
<!-- linchpin: allow thin-support a first draft -->
<section id="social-unrest" class="level2">
<h2>Social unrest <a class="headerlink" href="#social-unrest">&para;</a></h2>
<p>Unrest is <em>unlikely</em>.<sup id="fnref:1"><a href="#fn:1" class="footnote-ref">1</a></sup> Prices fell.<a href="#fn2" id="fnref2" role="doc-noteref"><sup>[2]</sup></a> {#unrest weight=0.4}</p>
<ol type="a" start="3">
<li><p>Wages rose.</p><p>So did rents.</p></li>
<li value="7">Stocks are full. {.assumption}</li>
</ol>
<pre><code>make all
</code></pre>
<p>Run <code>make</code>.</p>
<blockquote><p>We will wait.</p><blockquote>And see.</blockquote></blockquote>
<hr/>
<p>See <a href="#outlook">above</a>.</p>
</section>
<div class="footnotes"><hr><ol>
<li id="fn:1"><p>Survey of <a href="https://example.org/s">March</a>.&#160;<a href="#fnref:1" class="footnote-backref">&#8617;</a></p><p>Second wave.</p></li>
<li id="fn2">Ministry table 4 <a href="#fnref2">&#8617;&#xFE0E;</a></li>
</ol></div>"##;
    assert_eq!(
        article(page),
        [
            "h1: Outlook",
            "comment: linchpin: allow thin-support a first draft",
            "h2: Social unrest",
            "p: Unrest is unlikely. Prices fell.",
            "c.[0] @1: Wages rose.",
            "p @1: So did rents.",
            "g.[0] @1: Stocks are full.",
            "code: make all",
            "p: Run make.",
            "p >1: We will wait.",
            "p >2: And see.",
            "rule: ",
            "p: See above.",
            "rule: ",
            "footnote 1: Survey of March.",
            "footnote 1: Second wave.",
            "footnote 2: Ministry table 4",
        ]
    );
    assert_eq!(furniture(page), ["(inside <nav>): Social unrest"]);
    let document = document(page);
    let find = |words: &str| document.blocks.iter().find(|block| block.prose.as_str().starts_with(words)).unwrap();
    let references: Vec<_> = find("Unrest").prose.footnote_references().collect();
    assert_eq!(references, [("1", 19..19), ("2", 32..32)]);
    let attributes = find("Unrest").attributes.as_ref().unwrap();
    assert_eq!(attributes.id.as_ref().unwrap().value, "unrest");
    assert_eq!(&page[attributes.get("weight").unwrap().span.range()], "0.4");
    assert_eq!(find("Stocks").attributes.as_ref().unwrap().classes[0].value, "assumption");
    assert_eq!(find("Run").prose.marks()[0].kind, MarkKind::Code);
    assert!(find("See above").prose.marks().is_empty());
}

#[test]
fn footnotes_outside_the_article_and_of_other_makers() {
    let page = r##"<article><p>Exports fell<sup><a href="#cite_note-1">[1]</a></sup> again; <a href="#n2">see the note on method</a>.</p></article>
<div class="page-end"><ol class="references"><li id="cite_note-1"><b><a href="#cite_ref-1">^</a></b> Customs data.</li>
<li id="n2">Counted by tonnage.</li><li id="n3">Never used.</li></ol></div>
<p>Elsewhere.</p>"##;
    assert_eq!(
        lines(page),
        [
            "p: Exports fell again; see the note on method.",
            "footnote 1: Customs data.",
            "footnote n2: Counted by tonnage.",
            "(outside <article>): Never used.",
            "(outside <article>): Elsewhere.",
        ]
    );
    let word = r##"<p class=MsoNormal>Trade grew.<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a></p>
<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> Bank bulletin.</p></div>"##;
    assert_eq!(lines(word), ["p: Trade grew.", "footnote 1: Bank bulletin."]);
}

#[test]
fn a_page_of_bare_divs() {
    let page = "<div class='page with-sidebar'><div class=sidebar><div><a href=/>Home</a></div></div>\
        <div class=content><div><b>Key Judgement 1</b></div><div>The dam will hold.<br><br>Inspectors agree.<br>\
        So does the <span>builder</span>.</div><div>\u{25cf} Cracks were sealed.</div><div>\u{25cf}&nbsp;Levels fell.</div>\
        <div>\u{2013} They fell again.</div><div>Done.</div>loose <i>text</i></div></div>";
    assert_eq!(
        lines(page),
        [
            "(a sidebar): Home",
            "p: Key Judgement 1",
            "p: The dam will hold.",
            "p: Inspectors agree. So does the builder.",
            "●[0] @1: Cracks were sealed.",
            "●[0] @1: Levels fell.",
            "–[1] @2: They fell again.",
            "p: Done.",
            "p: loose text",
        ]
    );
}

#[test]
fn broken_markup_is_read_as_browsers_read_it() {
    assert_eq!(
        lines("<ul><p>Lead-in<li>one<li>two <b>bold<ul><li>deep</ul>tail</span></ul></div>after<p>end"),
        ["p: Lead-in", "•[0] @1: one", "•[0] @1: two bold", "•[1] @2: deep", "p @1: tail", "p: after", "p: end",]
    );
    assert_eq!(lines("<li>a<li>b"), ["•[0] @1: a", "•[0] @1: b"]);
    assert_eq!(lines("<ul><li>a</li><ul><li>b</li></ul></ul>"), ["•[0] @1: a", "•[1] @2: b"]);
    assert_eq!(lines("<h2>Open heading<p>One.<p>Two."), ["h2: Open heading", "p: One.", "p: Two."]);
    assert_eq!(lines("<h2><div>Key</div><div>findings</div></h2>x"), ["h2: Key findings", "p: x"]);
    assert_eq!(lines("<p>1 < 2 & 3</p><p"), ["p: 1 < 2 & 3"]);
    assert_eq!(lines(""), Vec::<String>::new());
    assert_eq!(lines("just text"), ["p: just text"]);
}

#[test]
fn marks_end_where_their_end_tag_stands() {
    let document = document("<strong><p>A lead.</strong> The rest <i><b>x</i> y</b> z</p>");
    let prose = &document.blocks[0].prose;
    assert_eq!(prose.as_str(), "A lead. The rest x y z");
    let marked: Vec<_> = prose.marks().iter().map(|mark| &prose.as_str()[mark.range.clone()]).collect();
    assert_eq!(marked, ["A lead.", "x", "x"]);
    assert_eq!(prose.bold_lead(), Some(0..7));
    let spaced = read(&SourceFile::new("f", "<p>a<b> bold </b>b <a href=x><img alt=''></a></p>"));
    assert_eq!(spaced.blocks[0].prose.as_str(), "a bold b");
    assert_eq!(spaced.blocks[0].prose.marks()[0].range, 2..6);
    let docs = read(&SourceFile::new(
        "f",
        "<b style='font-weight:normal'><p>a <span style='font-weight: 700'>b</span></p></b>",
    ));
    assert_eq!(docs.blocks[0].prose.marks()[0].range, 2..3);
    assert_eq!(docs.blocks[0].prose.marks().len(), 1);
}

#[test]
fn tables_are_rows_of_cells() {
    let page = "<table><caption>Forecast</caption><thead><tr><th>Judgement<th>Likelihood</thead>\
        <tbody><tr><td>The <b>dam</b> &amp; weir hold<td><p>likely</p><p>(high)</p><tr><td><td> \
        <tr><td>Floods <button>i</button> recur<td></table><p>End";
    let document = document(page);
    assert_eq!(
        document.blocks.iter().map(line).collect::<Vec<_>>(),
        [
            "caption: Forecast",
            "row[0] header[\"Judgement\", \"Likelihood\"]: Judgement | Likelihood",
            "row[0][\"The dam & weir hold\", \"likely (high)\"]: The dam & weir hold | likely (high)",
            "row[0][\"Floods recur\", \"\"]: Floods recur |",
            "(inside <button>): i",
            "p: End",
        ]
    );
    assert_eq!(source_of(&document, 2, "dam & weir"), "dam</b> &amp; weir");
    assert_eq!(document.blocks[2].prose.marks()[0].range, 4..7);
    let BlockKind::Row { cells, .. } = &document.blocks[2].kind else { panic!() };
    assert_eq!(&page[cells[0].span.range()], "<td>The <b>dam</b> &amp; weir hold");
    let layout = "<table><tr><td><h2>Key Judgement 1</h2><p>It holds.<td><table><tr><td>a<td>b</table></table>";
    assert_eq!(lines(layout), ["h2: Key Judgement 1", "p: It holds.", "row[0][\"a\", \"b\"]: a | b"]);
}

#[test]
fn definitions_captions_and_sections_in_items() {
    assert_eq!(
        lines("<dl><dt>Likely<dd>55 to 80 %<dd>not more<dt>Remote<dd><p>1 %<p>or less</dl>"),
        ["p: Likely", "•[0] @1: 55 to 80 %", "•[0] @1: not more", "p: Remote", "•[0] @1: 1 %", "p @1: or less",]
    );
    let term = document("<dl><dt>Likely <i>so</i><dd>x</dl>");
    assert_eq!(term.blocks[0].prose.marks()[0], crate::document::Mark { range: 0..9, kind: MarkKind::Strong });
    assert_eq!(
        lines(
            "<ol class=cards><li><h3>Key Judgement 1</h3><p>It holds.<ul><li>Proof</ul><li><h3>Key Judgement 2</h3></ol>"
        ),
        ["h3: Key Judgement 1", "p: It holds.", "•[1] @1: Proof", "h3: Key Judgement 2"]
    );
    assert_eq!(
        lines("<ol reversed><li>a<li>b</ol><ol start=0><li>c<li>d</ol>"),
        ["2.[0] @1: a", "1.[0] @1: b", "0.[1] @1: c", "1.[1] @1: d"]
    );
}

#[test]
fn what_is_hidden_or_a_control_is_no_part_of_a_sentence() {
    assert_eq!(
        lines(
            "<p>Copy <button>now</button>this<span hidden>!</span> text<svg><title>icon</title><text>z</text></svg>.</p>\
             <div style='color:red;display:NONE'>a</div><div aria-hidden=true>b</div><template><p>c</p></template>\
             <noscript><p>d</p></noscript><div role=complementary>e</div><select><option>f<option>g</select>"
        ),
        [
            "p: Copy this text .",
            "(inside <button>): now",
            "(hidden): !",
            "(inside <svg>): z",
            "(display:none): a",
            "(aria-hidden): b",
            "(inside <template>): c",
            "(inside <noscript>): d",
            "(role complementary): e",
            "(inside <select>): f",
            "(inside <select>): g",
        ]
    );
}

#[test]
fn a_wrapper_of_most_of_the_article_is_no_furniture() {
    let text = "<p>The bridge will open on time, and every span has been tested under load.</p>";
    for open in
        ["<form>", "<div class='newsletter-issue'>", "<div class='sidebar-layout'>", "<div class='post author-john'>"]
    {
        let page = format!("{open}{text}<div class=byline>By Ann</div>");
        assert_eq!(article(&page).len(), 1, "{open}");
        assert_eq!(furniture(&page), ["(a byline): By Ann"], "{open}");
    }
    let heading = "<h2 id='related-work'>Related work</h2><section id='share-of-imports'><h3>Share of imports</h3><p>It fell.</p></section>\
         <p>More text here to outweigh the section.</p><p>And more of it, to be sure.</p>";
    assert_eq!(furniture(heading), Vec::<String>::new());
    let short = "<article><p>It holds.</p><div class=author-bio><p>Ann has written on bridges for twenty years.</p></div></article>";
    assert_eq!(article(short), ["p: It holds."]);
}

#[test]
fn the_article_is_chosen_by_its_length() {
    let long = "The reservoir is full, the spillway works and the town below has a plan. ".repeat(4);
    let teasers = format!("<article><p>Short one.</article><article><p>{long}</article><article><p>Another.</article>");
    assert_eq!(article(&teasers), [format!("p: {}", long.trim())]);
    let promo = format!("<main><p>{long}</p><article><p>Buy our book.</p></article></main><p>Out.");
    assert_eq!(article(&promo), [format!("p: {}", long.trim()), "p: Buy our book.".to_owned()]);
    let parts = format!("<div role=main><article><p>{long}</article><article><p>{long}</article></div><p>Out.");
    assert_eq!(article(&parts).len(), 2);
    assert_eq!(furniture(&parts), ["(outside <main>): Out."]);
}

#[test]
fn comments_stay_where_they_are() {
    assert_eq!(
        lines(
            "<!--[if IE]><p>x</p><![endif]--><?php echo ?><ul><li><!-- one -->a</li><li>b <!-- two --> c</li><li>d</li></ul>"
        ),
        ["comment @1: one", "•[0] @1: a", "•[0] @1: b c", "comment @1: two", "•[0] @1: d"]
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_shift_nothing() {
    let page = "\u{feff}<!DOCTYPE html>\r\n<p class='a\r\nb'>Caf\u{e9}s\r\n  &eacute;tat</p>\r\n<ul>\r\n<li>Zo\u{eb} &lt;ok&gt;</li>\r\n</ul>\r\n";
    let document = document(page);
    assert_eq!(document.blocks.iter().map(line).collect::<Vec<_>>(), ["p: Cafés état", "•[0] @1: Zoë <ok>"]);
    assert_eq!(source_of(&document, 0, "Cafés"), "Cafés");
    assert_eq!(source_of(&document, 0, "état"), "&eacute;tat");
    assert_eq!(source_of(&document, 1, "Zoë <ok>"), "Zoë &lt;ok&gt;");
    assert_eq!(&page[document.blocks[1].span.range()], "<li>Zoë &lt;ok&gt;</li>");
}

#[test]
fn lines_that_br_makes_are_told_apart() {
    let lines = |page: &str| {
        let document = document(page);
        let of = |block: &Block| -> Vec<String> {
            block.lines.iter().map(|line| block.prose.as_str()[line.clone()].to_owned()).collect()
        };
        document.blocks.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(lines("<p>One <b>two</b><br> three&nbsp;<br/><i>four</i></p>"), [["One two", "three", "four"]]);
    assert_eq!(lines("<h2>Key<br>findings</h2><p>One\nline"), [vec!["Key", "findings"], vec![]]);
    assert_eq!(lines("<p>• a<br>b<br>• c<br>d {#x}</p>"), [["a", "b"], ["c", "d"]]);
    assert_eq!(lines("<li>• a<br>b<br>{#x}</li>"), [["a", "b"]]);
    assert_eq!(lines("<p>a<br>{#x}"), [Vec::<String>::new()]);
}

#[test]
fn malformed_attributes_are_told() {
    let document = document("<p>It holds. {#dam weight=0.5 oops}</p>");
    assert_eq!(document.blocks[0].prose.as_str(), "It holds.");
    assert_eq!(document.malformed.len(), 1);
    assert_eq!(&document.file.text()[document.malformed[0].span.range()], "oops");
}

/// Whether reading four times as much takes about four times as long and not sixteen times. The clock of a busy
/// machine is a poor one, so that one good measurement of several is enough.
fn is_linear(page: impl Fn(usize) -> String) -> bool {
    let time = |count: usize| {
        let file = SourceFile::new("f", page(count));
        let started = std::time::Instant::now();
        let document = read(&file);
        let taken = started.elapsed();
        assert!(document.blocks.len() <= 4 * count + 4);
        taken.as_secs_f64()
    };
    (0..4).any(|_| time(12_000) < 9.0 * time(3_000) + 0.02)
}

#[test]
fn hostile_pages_take_linear_time() {
    for piece in [
        "<div>",
        "<p>",
        "<b>",
        "<ul>",
        "<ul><li>",
        "<b><p>x",
        "<table><tr><td>",
        "<a href=x>",
        "<i></b>",
        "<span></div>x",
        "<button>x",
        "<svg>",
        "<h2>x",
        "<article>x",
        "<blockquote>",
        "<dl><dd>x",
        "<b><div></b>",
        "&amp",
        "{#a ",
        "<!-- -",
        "<p class=caption>x",
        "<form>x",
        "<ol reversed>",
        "<a href=#fn1>x",
        "<li id=fn1>x",
        "<x a=1 a=2>",
        "<nav><main>x",
        "<br>x",
        "• x<br>",
        "<td>x<button>y",
        "<h2><a href=#x>",
        "<div class='a b share'>x",
        "<title>",
    ] {
        assert!(is_linear(|count| piece.repeat(count)), "{piece}");
    }
    // End tags that reach for something far away, again and again.
    for (open, close) in
        [("<span>", "</b>"), ("<b><div>", "</b>"), ("<p>", "</div>"), ("<ul>", "</li>"), ("<a>", "</a><a>")]
    {
        assert!(is_linear(|count| format!("{}{}", open.repeat(count), close.repeat(count))), "{open} {close}");
    }
}

#[test]
fn a_megabyte_of_open_tags_is_read() {
    let page = format!("{}text", "<div>".repeat(200_000));
    let document = read(&SourceFile::new("f", page));
    assert_eq!(document.blocks.len(), 1);
    assert_eq!(document.blocks[0].prose.as_str(), "text");
}

proptest! {
    #[test]
    fn tag_soup_never_panics_and_keeps_its_places(
        soup in prop::collection::vec(
            prop_oneof![
                "[a-zé•– <>&\"'=/{}#!-]{0,8}",
                prop::sample::select(vec![
                    "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</li>", "</ul>", "<ol type=a start=25>", "<table>", "<tr>",
                    "<td>", "<th>", "</td>", "</table>", "<h1>", "</h1>", "<b>", "</b>", "<i>", "</i>", "<a href='#fn1'>", "</a>",
                    "<a href=é>", "<br>", "<br/>", "<hr>", "<img alt='é&amp;x'>", "<img alt=&eacute;>", "<nav>", "</nav>", "<button>",
                    "</button>", "<article>", "</article>", "<main>", "<pre>", "</pre>", "<dl>", "<dt>", "<dd>", "</dl>", "<svg>",
                    "</svg>", "<title>", "</title>", "<script>", "</script>", "<section class=footnotes>", "</section>", "<li id=fn1>",
                    "<blockquote>", "</blockquote>", "<figure>", "<figcaption>", "</figure>", "<!-- é -->", "<!--", "-->", "&eacute;",
                    "&amp", "&nbsp;", "• é", "\r\n", "\u{feff}", " {#a b=c}", " {#a é}", "<template>", "</template>", "<span hidden>",
                    "</span>", "<p class=wp-caption>", "<div class=share>", "<thead>", "<select>", "<form>", "text", "<sup>", "</sup>",
                ]).prop_map(str::to_owned),
            ],
            0..40,
        )
    ) {
        let page = soup.concat();
        let document = document(&page);
        for fault in &document.malformed {
            prop_assert!(page.get(fault.span.range()).is_some());
        }
    }

    /// Whatever the tags around it, no word of a page is lost, and none is read twice.
    #[test]
    fn no_text_is_lost(
        soup in prop::collection::vec(
            prop::sample::select(vec![
                "Q", "Q", " Q ", "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</li>", "</ul>", "<ol>", "<table>", "<tr>", "<td>",
                "<th>", "</td>", "</tr>", "</table>", "<caption>", "<thead>", "<h1>", "</h1>", "<b>", "</b>", "<a href=x>", "</a>",
                "<br>", "<br><br>", "<hr>", "<img alt=Z>", "<nav>", "</nav>", "<button>", "</button>", "<article>", "</article>",
                "<main>", "</main>", "<aside>", "</aside>", "<pre>", "</pre>", "<dl>", "<dt>", "<dd>", "</dl>", "<svg>", "</svg>",
                "<blockquote>", "</blockquote>", "<figcaption>", "</figcaption>", "<span hidden>", "</span>", "<div class=share>",
                "<p class=caption>", "<form>", "</form>", "<template>", "</template>", "<section class=footnotes>", "</section>",
                "<li id=fn1>", "<!-- c -->", "\u{2022} ", "<select>", "</select>", "<header>", "</header>",
            ]),
            0..30,
        )
    ) {
        let page = soup.concat();
        let document = document(&page);
        let written: usize = document.blocks.iter().map(|block| block.prose.as_str().matches('Q').count()).sum();
        prop_assert_eq!(written, page.matches('Q').count(), "{:?}", document.blocks.iter().map(line).collect::<Vec<_>>());
    }
}

#[test]
fn chinese_and_japanese_lists_need_no_blanks_and_their_lines_are_joined_without() {
    let page = "<article><h2>航路は四月に\n再開する</h2><p>・一月に検査が\n<b>終わった\n</b>。</p><p>・杭は<br>搬入\n\tされた。<br>・Port\n閉鎖</p>\
                <p>１．傾きは１．５ミリ</p><p>２．工事は進む。</p><p>（１）夜は&#x4f11;\nむ。</p><p>1. No item.</p><p>１．５ミリだ。</p></article>";
    assert_eq!(
        article(page),
        [
            "h2: 航路は四月に再開する",
            "・[0] @1: 一月に検査が終わった。",
            "・[0] @1: 杭は搬入された。",
            "・[0] @1: Port 閉鎖",
            "1.[1] @2: 傾きは１．５ミリ",
            "2.[1] @2: 工事は進む。",
            "1.[2] @3: 夜は休む。",
            "p: 1. No item.",
            "p: １．５ミリだ。",
        ]
    );
    let document = document(page);
    assert_eq!(source_of(&document, 1, "終わった。"), "終わった\n</b>。");
    assert_eq!(source_of(&document, 0, "再開"), "再開");
    let block = &document.blocks[2];
    let lines: Vec<&str> = block.lines.iter().map(|line| &block.prose.as_str()[line.clone()]).collect();
    assert_eq!(lines, ["杭は", "搬入された。"]);
}
