//! A theme is a folder: a second, tiny one changes the looks of every page and breaks none.

use std::path::PathBuf;

use strategikatalog::progress::Silent;
use strategikatalog::render::{self, Error, Options};

use crate::site_sample::catalogue;

fn with_theme(dir: &str) -> Result<render::Site, Error> {
    let theme = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(dir);
    let options = Options {
        theme: Some(&theme),
        ..Options::default()
    };
    render::run(&catalogue(), &options, &Silent).map(|outcome| outcome.value)
}

#[test]
fn a_second_theme_can_be_swapped_in() {
    let site = with_theme("tests/fixtures/site/tema").expect("a site");
    let front = String::from_utf8_lossy(&site.files["index.html"]).into_owned();
    assert!(front.contains("Et andet tema"), "the theme's own frame");
    assert!(
        front.contains("class=\"noegletal\""),
        "the built-in page within it"
    );
    let css = String::from_utf8_lossy(&site.files["assets/site.css"]).into_owned();
    assert!(css.contains("rebeccapurple") && !css.contains("@layer"));
    assert!(
        site.files.contains_key("assets/liste.js"),
        "the rest is as it was"
    );
}

#[test]
fn a_broken_template_names_itself_and_the_line() {
    let error = with_theme("tests/fixtures/site/brudt").expect_err("a broken template");
    let message = error.to_string();
    assert!(matches!(error, Error::Templates { .. }));
    assert!(
        message.contains("om.html") && message.contains(":2:"),
        "{message}"
    );
}

#[test]
fn a_missing_theme_says_where_it_should_be() {
    let error = with_theme("tests/fixtures/site/findes-ikke").expect_err("no theme");
    assert!(error.to_string().contains("findes-ikke"));
}
