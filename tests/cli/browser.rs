//! Pages in a real browser. The tests are skipped unless the variable `INBOXCTL_BROWSER_TESTS` is set, as it is in
//! `.ci/run --full`. Screenshots and prints are left in `target/tmp/pages`, to be looked at.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::pages::{Page, pages};

/// How long to wait for an answer of the browser.
const PATIENCE: Duration = Duration::from_mins(1);

/// The names of its program.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// What a page must have in every width and scheme; the answer is a list of faults.
const CHECKS: &str = r#"(() => {
  const faults = [];
  const check = (isFine, fault) => isFine || faults.push(fault);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const root = document.documentElement;
  check(root.scrollWidth <= innerWidth, `the page is ${root.scrollWidth} wide, the window ${innerWidth}`);
  const levels = all("h1, h2, h3, h4").map(heading => +heading.tagName[1]);
  check(levels.filter(level => level === 1).length === 1 && levels[0] === 1, `headings: ${levels}`);
  check(levels.every((level, at) => at === 0 || level <= levels[at - 1] + 1), `headings: ${levels}`);
  for (const table of all("table")) {
    check(table.caption && table.caption.textContent.trim(), "a table has no caption");
    check(all("thead th:not([scope=col]), tbody th:not([scope=row])", table).length === 0, "a heading has no scope");
    check([...table.tBodies[0].rows].every(row => row.cells.length === table.tHead.rows[0].cells.length), `ragged: ${table.caption.textContent}`);
  }
  for (const chart of all("svg[role=img]")) {
    const names = chart.getAttribute("aria-labelledby").split(" ").map(id => document.getElementById(id)?.textContent.trim());
    check(names.length === 2 && names.every(Boolean), "a chart has no text");
    check(all(".tick", chart).length >= 3, "a chart has no axis");
    const texts = all("text", chart).map(text => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([one, a], at) => texts.slice(at + 1).forEach(([other, b]) => {
      const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      check(apart, `texts overlap: ${one} / ${other}`);
    }));
    const box = chart.getBoundingClientRect();
    texts.forEach(([text, a]) => check(a.left >= box.left - 1 && a.right <= box.right + 1, `cut off: ${text}`));
  }
  check(all("[style], [onclick], [onerror], img, iframe, object, form, input").length === 0, "foreign elements");
  const links = all("[src], [href]").map(one => one.getAttribute("src") ?? one.getAttribute("href"));
  check(links.every(link => link === "data:,"), `links: ${links}`);
  const ids = all("[id]").map(one => one.id);
  check(new Set(ids).size === ids.length, `ids: ${ids}`);
  const channels = color => color.match(/[\d.]+/g).map(Number);
  const luminance = color => {
    const [r, g, b] = channels(color).map(value => value / 255).map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const background = one => {
    for (let at = one; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + .05) / (dark + .05);
  };
  for (const one of all("body *")) {
    const hasText = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!hasText || one.matches("style, script, title, desc")) continue;
    const style = getComputedStyle(one);
    const color = one.closest("svg") ? style.fill : style.color;
    const ratio = contrast(color, background(one));
    check(ratio >= 4.5, `contrast ${ratio.toFixed(1)}: ${one.tagName} ${one.textContent.trim().slice(0, 40)}`);
  }
  return faults;
})()"#;

/// Sorts each table by its second column, twice; the answer is a list of faults.
const SORTS: &str = r#"(() => {
  const faults = [];
  for (const table of document.querySelectorAll("table")) {
    const head = table.tHead.rows[0].cells[1];
    const values = () => [...table.tBodies[0].rows].map(row => row.cells[1].dataset.value ?? row.cells[1].textContent);
    const before = values();
    const sorted = head.dataset.sort === "number" ? before.map(Number).sort((a, b) => b - a) : before.toSorted();
    head.querySelector("button").click();
    if (values().join() !== sorted.join()) faults.push(`${table.caption.textContent}: ${values()}`);
    head.querySelector("button").click();
    if (values().join() !== sorted.reverse().join()) faults.push(`${table.caption.textContent}: ${values()}`);
    if (!head.hasAttribute("aria-sort")) faults.push("the order is not told");
  }
  return faults;
})()"#;

/// A browser that is spoken to through two pipes.
struct Browser {
    child: Child,
    requests: File,
    answers: Receiver<Value>,
    session: Option<String>,
    last: u64,
    events: Vec<Value>,
    _folder: TempDir,
}

#[expect(clippy::disallowed_methods, reason = "the caller decides whether a missing browser is an error")]
fn program() -> Option<&'static str> {
    std::env::var_os("INBOXCTL_BROWSER_TESTS")?;
    let has =
        |name: &&&str| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let found = PROGRAMS.iter().find(has).copied();
    assert!(found.is_some(), "no browser is installed");
    found
}

impl Browser {
    fn open(program: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let pipe = |name: &str| {
            let path = folder.path().join(name);
            assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
            path
        };
        let (requests, answers) = (pipe("requests"), pipe("answers"));
        // Both are opened by the shell, as the descriptors that the browser expects.
        let script = format!("exec {program} \"$@\" 3< '{}' 4> '{}'", requests.display(), answers.display());
        let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]);
        command.args(["--remote-debugging-pipe", "--disable-background-networking", "--hide-scrollbars", &profile]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let requests = File::options().write(true).open(requests).unwrap();
        let pipe = BufReader::new(File::open(answers).unwrap());
        let (sender, answers) = channel();
        thread::spawn(move || {
            for message in pipe.split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else { break };
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut browser =
            Self { child, requests, answers, session: None, last: 0, events: Vec::new(), _folder: folder };
        let target = browser.call("Target.createTarget", &json!({ "url": "about:blank" }))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", &json!({ "targetId": target, "flatten": true }));
        browser.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.last += 1;
        let mut request = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            request["sessionId"] = json!(session);
        }
        self.requests.write_all(format!("{request}\0").as_bytes()).unwrap();
        let id = self.last;
        let mut answer = self.wait(|message| message["id"] == id);
        assert_eq!(answer["error"], Value::Null, "{method}");
        answer["result"].take()
    }

    /// Waits for a message and keeps the events before it.
    fn wait(&mut self, is_meant: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.answers.recv_timeout(PATIENCE).unwrap();
            if is_meant(&message) {
                return message;
            }
            self.events.push(message);
        }
    }

    fn show(&mut self, page: &Path) {
        self.events.clear();
        self.call("Page.navigate", &json!({ "url": format!("file://{}", page.display()) }));
        if !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            self.wait(|message| message["method"] == "Page.loadEventFired");
        }
    }

    fn set_width(&mut self, width: u32) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
    }

    fn set_scheme(&mut self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    fn value(&mut self, script: &str) -> Value {
        let answer = self.call("Runtime.evaluate", &json!({ "expression": script, "returnByValue": true }));
        assert_eq!(answer["exceptionDetails"], Value::Null);
        answer["result"]["value"].clone()
    }

    /// Fails if the page asked for anything, or if anything went wrong.
    fn assert_quiet(&self, page: &Path) {
        let url = format!("file://{}", page.display());
        for event in &self.events {
            match event["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    let asked = event["params"]["request"]["url"].as_str().unwrap();
                    assert!(asked == url || asked == "data:,", "{url} asks for {asked}");
                }
                "Runtime.exceptionThrown"
                | "Runtime.consoleAPICalled"
                | "Log.entryAdded"
                | "Page.javascriptDialogOpening" => panic!("{url}: {event:#}"),
                _ => {}
            }
        }
    }

    fn screenshot(&mut self, to: &Path) {
        let size = self.call("Page.getLayoutMetrics", &json!({}))["cssContentSize"].take();
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let shot = self.call("Page.captureScreenshot", &json!({ "captureBeyondViewport": true, "clip": clip }));
        fs::write(to, decoded(shot["data"].as_str().unwrap())).unwrap();
    }

    fn print(&mut self, to: &Path) {
        let printed = self.call("Page.printToPDF", &json!({ "paperWidth": 8.27, "paperHeight": 11.69 }));
        fs::write(to, decoded(printed["data"].as_str().unwrap())).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The bytes of a text in Base64.
fn decoded(text: &str) -> Vec<u8> {
    let letter = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<_> = text.bytes().filter(|letter| *letter != b'=').map(letter).collect();
    let bytes = letters.chunks(4).flat_map(|chunk| {
        let bits = chunk.iter().fold(0, |bits, six| bits << 6 | u32::from(*six)) << (6 * (4 - chunk.len()));
        bits.to_be_bytes()[1..chunk.len()].to_vec()
    });
    bytes.collect()
}

/// The folder of the pictures.
fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn pages_load_nothing_and_fit_their_window() {
    let Some(program) = program() else { return };
    let (mut browser, pictures) = (Browser::open(program), pictures());
    for Page { name, path } in pages() {
        for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")] {
            browser.set_width(width);
            browser.set_scheme(scheme);
            browser.show(path);
            assert_eq!(browser.value(CHECKS), json!([]), "{name}, {width} pixels, {scheme}");
            browser.screenshot(&pictures.join(format!("{name}-{width}-{scheme}.png")));
            browser.assert_quiet(path);
        }
        browser.print(&pictures.join(format!("{name}.pdf")));
    }
}

#[test]
fn pages_sort_with_scripts_and_are_whole_without() {
    let Some(program) = program() else { return };
    let mut browser = Browser::open(program);
    for Page { name, path } in pages() {
        browser.show(path);
        assert_eq!(browser.value(SORTS), json!([]), "{name}");
        browser.assert_quiet(path);
        let text = "document.querySelector('main').textContent.replace(/\\s+/g, ' ')";
        browser.show(path);
        let with = browser.value(text);
        browser.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
        browser.show(path);
        assert_eq!(browser.value("document.querySelectorAll('button').length"), 0);
        assert_eq!(browser.value(text), with, "{name}");
        browser.call("Emulation.setScriptExecutionDisabled", &json!({ "value": false }));
    }
}
