//! For everybody: by keyboard alone, and with a screen reader.

use serde_json::Value;

use super::{Opened, chromium, opened, opened_in, root};

#[test]
fn everything_is_done_by_keyboard_alone() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/china-russia.md", &[]);
    let focused = || {
        page.text("document.activeElement.id || document.activeElement.getAttribute('data-id') || document.activeElement.tagName")
    };
    page.key("Tab");
    assert_eq!(focused(), "skip");
    let mut passed = Vec::new();
    while passed.last().map(String::as_str) != Some("stage") {
        page.key("Tab");
        passed.push(focused());
        assert!(passed.len() < 20, "{passed:?}");
    }
    page.key("Tab");
    assert_eq!(focused(), "kj1", "one node is a tab stop");
    let ring = "getComputedStyle(document.activeElement.querySelector('.box')).stroke";
    assert_ne!(page.text(ring), page.text("getComputedStyle(document.querySelector('[data-id=kj2] .box')).stroke"));
    page.key("ArrowDown");
    assert_eq!(focused(), "kj2");
    page.key("ArrowUp");
    page.key("ArrowRight");
    let premise = focused();
    assert!(premise != "kj1" && premise != "kj2", "{premise}");
    page.key("Enter");
    page.settle();
    assert_eq!(focused(), "details");
    assert_eq!(page.nodes_of("selected"), std::slice::from_ref(&premise));
    // On to the slider, and up by a step.
    let is_slider = || page.evaluate("document.activeElement.matches('#details input[type=range]')").as_bool().unwrap();
    for _ in 0..8 {
        if is_slider() {
            break;
        }
        page.key("Tab");
    }
    assert!(is_slider());
    page.key("ArrowLeft");
    page.settle();
    assert_eq!(page.evaluate("state.bases.size"), 1);
    assert!(is_slider(), "the slider keeps the focus");
    page.key("Escape");
    page.settle();
    assert_eq!(focused(), premise);
    page.key("s");
    page.settle();
    assert!(!page.nodes_of("away").is_empty());
    page.key("s");
    page.settle();
    assert!(page.nodes_of("away").is_empty());
    page.key("?");
    assert_eq!(page.evaluate("document.querySelector('#help').open"), true);
    page.key("Escape");
    page.settle();
    assert_eq!(page.evaluate("document.querySelector('#help').open"), false);
    page.must_have_behaved();
}

#[test]
fn no_keyboard_trap() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/china-russia.md", &[]);
    page.evaluate("select(0)");
    // Tab goes round: it comes by the skip link twice.
    let mut rounds = 0;
    for _ in 0..150 {
        page.key("Tab");
        if page.evaluate("document.activeElement.id") == "skip" {
            rounds += 1;
            if rounds == 2 {
                return;
            }
        }
    }
    panic!("150 times Tab did not lead round twice");
}

#[test]
fn the_skip_link_leads_to_the_outline() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/china-russia.md", &[]);
    page.key("Tab");
    page.key("Enter");
    page.settle();
    assert_eq!(page.evaluate("document.activeElement.id"), "outline");
    page.key("Tab");
    page.key("Enter");
    page.settle();
    assert_eq!(page.nodes_of("selected"), ["kj1"]);
    page.key("Escape");
    page.settle();
    assert_eq!(page.evaluate("document.activeElement.dataset.to"), "0");
    page.must_have_behaved();
}

#[test]
fn who_wants_no_motion_gets_none() {
    if chromium::is_skipped() {
        return;
    }
    let page = opened("graphs/china-russia.md", &[]);
    let moves = || {
        page.evaluate("glide()");
        page.text("getComputedStyle(svg).transitionDuration")
    };
    assert_ne!(moves(), "0s");
    let features = serde_json::json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    page.call("Emulation.setEmulatedMedia", &features);
    assert_eq!(moves(), "0s");
}

/// axe-core, which is not ours to keep: `tests/run.sh` installs it.
fn axe() -> Option<String> {
    let path = root().join("target/axe/node_modules/axe-core/axe.min.js");
    let script = std::fs::read_to_string(path).ok();
    if script.is_none() {
        println!("skipped: axe-core is not there; tests/run.sh installs it if there is npm");
    }
    script
}

fn must_be_accessible(page: &Opened, axe: &str, when: &str) {
    page.settle();
    if page.evaluate("typeof axe") == "undefined" {
        page.evaluate(&format!("{axe}; 0"));
    }
    let run = "axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\\n')}`))";
    let violations: Vec<Value> = serde_json::from_value(page.evaluate(run)).unwrap();
    assert!(violations.is_empty(), "{when}: {violations:#?}");
}

#[test]
fn axe_finds_no_violation() {
    if chromium::is_skipped() {
        return;
    }
    let Some(axe) = axe() else { return };
    let page = opened("graphs/china-russia.md", &["--source-address", "https://example.org/{file}#L{line}"]);
    must_be_accessible(&page, &axe, "at first");
    page.evaluate("select(0)");
    page.set("#details .dial input[type=number]", "0.1");
    must_be_accessible(&page, &axe, "with details and a change");
    page.set("#search", "alliance");
    page.evaluate("goToHit(1); fold(0)");
    must_be_accessible(&page, &axe, "with hits and a fold");
    page.set("#theme", "dark");
    must_be_accessible(&page, &axe, "dark");
    page.evaluate("showOutline(true)");
    must_be_accessible(&page, &axe, "the outline, dark");
    page.set("#theme", "print");
    must_be_accessible(&page, &axe, "the outline, black and white");
    page.evaluate("document.querySelector('#help').showModal()");
    must_be_accessible(&page, &axe, "with help");
    let page = opened_in("graphs/port-sabotage.md", &["--focus", "kj1"], 800, 1000);
    page.evaluate("select(judgements[0])");
    must_be_accessible(&page, &axe, "narrow");
}
