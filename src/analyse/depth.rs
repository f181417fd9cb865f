//! The pieces of a strategy → its breadth and depth, as KL's mapping describes them: cutting across
//! the municipality or about one field; principles, goals, areas of action or concrete projects.

use std::sync::LazyLock;

use regex::Regex;

use super::reading::Piece;
use crate::model::form::Form;
use crate::model::profile::{Breadth, Depth};

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($text).expect("a constant pattern"));
    };
}

pattern!(
    FIELD,
    // A word with one of these in it, counted once: what follows is eaten to the word's end. What
    // stands before is left out of the pattern, since a search that may begin anywhere is slow.
    r"(?i)(?:skole\w*|undervisning\w*|læring(?-u:\b)|dagtilbud\w*|børn\w*|unge\w*|ældre\w*|sundhed\w*|velfærdsteknolog\w*|omsorg\w*|social\w*|erhverv\w*|kultur\w*|bibliotek\w*|jobcenter\w*|beskæftigelse\w*|miljø\w*|handicap\w*|frivillig\w*|informationssikkerhed\w*|kanalstrategi\w*|integration\w*)"
);
pattern!(
    ACROSS,
    r"(?i)(?-u:\b)(?:digitaliserings\w*|tværgående|på tværs|hele kommunen|alle forvaltninger|alle fagområder)(?-u:\b)"
);
pattern!(
    PROJECT,
    r"(?i)(?-u:\b)(?:projekt(?:ejer|leder|beskrivelse|et)?|ansvarlig:|tidsplan|tidsramme|milepæl\w*|deadline|budget:|økonomi:|leverance\w*|opstart|implementeres i (?:20\d\d|\d\. kvartal)|\d\. kvartal|kr\. i 20\d\d|business ?case|pilotprojekt\w*|succeskriteri\w*)(?-u:\b)"
);
pattern!(
    ACTION,
    r"(?i)(?-u:\b)(?:indsats(?:er|en|område\w*)?|initiativ\w*|tiltag\w*|handling(?:er|splan\w*)|handleplan\w*|vi vil (?:etablere|indføre|udvikle|implementere|gennemføre))(?-u:\b)"
);
pattern!(
    GOAL,
    r"(?i)(?-u:\b)(?:mål(?:et|ene|sætning\w*|billede\w*)?|ambition\w*|vision\w*|i 20\d\d skal|senest 20\d\d)(?-u:\b)"
);
pattern!(
    PRINCIPLE,
    r"(?i)(?-u:\b)(?:princip\w*|leveregl\w*|pejlemærke\w*|rettesnor\w*)(?-u:\b)"
);

/// Breadth: a field in the title makes it about that field, unless the title also says that it cuts
/// across; without a word in the title the text's balance decides.
pub(super) fn breadth(titles: &[&str], form: Form, pieces: &[Piece<'_>]) -> Breadth {
    let title = titles.join(" · ");
    if form == Form::VelfaerdsteknologiStrategi {
        return Breadth::Fagomraade;
    }
    if FIELD.is_match(&title) {
        let joint = title.to_lowercase().contains("digitalisering og")
            || title.to_lowercase().contains("og digitalisering");
        return if joint {
            Breadth::Tvaergaaende
        } else {
            Breadth::Fagomraade
        };
    }
    if form.is_own() || ACROSS.is_match(&title) {
        return Breadth::Tvaergaaende;
    }
    let count = |pattern: &Regex| {
        pieces
            .iter()
            .map(|p| pattern.find_iter(p.text).count())
            .sum::<usize>()
    };
    if count(&FIELD) > 6 * count(&ACROSS).max(1) {
        Breadth::Fagomraade
    } else {
        Breadth::Tvaergaaende
    }
}

/// Depth: the most concrete level that the text really dwells on, counted per thousand words.
pub(super) fn depth(form: Form, pieces: &[Piece<'_>]) -> Depth {
    let words: usize = pieces
        .iter()
        .map(|p| p.text.split_whitespace().count())
        .sum();
    let rate = |pattern: &Regex| {
        let hits: usize = pieces
            .iter()
            .map(|p| pattern.find_iter(p.text).count())
            .sum();
        hits as f32 * 1_000.0 / words.max(200) as f32
    };
    let (projects, actions) = (rate(&PROJECT), rate(&ACTION));
    let (goals, principles) = (rate(&GOAL), rate(&PRINCIPLE));
    if projects >= 5.0 || (form == Form::Handleplan && projects >= 2.0) {
        Depth::Projekter
    } else if form == Form::Handleplan || actions >= 5.0 {
        Depth::Indsatser
    } else if form == Form::Principper || (principles > goals && principles >= 4.0) {
        Depth::Principper
    } else {
        Depth::Maal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_in_the_title_narrows() {
        let of = |title: &str, form| breadth(&[title], form, &[]);
        let d = Form::Digitaliseringsstrategi;
        assert_eq!(
            of("Digitaliseringsstrategi 2019-2022", d),
            Breadth::Tvaergaaende
        );
        assert_eq!(
            of("Digitaliseringsstrategi for skoleområdet", d),
            Breadth::Fagomraade
        );
        let joint = "Strategi for digitalisering og velfærdsteknologi";
        assert_eq!(of(joint, d), Breadth::Tvaergaaende);
    }

    #[test]
    fn projects_go_deeper_than_principles() {
        let text = "Projektejer: it-chefen. Tidsplan: 2. kvartal. Milepæle følger.";
        assert_eq!(
            depth(Form::Handleplan, &[Piece::of(text)]),
            Depth::Projekter
        );
        let text = "Princip 1. Principperne er vores leveregler.";
        assert_eq!(
            depth(Form::Principper, &[Piece::of(text)]),
            Depth::Principper
        );
        assert_eq!(
            depth(Form::Digitaliseringsstrategi, &[Piece::of("Vores mål er")]),
            Depth::Maal
        );
    }
}
