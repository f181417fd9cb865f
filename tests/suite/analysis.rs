//! Analysis as its callers meet it: JSON lines in and out as the contract has them, the editors'
//! real word lists against our own labelled paragraphs, and real strategies where they are at hand.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use strategikatalog::analyse::{Lexicon, eval, jsonl};
use strategikatalog::content;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        let loaded = content::load(root()).expect("the project's own content loads");
        Lexicon::new(&loaded.value)
    });
    &LEXICON
}

fn lines(input: &str) -> (Vec<Value>, usize) {
    let mut out = Vec::new();
    let bad = jsonl::jsonl(input.as_bytes(), &mut out, lexicon()).expect("lines pass");
    let text = String::from_utf8(out).expect("UTF-8");
    let values = text
        .lines()
        .map(|l| serde_json::from_str(l).expect("a JSON line"))
        .collect();
    (values, bad)
}

const STRATEGY: &str = "Digitaliseringsstrategi 2021-2024\n\nForord\n\nOdder Kommune vil gøre det let at være borger. Strategien består af tre temaer:\n\n- Borgeren i centrum: Borgernes behov kommer først, og selvbetjening skal være nem.\n- Data: Vi vil bruge data til at styre efter og måle datakvaliteten.\n- Kompetencer: Alle medarbejdere skal have digitale kompetencer.\n\nBorgeren i centrum\n\nBorgerne skal opleve en service, der hænger sammen. Vi afprøver en chatbot på hjemmesiden.\n";

#[test]
fn a_profile_has_the_contracts_shape() {
    let input = json!({"id": "a", "url": "https://www.odder.dk/strategi.pdf", "text": STRATEGY});
    let (profiles, bad) = lines(&input.to_string());
    assert_eq!((profiles.len(), bad), (1, 0));
    let p = &profiles[0];
    assert_eq!(p["id"], "a");
    assert_eq!(p["title"], "Digitaliseringsstrategi 2021-2024");
    assert_eq!(p["municipality"], "odder");
    assert_eq!(p["is_strategy"], true);
    assert_eq!(p["form"], "digitaliseringsstrategi");
    assert_eq!(p["draft"], false);
    assert_eq!(p["period"]["from"], 2021);
    assert_eq!(p["period"]["to"], 2024);
    assert_eq!(p["period"]["kind"], "range");
    assert!(p["period"]["evidence"]["quote"].is_string());
    let pillars: Vec<&str> = p["pillars"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|x| x["title"].as_str())
        .collect();
    assert_eq!(pillars, ["Borgeren i centrum", "Data", "Kompetencer"]);
    let themes = p["themes"].as_array().expect("a list");
    let citizen = themes
        .iter()
        .find(|t| t["id"] == "borgeren-i-centrum")
        .expect("the theme is found");
    assert_eq!(citizen["level"], 3);
    for passage in citizen["passages"].as_array().expect("a list") {
        let quote = passage["quote"].as_str().expect("a quote");
        assert_eq!(passage["page"], 1);
        for word in passage["matched"].as_array().expect("a list") {
            assert!(
                quote.contains(word.as_str().expect("a word")),
                "{word} in {quote}"
            );
        }
    }
    assert!(
        p["technologies"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|t| t["id"] == "chatbot")
    );
    assert_eq!(p["breadth"], "tvaergaaende");
    assert!(p["depth"].is_string());
}

#[test]
fn what_a_document_does_not_say_is_null() {
    let (profiles, _) = lines(r#"{"id": "b", "text": "Kort besked om åbningstider."}"#);
    let p = &profiles[0];
    assert!(p.get("municipality").is_some_and(Value::is_null));
    assert!(p["period"]["from"].is_null() && p["period"]["to"].is_null());
    assert_eq!(p["period"]["kind"], "none");
    assert_eq!(p["is_strategy"], false);
    assert_eq!(p["form"], "not-a-strategy");
}

#[test]
fn a_bad_line_is_named_and_the_others_are_written_in_order() {
    let input = "{\"id\": \"a\", \"text\": \"x\"}\nnot json\n{\"id\": \"c\"}\n{\"id\": 4, \"pages\": [{\"number\": 7, \"text\": \"Vi bruger droner.\"}]}\n";
    let (answers, bad) = lines(input);
    assert_eq!(bad, 2);
    assert_eq!(answers[0]["id"], "a");
    assert!(answers[1]["id"].is_null() && answers[1]["error"].is_string());
    assert_eq!(answers[2]["id"], "c");
    assert!(answers[2]["error"].is_string());
    assert_eq!(answers[3]["id"], "4");
    assert_eq!(answers[3]["technologies"][0]["passages"][0]["page"], 7);
}

#[test]
fn the_editors_words_find_what_people_labelled() {
    let gold = root().join("tests/fixtures/gold");
    let measure = eval::run(&[gold], lexicon()).expect("measured");
    assert!(measure.paragraphs >= 800 && measure.documents >= 150);
    for (what, score) in [
        ("is_strategy", &measure.is_strategy),
        ("draft", &measure.draft),
        ("pillars", &measure.pillars),
    ] {
        assert!(score.f1 >= 0.90, "{what}: {}", score.f1);
    }
    assert!(
        measure.themes.micro.f1 >= 0.70,
        "{}",
        measure.themes.micro.f1
    );
    assert!(
        measure.technologies.micro.f1 >= 0.90,
        "{}",
        measure.technologies.micro.f1
    );
    for (id, score) in measure.themes.each.iter().filter(|(_, s)| s.support() >= 5) {
        assert!(score.f1 >= 0.5, "{id}: {}", score.f1);
    }
}

/// Documents that no rule was mended on and no weight was learnt from.
#[test]
fn documents_that_no_rule_has_seen_are_read_right() {
    let holdout = root().join("tests/fixtures/holdout");
    let measure = eval::run(&[holdout], lexicon()).expect("measured");
    assert!(measure.documents >= 60);
    for (what, got, bound) in [
        ("is_strategy", measure.is_strategy.f1, 0.85),
        ("draft", measure.draft.f1, 0.85),
        ("form", measure.form.share, 0.80),
        ("municipality", measure.municipality.share, 0.90),
        ("period", measure.period.share, 0.85),
        ("no false period", 1.0 - measure.false_period.share, 0.95),
        ("pillars, precision", measure.pillars.precision, 0.90),
        ("pillars, recall", measure.pillars.recall, 0.90),
    ] {
        assert!(got >= bound, "{what}: {got} of {bound}");
    }
}

/// The real strategies lie beside the project, not in it.
#[test]
fn real_strategies_are_read_as_a_reader_would() {
    let dir = PathBuf::from("/work/shared/seeds");
    let Ok(entries) = std::fs::read_dir(&dir) else {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: no real strategies in {}", dir.display());
        }
        return;
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|x| x == "txt"))
        .collect();
    files.sort();
    let input: String = files
        .iter()
        .map(|f| {
            let text = std::fs::read_to_string(f).expect("readable");
            let id = f.file_name().map(|n| n.to_string_lossy()[..3].to_owned());
            json!({"id": id, "text": text}).to_string() + "\n"
        })
        .collect();
    let (profiles, _) = lines(&input);
    let of = |id: &str| profiles.iter().find(|p| p["id"] == id).expect("read");
    let years = |p: &Value| (p["period"]["from"].as_i64(), p["period"]["to"].as_i64());
    let titles = |p: &Value| -> Vec<String> {
        p["pillars"]
            .as_array()
            .map(|l| {
                l.iter()
                    .filter_map(|x| x["title"].as_str().map(str::to_owned))
                    .collect()
            })
            .unwrap_or_default()
    };
    let newer = of("000");
    assert_eq!(newer["municipality"], "roedovre");
    assert_eq!(years(newer), (Some(2019), Some(2022)));
    assert_eq!(newer["other_periods"][0]["to"], 2023);
    assert_eq!(newer["replaces"]["from"], 2015);
    assert_eq!(titles(newer).len(), 5);
    let older = of("004");
    assert_eq!(years(older), (Some(2015), Some(2018)));
    assert_eq!(
        titles(older),
        [
            "Service til borgerne",
            "Sammenhæng",
            "Investering",
            "Styring",
            "Kultur"
        ]
    );
    let draft = of("001");
    assert_eq!(draft["draft"], true);
    assert_eq!(years(draft), (Some(2024), Some(2027)));
    assert_eq!(
        titles(draft),
        [
            "Arbejdskraft",
            "Brugervenlighed",
            "Klima",
            "Kompetencer",
            "Data",
            "Styring"
        ]
    );
    for id in ["002", "003"] {
        assert_eq!(of(id)["is_strategy"], false, "{id} is KL's paper");
        assert!(of(id)["municipality"].is_null());
    }
}

/// Lines as readers of PDFs leave them, and worse.
const LINES: &[&str] = &[
    "velfærds\u{ad}",
    "it-",
    "børne-",
    "teknologi i alle hjem",
    "1",
    "02",
    "3. Data",
    "TEMA 1",
    "LIGE",
    "┌ Åbenhed",
    "│ Ærlighed   │ Øvelse │",
    "**Vi møder borgerne,",
    "hvor de er**",
    "Strategien har tre pejlemærker:",
    "• Nærhed – vi er der",
    "– 3 –",
    "Princip          Det betyder          Ansvar",
    "               ",
    "Nærhed                                                   Leder: Åse",
    "Indhold",
    "Æ",
    "#1  Øer",
    "2017",
    "2020 → 2024",
    "Skoleårene 2023/24 til 2026/27",
    "Godkendt i byrådet den 3. maj 2019",
    "\u{c}",
    "é\u{301}🏛️",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn no_text_stops_the_analysis(
        parts in proptest::collection::vec(
            prop_oneof![
                4 => proptest::sample::select(LINES).prop_map(str::to_owned),
                1 => "\\PC{0,60}",
                1 => Just(String::new()),
            ],
            0..60,
        )
    ) {
        let line = json!({"id": "x", "text": parts.join("\n")}).to_string();
        let (answers, bad) = lines(&line);
        prop_assert_eq!((answers.len(), bad), (1, 0));
    }
}
