//! The HTML page, opened in a headless Chromium: what a reader does with it, and what it must not do.

mod access;
mod reading;
mod safety;
mod size;
mod what_if;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::chromium::{self, Tab};
use linchpin::argument::Argument;
use linchpin::config::Config;
use linchpin::format::{detect, understand};
use linchpin::text::SourceFile;
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A page in a folder of its own, opened.
struct Opened {
    tab: Tab,
    page: PathBuf,
    _folder: tempfile::TempDir,
}

impl std::ops::Deref for Opened {
    type Target = Tab;

    fn deref(&self) -> &Tab {
        &self.tab
    }
}

impl Opened {
    /// Waits until strengths that are due are computed.
    fn settle(&self) {
        if self.evaluate("scheduled") == true {
            self.tab.settle();
        }
    }

    /// Opens the page of another file in the same tab.
    fn reopen(&self, path: &str) {
        write_page(path, &self.page, &[]);
        self.tab.open(&self.page);
    }

    /// Gives a field another value, as a reader does.
    fn set(&self, selector: &str, value: &str) {
        let script = format!(
            "(() => {{ const field = document.querySelector({}); field.value = {}; for (const name of [\"input\", \
             \"change\"]) field.dispatchEvent(new Event(name, {{ bubbles: true }})); }})()",
            json!(selector),
            json!(value)
        );
        self.evaluate(&script);
        self.settle();
    }

    /// Clicks on the node of that id in the diagram.
    fn choose(&self, id: &str) {
        self.evaluate("fit()");
        self.click(&format!("[data-id={}] .box", json!(id)));
        self.settle();
    }

    /// What the selector finds, as texts.
    fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.evaluate(&format!(
            "Array.from(document.querySelectorAll({}), (found) => found.textContent)",
            json!(selector)
        ));
        serde_json::from_value(found).unwrap()
    }

    /// The ids of the nodes whose group is of that class.
    fn nodes_of(&self, class: &str) -> Vec<String> {
        let script = format!(
            "Array.from(document.querySelectorAll({}), (group) => group.getAttribute(\"data-id\"))",
            json!(format!("[data-node].{class}"))
        );
        serde_json::from_value(self.evaluate(&script)).unwrap()
    }

    fn count(&self, selector: &str) -> usize {
        let found = self.evaluate(&format!("document.querySelectorAll({}).length", json!(selector)));
        usize::try_from(found.as_u64().unwrap()).unwrap()
    }

    fn status(&self) -> String {
        self.text("document.querySelector('#status').textContent")
    }

    /// That the page did nothing but show itself.
    fn must_have_behaved(&self) {
        let misdeeds = self.misdeeds();
        assert!(misdeeds.is_empty(), "{misdeeds:#?}");
    }
}

fn linchpin(arguments: &[&str]) -> Value {
    let output =
        Command::new(env!("CARGO_BIN_EXE_linchpin")).args(arguments).current_dir(root()).output().expect("it runs");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn write_page(path: &str, page: &Path, further: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_linchpin"))
        .args(["export", path, "--to", "html", "-o"])
        .arg(page)
        .args(further)
        .current_dir(root())
        .output()
        .expect("linchpin runs");
    assert!(page.is_file(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The page of a file, opened in a window of that size.
fn opened_in(path: &str, further: &[&str], width: u32, height: u32) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    write_page(path, &page, further);
    let tab = Tab::new(width, height);
    tab.open(&page);
    Opened { tab, page, _folder: folder }
}

fn opened(path: &str, further: &[&str]) -> Opened {
    opened_in(path, further, 1400, 900)
}

/// A folder with a file of that text, and the file's path.
fn file(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path.to_str().unwrap().to_owned())
}

/// The argument of a file, as the command line reads it.
fn argument(path: &str) -> Argument {
    let full = root().join(path);
    let file = SourceFile::new(path, std::fs::read_to_string(&full).unwrap());
    understand(&file, detect(&file), &Config::default()).expect("a sound file").reading.argument
}

/// The files of graphs/ that are sound.
fn graphs() -> Vec<String> {
    let mut paths: Vec<String> = std::fs::read_dir(root().join("graphs"))
        .unwrap()
        .map(|entry| format!("graphs/{}", entry.unwrap().file_name().into_string().unwrap()))
        .filter(|path| !path.ends_with("README.md") && !path.ends_with("flawed.md"))
        .collect();
    paths.sort();
    paths
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
    let path = std::env::var("LINCHPIN_PAGE_OF").unwrap_or_else(|_| "graphs/china-russia.md".to_owned());
    let link = ["--source-address", "{file}#L{line}"];
    let page = opened(&path, &link);
    shot(&page, "light");
    page.evaluate("fit()");
    shot(&page, "fit");
    page.evaluate("select(judgements[0])");
    shot(&page, "panel");
    page.set("#details .dial input[type=number]", "0.2");
    shot(&page, "what-if");
    page.set("#theme", "dark");
    shot(&page, "dark");
    page.set("#theme", "print");
    shot(&page, "print-theme");
    page.set("#theme", "light");
    page.set("#finding-filter", "any");
    page.set("#search", "the");
    page.evaluate("goToHit(1)");
    shot(&page, "search");
    page.evaluate("showOutline(true)");
    shot(&page, "outline");
    page.evaluate("showOutline(false)");
    page.print(&folder.join("page.pdf"));
    let page = opened_in(&path, &link, 800, 1000);
    page.evaluate("select(judgements[0])");
    shot(&page, "narrow");
    page.evaluate("window.scrollTo(0, 600)");
    shot(&page, "narrow-below");
}
