//! Papers in force year by year → the share of municipalities that write of a subject. Counts only
//! papers that were read to their end and years that a paper says it covers; refuses a share of
//! fewer than `FEWEST` municipalities.

use std::collections::BTreeMap;

use crate::model::catalogue::{Catalogue, Strategy};
use crate::model::form::Form;
use crate::model::period::PeriodKind;
use crate::model::subject::{Subject, SubjectKind};
use crate::render::standing::{Level, is_read_whole, level_in};

use crate::render::words;

use super::svg::{Anchor, SMALL, Svg, TEXT, number, wrap};
use super::{Cell, Chart, Table, float};

/// Fewer municipalities than this make no share.
const FEWEST: usize = 3;

/// The years each paper that was read covers, worked out once for all subjects.
#[derive(Debug)]
pub struct InForce<'a> {
    /// Year → the papers in force.
    years: BTreeMap<i16, Vec<&'a Strategy>>,
}

impl<'a> InForce<'a> {
    /// Reads the catalogue. A range covers its years, an open beginning every year until the next
    /// edition or the catalogue's day; a single year, an adoption and an "until" only that year.
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let mut years: BTreeMap<i16, Vec<&Strategy>> = BTreeMap::new();
        let now = catalogue.as_of.year();
        let rows = catalogue.strategies.iter();
        for row in rows.filter(|r| r.form != Form::NotAStrategy && !r.draft && is_read_whole(r)) {
            let Some(from) = row.period.start_year() else {
                continue;
            };
            let next = row.replaced_by.as_ref().and_then(|slug| {
                let newer = |s: &&Strategy| s.key.strategi == *slug;
                catalogue
                    .of(&row.key.kommune)
                    .find(newer)?
                    .period
                    .start_year()
            });
            let to = match row.period.kind {
                PeriodKind::Range => row.period.to.unwrap_or(from),
                PeriodKind::From => next.map_or(now, |year| year - 1),
                PeriodKind::Until
                | PeriodKind::Single
                | PeriodKind::Approved
                | PeriodKind::None => from,
            };
            for year in from..=to.min(now) {
                years.entry(year).or_default().push(row);
            }
        }
        Self { years }
    }

    /// Year → (municipalities that write of the subject, municipalities with a paper in force).
    fn shares(&self, subject: &Subject) -> BTreeMap<i16, (usize, usize)> {
        let count = |rows: &Vec<&Strategy>| {
            let mut by_place: BTreeMap<&str, bool> = BTreeMap::new();
            for row in rows {
                let there = matches!(level_in(row, subject.kind, &subject.id), Level::Known(1..));
                let known = by_place.entry(&row.key.kommune).or_default();
                *known |= there;
            }
            (
                by_place.values().filter(|there| **there).count(),
                by_place.len(),
            )
        };
        self.years
            .iter()
            .map(|(year, rows)| (*year, count(rows)))
            .filter(|(_, (_, all))| *all >= FEWEST)
            .collect()
    }
}

/// One subject over the years. `None` with fewer than two years to show.
pub fn subject(in_force: &InForce<'_>, subject: &Subject, id: &str) -> Option<Chart> {
    let shares = in_force.shares(subject);
    let (first, last) = ends(&shares)?;
    let title = format!("{} over tid", subject.titel);
    let description = format!(
        "Andelen af kommuner med en læst strategi i kraft, der skriver om emnet, fra {first} til {last}. {}",
        first_and_last(&shares)
    );
    let (width, height) = (760.0, 250.0);
    let mut svg = Svg::new(id, "kurve", (width, height), &title, &description);
    let plot = Plot {
        left: 48.0,
        top: 14.0,
        width: width - 48.0 - 24.0,
        height: height - 14.0 - 46.0,
        first,
        last,
    };
    for percent in [0_u32, 25, 50, 75, 100] {
        let y = plot.y(f64::from(percent) / 100.0);
        svg.line("akse-gitter", (plot.left, y), (plot.left + plot.width, y));
        svg.text(
            (plot.left - 8.0, y + 4.0),
            Anchor::End,
            SMALL,
            &format!("{percent} %"),
        );
    }
    plot.draw(&mut svg, &shares, 4.0);
    let every = if plot.x(first + 1) - plot.x(first) < 40.0 {
        2
    } else {
        1
    };
    for (year, (_, all)) in &shares {
        if (last - year) % every == 0 {
            let x = plot.x(*year);
            svg.text((x, height - 26.0), Anchor::Middle, SMALL, &year.to_string());
            svg.text(
                (x, height - 9.0),
                Anchor::Middle,
                SMALL,
                &format!("({all})"),
            );
        }
    }
    let mut table = Table::new(["År", "Skriver om emnet", "Kommuner i alt", "Andel"]);
    for (year, (there, all)) in &shares {
        table.rows.push(vec![
            Cell::text(year.to_string()),
            Cell::number(there),
            Cell::number(all),
            Cell::number(percent(*there, *all)),
        ]);
    }
    Some(Chart {
        svg: svg.finish(),
        title,
        caption: format!(
            "Andel af de kommuner, hvis strategi gjaldt i året og kunne læses til ende; antallet står i parentes. År med færre end {FEWEST} er ikke med."
        ),
        legend: Vec::new(),
        table,
    })
}

/// All themes as small curves side by side. `None` with fewer than two years to show.
pub fn themes(catalogue: &Catalogue, in_force: &InForce<'_>, id: &str) -> Option<Chart> {
    const COLUMNS: usize = 3;
    let (cell_width, cell_height, gap) = (240.0, 120.0, 20.0);
    let themes: Vec<&Subject> = catalogue.subjects(SubjectKind::Tema).collect();
    let shares: Vec<BTreeMap<i16, (usize, usize)>> =
        themes.iter().map(|t| in_force.shares(t)).collect();
    let (first, last) = ends(shares.first()?)?;
    let title = "Temaerne over tid";
    let description = format!(
        "Et lille diagram for hvert af {} temaer: andelen af kommuner med en læst strategi i kraft, der skriver om temaet, fra {first} til {last}.",
        themes.len()
    );
    let lines = float(themes.len().div_ceil(COLUMNS));
    let size = (cell_width * 3.0 + gap * 2.0, lines * (cell_height + gap));
    let mut svg = Svg::new(id, "smaa-kurver", size, title, &description);
    let mut table = Table::new(["Tema"]);
    let years: Vec<i16> = shares[0].keys().copied().collect();
    table.head.extend(years.iter().map(|y| y.to_string()));
    for (at, (theme, shares)) in themes.iter().zip(&shares).enumerate() {
        let left = float(at % COLUMNS) * (cell_width + gap);
        let top = float(at / COLUMNS) * (cell_height + gap);
        let plot = Plot {
            left: left + 3.0,
            top: top + 42.0,
            width: cell_width - 47.0,
            height: 56.0,
            first,
            last,
        };
        let heading = wrap(&theme.titel, cell_width - 8.0, TEXT);
        for (line, words) in heading.iter().rev().enumerate() {
            // Headings of one line stand where the second of two would.
            let y = top + 32.0 - float(line) * 16.0;
            svg.text((left, y), Anchor::Start, TEXT, words);
        }
        for part in [0.0, 0.5, 1.0] {
            let y = plot.y(part);
            svg.line("akse-gitter", (left, y), (plot.left + plot.width, y));
        }
        plot.draw(&mut svg, shares, 2.5);
        let below = top + 42.0 + 56.0 + 16.0;
        svg.text((left, below), Anchor::Start, SMALL, &first.to_string());
        svg.text(
            (plot.left + plot.width, below),
            Anchor::End,
            SMALL,
            &last.to_string(),
        );
        if let Some((there, all)) = shares.get(&last) {
            let y = plot.y(share(*there, *all)) + 4.0;
            let x = plot.left + plot.width + 7.0;
            svg.text((x, y), Anchor::Start, SMALL, &percent(*there, *all));
        }
        let mut cells = vec![Cell::text(&theme.titel)];
        cells.extend(years.iter().map(|year| {
            let (there, all) = shares.get(year).copied().unwrap_or_default();
            Cell::number(percent(there, all))
        }));
        table.rows.push(cells);
    }
    Some(Chart {
        svg: svg.finish(),
        title: title.to_owned(),
        caption: format!(
            "Alle med samme akse fra 0 til 100 %: andel af de kommuner, hvis strategi gjaldt i året og kunne læses til ende ({} i {last}). År med færre end {FEWEST} er ikke med.",
            shares[0].get(&last).map_or(0, |(_, all)| *all)
        ),
        legend: Vec::new(),
        table,
    })
}

/// A field with years across and shares from 0 to 1 upwards.
struct Plot {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    first: i16,
    last: i16,
}

impl Plot {
    fn x(&self, year: i16) -> f64 {
        self.left + f64::from(year - self.first) / f64::from(self.last - self.first) * self.width
    }

    fn y(&self, share: f64) -> f64 {
        self.top + (1.0 - share) * self.height
    }

    fn draw(&self, svg: &mut Svg, shares: &BTreeMap<i16, (usize, usize)>, dot: f64) {
        let point =
            |year: i16, (there, all): (usize, usize)| (self.x(year), self.y(share(there, all)));
        let mut data = String::new();
        let mut before: Option<i16> = None;
        for (year, counts) in shares {
            let (x, y) = point(*year, *counts);
            // A year without a share breaks the line instead of being drawn over.
            let joined = before.is_some_and(|b| b + 1 == *year);
            data.push_str(&format!(
                "{}{} {}",
                if joined { 'L' } else { 'M' },
                number(x),
                number(y)
            ));
            before = Some(*year);
        }
        svg.path("kurve-streg", "", &data);
        for (year, counts) in shares {
            let (x, y) = point(*year, *counts);
            svg.open_titled(&format!("{year}: {}", percent(counts.0, counts.1)));
            svg.circle("kurve-punkt", (x, y), dot);
            svg.close_group();
        }
    }
}

fn ends(shares: &BTreeMap<i16, (usize, usize)>) -> Option<(i16, i16)> {
    let (first, last) = (*shares.keys().next()?, *shares.keys().next_back()?);
    (last > first).then_some((first, last))
}

fn share(there: usize, all: usize) -> f64 {
    float(there) / float(all.max(1))
}

fn percent(there: usize, all: usize) -> String {
    if all == 0 {
        "–".to_owned()
    } else {
        words::percent(there, all)
    }
}

fn first_and_last(shares: &BTreeMap<i16, (usize, usize)>) -> String {
    let told = |(year, (there, all)): (&i16, &(usize, usize))| {
        format!("{year}: {}", percent(*there, *all))
    };
    let first = shares.first_key_value().map(told);
    let last = shares.last_key_value().map(told);
    format!(
        "{}. {}.",
        first.unwrap_or_default(),
        last.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{self, Row};

    fn catalogue() -> Catalogue {
        let paper = |themes, complete| {
            vec![Row {
                period: "2021-2024",
                themes: Some(themes),
                complete,
                ..Row::PLAIN
            }]
        };
        let place = |slug| sample::municipality(1, slug, slug, "Fyn", 1);
        sample::catalogue(vec![
            (place("aa"), paper(&[("klima", 3)], true)),
            (place("bb"), paper(&[("data", 1)], true)),
            (place("cc"), paper(&[("data", 1)], true)),
            (place("dd"), paper(&[("klima", 1)], false)),
        ])
    }

    #[test]
    fn half_read_papers_count_on_neither_side() {
        let catalogue = catalogue();
        let climate = &catalogue.content.subjects[0];
        let in_force = InForce::of(&catalogue);
        let shares = in_force.shares(climate);
        assert_eq!(
            shares.keys().copied().collect::<Vec<_>>(),
            [2021, 2022, 2023, 2024]
        );
        assert_eq!(shares[&2022], (1, 3));
        let chart = subject(&in_force, climate, "t").expect("four years");
        assert_eq!(chart.table.rows[0][3].text, "33 %");
        assert_eq!(chart.svg.matches("<circle").count(), 4);
    }

    #[test]
    fn every_theme_has_its_small_curve_and_its_line_in_the_table() {
        let catalogue = catalogue();
        let chart = themes(&catalogue, &InForce::of(&catalogue), "t").expect("four years");
        assert_eq!(chart.table.rows.len(), 4);
        assert_eq!(chart.table.head.len(), 5);
        assert_eq!(chart.svg.matches("kurve-streg").count(), 4);
    }

    #[test]
    fn two_municipalities_make_no_share() {
        let catalogue = sample::five();
        assert!(themes(&catalogue, &InForce::of(&catalogue), "t").is_none());
    }
}
