//! Breadth and depth of the papers → a field with a named mark a municipality: how many themes it
//! writes of, and how concrete it gets. Marks in one band are moved apart upwards, the same way in
//! every build, so that every name can be read. Refuses papers that were not read to their end:
//! what is missing there would look like narrowness.

use crate::model::catalogue::{Catalogue, Strategy};
use crate::model::municipality::Municipality;
use crate::model::profile::{Breadth, Depth, Profile};
use crate::model::subject::SubjectKind;
use crate::render::standing::{Standing, is_read_whole};

use super::svg::{Anchor, SMALL, Svg, number, width};
use super::timeline::Href;
use super::{Cell, Chart, Key, Table, float};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 112.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 12.0;
/// Height of one line of names.
const LANE: f64 = 17.0;
/// Bands are never lower than this many lines.
const LANES: usize = 3;

/// From the least to the most concrete; the first stands lowest.
const DEPTHS: [Depth; 4] = [
    Depth::Principper,
    Depth::Maal,
    Depth::Indsatser,
    Depth::Projekter,
];

/// One municipality's mark.
struct Mark<'a> {
    municipality: &'a Municipality,
    row: &'a Strategy,
    profile: &'a Profile,
    themes: usize,
    lane: usize,
}

/// Every municipality by the number of themes and the depth of the paper that stands for it.
/// `None` where none could be read to its end.
pub fn breadth_and_depth(
    catalogue: &Catalogue,
    standings: &[Standing<'_>],
    id: &str,
    href: Href<'_>,
) -> Option<Chart> {
    let all = catalogue.subjects(SubjectKind::Tema).count();
    let mut marks: Vec<Mark<'_>> = standings.iter().filter_map(mark).collect();
    if marks.is_empty() || all == 0 {
        return None;
    }
    marks.sort_by(|a, b| (a.themes, &a.municipality.slug).cmp(&(b.themes, &b.municipality.slug)));
    let unread = standings
        .iter()
        .filter(|s| s.principal().is_some_and(|row| !is_read_whole(row)))
        .count();
    let x =
        |themes: usize| LEFT + 10.0 + float(themes) / float(all) * (WIDTH - LEFT - RIGHT - 20.0);

    // From the top: the deepest band first.
    let mut bands = Vec::new();
    let mut top = TOP;
    for depth in DEPTHS.into_iter().rev() {
        let lanes = spread(&mut marks, depth, &x).max(LANES);
        let height = float(lanes) * LANE + 10.0;
        bands.push((depth, top, height));
        top += height;
    }

    let title = "Bredde og dybde";
    let description = format!(
        "{} kommuners strategier. Vandret: hvor mange af de {all} temaer strategien skriver om. Lodret: hvor konkret den er, fra principper nederst til projekter øverst.",
        marks.len()
    );
    let mut svg = Svg::new(id, "felt", (WIDTH, top + 46.0), title, &description);
    for themes in (0..=all).step_by(if all > 10 { 3 } else { 1 }) {
        svg.line("akse-gitter", (x(themes), TOP), (x(themes), top));
        svg.text(
            (x(themes), top + 17.0),
            Anchor::Middle,
            SMALL,
            &themes.to_string(),
        );
    }
    let middle = LEFT + (WIDTH - LEFT) / 2.0;
    svg.text(
        (middle, top + 38.0),
        Anchor::Middle,
        SMALL,
        "Antal temaer, strategien skriver om",
    );
    for (depth, band, height) in &bands {
        svg.line("akse-streg", (0.0, band + height), (WIDTH, band + height));
        let words: Vec<&str> = depth.label().split(' ').collect();
        for (line, word) in words.iter().enumerate() {
            let y = band + height / 2.0 + 4.0 + (float(line) - float(words.len() - 1) / 2.0) * 15.0;
            svg.text((0.0, y), Anchor::Start, SMALL, word);
        }
        for mark in marks.iter().filter(|m| m.profile.depth == *depth) {
            let place = (
                x(mark.themes),
                band + height - 5.0 - LANE * (float(mark.lane) + 0.5),
            );
            draw(&mut svg, mark, place, href);
        }
    }

    let mut caption = "Én markering pr. kommune: den strategi, der gælder, ellers den nyeste. Inden for et bånd betyder højden intet.".to_owned();
    match unread {
        0 => {}
        1 => caption.push_str(" Én kommunes strategi kunne ikke læses til ende og er ikke med."),
        n => caption.push_str(&format!(
            " {n} kommuners strategier kunne ikke læses til ende og er ikke med."
        )),
    }
    Some(Chart {
        svg: svg.finish(),
        title: title.to_owned(),
        caption,
        legend: [Breadth::Tvaergaaende, Breadth::Fagomraade]
            .into_iter()
            .map(|breadth| {
                let n = marks
                    .iter()
                    .filter(|m| m.profile.breadth == breadth)
                    .count();
                let shape = match breadth {
                    Breadth::Tvaergaaende => {
                        "<circle cx=\"10\" cy=\"7\" r=\"5\" class=\"serie-1\"/>"
                    }
                    Breadth::Fagomraade => "<path d=\"M10 1l6 6-6 6-6-6z\" class=\"serie-2\"/>",
                };
                Key::of_shape(shape, breadth.label()).count(n)
            })
            .collect(),
        table: table(&marks, href),
    })
}

fn mark<'a>(standing: &Standing<'a>) -> Option<Mark<'a>> {
    let row = standing.principal().filter(|row| is_read_whole(row))?;
    let (_, profile) = row.readable()?;
    Some(Mark {
        municipality: standing.municipality,
        row,
        profile,
        themes: row
            .theme_levels()
            .values()
            .filter(|level| **level > 0)
            .count(),
        lane: 0,
    })
}

/// Gives each mark of a band the lowest line where its name has room; returns how many lines it
/// took.
fn spread(marks: &mut [Mark<'_>], depth: Depth, x: &dyn Fn(usize) -> f64) -> usize {
    let mut ends: Vec<f64> = Vec::new();
    for mark in marks.iter_mut().filter(|m| m.profile.depth == depth) {
        let (from, to) = reach(mark, x(mark.themes));
        let free = ends.iter().position(|end| *end <= from);
        mark.lane = free.unwrap_or(ends.len());
        match free {
            Some(lane) => ends[lane] = to,
            None => ends.push(to),
        }
    }
    ends.len()
}

/// From where to where mark and name reach, with a little air.
fn reach(mark: &Mark<'_>, x: f64) -> (f64, f64) {
    let name = width(&mark.municipality.navn, SMALL) + 12.0;
    if is_left(mark, x) {
        (x - name, x + 12.0)
    } else {
        (x - 8.0, x + name + 6.0)
    }
}

/// Whether the name stands left of the mark, because it would leave the field on the right.
fn is_left(mark: &Mark<'_>, x: f64) -> bool {
    x + 12.0 + width(&mark.municipality.navn, SMALL) > WIDTH
}

fn draw(svg: &mut Svg, mark: &Mark<'_>, (x, y): (f64, f64), href: Href<'_>) {
    let name = format!(
        "{}: {} temaer, {}, {}",
        mark.municipality.navn,
        mark.themes,
        mark.profile.depth.label().to_lowercase(),
        mark.profile.breadth.label().to_lowercase()
    );
    svg.open_link(&href(&mark.row.key), &name);
    let class = class(mark.profile.breadth);
    match mark.profile.breadth {
        Breadth::Tvaergaaende => svg.circle(class, (x, y), 5.0),
        Breadth::Fagomraade => {
            let diamond = format!("M{} {}l6 6-6 6-6-6z", number(x), number(y - 6.0));
            svg.path(class, "", &diamond);
        }
    }
    let (place, anchor) = if is_left(mark, x) {
        (x - 8.0, Anchor::End)
    } else {
        (x + 8.0, Anchor::Start)
    };
    svg.text((place, y + 4.0), anchor, SMALL, &mark.municipality.navn);
    svg.close_link();
}

fn class(breadth: Breadth) -> &'static str {
    match breadth {
        Breadth::Tvaergaaende => "serie-1",
        Breadth::Fagomraade => "serie-2",
    }
}

fn table(marks: &[Mark<'_>], href: Href<'_>) -> Table {
    let mut table = Table::new(["Kommune", "Strategi", "Temaer", "Dybde", "Bredde"]);
    let mut by_name: Vec<&Mark<'_>> = marks.iter().collect();
    by_name.sort_by_key(|m| &m.municipality.slug);
    for mark in by_name {
        table.rows.push(vec![
            Cell::text(&mark.municipality.navn),
            Cell::link(&mark.row.title, href(&mark.row.key)),
            Cell::number(mark.themes),
            Cell::text(mark.profile.depth.label()),
            Cell::text(mark.profile.breadth.label()),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::render::standing::standings;

    #[test]
    fn every_paper_read_whole_has_a_named_mark() {
        let catalogue = sample::five();
        let standings = standings(&catalogue);
        let href: Href<'_> = &|key| format!("strategier/{key}/");
        let chart = breadth_and_depth(&catalogue, &standings, "f", href).expect("two were read");
        assert_eq!(chart.table.rows.len(), 2);
        assert!(chart.svg.contains(">Rødovre</text>") && chart.svg.contains(">København</text>"));
        // Bornholm's was read in part, Aarhus' not at all.
        assert!(!chart.svg.contains(">Bornholm</text>"));
        assert!(chart.caption.contains("2 kommuners strategier kunne ikke"));
    }

    #[test]
    fn names_at_one_place_stand_on_lines_of_their_own() {
        let places = ["aa", "bb", "cc", "dd"].map(|slug| {
            let row = sample::Row {
                period: "Fra 2021",
                themes: Some(&[("data", 1)]),
                ..sample::Row::PLAIN
            };
            (sample::municipality(1, slug, slug, "Fyn", 1), vec![row])
        });
        let catalogue = sample::catalogue(places.into());
        let standings = standings(&catalogue);
        let mut marks: Vec<Mark<'_>> = standings.iter().filter_map(mark).collect();
        assert_eq!(spread(&mut marks, Depth::Maal, &|_| 200.0), 4);
        let mut lanes: Vec<usize> = marks.iter().map(|m| m.lane).collect();
        lanes.sort_unstable();
        assert_eq!(lanes, [0, 1, 2, 3]);
    }
}
