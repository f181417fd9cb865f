//! PDFs whose fonts, spacing or drawing order would lose words: small files made for the purpose,
//! each with one difficulty.

use std::fs;
use std::path::Path;

use strategikatalog::extract::{Hints, read, text_of};

/// The lines of a fixture as they are read.
fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/extract")
        .join(name);
    let bytes = fs::read(&path).expect("a readable fixture");
    let document = read(&bytes, &Hints::default()).expect("a document");
    text_of(&document)
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_is_drawn_twice_is_read_once() {
    assert_eq!(
        lines("dobbelt.pdf"),
        [
            "Fed skrift er tegnet to gange.",
            "En hel linje ligger over sine ord.",
            "Kommunens strategi",
            "Ja ja, nej nej: gentagelser bliver.",
            // Two columns' figures in one string.
            "0 134",
        ]
    );
}

#[test]
fn short_words_set_one_by_one_are_no_letter_spacing() {
    assert_eq!(
        lines("smaa-ord.pdf"),
        [
            "Hvis en af de to er kommunen, er de i to af os.",
            "a b c d e f g h",
            "KOMMUNEN",
        ]
    );
}

#[test]
fn fonts_without_a_mapping_are_read_by_what_is_inside_them() {
    assert_eq!(
        lines("uden-tegntabel.pdf"),
        [
            "Strategi træ ø fiåk",     // a compact font's own encoding
            "Strategi træ ø fiåk",     // glyph numbers, found again in the font's table
            "Strategi og moden vågen", // drawings named by their codes, in a space of their own
        ]
    );
}

#[test]
fn a_form_shows_what_falls_on_the_page() {
    assert_eq!(lines("skema.pdf"), ["Skema", "Navn: Aase"]);
}

#[test]
fn a_pdf_that_lost_its_header_is_a_pdf() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/extract/skema.pdf");
    let whole = fs::read(&path).expect("a readable fixture");
    let headless = whole.get(9..).expect("more than a header");
    let mut buried = vec![b'a'; 2_000];
    buried.extend_from_slice(&whole);
    for bytes in [headless, &buried] {
        let document = read(bytes, &Hints::default()).expect("a document");
        assert_eq!(document.metadata.media_type, "application/pdf");
        assert!(text_of(&document).starts_with("Skema"));
    }
}
