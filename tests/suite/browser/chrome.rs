//! A real Chromium through chromedriver: started for one test, gone with it. Where either is
//! absent the test says so on its own line; with `STRATEGIKATALOG_BROWSER=required` it fails.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How the window is set up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) width: u32,
    pub(crate) dark: bool,
    pub(crate) javascript: bool,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            width: 1280,
            dark: false,
            javascript: true,
        }
    }
}

/// A driver process; killed when dropped.
struct Driver {
    child: Child,
    port: u16,
    profile: tempfile::TempDir,
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Its browser ends with it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs `test` in a fresh browser window, or says on its own line that there is none.
pub(crate) fn with_window<F>(name: &str, window: Window, test: impl FnOnce(Client) -> F)
where
    F: Future<Output = ()>,
{
    let (Some(chromium), Some(chromedriver)) = (
        program(&["chromium", "chromium-browser", "google-chrome"]),
        program(&["chromedriver"]),
    ) else {
        let required = std::env::var_os("STRATEGIKATALOG_BROWSER").is_some_and(|v| v == "required");
        assert!(
            !required,
            "{name}: chromium or chromedriver is not installed"
        );
        say(&format!(
            "skipped {name}: chromium or chromedriver is not installed"
        ));
        return;
    };
    let driver = start(&chromedriver);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let client = connect(&driver, &chromium, window).await;
        test(client.clone()).await;
        client.close().await.expect("the window closes");
    });
}

/// The first of these programs found in PATH.
fn program(names: &[&str]) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|dir| dir.join(name))
            .find(|file| file.is_file())
            .map(|file| file.to_string_lossy().into_owned())
    })
}

/// Writes past the test harness' capture, so that a skip is seen.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn start(chromedriver: &str) -> Driver {
    let mut child = Command::new(chromedriver)
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts");
    let out = child.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(out).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            let (_, after) = line.split_once("started successfully on port ")?;
            after.trim_end_matches('.').parse().ok()
        })
        .expect("chromedriver says its port");
    // It stops when nobody reads what it prints.
    std::thread::spawn(move || lines.for_each(drop));
    Driver {
        child,
        port,
        profile: tempfile::tempdir().expect("a folder for the profile"),
    }
}

async fn connect(driver: &Driver, chromium: &str, window: Window) -> Client {
    let profile = driver.profile.path().display();
    let args = [
        "--headless".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--lang=da".to_owned(),
        format!("--user-data-dir={profile}"),
    ];
    let capabilities = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": { "binary": chromium, "args": args },
    });
    let capabilities = capabilities.as_object().expect("an object").clone();
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{}", driver.port))
        .await
        .expect("a browser window");
    devtools(
        &client,
        "Emulation.setDeviceMetricsOverride",
        json!({"width": window.width, "height": 900, "deviceScaleFactor": 1, "mobile": false}),
    )
    .await;
    let scheme = if window.dark { "dark" } else { "light" };
    devtools(
        &client,
        "Emulation.setEmulatedMedia",
        json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}),
    )
    .await;
    if !window.javascript {
        devtools(
            &client,
            "Emulation.setScriptExecutionDisabled",
            json!({"value": true}),
        )
        .await;
    }
    client
}

/// A command of the DevTools protocol, which chromedriver hands through.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    params: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({"cmd": self.command, "params": self.params});
        (http::Method::POST, Some(body.to_string()))
    }
}

/// Sends a DevTools command and returns its answer.
pub(crate) async fn devtools(client: &Client, command: &'static str, params: Value) -> Value {
    client
        .issue_cmd(DevTools { command, params })
        .await
        .unwrap_or_else(|error| panic!("{command}: {error}"))
}

/// What the browser's console has complained about since it was last asked.
pub(super) async fn complaints(client: &Client) -> Vec<String> {
    #[derive(Debug)]
    struct Log;
    impl WebDriverCompatibleCommand for Log {
        fn endpoint(
            &self,
            base: &url::Url,
            session: Option<&str>,
        ) -> Result<url::Url, url::ParseError> {
            base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
        }
        fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
            (
                http::Method::POST,
                Some(json!({"type": "browser"}).to_string()),
            )
        }
    }
    let log = client.issue_cmd(Log).await.expect("the console's log");
    log.as_array()
        .into_iter()
        .flatten()
        .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING")
        .map(|entry| entry["message"].to_string())
        .collect()
}
