//! Large arguments.

use std::fmt::Write as _;

use super::{chromium, file, opened};

/// A graph file of that many nodes: judgements with evidence in two steps, and links across.
fn large(count: usize) -> String {
    let mut text = String::new();
    for node in 0..count {
        let _ = write!(
            text,
            "[nodes.n{node}]\ntext = \"Node {node}: the count at the weir was higher than in the year before.\"\n"
        );
        match node % 20 {
            0 => text.push_str("kind = \"judgement\"\n"),
            1..=6 => {
                let _ = writeln!(text, "kind = \"claim\"\nsupports = {{ n{} = 0.7 }}", node / 20 * 20);
            }
            one => {
                let _ = writeln!(text, "supports = {{ n{} = 0.6 }}", node / 20 * 20 + 1 + one % 6);
                if one == 19 && node > 40 {
                    let _ = writeln!(text, "contradicts = {{ n{} = 0.3 }}", node / 20 * 20 - 20);
                }
            }
        }
    }
    text
}

/// Milliseconds that a script takes in the page, at best of three.
fn time(page: &super::Opened, script: &str) -> f64 {
    let timed = format!(
        "Math.min(...[0, 1, 2].map(() => {{ const start = performance.now(); {script}; return performance.now() - start; }}))"
    );
    page.evaluate(&timed).as_f64().unwrap()
}

#[test]
fn two_hundred_nodes_are_fluid_and_two_thousand_usable() {
    if chromium::is_skipped() {
        return;
    }
    for (count, most) in [(200, 150.0), (2_000, 1_500.0)] {
        let (_folder, path) = file("large.toml", &large(count));
        let page = opened(&path, &[]);
        let opening = "performance.getEntriesByType('navigation')[0].loadEventEnd";
        println!("{count} nodes, opening: {:.0} ms", page.evaluate(opening).as_f64().unwrap());
        page.evaluate("select(1)");
        // The bounds allow for a busy machine without a graphics card.
        for (what, script) in [
            ("a change", "state.bases.set(7, Math.random()); recompute(); svg.getBoundingClientRect()"),
            ("a fold", "fold(0); svg.getBoundingClientRect()"),
            ("a search", "byId('search').value = 'weir'; search(); document.body.offsetHeight"),
            ("a move", "pan(10, 10); svg.getBoundingClientRect()"),
            ("a choice", "select(3); document.body.offsetHeight"),
        ] {
            let taken = time(&page, script);
            println!("{count} nodes, {what}: {taken:.1} ms");
            assert!(taken < most, "{count} nodes: {what} takes {taken} ms");
        }
        page.must_have_behaved();
    }
}

#[test]
fn a_chain_that_is_very_deep_is_no_trouble() {
    if chromium::is_skipped() {
        return;
    }
    let mut text = String::from("[nodes.n0]\nkind = \"judgement\"\ntext = \"A.\"\n");
    for node in 1..300 {
        let _ = write!(
            text,
            "[nodes.n{node}]\ntext = \"B {node}.\"\nkind = \"claim\"\nsupports = {{ n{} = 0.9 }}\n",
            node - 1
        );
    }
    let (_folder, path) = file("chain.toml", &text);
    let page = opened(&path, &[]);
    page.evaluate("showOutline(true); select(0); dispatchEvent(new Event('beforeprint'))");
    assert_eq!(page.evaluate("outlineButtons.size"), 300);
    page.must_have_behaved();
}
