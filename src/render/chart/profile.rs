//! The themes of one municipality → bars by level, with the averages of the country and of its
//! group as marks beside them. Refuses to draw a bar, or the lack of one, for what could not be
//! read; averages count only municipalities whose papers were read to their end.

use crate::model::catalogue::Catalogue;
use crate::model::subject::{Subject, SubjectKind};
use crate::render::standing::{Level, Standing};
use crate::render::views::parts::level_label;

use super::svg::{Anchor, SMALL, Svg, fit, number, width};
use super::{Cell, Chart, Key, Table, float};

const WIDTH: f64 = 760.0;
const ROW: f64 = 26.0;
const TOP: f64 = 26.0;

/// Fewer municipalities than this make no average.
const FEWEST: usize = 3;

/// The theme profile of the municipality with this slug. `None` where nothing of it is known.
pub fn profile(
    catalogue: &Catalogue,
    standings: &[Standing<'_>],
    slug: &str,
    id: &str,
) -> Option<Chart> {
    let own = standings.iter().find(|s| s.municipality.slug == slug)?;
    let themes: Vec<&Subject> = catalogue.subjects(SubjectKind::Tema).collect();
    let levels: Vec<Level> = themes.iter().map(|t| own.level(t.kind, &t.id)).collect();
    if !levels.iter().any(|level| matches!(level, Level::Known(_))) {
        return None;
    }
    let read: Vec<&Standing<'_>> = standings.iter().filter(|s| s.is_read_whole()).collect();
    let group_name = own.municipality.kommunegruppe.as_str();
    let group: Vec<&Standing<'_>> = read
        .iter()
        .copied()
        .filter(|s| s.municipality.kommunegruppe == group_name)
        .collect();
    let rows: Vec<Row<'_>> = themes
        .iter()
        .zip(&levels)
        .map(|(theme, level)| Row {
            theme,
            level: *level,
            country: average(&read, theme),
            group: average(&group, theme),
        })
        .collect();

    let navn = &own.municipality.navn;
    let title = format!("{navn}: temaer");
    let description = format!(
        "Vandrette bjælker for {} temaer, fra ikke omtalt til eget indsatsområde. Mærker viser gennemsnittet for landet og for kommunegruppen.",
        rows.len()
    );
    let height = TOP + float(rows.len()) * ROW + 6.0;
    let mut svg = Svg::new(id, "profil", (WIDTH, height), &title, &description);
    let axis = Axis::fitting(&rows);
    axis.draw(&mut svg, rows.len());
    for (at, row) in rows.iter().enumerate() {
        axis.draw_row(&mut svg, row, at);
    }
    let mut legend = vec![Key::new("serie-1", "", navn)];
    if rows.iter().any(|r| r.country.is_some()) {
        let label = format!("Hele landet ({} kommuner læst til ende)", read.len());
        let shape = "<path d=\"M10 1l6 6-6 6-6-6z\" class=\"serie-2\"/>";
        legend.push(Key::of_shape(shape, label));
    }
    if rows.iter().any(|r| r.group.is_some()) {
        let label = format!("{group_name} ({})", group.len());
        let shape = "<path d=\"M4.5 1.5h11v11h-11z\" class=\"serie-3\"/>";
        legend.push(Key::of_shape(shape, label));
    }
    Some(Chart {
        svg: svg.finish(),
        title,
        caption: "Gennemsnit af niveauerne 0 til 3 i de strategier, der kunne læses til ende."
            .to_owned(),
        legend,
        table: table(navn, group_name, &rows),
    })
}

struct Row<'a> {
    theme: &'a Subject,
    level: Level,
    country: Option<f64>,
    group: Option<f64>,
}

fn average(standings: &[&Standing<'_>], theme: &Subject) -> Option<f64> {
    if standings.len() < FEWEST {
        return None;
    }
    let sum: usize = standings
        .iter()
        .map(|s| match s.level(theme.kind, &theme.id) {
            Level::Known(level) => usize::from(level),
            Level::Unread | Level::NoPaper => 0,
        })
        .sum();
    Some(float(sum) / float(standings.len()))
}

struct Axis {
    left: f64,
}

impl Axis {
    fn fitting(rows: &[Row<'_>]) -> Self {
        let longest = rows
            .iter()
            .map(|r| width(&r.theme.titel, SMALL))
            .fold(0.0, f64::max);
        Self {
            left: (longest + 12.0).min(330.0),
        }
    }

    fn x(&self, level: f64) -> f64 {
        self.left + level / 3.0 * (WIDTH - self.left - 46.0)
    }

    fn draw(&self, svg: &mut Svg, rows: usize) {
        for level in 0_u8..=3 {
            let x = self.x(f64::from(level));
            svg.line("akse-gitter", (x, TOP - 6.0), (x, TOP + float(rows) * ROW));
            svg.text((x, TOP - 12.0), Anchor::Middle, SMALL, level_label(level));
        }
    }

    fn draw_row(&self, svg: &mut Svg, row: &Row<'_>, at: usize) {
        let middle = TOP + float(at) * ROW + ROW / 2.0;
        svg.open_titled(&spoken(row));
        let label = fit(&row.theme.titel, self.left - 8.0, SMALL);
        svg.text((0.0, middle + 4.5), Anchor::Start, SMALL, &label);
        match row.level {
            Level::Known(0) => {}
            Level::Known(level) => {
                let end = self.x(f64::from(level));
                svg.rect(
                    "serie-1",
                    (self.left, middle - 7.0),
                    (end - self.left, 14.0),
                );
            }
            Level::Unread | Level::NoPaper => {
                let place = (self.left + 6.0, middle + 4.0);
                svg.text(place, Anchor::Start, SMALL, "ikke læst til ende");
            }
        }
        if let Some(group) = row.group {
            let (x, y) = (number(self.x(group) - 5.5), number(middle - 5.5));
            svg.path("serie-3", "", &format!("M{x} {y}h11v11h-11z"));
        }
        if let Some(country) = row.country {
            let (x, y) = (number(self.x(country)), number(middle - 6.0));
            svg.path("serie-2", "", &format!("M{x} {y}l6 6-6 6-6-6z"));
        }
        svg.close_group();
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Known(level) => level_label(level),
        Level::Unread | Level::NoPaper => "Ikke læst til ende",
    }
}

fn spoken(row: &Row<'_>) -> String {
    format!(
        "{}: {}",
        row.theme.titel,
        level_name(row.level).to_lowercase()
    )
}

fn table(navn: &str, group: &str, rows: &[Row<'_>]) -> Table {
    let mut table = Table::new(["Tema", navn, "Hele landet", group]);
    let shown = |value: Option<f64>| {
        Cell::number(value.map_or_else(|| "–".to_owned(), |v| format!("{v:.1}").replace('.', ",")))
    };
    for row in rows {
        table.rows.push(vec![
            Cell::text(&row.theme.titel),
            Cell::text(level_name(row.level)),
            shown(row.country),
            shown(row.group),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::render::standing::standings;

    fn chart(slug: &str) -> Option<Chart> {
        let catalogue = sample::five();
        let standings = standings(&catalogue);
        profile(&catalogue, &standings, slug, "p")
    }

    #[test]
    fn a_profile_shows_levels_and_never_a_bar_for_what_was_not_read() {
        let chart = chart("koebenhavn").expect("was read");
        assert_eq!(chart.svg.matches("<rect").count(), 3);
        let half = self::chart("bornholm").expect("was read in part");
        assert_eq!(half.svg.matches("<rect").count(), 1);
        assert_eq!(half.svg.matches(">ikke læst til ende<").count(), 3);
    }

    #[test]
    fn nothing_known_is_no_profile() {
        assert_eq!(chart("odense"), None);
        assert_eq!(chart("aarhus"), None);
        assert_eq!(chart("findes-ikke"), None);
    }

    #[test]
    fn averages_need_three() {
        // Only two of the sample's papers were read to their end.
        let chart = chart("koebenhavn").expect("was read");
        assert_eq!(chart.legend.len(), 1);
        assert_eq!(chart.table.rows[0][2].text, "–");
    }
}
