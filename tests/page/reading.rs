//! Finding one's way: search, folds, the panel, themes, filters, the outline, paper.

use serde_json::json;

use super::{argument, chromium, opened, opened_in};

const REPORT: &str = "graphs/china-russia.md";

#[test]
fn search_finds_words_ids_and_sources_and_steps_through_the_hits() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened(REPORT, &[]);
    page.key("/");
    page.keys("Alliance");
    page.settle();
    let argument = argument(REPORT);
    let expected: Vec<String> = argument
        .nodes()
        .filter(|(_, node)| {
            let of_sources = node.sources.iter().filter_map(|source| argument.source(source.key.as_str()));
            let said = of_sources
                .map(|source| {
                    format!(
                        "{} {} {}",
                        source.key,
                        source.title.as_deref().unwrap_or(""),
                        source.url.as_deref().unwrap_or("")
                    )
                })
                .collect::<String>();
            format!("{} {} {said}", node.id, node.text.as_str()).to_lowercase().contains("alliance")
        })
        .map(|(_, node)| node.id.to_string())
        .collect();
    assert!(expected.len() > 2);
    let mut found = page.nodes_of("hit");
    found.sort();
    let mut sorted = expected.clone();
    sorted.sort();
    assert_eq!(found, sorted);
    assert_eq!(page.count("#hits-list li"), expected.len());
    assert_eq!(page.status(), format!("{} hits", expected.len()));

    page.key("Enter");
    page.settle();
    assert_eq!(page.nodes_of("current"), [expected[0].clone()]);
    page.evaluate("stage.focus()");
    page.key("n");
    assert_eq!(page.nodes_of("current"), [expected[1].clone()]);
    page.key("N");
    page.key("N");
    assert_eq!(page.nodes_of("current"), [expected.last().unwrap().clone()], "the steps go round");
    assert!(page.status().starts_with(&format!("Hit {} of {}", expected.len(), expected.len())));

    page.set("#search", "no-limits");
    assert_eq!(page.nodes_of("hit"), ["no-limits"]);
    page.set("#search", "grey-dynamics");
    assert!(page.nodes_of("hit").contains(&"no-blocs".to_owned()), "a node is found by its source");
    page.set("#search", "no such words here");
    assert_eq!(page.texts("#hits-words"), ["Nothing found"]);
    page.evaluate("document.querySelector('#search').focus()");
    page.key("Escape");
    page.settle();
    assert!(page.nodes_of("hit").is_empty() && page.count("#hits[hidden]") == 1);
    page.must_have_behaved();
}

#[test]
fn folding_hides_what_bears_on_nothing_else_and_says_how_much() {
    if chromium::is_skipped() {
        return;
    }
    let text = "[nodes.a]\nkind = \"judgement\"\ntext = \"A.\"\n[nodes.b]\nkind = \"judgement\"\ntext = \"B.\"\n\
                [nodes.both]\ntext = \"Both.\"\nsupports = { a = 1, b = 1 }\n[nodes.own]\ntext = \"Own.\"\nsupports = { a = 1 }\n\
                [nodes.deep]\ntext = \"Deep.\"\nsupports = { own = 1 }\n[nodes.round]\ntext = \"Round.\"\nsupports = { own = 1 }\n\
                [nodes.trip]\ntext = \"Trip.\"\nsupports = { round = 1 }\ncontradicts = { own = 1 }\n";
    let text = text.replace(
        "[nodes.round]\ntext = \"Round.\"\nsupports = { own = 1 }",
        "[nodes.round]\ntext = \"Round.\"\nsupports = { own = 1, trip = 0.5 }",
    );
    let (_folder, path) = super::file("fold.toml", &text);
    let page = opened(&path, &[]);
    page.choose("a");
    assert_eq!(page.texts("#details [data-live=fold]"), ["Fold 4 nodes away"]);
    page.key("f");
    page.settle();
    let mut away = page.nodes_of("away");
    away.sort();
    assert_eq!(away, ["deep", "own", "round", "trip"], "`both` bears on b, which is shown");
    assert_eq!(page.status(), "a: 4 nodes folded away");
    assert_eq!(page.texts("[data-id=a] .fold-mark text"), ["+4"]);
    assert_eq!(page.evaluate("document.querySelector('[data-id=a]').getAttribute('aria-expanded')"), "false");
    assert_eq!(page.count(".edge:not(.away)"), 2);
    // What is folded away is found all the same.
    page.set("#search", "deep");
    page.evaluate("goToHit(0)");
    assert!(page.nodes_of("away").is_empty());
    page.evaluate("fold(indexOfId.get('own')); fold(indexOfId.get('a'))");
    assert_eq!(page.texts("[data-id=a] .fold-mark text"), ["+1"], "`own` is folded itself");
    page.click("#unfold");
    page.settle();
    assert!(page.nodes_of("away").is_empty() && page.count("#unfold[hidden]") == 1);
    page.must_have_behaved();
}

#[test]
fn a_chosen_node_shows_its_words_in_the_report_its_sources_and_findings() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened(REPORT, &["--source-address", "https://example.org/{file}#L{line}"]);
    page.choose("no-blocs");
    let argument = argument(REPORT);
    let node = argument.node(argument.find("no-blocs").unwrap());
    assert_eq!(page.texts("#details .words"), [node.text.as_str()]);
    let marked = page.texts("#details mark").remove(0);
    assert!(argument.files().slice(node.span).starts_with(&marked) && marked.starts_with("- Keeping out of alliances"));
    let (start, _) = argument.files().positions(node.span);
    assert_eq!(page.texts("#details figcaption"), [format!("{REPORT}, line {}", start.line)]);
    let address = page.text("document.querySelector('#details figcaption a').href");
    assert_eq!(address, format!("https://example.org/graphs/china-russia.md#L{}", start.line));
    assert_eq!(page.count("#details .facts"), 1);
    let of = page
        .evaluate("Array.from(document.querySelectorAll('#details .items a[href]'), (link) => [link.href, link.rel])");
    let urls: Vec<&str> =
        node.sources.iter().filter_map(|source| argument.source(source.key.as_str())?.url.as_deref()).collect();
    assert!(!urls.is_empty());
    for url in urls {
        assert!(of.as_array().unwrap().contains(&json!([url, "noopener noreferrer"])), "{url} in {of}");
    }
    // What it bears on leads there.
    page.click("#details .items button[data-to]");
    page.settle();
    assert_eq!(page.nodes_of("selected"), ["kj1"]);
    let findings = super::linchpin(&["check", REPORT, "--format", "json"]);
    let about = |finding: &&serde_json::Value| finding["nodes"].as_array().unwrap().contains(&json!("kj1"));
    let expected: Vec<String> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(about)
        .map(|one| one["message"].as_str().unwrap().to_owned())
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(page.texts("#details .finding p[dir]:not(.help)"), expected);
    page.must_have_behaved();
}

#[test]
fn the_theme_follows_the_system_until_the_reader_or_the_command_says_otherwise() {
    if chromium::is_skipped() {
        return;
    }
    let ground = "getComputedStyle(document.documentElement).backgroundColor";
    let picture = "getComputedStyle(document.querySelector('.linchpin-picture .background')).fill";
    let (light, dark) = ("rgb(255, 255, 255)", "rgb(21, 23, 27)");
    let page = opened(REPORT, &[]);
    let prefer = |scheme: &str| {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        page.call("Emulation.setEmulatedMedia", &features);
    };
    prefer("light");
    assert_eq!((page.text(ground), page.text(picture)), (light.into(), light.into()));
    prefer("dark");
    assert_eq!((page.text(ground), page.text(picture)), (dark.into(), dark.into()));
    page.set("#theme", "light");
    assert_eq!((page.text(ground), page.text(picture)), (light.into(), light.into()));
    page.set("#theme", "print");
    let line = "getComputedStyle(document.querySelector('.edge.contradicts path, .edge.contradicts polyline')).stroke";
    assert_eq!((page.text(ground), page.text(line)), (light.into(), "rgb(0, 0, 0)".into()));
    let given = opened(REPORT, &["--theme", "dark"]);
    assert_eq!((given.text(ground), given.text(picture)), (dark.into(), dark.into()));
    given.set("#theme", "light");
    assert_eq!((given.text(ground), given.text(picture)), (light.into(), light.into()));
    given.must_have_behaved();
}

#[test]
fn filters_dim_what_does_not_match() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened(REPORT, &[]);
    let argument = argument(REPORT);
    let dim_but = |keeps: &dyn Fn(&linchpin::argument::Node) -> bool| -> Vec<String> {
        argument.nodes().filter(|(_, node)| !keeps(node)).map(|(_, node)| node.id.to_string()).collect()
    };
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    page.set("#kind-filter", "judgement");
    let expected = dim_but(&|node| node.kind == linchpin::argument::NodeKind::Judgement);
    assert_eq!(sorted(page.nodes_of("dim")), sorted(expected));
    page.set("#kind-filter", "");
    page.set("#source-filter", "none");
    assert_eq!(sorted(page.nodes_of("dim")), sorted(dim_but(&|node| node.sources.is_empty())));
    page.set("#source-filter", "at 0");
    let first = argument.sources().next().unwrap().key.clone();
    let expected = dim_but(&|node| node.sources.iter().any(|source| source.key == first));
    assert_eq!(sorted(page.nodes_of("dim")), sorted(expected));
    page.set("#source-filter", "");
    page.set("#finding-filter", "rule no-horizon");
    let findings = super::linchpin(&["check", REPORT, "--format", "json"]);
    let hit = |id: &str| {
        let of_rule = |one: &&serde_json::Value| one["rule"] == "no-horizon";
        findings["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(of_rule)
            .any(|one| one["nodes"].as_array().unwrap().contains(&json!(id)))
    };
    let expected = dim_but(&|node| hit(node.id.as_str()));
    assert!(expected.len() < argument.node_count());
    assert_eq!(sorted(page.nodes_of("dim")), sorted(expected));
    page.set("#finding-filter", "");
    assert!(page.nodes_of("dim").is_empty());
    page.must_have_behaved();
}

#[test]
fn an_excerpt_is_what_is_shown_first_and_everything_else_can_be_reached() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened(REPORT, &["--focus", "kj1", "--depth", "1"]);
    let argument = argument(REPORT);
    let all = argument.node_count();
    assert_eq!(page.count("[data-node]"), all);
    let kj1 = argument.find("kj1").unwrap();
    let shown = argument.premises(kj1).len() + 1;
    assert_eq!(all - page.nodes_of("away").len(), shown);
    assert_eq!(page.texts("#scope-words"), [format!("Showing {shown} of {all} nodes.")]);
    page.set("#search", "kj2");
    page.evaluate("goToHit(0)");
    assert!(!page.nodes_of("away").contains(&"kj2".to_owned()));
    page.must_have_behaved();
    let page = opened(REPORT, &["--focus", "kj1", "--depth", "1"]);
    page.click("#show-all");
    assert!(page.nodes_of("away").is_empty());
}

#[test]
fn the_diagram_moves_and_zooms() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened(REPORT, &[]);
    let view = || page.evaluate("[view.x, view.y, view.scale]");
    let at = |view: &serde_json::Value, index: usize| view[index].as_f64().unwrap();
    page.evaluate("stage.focus()");
    let before = view();
    page.key("ArrowRight");
    page.key("ArrowDown");
    let after = view();
    assert_eq!((at(&before, 0) - at(&after, 0), at(&before, 1) - at(&after, 1)), (60.0, 60.0));
    page.key("+");
    assert!(at(&view(), 2) > at(&after, 2));
    page.key("-");
    page.key("-");
    assert!(at(&view(), 2) < at(&after, 2));
    page.key("0");
    let fitted = page.evaluate(
        "(() => { const [a, b] = [svg.getBoundingClientRect(), stage.getBoundingClientRect()]; return a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1; })()",
    );
    assert_eq!(fitted, true);
    // The point under the mouse stays where it is.
    let point = "(() => { const area = stage.getBoundingClientRect(); return [(300 - area.x - view.x) / view.scale, (400 - area.y - view.y) / view.scale]; })()";
    let under = page.evaluate(point);
    page.call(
        "Input.dispatchMouseEvent",
        &json!({ "type": "mouseWheel", "x": 300, "y": 400, "deltaX": 0, "deltaY": -240 }),
    );
    let end = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while at(&view(), 2) == at(&page.evaluate("[0, 0, 0]"), 2) && std::time::Instant::now() < end {}
    let now = page.evaluate(point);
    assert!((at(&under, 0) - at(&now, 0)).abs() < 0.5 && (at(&under, 1) - at(&now, 1)).abs() < 0.5, "{under} {now}");
    let before = view();
    for (kind, x) in [("mousePressed", 500), ("mouseMoved", 520), ("mouseMoved", 560), ("mouseReleased", 560)] {
        let buttons = i32::from(kind != "mouseReleased");
        page.call(
            "Input.dispatchMouseEvent",
            &json!({ "type": kind, "x": x, "y": 700, "button": "left", "buttons": buttons, "clickCount": 1 }),
        );
    }
    assert_eq!(at(&view(), 0) - at(&before, 0), 60.0);
    assert!(page.nodes_of("selected").is_empty(), "a drag is no click");
    page.must_have_behaved();
}

#[test]
fn the_outline_holds_every_node_once_under_what_it_bears_on() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened(REPORT, &[]);
    for path in ["graphs/port-sabotage.md", REPORT] {
        page.reopen(path);
        page.click("#view");
        page.settle();
        let argument = argument(path);
        let mut nodes: Vec<String> = argument.nodes().map(|(_, node)| node.id.to_string()).collect();
        let script = "Array.from(outlineButtons.keys(), (node) => nodes[node].id)";
        let mut listed: Vec<String> = serde_json::from_value(page.evaluate(script)).unwrap();
        nodes.sort();
        listed.sort();
        assert_eq!(listed, nodes);
        // Every node is opened once, with one item for each edge into it.
        let tops = usize::try_from(page.evaluate("rootsOf(null).length").as_u64().unwrap()).unwrap();
        assert_eq!(page.count("#outline li"), tops + argument.edge_count());
        page.click("#outline button[data-to]");
        page.settle();
        assert_eq!(page.nodes_of("selected").len(), 1);
        page.must_have_behaved();
    }
}

#[test]
fn on_paper_the_diagram_comes_first_and_then_every_node() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened_in(REPORT, &["--theme", "dark"], 1000, 800);
    page.evaluate("dispatchEvent(new Event('beforeprint'))");
    page.call("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
    page.settle();
    let nodes = argument(REPORT).node_count();
    assert_eq!(page.count("#all-details article"), nodes);
    let is_seen = |selector: &str| {
        let script = format!("getComputedStyle(document.querySelector('{selector}')).display !== 'none'");
        page.evaluate(&script).as_bool().unwrap()
    };
    for gone in [".tools", "#side", ".zoom", "#skip"] {
        assert!(!is_seen(gone), "{gone} is printed");
    }
    assert!(is_seen("#all-details") && is_seen("#stage"));
    assert_eq!(page.text("getComputedStyle(document.documentElement).backgroundColor"), "rgb(255, 255, 255)");
    let fits = page.evaluate("svg.getBoundingClientRect().width <= document.documentElement.clientWidth");
    assert_eq!(fits, true);
    assert_eq!(page.count("#all-details input, #all-details [tabindex]"), 0);
    page.must_have_behaved();
}
