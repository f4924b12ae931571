//! Report text is data: whatever it holds is shown letter for letter and does nothing.

use linchpin::argument::Argument;
use serde_json::json;

use super::{chromium, file, opened};

const PAYLOADS: [&str; 14] = [
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    "</title></style></svg></desc><img src=x onerror=\"window.hacked = 1\">",
    "\"><svg onload=\"window.hacked = 1\">",
    "' onmouseover='window.hacked = 1' autofocus onfocus='window.hacked = 1",
    "javascript:window.hacked=1",
    "<a href=\"javascript:window.hacked=1\">click</a>",
    "<iframe srcdoc=\"<script>parent.hacked = 1</script>\"></iframe>",
    "<!--<script>",
    "]]><style>@import url(https://hacked.example/)</style>",
    "{{data}} {{script}} ${window.hacked = 1} &lt;b&gt; &#60;",
    "a\u{2028}b\u{2029}c",
    "\u{202e}txet desrever\u{202c} \u{2066}isolated\u{2069}",
    "__proto__",
];

/// A graph file in which every text is hostile.
fn hostile() -> String {
    let mut nodes = serde_json::Map::new();
    let mut sources = serde_json::Map::new();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let id = |number: usize| format!("{} {number}", PAYLOADS[number % PAYLOADS.len()]);
        let key = format!("{payload} source");
        let mut node = json!({ "text": format!("It is likely: {payload}"), "sources": [key.clone()] });
        if number == 0 {
            node["kind"] = json!("judgement");
        } else {
            node["supports"] = json!({ id(0): { "weight": 0.5, "because": payload } });
        }
        nodes.insert(id(number), node);
        let source =
            json!({ "title": payload, "author": payload, "publisher": payload, "url": payload, "archive": "a/b" });
        sources.insert(key, source);
    }
    json!({ "report": { "title": PAYLOADS.join(" ") }, "nodes": nodes, "sources": sources }).to_string()
}

fn argument(text: &str) -> Argument {
    let file = linchpin::text::SourceFile::new("hostile.json", text);
    let config = linchpin::config::Config::default();
    linchpin::format::understand(&file, linchpin::format::detect(&file), &config).unwrap().reading.argument
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    if chromium::is_skipped() {
        return;
    }
    let text = hostile();
    let (_folder, path) = file("hostile.json", &text);
    let argument = argument(&text);
    let page = opened(&path, &["--source-address", "{file}:{line}"]);
    // A title is in the window's frame too: what is hidden in it is shown.
    let title = argument.report.title.as_ref().unwrap().as_str();
    assert_eq!(page.texts("h1"), [linchpin::review::visible(title)]);
    for (handle, node) in argument.nodes() {
        page.evaluate(&format!("select({})", handle.index()));
        page.settle();
        assert_eq!(page.texts("#details .words"), [node.text.as_str()]);
        assert_eq!(page.texts("#details .kind-line .id"), [node.id.as_str()]);
        let source = argument.source(node.sources[0].key.as_str()).unwrap();
        let shown = page.texts("#details .items").concat();
        for words in [&source.title, &source.url].into_iter().flatten() {
            assert!(shown.contains(words.as_str()), "{words} is not in {shown}");
        }
        // Whatever can be pressed is pressed.
        page.evaluate(
            "for (const button of document.querySelectorAll('#details .card > section button.text')) button.click()",
        );
    }
    page.evaluate(
        "showOutline(true); dispatchEvent(new Event('beforeprint')); document.querySelector('#leave-out').click()",
    );
    page.set("#search", "likely");
    page.settle();
    assert_eq!(page.evaluate("typeof window.hacked"), "undefined");
    assert_eq!(page.count("script"), 2);
    assert_eq!(page.count("style"), 1);
    assert_eq!(page.count("img, iframe, object, embed, base, link:not([rel=icon]), #stage a"), 0);
    let handlers = "Array.from(document.querySelectorAll('*')).flatMap((element) => Array.from(element.attributes)).filter((attribute) => attribute.name.startsWith('on')).length";
    assert_eq!(page.evaluate(handlers), 0);
    let schemes =
        page.evaluate("Array.from(new Set(Array.from(document.querySelectorAll('a[href]'), (link) => link.protocol)))");
    assert_eq!(schemes, json!(["file:"]), "no address of these is of the web");
    page.must_have_behaved();
}

#[test]
fn what_gets_in_all_the_same_does_not_run() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/smallest.txt", &[]);
    let hole = "</h1><script>window.hacked = 1</script><img src=\"https://hacked.example/x.png\" onerror=\"window.hacked = 1\">\
                <link rel=\"stylesheet\" href=\"https://hacked.example/x.css\"><svg onload=\"window.hacked = 1\"></svg><h1>";
    let holed = std::fs::read_to_string(&page.page).unwrap().replacen(
        "<h1 dir=\"auto\">",
        &format!("<h1 dir=\"auto\">{hole}"),
        1,
    );
    assert!(holed.contains("hacked"));
    let (_folder, path) = file("holed.html", &holed);
    page.open(std::path::Path::new(&path));
    page.settle();
    assert_eq!(page.evaluate("typeof window.hacked"), "undefined");
    let blocked = page.events("Log.entryAdded").iter().filter(|event| event["entry"]["source"] == "security").count();
    assert!(blocked >= 3, "the policy blocks and says so");
    let fetched: Vec<String> = page.misdeeds().into_iter().filter(|misdeed| misdeed.starts_with("request: ")).collect();
    let left = page.events("Network.loadingFailed").iter().filter(|event| event["blockedReason"] == "csp").count();
    assert!(left >= fetched.len(), "{fetched:?}");
    // The page itself still works.
    assert!(page.count("#judgements tr") == 1);
}

#[test]
fn nothing_is_fetched_and_nothing_is_complained_of() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/smallest.txt", &[]);
    for path in super::graphs() {
        page.reopen(&path);
        assert!(page.count("[data-node]") > 0);
        page.must_have_behaved();
    }
}
