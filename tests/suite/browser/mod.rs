//! The demonstration's site in a real Chromium: what a visitor does with mouse, keyboard and no
//! JavaScript. The site is made by the program itself, crawl included.

pub(crate) mod chrome;
pub(crate) mod host;
mod site;

use std::time::Duration;

use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

pub(crate) use chrome::say;
use chrome::{Window, complaints, devtools, with_window};
use site::address;

const PAGES: &[&str] = &[
    "",
    "linksamling/",
    "kommuner/",
    "kommuner/havneby/",
    "strategier/havneby/digitaliseringsstrategi-2024-2027/",
    "temaer/",
    "temaer/klima/",
    "temaer/matrix/",
    "teknologier/",
    "organisering/",
    "sammenlign/?k=havneby&k=storaaby",
    "udvikling/",
    "soeg/?q=borgeren",
    "data/",
    "om/",
    "metode/",
];

async fn open(client: &Client, path: &str) {
    client
        .goto(&address(path))
        .await
        .unwrap_or_else(|e| panic!("{path}: {e}"));
}

/// Waits for an element, a few seconds at most.
async fn found(client: &Client, css: &str) -> fantoccini::elements::Element {
    client
        .wait()
        .at_most(Duration::from_secs(10))
        .for_element(Locator::Css(css))
        .await
        .unwrap_or_else(|e| panic!("{css}: {e}"))
}

async fn js(client: &Client, script: &str) -> Value {
    client
        .execute(script, vec![])
        .await
        .unwrap_or_else(|e| panic!("{script}: {e}"))
}

/// Waits until a script returns true.
async fn until(client: &Client, script: &str) {
    for _ in 0..100 {
        if js(client, &format!("return {script}")).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never true: {script}");
}

async fn no_complaints(client: &Client, place: &str) {
    let said = complaints(client).await;
    assert!(said.is_empty(), "{place}: the console says {said:?}");
}

#[test]
fn every_kind_of_page_fits_a_phone_and_a_desk_without_complaint() {
    for (width, dark) in [(360, true), (1280, false)] {
        let window = Window {
            width,
            dark,
            ..Window::default()
        };
        with_window("every kind of page", window, |client| async move {
            for path in PAGES {
                open(&client, path).await;
                found(&client, "main h1").await;
                let wide = js(&client, "return document.documentElement.scrollWidth").await;
                assert!(
                    wide.as_u64() <= Some(u64::from(width)),
                    "{path} is {wide} px wide in a window of {width}"
                );
                assert_eq!(
                    js(&client, "return document.documentElement.lang").await,
                    json!("da")
                );
                no_complaints(&client, path).await;
            }
        });
    }
}

#[test]
fn a_search_leads_to_the_page_that_says_it() {
    with_window("a search", Window::default(), |client| async move {
        open(&client, "").await;
        let field = found(&client, "main input[name=q]").await;
        field.send_keys("velfærdsteknologi").await.expect("typed");
        field
            .send_keys(&char::from(Key::Enter).to_string())
            .await
            .expect("sent");
        let hit = found(&client, "#hits .hit-link").await;
        let marked = found(&client, "#hits mark").await;
        let word = marked.text().await.expect("a marked word").to_lowercase();
        assert!(word.contains("velfærd"), "{word}");
        let url = client.current_url().await.expect("an address");
        assert!(url.query().is_some_and(|q| q.contains("q=velf")), "{url}");
        hit.click().await.expect("followed");
        until(&client, "location.hash.startsWith('#side-')").await;
        let page = js(
            &client,
            "return document.querySelector(location.hash).innerText",
        )
        .await;
        let page = page.as_str().unwrap_or_default().to_lowercase();
        assert!(
            page.contains("velfærdsteknologi"),
            "the page does not say it"
        );
        no_complaints(&client, "search").await;
    });
}

#[test]
fn a_quoted_phrase_narrows_and_nonsense_is_said_to_be_absent() {
    with_window("a phrase", Window::default(), |client| async move {
        open(&client, "soeg/?q=xyzzyplugh").await;
        until(&client, "!document.querySelector('#soeg-tom').hidden").await;
        open(&client, "soeg/?q=%22kunstig%20intelligens%22").await;
        found(&client, "#hits .hit-link").await;
        let marks = js(
            &client,
            "return [...document.querySelectorAll('#hits mark')].map(m => m.textContent.toLowerCase())",
        )
        .await;
        assert!(marks.to_string().contains("intelligens"), "{marks}");
        no_complaints(&client, "a phrase").await;
    });
}

#[test]
fn a_misspelling_is_answered_and_a_choice_can_be_taken_back() {
    with_window("corrections", Window::default(), |client| async move {
        open(&client, "soeg/").await;
        let field = found(&client, "#q").await;
        field.send_keys("ve").await.expect("typed");
        found(&client, "#hits .hit-link").await;
        field.send_keys("lfærdstekologi").await.expect("typed");
        until(
            &client,
            "document.querySelector('#soeg-rettet').textContent.startsWith('Viser resultater for velfærdsteknologi')",
        )
        .await;
        let told = found(&client, "#soeg-status").await;
        let told = told.prop("textContent").await.expect("its text");
        assert!(
            told.as_deref()
                .is_some_and(|t| t.contains("Viser resultater for")),
            "a screen reader hears only {told:?}"
        );
        open(&client, "soeg/?q=data&status=gaeldende").await;
        let chip = found(&client, "#soeg-valgt button").await;
        assert_eq!(chip.text().await.expect("its text"), "Status: Gældende");
        chip.click().await.expect("pressed");
        until(&client, "!location.search.includes('status')").await;
        until(&client, "document.querySelector('#soeg-valgt').hidden").await;
        no_complaints(&client, "corrections").await;
    });
}

const SHOWN: &str =
    "[...document.querySelectorAll('[data-tabel] tbody tr')].filter(r => !r.hidden).length";

#[test]
fn a_filter_is_kept_in_the_address_and_can_be_shared() {
    with_window("a filter", Window::default(), |client| async move {
        open(&client, "linksamling/").await;
        until(&client, "!document.querySelector('.filterboks').hidden").await;
        let all = js(&client, &format!("return {SHOWN}")).await;
        js(&client, "document.querySelector('.filterboks').open = true").await;
        let select = found(&client, "#f-status").await;
        select.send_keys("Udløbet").await.expect("chosen");
        until(&client, "location.search.includes('status=udloebet')").await;
        let some = js(&client, &format!("return {SHOWN}")).await;
        assert!(
            some.as_u64() < all.as_u64() && some.as_u64() > Some(0),
            "{some} of {all}"
        );
        let shared = client.current_url().await.expect("an address");
        open(&client, "om/").await;
        client
            .goto(shared.as_str())
            .await
            .expect("the shared address");
        until(&client, &format!("{SHOWN} === {some}")).await;
        found(&client, "[data-chips] button, [data-chips] a")
            .await
            .click()
            .await
            .expect("removed");
        until(&client, &format!("{SHOWN} === {all}")).await;
        no_complaints(&client, "a filter").await;
    });
}

#[test]
fn two_municipalities_are_compared_at_one_address() {
    with_window("compare", Window::default(), |client| async move {
        open(&client, "sammenlign/?k=havneby&k=storaaby").await;
        until(
            &client,
            "['Havneby','Storåby'].every(n => document.querySelector('[data-resultat]').innerText.includes(n))",
        )
        .await;
        let drawn = js(
            &client,
            "return [...document.querySelectorAll('.perioder [class^=periode-][rx]')].length",
        )
        .await;
        assert!(drawn.as_u64() >= Some(4), "{drawn} periods on the axis");
        found(&client, ".perioder .periode-idag").await;
        found(&client, "#k-ny")
            .await
            .send_keys("Ådal")
            .await
            .expect("chosen");
        until(
            &client,
            "location.search === '?k=havneby&k=storaaby&k=aadal'",
        )
        .await;
        until(
            &client,
            "document.querySelectorAll('.sammen thead th').length === 4",
        )
        .await;
        found(&client, "[data-chips] button")
            .await
            .click()
            .await
            .expect("removed");
        until(&client, "location.search === '?k=storaaby&k=aadal'").await;
        client.back().await.expect("back");
        until(
            &client,
            "document.querySelectorAll('.sammen thead th').length === 4",
        )
        .await;
        no_complaints(&client, "compare").await;
    });
}

#[test]
fn a_cell_of_the_matrix_leads_to_its_quotes() {
    with_window("matrix", Window::default(), |client| async move {
        open(&client, "temaer/matrix/").await;
        let cell = found(&client, "[data-tabel] tbody td a").await;
        cell.click().await.expect("opened");
        let quotes = found(&client, "dialog[open] a[href*='#side-']").await;
        quotes.click().await.expect("followed");
        until(&client, "location.hash.startsWith('#side-')").await;
        found(&client, "#indhold h1").await;
    });
}

#[test]
fn the_site_reads_without_javascript() {
    let window = Window {
        javascript: false,
        ..Window::default()
    };
    with_window("no JavaScript", window, |client| async move {
        open(&client, "linksamling/").await;
        let rows = client
            .find_all(Locator::Css("[data-tabel] tbody tr"))
            .await
            .expect("rows");
        assert!(rows.len() >= 22, "{} rows", rows.len());
        assert!(rows[0].is_displayed().await.expect("shown or not"));
        open(
            &client,
            "strategier/havneby/digitaliseringsstrategi-2024-2027/",
        )
        .await;
        assert!(
            found(&client, "#side-2")
                .await
                .is_displayed()
                .await
                .expect("shown or not")
        );
        open(&client, "soeg/").await;
        let text = found(&client, "main").await.text().await.expect("text");
        assert!(
            text.contains("JavaScript"),
            "the search page says what it needs"
        );
    });
}

#[test]
fn the_keyboard_alone_reaches_content_and_search() {
    with_window("keyboard", Window::default(), |client| async move {
        open(&client, "").await;
        let body = found(&client, "body").await;
        let tab = char::from(Key::Tab).to_string();
        body.send_keys(&tab).await.expect("a key");
        let first = js(
            &client,
            "return document.activeElement.getAttribute('href')",
        )
        .await;
        assert_eq!(
            first,
            json!("#indhold"),
            "the first stop skips to the content"
        );
        let visible = js(&client, "const r = document.activeElement.getBoundingClientRect(); return r.width > 20 && r.height > 10").await;
        assert_eq!(visible, json!(true), "… and can be seen");
        for _ in 0..40 {
            let active = client.active_element().await.expect("a focus");
            if active.attr("name").await.expect("its name").as_deref() == Some("q") {
                active.send_keys("chatbot").await.expect("typed");
                active
                    .send_keys(&char::from(Key::Enter).to_string())
                    .await
                    .expect("sent");
                found(&client, "#hits .hit-link").await;
                return;
            }
            active.send_keys(&tab).await.expect("a key");
        }
        panic!("the search field was not reached with forty tabs");
    });
}

#[test]
fn a_strategy_prints() {
    with_window("print", Window::default(), |client| async move {
        open(
            &client,
            "strategier/havneby/digitaliseringsstrategi-2024-2027/",
        )
        .await;
        devtools(
            &client,
            "Emulation.setEmulatedMedia",
            json!({"media": "print"}),
        )
        .await;
        let search = js(
            &client,
            "return [...document.querySelectorAll('input[name=q]')].every(i => i.offsetParent === null)",
        )
        .await;
        assert_eq!(search, json!(true), "a search box is no use on paper");
        let paper = devtools(&client, "Page.printToPDF", json!({})).await;
        assert!(paper["data"].as_str().is_some_and(|d| d.len() > 20_000));
    });
}
