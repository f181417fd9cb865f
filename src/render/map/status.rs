//! How each municipality stands → a map by status. The colours divide KL's four key figures and
//! never cross them: the counts in the legend add up to the figures of the front page.

use std::collections::BTreeMap;

use crate::model::Date;
use crate::model::status::Status;
use crate::render::chart::pattern::{self, Look};
use crate::render::chart::{Cell, Chart, Table, lower_first};
use crate::render::standing::{Figure, Standing};
use crate::render::words;

use super::{ATTRIBUTION, Href, Place, draw};

/// What one municipality is coloured by, from best to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shade {
    Gaeldende,
    Udloeber,
    Kommende,
    Ukendt,
    Udloebet,
    Del,
    Udkast,
    Ingen,
}

impl Shade {
    fn of(standing: &Standing<'_>) -> Self {
        match standing.figure {
            // Drafts and papers about other things never make the figure, so they do not colour it.
            Figure::Own => standing
                .current
                .iter()
                .filter(|row| row.form.is_own())
                .map(|row| match row.status {
                    Status::Gaeldende => Self::Gaeldende,
                    Status::Udloeber => Self::Udloeber,
                    Status::Kommende => Self::Kommende,
                    Status::Ukendt | Status::Udkast | Status::Udloebet => Self::Ukendt,
                })
                .min()
                .unwrap_or(Self::Ukendt),
            Figure::Expired => Self::Udloebet,
            Figure::PartOfOthers => Self::Del,
            Figure::None if standing.rows.iter().any(|r| r.status == Status::Udkast) => {
                Self::Udkast
            }
            Figure::None => Self::Ingen,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Gaeldende => "Gældende strategi",
            Self::Udloeber => "Udløber inden 12 måneder",
            Self::Kommende => "Vedtaget, begynder senere",
            Self::Ukendt => "Har en, men perioden er ukendt",
            Self::Udloebet => "Udløbet",
            Self::Del => "Del af andre planer",
            Self::Udkast => "Kun udkast",
            Self::Ingen => "Ingen kendt strategi",
        }
    }

    fn look(self) -> Look {
        match self {
            Self::Gaeldende => pattern::GAELDENDE,
            Self::Udloeber => pattern::UDLOEBER,
            Self::Kommende => pattern::KOMMENDE,
            Self::Ukendt => pattern::UKENDT,
            Self::Udloebet => pattern::UDLOEBET,
            Self::Del => pattern::DEL,
            Self::Udkast => pattern::UDKAST,
            Self::Ingen => pattern::INGEN,
        }
    }
}

/// The map of how every municipality stands on `as_of`. `None` where none of them is on the map.
pub fn status(standings: &[Standing<'_>], as_of: Date, id: &str, href: Href<'_>) -> Option<Chart> {
    let mut places = BTreeMap::new();
    let mut counts: BTreeMap<Shade, usize> = BTreeMap::new();
    let mut table = Table::new(["Kommune", "Status", "Region"]);
    for standing in standings {
        let municipality = standing.municipality;
        let shade = Shade::of(standing);
        *counts.entry(shade).or_default() += 1;
        table.rows.push(vec![
            Cell::link(&municipality.navn, href(municipality)),
            Cell::text(shade.label()),
            Cell::text(&municipality.region),
        ]);
        places.insert(
            municipality.kode,
            Place {
                look: shade.look(),
                href: href(municipality),
                name: format!("{}: {}", municipality.navn, lower_first(shade.label())),
            },
        );
    }
    let title = "Kommunernes digitaliseringsstrategier på kortet";
    let told: Vec<String> = counts
        .iter()
        .map(|(shade, n)| format!("{}: {n}", shade.label()))
        .collect();
    let description = format!(
        "Danmarkskort, hvor hver kommune er farvet efter status. {}.",
        told.join(". ")
    );
    Some(Chart {
        svg: draw(id, title, &description, &places)?,
        title: title.to_owned(),
        caption: format!("Opgjort {}. {ATTRIBUTION}.", words::date(as_of)),
        legend: counts
            .iter()
            .map(|(shade, n)| pattern::key(id, shade.look(), shade.label()).count(*n))
            .collect(),
        table,
    })
}
