//! Periods of strategies → bars on one axis of years with a line at the catalogue's day. Open ends
//! are drawn open, an adoption year is a mark and not a bar. Refuses to draw a period that nobody
//! stated; such rows stand in the table only, and the caption says how many.

use crate::model::catalogue::{Catalogue, RowKey, Strategy};
use crate::model::form::Form;
use crate::model::period::PeriodKind;
use crate::model::status::Status;

use super::pattern::{self, Look};
use super::svg::{Anchor, SMALL, Svg, TEXT, fit, number, width};
use super::{Cell, Chart, Table, float};
use crate::render::words;

/// The address of a strategy's page, as seen from the page the chart stands on.
pub type Href<'a> = &'a dyn Fn(&RowKey) -> String;

/// Every strategy of the catalogue, by the year it begins. `None` where none states a period.
pub fn all(catalogue: &Catalogue, id: &str, href: Href<'_>) -> Option<Chart> {
    let rows = catalogue.strategies.iter().collect();
    let words = Words {
        title: "Alle strategier på en tidslinje",
        by: By::Municipality,
    };
    draw(catalogue, rows, id, href, &words)
}

/// The strategies of one municipality, by the year they begin. `None` where none states a period.
pub fn municipality(catalogue: &Catalogue, slug: &str, id: &str, href: Href<'_>) -> Option<Chart> {
    let rows = catalogue.of(slug).collect();
    let words = Words {
        title: "Kommunens strategier på en tidslinje",
        by: By::Title,
    };
    draw(catalogue, rows, id, href, &words)
}

struct Words {
    title: &'static str,
    by: By,
}

/// What a row is labelled with.
#[derive(Clone, Copy)]
enum By {
    Municipality,
    Title,
}

/// One bar, in years; 2019–2022 runs from 2019.0 to 2023.0.
struct Bar<'a> {
    row: &'a Strategy,
    from: Option<f64>,
    to: Option<f64>,
    mark: Option<f64>,
}

const ROW: f64 = 22.0;
const WIDTH: f64 = 760.0;
const RIGHT: f64 = 104.0;

fn draw(
    catalogue: &Catalogue,
    mut rows: Vec<&Strategy>,
    id: &str,
    href: Href<'_>,
    words: &Words,
) -> Option<Chart> {
    rows.retain(|row| row.form != Form::NotAStrategy);
    rows.sort_by_key(|row| {
        let period = &row.period;
        // Rows without a period last.
        (
            period.is_none(),
            period.start_year(),
            period.last_year(),
            &row.key,
        )
    });
    let bars: Vec<Bar<'_>> = rows.iter().filter_map(|row| bar(catalogue, row)).collect();
    let axis = Axis::over(&bars, catalogue, words)?;
    let silent = rows.len() - bars.len();

    let first = rows.iter().filter_map(|r| r.period.start_year()).min();
    let description = format!(
        "{} strategier som vandrette bjælker på en tidsakse fra {}. En lodret streg viser {}.",
        bars.len(),
        first.unwrap_or_default(),
        words::date(catalogue.as_of)
    );
    let below = if bars.len() > 15 { 26.0 } else { 8.0 };
    let height = axis.top + float(bars.len()) * ROW + below;
    let mut svg = Svg::new(id, "tidslinje", (WIDTH, height), words.title, &description);
    let mut looks: Vec<(Look, Status)> = bars
        .iter()
        .map(|b| (look(b.row.status), b.row.status))
        .collect();
    looks.sort_by_key(|(_, status)| *status);
    looks.dedup_by_key(|(look, _)| *look);
    svg.raw(&pattern::definitions(
        id,
        &looks.iter().map(|(look, _)| *look).collect::<Vec<_>>(),
    ));
    axis.draw_years(&mut svg, bars.len());
    for (at, bar) in bars.iter().enumerate() {
        axis.draw_bar(&mut svg, catalogue, bar, at, id, href, words.by);
    }
    axis.draw_day(&mut svg, catalogue, bars.len());

    let mut caption = format!("Stregen viser {}.", words::date(catalogue.as_of));
    let is_open = |b: &Bar<'_>| b.mark.is_none() && (b.from.is_none() || b.to.is_none());
    if bars.iter().any(is_open) {
        caption.push_str(" En spids betyder, at perioden er åben.");
    }
    if bars.iter().any(|b| b.mark.is_some()) {
        caption.push_str(" En rombe er året for vedtagelsen.");
    }
    match silent {
        0 => {}
        1 => caption.push_str(" Én strategi uden oplyst periode står kun i tabellen."),
        n => caption.push_str(&format!(
            " {n} strategier uden oplyst periode står kun i tabellen."
        )),
    }
    Some(Chart {
        svg: svg.finish(),
        title: words.title.to_owned(),
        caption,
        legend: looks
            .iter()
            .map(|(look, status)| pattern::key(id, *look, status.label()))
            .collect(),
        table: table(catalogue, &rows, href),
    })
}

fn bar<'a>(catalogue: &Catalogue, row: &'a Strategy) -> Option<Bar<'a>> {
    let year = |y: Option<i16>| y.map(f64::from);
    let after = |y: Option<i16>| y.map(|y| f64::from(y) + 1.0);
    // An open end closes where the next edition begins.
    let replaced = row.replaced_by.as_ref().and_then(|slug| {
        catalogue
            .of(&row.key.kommune)
            .find(|next| next.key.strategi == *slug)
            .and_then(|next| year(next.period.from))
    });
    let period = &row.period;
    let (from, to, mark) = match period.kind {
        PeriodKind::Range => (year(period.from), after(period.to), None),
        PeriodKind::Single => (year(period.from), after(period.from), None),
        PeriodKind::From => (year(period.from), replaced, None),
        PeriodKind::Until => (None, after(period.to), None),
        PeriodKind::Approved => (year(period.from), replaced, year(period.from)),
        PeriodKind::None => return None,
    };
    Some(Bar {
        row,
        from,
        to,
        mark,
    })
}

/// The axis of years and the places of its parts.
struct Axis {
    first: f64,
    last: f64,
    left: f64,
    top: f64,
}

impl Axis {
    fn over(bars: &[Bar<'_>], catalogue: &Catalogue, words: &Words) -> Option<Self> {
        let edges = || bars.iter().flat_map(|b| [b.from, b.to]).flatten();
        let first = edges().min_by(f64::total_cmp)?;
        let last = edges().max_by(f64::total_cmp)?;
        let now = f64::from(catalogue.as_of.year());
        // A year of air, so that an open end has somewhere to point.
        let last = last.max(now + 1.0) + 1.0;
        let first = (first - 1.0).min(now - 1.0).max(last - 40.0);
        let longest = bars
            .iter()
            .map(|b| width(&label(catalogue, b.row, words.by), TEXT))
            .fold(60.0, f64::max);
        Some(Self {
            first,
            last,
            left: (longest + 14.0).min(270.0),
            top: 44.0,
        })
    }

    fn x(&self, year: f64) -> f64 {
        let year = year.clamp(self.first, self.last);
        self.left + (year - self.first) / (self.last - self.first) * (WIDTH - RIGHT - self.left)
    }

    fn draw_years(&self, svg: &mut Svg, rows: usize) {
        let bottom = self.top + float(rows) * ROW;
        let gap = self.x(self.first + 1.0) - self.x(self.first);
        let mut year = self.first;
        while year <= self.last {
            let x = self.x(year);
            svg.line("akse-gitter", (x, self.top - 4.0), (x, bottom));
            // Names stand in the middle of their year; every other where they would run together.
            let every = if gap < 38.0 { 2.0 } else { 1.0 };
            if year < self.last && year % every == 0.0 {
                let middle = x + gap / 2.0;
                svg.text(
                    (middle, self.top - 8.0),
                    Anchor::Middle,
                    SMALL,
                    &format!("{year}"),
                );
                if rows > 15 {
                    svg.text(
                        (middle, bottom + 16.0),
                        Anchor::Middle,
                        SMALL,
                        &format!("{year}"),
                    );
                }
            }
            year += 1.0;
        }
    }

    fn draw_day(&self, svg: &mut Svg, catalogue: &Catalogue, rows: usize) {
        let day = catalogue.as_of;
        let x = self.x(f64::from(day.year()) + f64::from(day.day_of_year() - 1) / 365.25);
        let bottom = self.top + float(rows) * ROW;
        svg.line("tid-idag", (x, self.top - 4.0), (x, bottom));
        svg.line("tid-idag", (x, self.top - 27.0), (x, self.top - 21.0));
        let text = format!("{}.{}.{}", day.day(), day.month(), day.year());
        svg.text((x, self.top - 30.0), Anchor::Middle, SMALL, &text);
    }

    #[expect(clippy::too_many_arguments, reason = "one bar, all it needs")]
    fn draw_bar(
        &self,
        svg: &mut Svg,
        catalogue: &Catalogue,
        bar: &Bar<'_>,
        at: usize,
        id: &str,
        href: Href<'_>,
        by: By,
    ) {
        let top = self.top + float(at) * ROW;
        let (middle, base) = (top + ROW / 2.0, top + ROW / 2.0 + 4.5);
        let look = look(bar.row.status);
        let address = href(&bar.row.key);
        svg.open_plain_link(&address);
        let label = fit(&label(catalogue, bar.row, by), self.left - 12.0, TEXT);
        svg.text((0.0, base), Anchor::Start, TEXT, &label);
        svg.close_link();
        // The bar leads to the same page; the keyboard needs it once.
        svg.open_mouse_link(&address, &spoken(catalogue, bar.row));
        if let Some(year) = bar.mark {
            // The year of adoption says when, not until when.
            let x = self.x(year + 0.5);
            let end = bar.to.map_or(self.x(self.last), |to| self.x(to));
            svg.line("tid-uvis", (x, middle), (end, middle));
            let diamond = format!("M{} {}l7 7-7 7-7-7z", number(x), number(middle - 7.0));
            svg.path(&look.class(), &look.fill(id), &diamond);
        } else {
            let left = bar.from.map_or(self.left, |from| self.x(from));
            let right = bar.to.map_or(self.x(self.last), |to| self.x(to));
            let data = shape(left, right, middle, bar.from.is_none(), bar.to.is_none());
            svg.path(&look.class(), &look.fill(id), &data);
        }
        svg.close_link();
        let period = bar.row.period.label();
        svg.text((WIDTH - RIGHT + 10.0, base), Anchor::Start, SMALL, &period);
    }
}

/// A bar with straight ends where the period is closed and a point where it is open.
fn shape(left: f64, right: f64, middle: f64, open_left: bool, open_right: bool) -> String {
    let (top, bottom) = (number(middle - 7.0), number(middle + 7.0));
    let (tip, middle) = (8.0_f64.min((right - left) / 2.0), number(middle));
    let (l, r) = (number(left), number(right));
    let (inner_l, inner_r) = (number(left + tip), number(right - tip));
    let head = if open_left {
        format!("M{inner_l} {bottom}L{l} {middle}L{inner_l} {top}")
    } else {
        format!("M{l} {bottom}V{top}")
    };
    let tail = if open_right {
        format!("H{inner_r}L{r} {middle}L{inner_r} {bottom}z")
    } else {
        format!("H{r}V{bottom}z")
    };
    head + &tail
}

fn look(status: Status) -> Look {
    match status {
        Status::Gaeldende => pattern::GAELDENDE,
        Status::Udloeber => pattern::UDLOEBER,
        Status::Udloebet => pattern::UDLOEBET,
        Status::Kommende => pattern::KOMMENDE,
        Status::Udkast => pattern::UDKAST,
        Status::Ukendt => pattern::UKENDT,
    }
}

fn navn<'a>(catalogue: &'a Catalogue, row: &'a Strategy) -> &'a str {
    catalogue
        .municipality(&row.key.kommune)
        .map_or(row.key.kommune.as_str(), |m| m.navn.as_str())
}

fn label(catalogue: &Catalogue, row: &Strategy, by: By) -> String {
    match by {
        By::Municipality => navn(catalogue, row).to_owned(),
        By::Title => row.title.clone(),
    }
}

fn spoken(catalogue: &Catalogue, row: &Strategy) -> String {
    format!(
        "{}: {}, {}, {}",
        navn(catalogue, row),
        row.title,
        row.period.label(),
        row.status.label().to_lowercase()
    )
}

fn table(catalogue: &Catalogue, rows: &[&Strategy], href: Href<'_>) -> Table {
    let mut table = Table::new(["Kommune", "Strategi", "Periode", "Status"]);
    for row in rows {
        table.rows.push(vec![
            Cell::text(navn(catalogue, row)),
            Cell::link(&row.title, href(&row.key)),
            Cell::text(row.period.label()),
            Cell::text(row.status.label()),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn href(key: &RowKey) -> String {
        format!("strategier/{key}/")
    }

    #[test]
    fn every_stated_period_has_a_bar_and_every_row_a_line_in_the_table() {
        let catalogue = sample::five();
        let chart = all(&catalogue, "t", &href).expect("periods");
        assert_eq!(chart.table.rows.len(), 5);
        assert_eq!(chart.svg.matches("tabindex=").count(), 5);
        assert!(
            chart
                .svg
                .contains("Rødovre: Digitaliseringsstrategi 2015–2018, 2015–2018, udløbet")
        );
        // The planning strategy was adopted in 2019: a mark and a line into the unknown.
        assert_eq!(chart.svg.matches("tid-uvis").count(), 1);
        assert_eq!(chart.svg.matches("tid-idag").count(), 2);
        assert!(!chart.svg.contains("style="));
    }

    #[test]
    fn rows_without_a_period_stand_in_the_table_only() {
        let place = sample::municipality(751, "aarhus", "Aarhus", "Midtjylland", 1);
        let rows = vec![
            sample::Row {
                slug: "a",
                period: "2020-2024",
                ..sample::Row::PLAIN
            },
            sample::Row {
                slug: "b",
                ..sample::Row::PLAIN
            },
        ];
        let catalogue = sample::catalogue(vec![(place, rows)]);
        let chart = municipality(&catalogue, "aarhus", "t", &href).expect("one period");
        assert_eq!(chart.svg.matches("tabindex=").count(), 1);
        assert_eq!(chart.table.rows.len(), 2);
        assert!(chart.caption.contains("Én strategi uden oplyst periode"));
        assert_eq!(municipality(&catalogue, "findes-ikke", "t", &href), None);
    }

    #[test]
    fn an_open_period_ends_where_the_next_edition_begins() {
        let place = sample::municipality(751, "aarhus", "Aarhus", "Midtjylland", 1);
        let rows = vec![
            sample::Row {
                slug: "a",
                period: "Fra 2016",
                ..sample::Row::PLAIN
            },
            sample::Row {
                slug: "b",
                period: "2021-2030",
                ..sample::Row::PLAIN
            },
        ];
        let catalogue = sample::catalogue(vec![(place, rows)]);
        let open = bar(&catalogue, &catalogue.strategies[0]).expect("a period");
        assert_eq!((open.from, open.to), (Some(2016.0), Some(2021.0)));
    }

    #[test]
    fn open_ends_are_points() {
        assert_eq!(shape(10.0, 50.0, 20.0, false, false), "M10 27V13H50V27z");
        assert_eq!(
            shape(10.0, 50.0, 20.0, false, true),
            "M10 27V13H42L50 20L42 27z"
        );
        assert_eq!(
            shape(10.0, 50.0, 20.0, true, false),
            "M18 27L10 20L18 13H50V27z"
        );
    }
}
