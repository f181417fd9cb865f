//! The catalogue → katalog.json. Keys that editors write keep their Danish names; what analysis
//! found keeps the names of `analyse --jsonl`. Refuses to drop a municipality or a row: all are
//! there, also those of which nothing is known.

use serde::Serialize;

use crate::model::Date;
use crate::model::catalogue::{Catalogue, Disagreement, Strategy};
use crate::model::document::{Condition, Document, PageCondition};
use crate::model::form::Form;
use crate::model::health::LinkHealth;
use crate::model::municipality::Municipality;
use crate::model::period::Period;
use crate::model::profile::{
    Breadth, Depth, Pillar, Profile, Reference, SubjectFinding, ThemeFinding,
};
use crate::model::snapshot::Snapshot;
use crate::model::status::Status;
use crate::model::subject::SubjectKind;
use crate::render::data::absolute;
use crate::render::routes;
use crate::render::standing::standings;

/// Version of the shape; raised when a key goes or changes its meaning, not when one is added.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Katalog<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: u32,
    titel: &'a str,
    as_of: Date,
    demo: bool,
    licens: Licens<'a>,
    temaer: Vec<Emne<'a>>,
    teknologier: Vec<Emne<'a>>,
    organisering: Vec<Emne<'a>>,
    kommuner: Vec<Kommune<'a>>,
}

#[derive(Serialize)]
struct Licens<'a> {
    navn: &'a str,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Emne<'a> {
    id: &'a str,
    titel: &'a str,
    gruppe: &'a str,
    url: String,
}

#[derive(Serialize)]
struct Kommune<'a> {
    kode: u16,
    slug: &'a str,
    navn: &'a str,
    region: &'a str,
    indbyggere: u32,
    kommunegruppe: &'a str,
    hjemmeside: Option<&'a str>,
    url: String,
    figure: &'static str,
    strategier: Vec<Strategi<'a>>,
}

#[derive(Serialize)]
struct Strategi<'a> {
    id: String,
    titel: &'a str,
    url: String,
    form: Form,
    period: Period,
    period_from_document: bool,
    status: Status,
    draft: bool,
    bekraeftet: Option<Date>,
    replaces: Option<&'a str>,
    replaced_by: Option<&'a str>,
    listing: Liste<'a>,
    health: Option<LinkHealth>,
    last_visit: Option<Besoeg<'a>>,
    archive: &'a [Snapshot],
    document: Option<Dokument>,
    profile: Option<Profil<'a>>,
    disagreements: &'a [Disagreement],
}

/// The row as the list has it.
#[derive(Serialize)]
struct Liste<'a> {
    titel: Option<&'a str>,
    form: Option<&'a str>,
    periode: Option<&'a str>,
    link: Option<&'a str>,
    linktekst: Option<&'a str>,
    tema: &'a [String],
}

#[derive(Serialize)]
struct Besoeg<'a> {
    at: String,
    final_url: &'a str,
    http: Option<u16>,
    moved_to: Option<&'a str>,
    error: Option<&'a str>,
}

#[derive(Serialize)]
struct Dokument {
    condition: Condition,
    complete: bool,
    pages: usize,
    /// Pages that could not be read.
    unread_pages: Vec<u32>,
}

#[derive(Serialize)]
struct Profil<'a> {
    breadth: Breadth,
    depth: Depth,
    pillars: &'a [Pillar],
    themes: &'a [ThemeFinding],
    technologies: &'a [SubjectFinding],
    organisation: &'a [SubjectFinding],
    references: &'a [Reference],
}

/// The whole catalogue as one JSON document.
///
/// # Errors
/// Never for plain data; the serialiser's own error is passed on.
pub fn katalog(catalogue: &Catalogue, base_url: Option<&str>) -> Result<String, serde_json::Error> {
    let settings = &catalogue.content.settings;
    let emner = |kind| {
        catalogue
            .subjects(kind)
            .map(|s| Emne {
                id: &s.id,
                titel: &s.titel,
                gruppe: &s.gruppe,
                url: absolute(base_url, &routes::subject(kind, &s.id)),
            })
            .collect()
    };
    let katalog = Katalog {
        schema: "katalog.schema.json",
        version: VERSION,
        titel: &settings.titel,
        as_of: catalogue.as_of,
        demo: settings.demo,
        licens: Licens {
            navn: &settings.licens,
            url: settings.licens_url.as_deref(),
        },
        temaer: emner(SubjectKind::Tema),
        teknologier: emner(SubjectKind::Teknologi),
        organisering: emner(SubjectKind::Organisering),
        kommuner: standings(catalogue)
            .iter()
            .map(|standing| {
                kommune(
                    catalogue,
                    standing.municipality,
                    standing.figure.id(),
                    base_url,
                )
            })
            .collect(),
    };
    serde_json::to_string(&katalog)
}

/// A strategy with its municipality.
#[derive(Serialize)]
struct Linje<'a> {
    kommune: Hvem<'a>,
    #[serde(flatten)]
    strategi: Strategi<'a>,
}

#[derive(Serialize)]
struct Hvem<'a> {
    kode: u16,
    slug: &'a str,
    navn: &'a str,
    region: &'a str,
}

/// The strategies one a line (NDJSON), each as in [`katalog`] with its municipality beside it.
///
/// # Errors
/// As for [`katalog`].
pub fn lines(catalogue: &Catalogue, base_url: Option<&str>) -> Result<String, serde_json::Error> {
    let mut out = String::new();
    for municipality in &catalogue.content.municipalities {
        for row in catalogue.of(&municipality.slug) {
            let line = Linje {
                kommune: Hvem {
                    kode: municipality.kode,
                    slug: &municipality.slug,
                    navn: &municipality.navn,
                    region: &municipality.region,
                },
                strategi: strategi(row, base_url),
            };
            out.push_str(&serde_json::to_string(&line)?);
            out.push('\n');
        }
    }
    Ok(out)
}

fn kommune<'a>(
    catalogue: &'a Catalogue,
    municipality: &'a Municipality,
    figure: &'static str,
    base_url: Option<&str>,
) -> Kommune<'a> {
    Kommune {
        kode: municipality.kode,
        slug: &municipality.slug,
        navn: &municipality.navn,
        region: &municipality.region,
        indbyggere: municipality.indbyggere,
        kommunegruppe: &municipality.kommunegruppe,
        hjemmeside: municipality.hjemmeside.as_deref(),
        url: absolute(base_url, &routes::municipality(&municipality.slug)),
        figure,
        strategier: catalogue
            .of(&municipality.slug)
            .map(|row| strategi(row, base_url))
            .collect(),
    }
}

fn strategi<'a>(row: &'a Strategy, base_url: Option<&str>) -> Strategi<'a> {
    let listing = &row.listing;
    Strategi {
        id: row.key.to_string(),
        titel: &row.title,
        url: absolute(base_url, &routes::strategy(&row.key)),
        form: row.form,
        period: row.period,
        period_from_document: row.period_from_document,
        status: row.status,
        draft: row.draft,
        bekraeftet: listing.bekraeftet,
        replaces: row.replaces.as_deref(),
        replaced_by: row.replaced_by.as_deref(),
        listing: Liste {
            titel: listing.titel.as_deref(),
            form: listing.form.as_deref(),
            periode: listing.periode.as_deref(),
            link: listing.link.as_deref(),
            linktekst: listing.linktekst.as_deref(),
            tema: &listing.tema,
        },
        health: row.health,
        last_visit: row.finding.visits.last().map(|visit| Besoeg {
            at: visit.at.to_string(),
            final_url: &visit.final_url,
            http: visit.http,
            moved_to: visit.moved_to.as_deref(),
            error: visit.error.as_deref(),
        }),
        archive: &row.finding.sources,
        document: row.finding.document.as_ref().map(dokument),
        profile: row.readable().map(|(_, profile)| profil(profile)),
        disagreements: &row.disagreements,
    }
}

fn dokument(document: &Document) -> Dokument {
    Dokument {
        condition: document.condition,
        complete: document.is_complete(),
        pages: document.pages.len(),
        unread_pages: document
            .pages
            .iter()
            .filter(|p| !matches!(p.condition, PageCondition::Readable | PageCondition::Empty))
            .map(|p| p.number)
            .collect(),
    }
}

fn profil(profile: &Profile) -> Profil<'_> {
    Profil {
        breadth: profile.breadth,
        depth: profile.depth,
        pillars: &profile.pillars,
        themes: &profile.themes,
        technologies: &profile.technologies,
        organisation: &profile.organisation,
        references: &profile.references,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::render::data::SCHEMA;
    use crate::render::sample;

    /// The part of JSON Schema that our schema uses; anything else in it fails the test.
    fn check(schema: &Value, value: &Value, root: &Value, path: &str, faults: &mut Vec<String>) {
        let rules = schema.as_object().expect("a schema is an object");
        for (rule, want) in rules {
            let fits =
                match rule.as_str() {
                    "$ref" => {
                        let pointer = want.as_str().expect("text").trim_start_matches('#');
                        let target = root.pointer(pointer).expect("a definition");
                        check(target, value, root, path, faults);
                        true
                    }
                    "type" => {
                        let names = want
                            .as_array()
                            .cloned()
                            .unwrap_or_else(|| vec![want.clone()]);
                        names
                            .iter()
                            .any(|name| is(value, name.as_str().expect("text")))
                    }
                    "enum" => want.as_array().expect("a list").contains(value),
                    "const" => want == value,
                    "required" => want.as_array().expect("a list").iter().all(|key| {
                        value.is_null() || value.get(key.as_str().expect("text")).is_some()
                    }),
                    "properties" => {
                        for (key, member) in value.as_object().into_iter().flatten() {
                            match want.get(key) {
                                Some(rule) => {
                                    check(rule, member, root, &format!("{path}/{key}"), faults)
                                }
                                None => faults.push(format!("{path}/{key} is not in the schema")),
                            }
                        }
                        true
                    }
                    "items" => {
                        for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                            check(want, item, root, &format!("{path}/{n}"), faults);
                        }
                        true
                    }
                    "minimum" => value.is_null() || value.as_f64() >= want.as_f64(),
                    "maximum" => value.is_null() || value.as_f64() <= want.as_f64(),
                    "$schema" | "$id" | "title" | "description" | "$defs" | "format" => true,
                    other => panic!("the test does not know the rule {other}"),
                };
            if !fits {
                faults.push(format!("{path}: {rule} {want}, but it is {value}"));
            }
        }
    }

    fn is(value: &Value, name: &str) -> bool {
        match name {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => false,
        }
    }

    #[test]
    fn the_file_keeps_its_schema_and_the_schema_knows_every_key() {
        let text = katalog(&sample::five(), Some("https://k.example/")).expect("JSON");
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let schema: Value = serde_json::from_str(SCHEMA).expect("a schema");
        let mut faults = Vec::new();
        check(&schema, &value, &schema, "", &mut faults);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert_eq!(value["kommuner"].as_array().map(Vec::len), Some(5));
        assert_eq!(value["kommuner"][0]["kode"], 175);
        let newer = &value["kommuner"][0]["strategier"][1];
        assert_eq!(newer["replaces"], "strategi-2015-2018");
        assert_eq!(
            newer["url"],
            "https://k.example/strategier/roedovre/strategi-2024-2027/"
        );
        assert_eq!(
            value["kommuner"][2]["strategier"][0]["document"]["unread_pages"][0],
            2
        );
    }

    #[test]
    fn every_word_of_the_vocabulary_is_in_the_schema() {
        for form in Form::ALL {
            assert!(
                SCHEMA.contains(&format!("\"{}\"", form.id())),
                "{}",
                form.id()
            );
        }
        for status in Status::ALL {
            assert!(SCHEMA.contains(&format!("\"{}\"", status.id())));
        }
        for health in LinkHealth::ALL {
            assert!(SCHEMA.contains(&format!("\"{}\"", health.id())));
        }
    }

    #[test]
    fn every_strategy_is_a_line() {
        let catalogue = sample::five();
        let text = lines(&catalogue, None).expect("serialises");
        assert_eq!(text.lines().count(), catalogue.strategies.len());
        for (line, row) in text.lines().zip(&catalogue.strategies) {
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(line["id"], row.key.to_string());
            assert_eq!(line["kommune"]["slug"], row.key.kommune);
        }
    }
}
