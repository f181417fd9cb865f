//! A document → its own pillars (pejlemærker, temaer, indsatsområder …): titles in order, with page.
//! Headings, lists, tables, contents pages and announcing sentences each propose rows of titles; the
//! likeliest wins. Refuses chapters that are likelier to be just chapters.

mod announce;
mod choice;
mod focus;
mod parallel;
mod rows;
mod title;

use std::collections::BTreeSet;

use announce::Announcement;
use rows::Row;

use super::reading;
use crate::model::document::{BlockKind, Document};
use crate::model::profile::Pillar;

pub use choice::Learnt;
pub(super) use choice::{Lesson, learn};

/// One block of the document, flattened, with what its heading is taken for.
#[derive(Debug, Clone)]
struct Line<'a> {
    page: u32,
    kind: BlockKind,
    text: &'a str,
    /// Its text in lower case.
    lower: String,
    /// The title of a heading, bare; empty elsewhere.
    title: String,
    /// Whether it heads a chapter that every paper has.
    ordinary: bool,
    /// The rank of a heading that names pillars ("Vores fokusområder").
    section: Option<i32>,
    /// Whether a heading is itself an announcement ("Tre principper for arbejdet").
    announces: bool,
}

impl<'a> Line<'a> {
    fn new(page: u32, kind: BlockKind, text: &'a str) -> Self {
        let heading = matches!(kind, BlockKind::Heading { .. });
        let title = if heading {
            title::of_heading(text)
        } else {
            String::new()
        };
        let section = heading.then(|| announce::section(text)).flatten();
        Self {
            page,
            kind,
            text,
            lower: text.to_lowercase(),
            ordinary: heading && title::is_ordinary(&title),
            announces: heading && (section.is_some() || !announce::read(text).is_empty()),
            section,
            title,
        }
    }
}

/// A heading without its number and label.
pub(super) fn title_of(heading: &str) -> String {
    title::of_heading(heading)
}

/// The document's own pillars, in order; empty where it has none.
pub(super) fn find(document: &Document) -> Vec<Pillar> {
    let reading = Reading::new(document);
    let rows = reading.rows();
    let own = choice::choose(&rows, &reading.lines, &reading.announced);
    own.map_or_else(Vec::new, |row| pillars(row, &reading.lines))
}

/// A document with what it announces.
struct Reading<'a> {
    lines: Vec<Line<'a>>,
    announced: Vec<(usize, Announcement)>,
}

impl<'a> Reading<'a> {
    fn new(document: &'a Document) -> Self {
        let lines: Vec<Line<'a>> = document
            .pages
            .iter()
            .flat_map(|page| {
                page.blocks
                    .iter()
                    .map(|block| Line::new(page.number, block.kind, block.text.trim()))
            })
            .filter(|l| !matches!(l.kind, BlockKind::Footnote | BlockKind::Annotation))
            .collect();
        let lines = without_part_labels(lines);
        let announced = announcements(&lines);
        Self { lines, announced }
    }

    /// Every row of titles that could be the pillars.
    fn rows(&self) -> Vec<Row> {
        let lines = &self.lines;
        let mut rows = rows::labelled(lines);
        rows.extend(rows::numbered(lines));
        rows.extend(rows::tagged(lines));
        rows.extend(rows::sections(lines));
        rows.extend(parallel::rows(lines));
        rows.extend(rows::chapters(lines));
        rows.extend(rows::tabled(lines));
        rows.extend(rows::echoed(lines));
        for (at, announcement) in &self.announced {
            rows.extend(rows::after(lines, *at, announcement));
        }
        rows.extend(focus::rows(lines));
        rows.extend(rows::runs(lines));
        rows.extend(rows::lists(lines));
        // "Princip 3" is what a title is called, not one.
        let named = |(title, _): &(String, u32)| {
            title::labelled(title).is_none_or(|(_, _, rest)| !rest.is_empty())
        };
        let worded = |(title, _): &(String, u32)| title.contains(char::is_alphabetic);
        let own = |row: &Row| {
            let different: BTreeSet<&String> = row.titles.iter().map(|(t, _)| t).collect();
            row.titles.len() <= 12 && different.len() >= 2
        };
        rows.retain(|row| own(row) && row.titles.iter().all(|t| named(t) && worded(t)));
        rows
    }
}

/// Without "Kapitel 2" by itself, where the heading below says what the chapter is called.
fn without_part_labels(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let is_heading = |line: &Line<'_>| matches!(line.kind, BlockKind::Heading { .. });
    let label = |at: usize| {
        is_heading(&lines[at])
            && title::is_part_label(lines[at].text)
            && lines.get(at + 1).is_some_and(is_heading)
    };
    let kept: Vec<bool> = (0..lines.len()).map(|at| !label(at)).collect();
    let pairs = lines.into_iter().zip(kept);
    pairs
        .filter_map(|(line, kept)| kept.then_some(line))
        .collect()
}

fn announcements(lines: &[Line<'_>]) -> Vec<(usize, Announcement)> {
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if matches!(line.kind, BlockKind::Contents | BlockKind::ListItem) {
            continue;
        }
        // "4 Mål" is the fourth chapter and announces nothing; "3. Fire principper" announces four.
        let heading = matches!(line.kind, BlockKind::Heading { .. });
        let numbered = heading.then(|| title::numbered(line.text)).flatten();
        let skipped = numbered.map_or(0, |(_, rest)| line.text.trim_end().len() - rest.len());
        let starts: Vec<usize> = reading::sentence_starts(&line.text[skipped..])
            .into_iter()
            .map(|start| start + skipped)
            .collect();
        let ends = starts.iter().skip(1).copied().chain([line.text.len()]);
        let mut before = "";
        for (from, to) in starts.iter().copied().zip(ends) {
            let sentence = &line.text[from..to];
            let mut found = announce::read(sentence);
            // "Den fællesoffentlige strategi … Den har fire visioner."
            let goes_on = ["De", "Strategien"].iter().any(|w| sentence.starts_with(w));
            let of_others = goes_on && announce::of_others(before);
            found.retain(|_| !of_others);
            let last = to == line.text.len();
            let row = |l: &Line<'_>| l.kind == BlockKind::ListItem || rows::level_of(l).is_some();
            let led = sentence.trim_end().ends_with(':') || lines.get(at + 1).is_some_and(row);
            if found.is_empty() && last && !of_others && led {
                found.extend(announce::closing(sentence));
            }
            if found.is_empty() && heading && !of_others {
                found.extend(announce::counting_heading(sentence));
            }
            for mut found in found {
                found.end += from;
                out.push((at, found));
            }
            before = sentence;
        }
    }
    out
}

/// A row as the profile has it: titles without what they share with each other, each once.
fn pillars(row: &Row, lines: &[Line<'_>]) -> Vec<Pillar> {
    let mut seen = BTreeSet::new();
    let titles = title::without_common_label(&title::without_marks(&row.titles));
    // "Om forståelse", "Om fornyelse": the word they share is not part of the titles.
    let about = titles.iter().all(|(t, _)| t.starts_with("Om "));
    titles
        .iter()
        .map(
            |(title, page)| match title.strip_prefix("Om ").filter(|_| about) {
                Some(rest) => (title::capitalised(rest), *page),
                None => (title.clone(), *page),
            },
        )
        .map(|named| as_headed(&named, lines))
        .filter(|(title, _)| !title.is_empty() && seen.insert(title.to_lowercase()))
        .map(|(title, page)| Pillar { title, page })
        .collect()
}

/// A title in capitals, as contents pages set them, or cut at a dash, as lists have it, in the
/// writing of the heading it points at.
fn as_headed((title, page): &(String, u32), lines: &[Line<'_>]) -> (String, u32) {
    let shouted = !title.chars().any(char::is_lowercase);
    let lower = title.to_lowercase();
    let headings = lines
        .iter()
        .filter(|l| matches!(l.kind, BlockKind::Heading { .. }));
    for (heading, page) in headings.map(|l| (&l.title, l.page)) {
        let told = heading.to_lowercase();
        let longer = told.strip_prefix(&lower);
        // One dash leads to a subtitle; more of them part the titles of a whole row.
        let subtitled = |rest: &str| {
            let dashes = rest.matches(" - ").count() + rest.matches(" – ").count();
            dashes == 1 && (rest.starts_with(" - ") || rest.starts_with(" – "))
        };
        if longer.is_some_and(subtitled) || shouted && told == lower && heading != title {
            return (heading.clone(), page);
        }
    }
    let spoken = if shouted {
        title::spoken(title)
    } else {
        title.clone()
    };
    (spoken, *page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::plain;

    fn of(text: &str) -> Vec<String> {
        let document = plain::document(&[(1, text)], None, None);
        find(&document).into_iter().map(|p| p.title).collect()
    }

    #[test]
    fn announced_lists_labels_and_numbers_are_found() {
        let listed = "Digital strategi\n\nStrategien består af tre temaer:\n\n- Borgeren først: vi vil lytte.\n- Data: vi vil bruge dem.\n- Klima: vi vil spare.\n\nVi begynder i morgen.";
        assert_eq!(of(listed), ["Borgeren først", "Data", "Klima"]);
        let labelled = "Strategi\n\nTema 1: Mennesker\n\nVi vil noget med dem.\n\nTema 2: Maskiner\n\nVi vil noget andet med dem.\n\nTema 3: Mål\n\nVi vil nå dem.";
        assert_eq!(of(labelled), ["Mennesker", "Maskiner", "Mål"]);
        let numbered = "Strategi\n\nStrategien har tre pejlemærker.\n\n1. Service til borgerne\n\nVi vil yde den.\n\n2. Bedre data\n\nVi vil have dem.\n\n3. Kultur\n\nVi vil ændre den.";
        assert_eq!(
            of(numbered),
            ["Service til borgerne", "Bedre data", "Kultur"]
        );
        let inline = "De tre digitale principper: tænk stort; start småt; hold fast.";
        assert_eq!(of(inline), ["tænk stort", "start småt", "hold fast"]);
    }

    #[test]
    fn any_noun_will_do_where_the_paper_stands_on_so_many_of_it() {
        let stacked = "Digital retning\n\nTre løfter bærer strategien:\nSammen med borgerne\nSammen på tværs\nSammen om fremtiden\n\nSammen med borgerne\n\nVi spørger først.";
        assert_eq!(
            of(stacked),
            [
                "Sammen med borgerne",
                "Sammen på tværs",
                "Sammen om fremtiden"
            ]
        );
        let group = "Strategi\n\nStyregruppen er delt i to grupper. Den består af:\n\n- Direktøren\n- It-chefen\n- Controlleren";
        assert_eq!(of(group), [""; 0]);
    }

    #[test]
    fn labels_may_stand_above_the_title_or_count_in_words() {
        let above =
            "Strategi\n\nSPOR 1\nMennesker\n\nVi vil noget.\n\nSPOR 2\nMaskiner\n\nVi vil andet.";
        assert_eq!(of(above), ["Mennesker", "Maskiner"]);
        let ordinals = "Oplæg\n\nPapiret står på tre pejlinger.\n\nFørste pejling\nMennesker\n\nVi vil noget.\n\nAnden pejling\nMaskiner\n\nVi vil andet.\n\nTredje pejling\nFællesskab\n\nVi vil bygge det.";
        assert_eq!(of(ordinals), ["Mennesker", "Maskiner", "Fællesskab"]);
        let tagged = "Oplæg\n\nPejlemærke: Mennesker\n\nVi vil noget.\n\nPejlemærke: Maskiner\n\nVi vil andet.\n\nPejlemærke: Mål\n\nVi vil nå dem.";
        assert_eq!(of(tagged), ["Mennesker", "Maskiner", "Mål"]);
    }

    #[test]
    fn another_papers_themes_are_not_this_ones() {
        let text = "Strategi\n\nVi støtter Sundhedspolitik 2018-2021, hvis fire temaer er A, B, C og D.\n\nGod læselyst.";
        assert!(of(text).is_empty());
    }

    #[test]
    fn chapters_are_not_pillars() {
        let text = "Strategi\n\n1. Indledning\n\nVi begynder her.\n\n2. Baggrund\n\nDet begyndte før.\n\n3. Opfølgning\n\nVi følger op.";
        assert!(of(text).is_empty());
    }

    #[test]
    fn a_word_of_the_papers_own_numbers_them_too() {
        let arenas = "Strategi\n\nTre arenaer\n\nArena 1 – Det skabende barn\nVi bygger ting.\n\nArena 2 – Det kritiske barn\nVi spørger mere.\n\nArena 3 – Det trygge barn\nVi passer på.";
        assert_eq!(
            of(arenas),
            ["Det skabende barn", "Det kritiske barn", "Det trygge barn"]
        );
        let phases = "Strategi\n\nFase 1 – Afklaring\nVi spørger.\n\nFase 2 – Drift\nVi køber.\n\nFase 3 – Slut\nVi lukker.";
        assert_eq!(of(phases), [""; 0]);
    }

    #[test]
    fn questions_and_openings_of_paragraphs_count_where_they_are_announced() {
        let asked = "Digital strategi\n\nDe tre spørgsmål er vores fokusområder:\n\nHvordan gør vi det let?\n\nVi rydder op først.\n\nHvem har brug for en hånd?\n\nMange har det stadig.\n\nHvad holder vi op med?\n\nGamle systemer lukkes.\n\nOrganisering\n\nDirektionen styrer.";
        assert_eq!(
            of(asked),
            [
                "Hvordan gør vi det let?",
                "Hvem har brug for en hånd?",
                "Hvad holder vi op med?"
            ]
        );
        let strings = "Digitalisering\n\nVi stemmer instrumenterne på tre strenge:\n\nKlar tale. Tekster skal kunne forstås.\n\nRent signal. Data skal være rigtige.\n\nGod akustik. Rummene skal virke.";
        assert_eq!(of(strings), ["Klar tale", "Rent signal", "God akustik"]);
    }

    #[test]
    fn a_tables_column_and_a_vision_name_them() {
        let table = "Digital 2025\n\nPejlemærke          Det vil vi             Mål\nNær velfærd         Teknologi i hjemmet    500 borgere\nKlog drift          Sensorer i veje        10 pct.\n\nBaggrund\n\nVi har haft planer før.";
        assert_eq!(of(table), ["Nær velfærd", "Klog drift"]);
        let vision = "Digital velfærd\n\nVision\n\nVi lykkes med enkle veje til kommunen, kloge data og en robust grund.\n\nEnkle veje til kommunen\n\nVi samler indgangen.\n\nKloge data\n\nVi åbner skufferne.\n\nEn robust grund\n\nVi fornyr nettet.\n\nOpfølgning\n\nVi følger op.";
        assert_eq!(
            of(vision),
            ["Enkle veje til kommunen", "Kloge data", "En robust grund"]
        );
        let chapters = "It i kommunen\n\nNetværk\n\nDer er 40 adresser.\n\nServere\n\nDe står på rådhuset.\n\nTelefoni\n\nAftalen løber i tre år.\n\nBemanding\n\nDer er fem ansatte.";
        assert_eq!(of(chapters), [""; 0]);
    }

    #[test]
    fn a_list_that_the_headings_follow_needs_no_announcement() {
        let text = "Strategi for digital by\n\nIndledning\n\nVi bygger videre.\n\n- Byrum, der lytter\n- Energi i balance\n- Borgere som medskabere\n\nByrum, der lytter\n\nLamper tænder selv.\n\nEnergi i balance\n\nMålere læses hver time.\n\nBorgere som medskabere\n\nAlle kan være med.\n\nForankring\n\nVi følger op.";
        assert_eq!(
            of(text),
            [
                "Byrum, der lytter",
                "Energi i balance",
                "Borgere som medskabere"
            ]
        );
    }

    #[test]
    fn headings_say_it_before_the_contents_page_and_page_numbers_are_no_part_of_a_title() {
        let line = |kind, text| crate::model::document::Block::new(kind, text);
        let heading = BlockKind::Heading { level: 2 };
        let page = |number, blocks| crate::model::document::Page {
            number,
            blocks,
            ..Default::default()
        };
        let entries = ["Spor 1: Nærhed 4", "Spor 2: Færre klik 6"];
        let entries = entries.map(|t| line(BlockKind::Contents, t)).to_vec();
        let headings = ["4 Spor 1: Nærhed", "5 Spor 2: Færre klik"];
        let headings = headings.map(|t| line(heading, t)).to_vec();
        let mut document = Document {
            pages: vec![page(2, entries), page(4, headings)],
            ..Document::default()
        };
        let named = |d: &Document| -> Vec<(String, u32)> {
            find(d).into_iter().map(|p| (p.title, p.page)).collect()
        };
        let told = |page| vec![("Nærhed".to_owned(), page), ("Færre klik".to_owned(), page)];
        assert_eq!(named(&document), told(4));
        document.pages.pop();
        assert_eq!(named(&document), told(2));
    }

    #[test]
    fn other_papers_sets_are_told_before_their_own() {
        let text = "Digital strategi\n\nDen forrige strategi havde tre temaer: Mere data, Mindre papir og Bedre service.\n\nFokusområder\n\nMennesker\n\nVi vil lytte.\n\nMaskiner\n\nVi vil prøve.\n\nFællesskab\n\nVi vil bygge det.\n\nOpfølgning\n\nVi følger op.";
        assert_eq!(of(text), ["Mennesker", "Maskiner", "Fællesskab"]);
        let alone = "Politik\n\nTEMA 1\nNærhed\nDet digitale må aldrig blive en mur, og\nen dør kan åbnes.\n\nTEMA 2\nMod\nVi prøver nyt i det små, før\nvi køber det.";
        assert_eq!(of(alone), ["Nærhed", "Mod"]);
    }

    #[test]
    fn a_chapter_that_only_counts_is_titled_by_the_one_below() {
        let text = "Digital strategi\n\nStrategien har tre temaer.\n\nKapitel 1\n\nNærhed\n\nVi vil være der.\n\nKapitel 2\n\nMod\n\nVi vil prøve nyt.\n\nKapitel 3\n\nOmtanke\n\nVi vil passe på.\n\nOpfølgning\n\nVi følger op.";
        assert_eq!(of(text), ["Nærhed", "Mod", "Omtanke"]);
    }

    #[test]
    fn a_heading_may_count_anything_and_a_line_may_tell_all() {
        let text = "Digital strategi\n\nFire steder, hvor det mærkes\n\nDigital i vuggestuen\n\nVi vil lege.\n\nDigital ved køkkenbordet\n\nVi vil svare.\n\nDigital på arbejde\n\nVi vil rydde op.\n\nDigital i kælderen\n\nVi vil sikre det.\n\nOrganisering\n\nDirektionen styrer.";
        assert_eq!(of(text).len(), 4);
        assert_eq!(of(text)[3], "Digital i kælderen");
        let told = "Strategi\n\nVisionen udmøntes i tre temaer:\n\nDen digitale borger – Den digitale medarbejder – Den digitale organisation\n\nFor hvert tema er der mål.";
        assert_eq!(
            of(told),
            [
                "Den digitale borger",
                "Den digitale medarbejder",
                "Den digitale organisation"
            ]
        );
    }

    #[test]
    fn what_stands_below_every_pillar_is_none() {
        let text = "Strategi\n\nVores tre pejlemærker\n\nData\n\nMål\n\nVi vil have dem.\n\nDrift\n\nMål\n\nDen skal køre.\n\nMod\n\nMål\n\nVi prøver.\n\nOpfølgning\n\nVi følger op.";
        assert_eq!(of(text), ["Data", "Drift", "Mod"]);
    }
}
