//! PDFs whose fonts, spacing or drawing order would lose words: small files made for the purpose,
//! each with one difficulty.

use std::fs;
use std::path::Path;

use strategikatalog::extract::{Hints, read, text_of};
use strategikatalog::model::document::{BlockKind, Document};

fn fixture(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/extract")
        .join(name);
    let bytes = fs::read(&path).expect("a readable fixture");
    read(&bytes, &Hints::default()).expect("a document")
}

/// The lines of a fixture as they are read.
fn lines(name: &str) -> Vec<String> {
    text_of(&fixture(name))
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
fn texts_that_lie_over_each_other_keep_their_words() {
    let text = lines("overlagt.pdf").concat();
    assert!(text.contains("brugere") && text.contains("KOPI"), "{text}");
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
fn a_large_dot_makes_no_heading_and_a_ligature_no_word() {
    let document = fixture("punkttegn.pdf");
    let blocks: Vec<(BlockKind, &str)> = document.pages[0]
        .blocks
        .iter()
        .skip(1)
        .map(|b| (b.kind, b.text.as_str()))
        .collect();
    assert_eq!(
        blocks,
        [
            (
                BlockKind::ListItem,
                "Data skal kunne genbruges på tværs af forvaltninger og systemer"
            ),
            (
                BlockKind::ListItem,
                "Borgerne skal møde én kommune også digitalt"
            ),
            (BlockKind::Heading { level: 1 }, "Effektmålinger"),
        ]
    );
}

#[test]
fn small_bold_capitals_above_text_are_a_heading() {
    let document = fixture("smaa-overskrifter.pdf");
    let headings: Vec<&str> = document.pages[0]
        .blocks
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Heading { .. }))
        .map(|b| b.text.as_str())
        .collect();
    // The source under the text has no text of its own.
    assert_eq!(headings, ["Strategi for data", "FÆLLES RETNING"]);
}

#[test]
fn what_runs_on_every_page_leaves_and_a_heading_there_stays() {
    let text = text_of(&fixture("gentaget-hoved.pdf"));
    for gone in ["Digital strategi", "Sag 22", "af 4"] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert_eq!(text.matches("Mål og indsatser").count(), 4);
    assert_eq!(text.matches("har en egen linje").count(), 80);
}

#[test]
fn lines_alike_that_follow_each_other_are_text() {
    let text = text_of(&fixture("ens-linjer.pdf"));
    assert_eq!(text.matches("kommunens udgift").count(), 36);
    assert!(!text.contains("Ådal"));
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
