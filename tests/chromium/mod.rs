//! A headless Chromium, driven by the `DevTools` protocol over a pipe: no port, no web socket, no further crate.
//!
//! One browser serves all tests that run at the same time; it ends, and its folder goes, with the last of them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_mins(1);

/// The program, by the names that `tests/run.sh` knows it by.
fn program() -> PathBuf {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome-headless-shell",
        "headless_shell",
    ];
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let in_path = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let on_a_mac = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    in_path.chain(on_a_mac.map(PathBuf::from)).find(|candidate| candidate.is_file()).unwrap_or_else(|| {
        panic!("there is no Chromium; `tests/run.sh` installs it, and LINCHPIN_SKIP_CHROMIUM=1 skips these tests")
    })
}

/// Whether the tests in the browser are to be left out; says so.
pub fn is_skipped() -> bool {
    let is_skipped = std::env::var_os("LINCHPIN_SKIP_CHROMIUM").is_some();
    if is_skipped {
        println!("skipped: LINCHPIN_SKIP_CHROMIUM is set");
    }
    is_skipped
}

type Answers = Arc<Mutex<HashMap<u64, Sender<Value>>>>;
type Events = Arc<Mutex<HashMap<String, Vec<Value>>>>;

pub struct Browser {
    process: Child,
    input: Mutex<ChildStdin>,
    next: AtomicU64,
    answers: Answers,
    events: Events,
    _folder: tempfile::TempDir,
}

static RUNNING: Mutex<Weak<Browser>> = Mutex::new(Weak::new());

impl Browser {
    /// The browser that runs, or a new one.
    pub fn get() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let browser = Arc::new(Self::start());
            *running = Arc::downgrade(&browser);
            browser
        })
    }

    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Chromium reads commands from descriptor 3 and answers on 4.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null"])
            .arg(program())
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--disable-renderer-backgrounding",
                "--disable-backgrounding-occluded-windows",
                "--disable-background-timer-throttling",
                "--remote-debugging-pipe",
            ])
            .arg(format!("--user-data-dir={}", folder.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let input = Mutex::new(process.stdin.take().expect("a pipe"));
        let output = BufReader::new(process.stdout.take().expect("a pipe"));
        let (answers, events) = (Answers::default(), Events::default());
        let (to_answers, to_events) = (answers.clone(), events.clone());
        std::thread::spawn(move || {
            for message in output.split(0) {
                let Ok(message) = message else { break };
                let Ok(message) = serde_json::from_slice::<Value>(&message) else { continue };
                if let Some(id) = message["id"].as_u64() {
                    if let Some(waiting) = to_answers.lock().unwrap().remove(&id) {
                        // Whoever asked may have given up.
                        let _ = waiting.send(message);
                    }
                } else if let Some(session) = message["sessionId"].as_str() {
                    to_events.lock().unwrap().entry(session.to_owned()).or_default().push(message);
                }
            }
            // Nobody is answered any more.
            to_answers.lock().unwrap().clear();
        });
        Self { process, input, next: AtomicU64::new(1), answers, events, _folder: folder }
    }

    fn send(&self, session: Option<&str>, method: &str, parameters: &Value) -> Receiver<Value> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = channel();
        self.answers.lock().unwrap().insert(id, sender);
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut input = self.input.lock().unwrap();
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        input.write_all(&bytes).and_then(|()| input.flush()).expect("Chromium listens");
        receiver
    }

    fn call(&self, session: Option<&str>, method: &str, parameters: &Value) -> Value {
        let answer = self.send(session, method, parameters).recv_timeout(PATIENCE);
        let answer = answer.unwrap_or_else(|_| panic!("Chromium does not answer {method}"));
        assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
        answer["result"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let answer = self.send(None, "Browser.close", &json!({}));
        let _ = answer.recv_timeout(Duration::from_secs(5));
        let ended = Instant::now() + Duration::from_secs(5);
        while Instant::now() < ended {
            if let Ok(Some(_)) = self.process.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A tab.
pub struct Tab {
    browser: Arc<Browser>,
    target: String,
    session: String,
}

impl Tab {
    /// An empty tab of that size, in CSS pixels, that notes what its page does.
    pub fn new(width: u32, height: u32) -> Self {
        let browser = Browser::get();
        // A context of its own: no test sees what another has done.
        let context = browser.call(None, "Target.createBrowserContext", &json!({ "disposeOnDetach": true }));
        let wanted = json!({ "url": "about:blank", "browserContextId": context["browserContextId"] });
        let target = browser.call(None, "Target.createTarget", &wanted)["targetId"].as_str().unwrap().to_owned();
        let session = browser.call(None, "Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        let session = session["sessionId"].as_str().unwrap().to_owned();
        let tab = Self { browser, target, session };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            tab.call(&format!("{domain}.enable"), &json!({}));
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        tab.call("Emulation.setDeviceMetricsOverride", &size);
        tab.call("Emulation.setFocusEmulationEnabled", &json!({ "enabled": true }));
        tab
    }

    pub fn call(&self, method: &str, parameters: &Value) -> Value {
        self.browser.call(Some(&self.session), method, parameters)
    }

    /// Opens a file and waits until it is loaded.
    pub fn open(&self, file: &Path) {
        let before = self.events("Page.loadEventFired").len();
        let address = format!("file://{}", file.display());
        self.call("Page.navigate", &json!({ "url": address }));
        let end = Instant::now() + PATIENCE;
        while self.events("Page.loadEventFired").len() == before {
            assert!(Instant::now() < end, "{address} does not load");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The events of that name so far.
    pub fn events(&self, name: &str) -> Vec<Value> {
        let events = self.browser.events.lock().unwrap();
        let own = events.get(&self.session).map(Vec::as_slice).unwrap_or_default();
        own.iter().filter(|event| event["method"] == name).map(|event| event["params"].clone()).collect()
    }

    /// The value of a script's last expression; a promise is waited for.
    pub fn evaluate(&self, script: &str) -> Value {
        let wanted = json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", &wanted);
        assert!(answer["exceptionDetails"].is_null(), "{script}\n{}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The value of a script as text.
    pub fn text(&self, script: &str) -> String {
        let value = self.evaluate(script);
        value.as_str().map_or_else(|| panic!("{script} gives {value}, no text"), str::to_owned)
    }

    /// Waits until the page has drawn what it was told.
    pub fn settle(&self) {
        self.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
    }

    /// Presses and releases a key, as a keyboard does. `key` is the name of the DOM: `a`, `Enter`, `ArrowLeft`.
    pub fn key(&self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            " " => 32,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            _ => 0,
        };
        let text = match key {
            "Enter" => "\r",
            key if key.chars().count() == 1 => key,
            _ => "",
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code });
        if !text.is_empty() {
            event["text"] = text.into();
        }
        self.call("Input.dispatchKeyEvent", &event);
        self.call("Input.dispatchKeyEvent", &json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }));
    }

    pub fn keys(&self, keys: &str) {
        for key in keys.chars() {
            self.key(&key.to_string());
        }
    }

    /// Clicks with the mouse in the middle of what a selector finds first.
    pub fn click(&self, selector: &str) {
        let script = format!(
            "(() => {{ const area = document.querySelector({}).getBoundingClientRect(); return [area.x + area.width / 2, area.y + area.height / 2]; }})()",
            json!(selector)
        );
        let at = self.evaluate(&script);
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", &event);
        }
    }

    /// A picture of what the tab shows, as a PNG file.
    pub fn screenshot(&self, file: &Path) {
        let picture = self.call("Page.captureScreenshot", &json!({ "format": "png" }));
        std::fs::write(file, decoded(picture["data"].as_str().unwrap())).unwrap();
    }

    /// The page as printed, as a PDF file.
    pub fn print(&self, file: &Path) {
        let printed = self.call("Page.printToPDF", &json!({ "preferCSSPageSize": true }));
        std::fs::write(file, decoded(printed["data"].as_str().unwrap())).unwrap();
    }

    /// What a page must not do: errors and warnings on the console, exceptions, dialogs, and requests for anything but
    /// the opened file itself.
    pub fn misdeeds(&self) -> Vec<String> {
        let mut misdeeds = Vec::new();
        for event in self.events("Runtime.exceptionThrown") {
            misdeeds.push(format!("exception: {}", event["exceptionDetails"]));
        }
        for event in self.events("Runtime.consoleAPICalled") {
            misdeeds.push(format!("console: {}", event["args"]));
        }
        for event in self.events("Log.entryAdded") {
            misdeeds.push(format!("log: {}", event["entry"]));
        }
        for event in self.events("Page.javascriptDialogOpening") {
            misdeeds.push(format!("dialog: {}", event["message"]));
        }
        for event in self.events("Network.requestWillBeSent") {
            let address = event["request"]["url"].as_str().unwrap_or("");
            let is_document = event["type"] == "Document" && address.starts_with("file://");
            if !is_document && !address.starts_with("data:") {
                misdeeds.push(format!("request: {address}"));
            }
        }
        misdeeds
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.browser.send(None, "Target.closeTarget", &json!({ "targetId": self.target }));
        self.browser.events.lock().unwrap().remove(&self.session);
    }
}

fn decoded(base64: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(base64.len() / 4 * 3);
    let mut bits = 0_u32;
    let mut filled = 0;
    for c in base64.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        filled += 6;
        if filled >= 8 {
            filled -= 8;
            bytes.push(u8::try_from(bits >> filled & 0xff).unwrap());
        }
    }
    bytes
}
