//! Plain text, as `pdftotext` or a person leaves it → a document with headings, paragraphs and list
//! items guessed from line breaks. Refuses to be clever about columns: where layout is known, the
//! document comes from extraction instead.

mod blocks;
mod contents;
mod furniture;
mod heading;
mod item;
mod lines;
mod series;

use crate::model::document::{Block, BlockKind, Document, Metadata, Page};
use blocks::{Reading, read_lines};
use furniture::furniture;
use heading::has_numbered_headings;
use lines::{Line, is_wrapped, lines_of, set_apart};

/// Widest line of a cover, in characters, and the most lines it has.
const COVER_CHARS: usize = 55;
const COVER_LINES: usize = 10;

/// Texts shorter than this with a heading given from outside hold no headings of their own.
const EXCERPT_BYTES: usize = 2_000;

/// A document from text with a form feed after each page, with the caller's title and heading.
pub(super) fn document_of(text: &str, title: Option<&str>, heading: Option<&str>) -> Document {
    let pages = text.split('\u{c}').zip(1..);
    let pages: Vec<(u32, &str)> = pages.map(|(page, number)| (number, page)).collect();
    document(&pages, title, heading)
}

/// A document from the texts of its pages, with the caller's title and heading.
pub(super) fn document(
    pages: &[(u32, &str)],
    title: Option<&str>,
    heading: Option<&str>,
) -> Document {
    let furniture = furniture(pages);
    let bytes: usize = pages.iter().map(|(_, t)| t.len()).sum();
    let excerpt = heading.is_some() && bytes < EXCERPT_BYTES;
    let numbered = !excerpt && has_numbered_headings(pages);
    let wrapped = is_wrapped(pages);
    let mut out = Document {
        title: title.map(str::to_owned),
        metadata: Metadata {
            media_type: "text/plain".to_owned(),
            ..Metadata::default()
        },
        ..Document::default()
    };
    let mut lines: Vec<Vec<Line>> = pages
        .iter()
        .enumerate()
        .map(|(at, (_, text))| lines_of(text, at == 0, &furniture))
        .collect();
    if !excerpt {
        series::settle(&mut lines);
    }
    for (at, (&(number, _), lines)) in pages.iter().zip(&mut lines).enumerate() {
        let mut blocks = Vec::new();
        if at == 0
            && let Some(heading) = heading
        {
            blocks.push(Block::new(BlockKind::Heading { level: 1 }, heading));
        }
        if !wrapped {
            set_apart(lines);
        } else if at == 0 && !excerpt {
            let cover = cover(lines);
            set_apart(&mut lines[..cover]);
        }
        let reading = Reading {
            first_page: at == 0,
            excerpt,
            numbered,
        };
        read_lines(lines, &reading, &mut blocks);
        out.pages.push(Page {
            number,
            blocks,
            ..Page::default()
        });
    }
    contents::settle(&mut out.pages);
    out
}

/// How many lines the cover has: those before the first that is as wide as running text. Each says
/// something of its own.
fn cover(lines: &[Line]) -> usize {
    let running = |l: &Line| l.text.chars().count() > COVER_CHARS || l.text.ends_with('.');
    let first = lines.iter().position(running).unwrap_or_default();
    if first > COVER_LINES { 0 } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(BlockKind, String)> {
        let document = document(&[(1, text)], None, None);
        document.pages[0]
            .blocks
            .iter()
            .map(|b| (b.kind, b.text.clone()))
            .collect()
    }

    #[test]
    fn lines_become_blocks() {
        let text = "Digital strategi\n\n1. Formål\n\nVi vil gøre det let at\nvære borger i kommu-\nnen. Børne-\nog ungeområdet.\n\n- Et punkt\n- Et andet\nsom går videre\n\nSide 2 af 9\n\n2 Mål ........ 7\n";
        let got = blocks(text);
        let expected = [
            (BlockKind::Heading { level: 1 }, "Digital strategi"),
            (BlockKind::Heading { level: 2 }, "1. Formål"),
            (
                BlockKind::Paragraph,
                "Vi vil gøre det let at være borger i kommunen. Børne- og ungeområdet.",
            ),
            (BlockKind::ListItem, "Et punkt"),
            (BlockKind::ListItem, "Et andet som går videre"),
            (BlockKind::Contents, "2 Mål"),
        ];
        assert_eq!(got.len(), expected.len(), "{got:?}");
        for ((kind, text), (k, t)) in got.iter().zip(expected) {
            assert_eq!((*kind, text.as_str()), (k, t));
        }
    }

    #[test]
    fn double_spaced_text_is_one_paragraph() {
        let line = "en linje som er så lang, at den fylder hele spalten ud til kanten af";
        let text = [line; 8].join(" \n\n");
        assert_eq!(blocks(&format!("Vi har {text}.")).len(), 1);
    }

    #[test]
    fn an_excerpt_has_no_headings_but_the_one_given() {
        let document = document(
            &[(1, "Kort tekst uden punktum")],
            None,
            Some("Tema 5: Data"),
        );
        let kinds: Vec<_> = document.pages[0].blocks.iter().map(|b| b.kind).collect();
        assert_eq!(
            kinds,
            [BlockKind::Heading { level: 1 }, BlockKind::Paragraph]
        );
    }

    #[test]
    fn tables_markdown_and_broken_headings_are_seen() {
        let text = "Digital retning\n\n## Løfterne\n\nBorgere og virksomheder møder en\nsammenhængende kommune\n\nVi begynder i morgen tidlig.\n\nSpor            Mål 2019      Mål 2020\nSkranke         55.000        48.000\n";
        let got = blocks(text);
        assert_eq!(
            got[1],
            (BlockKind::Heading { level: 2 }, "Løfterne".to_owned())
        );
        assert_eq!(
            got[2].1,
            "Borgere og virksomheder møder en sammenhængende kommune"
        );
        assert!(matches!(got[2].0, BlockKind::Heading { .. }), "{got:?}");
        let table = "Spor\tMål 2019\tMål 2020\nSkranke\t55.000\t48.000";
        assert_eq!(got[4], (BlockKind::Table, table.to_owned()));
    }

    #[test]
    fn series_of_letters_and_short_forms_are_headings_or_items() {
        let heading = |text: &str| {
            let got = blocks(text);
            let heads = got
                .iter()
                .filter(|(kind, _)| matches!(kind, BlockKind::Heading { .. }));
            heads.map(|(_, text)| text.clone()).collect::<Vec<_>>()
        };
        let lettered = "Model\n\n   A   Nytte\n       Hvad får borgeren ud af det?\n   B   Pris\n       Hvad koster det i drift?\n   C   Mod\n       Tør vi stoppe igen?\n";
        assert_eq!(
            heading(lettered),
            ["Model", "A. Nytte", "B. Pris", "C. Mod"]
        );
        let listed =
            "Program\n\nFem spor:\n\n   P1   Hjælp hjemme\n   P2   Træning\n   P3   Boliger\n";
        let items = blocks(listed);
        let items = items
            .iter()
            .filter(|(kind, _)| *kind == BlockKind::ListItem);
        assert_eq!(items.count(), 3);
        let folded = "Forside\n\nDigitalt demokrati  −\nDet skal være let at følge med.\n\n[+] Svar uden ventetid\nEt svar er bedre end en kvittering.\n";
        assert_eq!(
            heading(folded),
            ["Forside", "Digitalt demokrati", "Svar uden ventetid"]
        );
    }

    #[test]
    fn covers_are_read_line_by_line_and_tables_by_their_columns() {
        let cover = "Digital dannelse\nEsbjerg Kommune\n2018-2022\n\nVi begynder med de mindste og slutter med de største, for sådan er livet.\n";
        assert_eq!(blocks(cover)[2].1, "2018-2022");
        let table = "Plan\n\n     Tema            Det vil vi\n     Leg             Bygge mere\n                     og prøve af\n     Ro              Slukke igen\n";
        let got = blocks(table);
        let rows: Vec<&str> = got.iter().flat_map(|(_, text)| text.lines()).collect();
        assert!(rows.contains(&"Leg\tBygge mere og prøve af"), "{got:?}");
        assert!(rows.contains(&"Ro\tSlukke igen"), "{got:?}");
    }

    #[test]
    fn headings_are_seen_below_numbers_between_paragraphs_and_over_lines() {
        let heads = |text: &str| -> Vec<String> {
            let document = document_of(text, None, None);
            let blocks = document.pages.iter().flat_map(|p| &p.blocks);
            let heads = blocks.filter(|b| matches!(b.kind, BlockKind::Heading { .. }));
            heads.map(|b| b.text.clone()).collect()
        };
        let long = "Vi begynder med det, der betyder mest for dem, som bor her, og går så videre.";
        let numbered = format!(
            "Politik\n\n01\n\nMennesket før\nmaskinen\n{long}\n\n02\n\nVi deler\n\n{long}\n\n03\n\nVi måler\n\n{long}\n"
        );
        assert_eq!(
            heads(&numbered),
            [
                "Politik",
                "1. Mennesket før maskinen",
                "2. Vi deler",
                "3. Vi måler"
            ]
        );
        let wedged = format!("Politik\n\n{long}\nGør det enkelt\n{long}\nTænk grønt\n{long}\n");
        assert_eq!(heads(&wedged), ["Politik", "Gør det enkelt", "Tænk grønt"]);
        let bold = format!("Strategi\n\n**Vi møder borgerne,\nhvor de er**\n\n{long}\n");
        assert_eq!(heads(&bold), ["Strategi", "Vi møder borgerne, hvor de er"]);
        let shouted = format!(
            "{}LIGE\nADGANG\n\n{long}\n",
            (0..12)
                .map(|n| format!("Linje {n} er kort.\n\n"))
                .collect::<String>()
        );
        assert_eq!(heads(&shouted), ["LIGE ADGANG"]);
        let listed = format!(
            "Strategi\n\nIndhold\n\nNærhed\n\nMod\n\nOmtanke\n\nNærhed\n\n{long}\n\nMod\n\n{long}\n\nOmtanke\n\n{long}\n"
        );
        assert_eq!(heads(&listed), ["Strategi", "Nærhed", "Mod", "Omtanke"]);
    }

    #[test]
    fn paragraphs_end_with_their_last_line_and_titles_stand_apart_from_the_margin() {
        let run_in = "Vi samler kræfterne om tre spor:\nHjælp – Vi er der, når nogen står med noget, de ikke kan selv.\nTræning – Vi øver os sammen, før vi bliver bedt om at kunne det.\n";
        assert_eq!(blocks(&format!("Plan\n\n{run_in}")).len(), 4);
        let far = "Program\n\nDigital borgerbetjening                         Sporleder: Chefen\nVi skriver om, så alle kan være med.\n";
        assert_eq!(blocks(far)[1].1, "Digital borgerbetjening");
    }

    #[test]
    fn headers_and_footers_are_left_out_but_the_title_stands_once() {
        let page = |n: u32, text: &str| {
            format!(
                "Digital strategi for Fanø\n\n{text}\n\nFanø Kommune – Digital strategi | {n}\n\u{c}"
            )
        };
        let text = [(1, "Tema 1"), (2, "Tema 2"), (3, "Tema 3")]
            .map(|(n, t)| page(n, t))
            .concat();
        let document = document_of(&text, None, None);
        let blocks = document.pages.iter().flat_map(|p| &p.blocks);
        let texts: Vec<&str> = blocks.map(|b| b.text.as_str()).collect();
        assert_eq!(
            texts,
            ["Digital strategi for Fanø", "Tema 1", "Tema 2", "Tema 3"]
        );
    }
}
