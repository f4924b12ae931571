//! The HTML page, opened in a headless Chromium.

mod chromium;

use std::path::{Path, PathBuf};
use chromium::Tab;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
#[ignore = "writes pictures of the page for looking at, to target/page"]
fn screenshots() {
    let folder = root().join("target/page");
    std::fs::create_dir_all(&folder).unwrap();
    let shot = |tab: &Tab, name: &str| {
        tab.settle();
        std::thread::sleep(std::time::Duration::from_millis(250));
        tab.screenshot(&folder.join(format!("{name}.png")));
    };
    let page = folder.join("page.html");
    let written = std::process::Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .args(["export", "graphs/china-russia.md", "--to", "html", "--source-address", "{file}#L{line}", "-o"])
        .arg(&page)
        .current_dir(root())
        .status()
        .unwrap();
    assert!(written.success());
    let tab = Tab::new(1400, 900);
    tab.open(&page);
    shot(&tab, "light");
    tab.click("[data-id='kj1'] .box");
    shot(&tab, "panel");
    let change = |selector: &str, value: &str, event: &str| {
        tab.evaluate(&format!("(() => {{ const field = document.querySelector(\"{selector}\"); field.value = \"{value}\"; field.dispatchEvent(new Event(\"{event}\", {{ bubbles: true }})); }})()"));
    };
    change("#details .dial input[type=range]", "0.2", "input");
    shot(&tab, "what-if");
    change("#theme", "dark", "change");
    shot(&tab, "dark");
    change("#theme", "print", "change");
    shot(&tab, "print-theme");
    change("#theme", "light", "change");
    change("#finding-filter", "any", "change");
    change("#search", "alliance", "input");
    tab.evaluate("document.querySelector('#next-hit').click()");
    shot(&tab, "search");
    tab.evaluate("document.querySelector('#view').click()");
    shot(&tab, "outline");
    tab.evaluate("document.querySelector('#view').click()");
    tab.print(&folder.join("page.pdf"));
    let tab = Tab::new(800, 1000);
    tab.open(&page);
    tab.click("[data-id='kj1'] .box");
    shot(&tab, "narrow");
    tab.evaluate("window.scrollTo(0, 640)");
    shot(&tab, "narrow-below");
    let folder: PathBuf = folder;
    println!("{}", folder.display());
}
