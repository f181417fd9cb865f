//! The catalogue → a map of the 98 municipalities as SVG, with the same as a table. Doors:
//! [`status()`] colours by how each stands, [`subject()`] by what each says of a theme or technology.
//! Both are `None` where no municipality of the catalogue is on the map (a demonstration with
//! invented ones). Municipalities missing from the catalogue are drawn without colour or link.
//!
//! Bornholm stands in a box and the capital is enlarged in another; there its municipalities have
//! their links, since on the map itself they are too small to hit.

mod frame;
mod simplify;
mod status;
mod subject;
mod topology;

pub use status::status;
pub use subject::subject;

use std::collections::BTreeMap;

use crate::model::municipality::Municipality;

use super::chart::pattern::{Look, definitions};
use super::chart::svg::{Anchor, Svg, number};
use frame::Frame;
use topology::{Area, Topology};

/// Whom the map must name as its source.
pub const ATTRIBUTION: &str =
    "Kort: Klimadatastyrelsen, Danmarks Administrative Geografiske Inddeling (DAGI), forenklet";

/// The address of a municipality's page, as seen from the page the map stands on.
pub type Href<'a> = &'a dyn Fn(&Municipality) -> String;

/// The sheet, in its own units; one is some 360 m outside the enlarged box.
const SHEET: (f64, f64) = (960.0, 1004.0);

/// Units per radian.
const SCALE: f64 = 17_700.0;

/// The enlarged box: its corner on the sheet, its size, and how many times it enlarges.
const CAPITAL: ((f64, f64), (f64, f64), f64) = ((694.0, 30.0), (262.0, 318.0), 2.6);

/// Bornholm's box.
const BORNHOLM: ((f64, f64), (f64, f64)) = ((836.0, 382.0), (120.0, 124.0));

/// Bornholm and Christiansø.
const EASTERN_ISLANDS: [u16; 2] = [400, 411];

/// How one municipality is drawn.
struct Place {
    look: Look,
    href: String,
    /// Read aloud and shown on hovering: name and what the colour says.
    name: String,
}

/// Draws the sheet. `None` where none of the places is on the map.
fn draw(id: &str, title: &str, description: &str, places: &BTreeMap<u16, Place>) -> Option<String> {
    let topology = topology::read()?;
    if !topology.areas.iter().any(|a| places.contains_key(&a.kode)) {
        return None;
    }
    let country = Frame {
        centre: (10.5, 56.0),
        origin: (432.0, 552.0),
        scale: SCALE,
    };
    let bornholm = Frame {
        centre: (14.93, 55.155),
        origin: (
            BORNHOLM.0.0 + BORNHOLM.1.0 / 2.0,
            BORNHOLM.0.1 + BORNHOLM.1.1 / 2.0,
        ),
        scale: SCALE,
    };
    let capital = Frame {
        centre: (12.43, 55.735),
        origin: (
            CAPITAL.0.0 + CAPITAL.1.0 / 2.0,
            CAPITAL.0.1 + CAPITAL.1.1 / 2.0,
        ),
        scale: SCALE * CAPITAL.2,
    };

    let mut areas: Vec<&Area> = topology.areas.iter().collect();
    areas.sort_by_key(|a| a.kode);
    let (east, west): (Vec<&Area>, Vec<&Area>) = areas
        .into_iter()
        .partition(|a| EASTERN_ISLANDS.contains(&a.kode));
    let reach = |a: &Area| extent(a, &topology, &capital);
    let near: Vec<&Area> = west.iter().copied().filter(|a| touches(reach(a))).collect();
    let inside: Vec<u16> = near
        .iter()
        .filter(|a| inside_box(reach(a)))
        .map(|a| a.kode)
        .collect();

    let mut svg = Svg::new(id, "kort", SHEET, title, description);
    let mut looks: Vec<Look> = places.values().map(|p| p.look).collect();
    looks.sort_by_key(|look| look.id);
    looks.dedup();
    svg.raw(&definitions(id, &looks));
    svg.raw(&format!(
        "<clipPath id=\"{id}-klip\"><path d=\"{}\"/></clipPath>",
        box_path(CAPITAL.0, CAPITAL.1)
    ));

    let sheet = Sheet { id, places };
    let arcs = country.arcs(&topology);
    for area in west {
        let link = if inside.contains(&area.kode) {
            Link::Mouse
        } else {
            Link::Full
        };
        sheet.draw(&mut svg, area, &frame::path(area, &arcs), link);
    }
    let arcs = bornholm.arcs(&topology);
    svg.path("kort-ramme", "", &box_path(BORNHOLM.0, BORNHOLM.1));
    for area in east {
        sheet.draw(&mut svg, area, &frame::path(area, &arcs), Link::Full);
    }
    let arcs = capital.arcs(&topology);
    svg.path("kort-ramme", "", &box_path(CAPITAL.0, CAPITAL.1));
    svg.raw(&format!("<g clip-path=\"url(#{id}-klip)\">"));
    for area in near {
        let link = if inside.contains(&area.kode) {
            Link::Full
        } else {
            Link::None
        };
        sheet.draw(&mut svg, area, &frame::path(area, &arcs), link);
    }
    svg.close_group();
    svg.path("kort-ramme", "", &capital_on_country(&country, &capital));
    // Set flush right: narrow screens get larger letters, and the sea is on the left.
    for ((x, y), (width, _), name) in [
        (CAPITAL.0, CAPITAL.1, "Hovedstadsområdet"),
        (BORNHOLM.0, BORNHOLM.1, "Bornholm"),
    ] {
        svg.text((x + width, y - 9.0), Anchor::End, 20.0, name);
    }
    Some(svg.finish())
}

/// Whether and for whom an area is a link. One that stands twice is one link for the keyboard.
#[derive(Clone, Copy)]
enum Link {
    Full,
    Mouse,
    None,
}

struct Sheet<'a> {
    id: &'a str,
    places: &'a BTreeMap<u16, Place>,
}

impl Sheet<'_> {
    fn draw(&self, svg: &mut Svg, area: &Area, path: &str, link: Link) {
        let Some(place) = self.places.get(&area.kode) else {
            svg.open_titled(&area.navn);
            svg.path("kort-uden", "", path);
            svg.close_group();
            return;
        };
        let class = format!("kort-{} {}", place.look.id, place.look.class());
        match link {
            Link::Full => svg.open_link(&place.href, &place.name),
            Link::Mouse => svg.open_mouse_link(&place.href, &place.name),
            Link::None => svg.open_titled(&place.name),
        }
        svg.path(&class, &place.look.fill(self.id), path);
        match link {
            Link::Full | Link::Mouse => svg.close_link(),
            Link::None => svg.close_group(),
        }
    }
}

/// Left, top, right, bottom of an area on a frame.
fn extent(area: &Area, topology: &Topology, frame: &Frame) -> (f64, f64, f64, f64) {
    let mut out = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    let numbers = area.rings.iter().flatten();
    for number in numbers {
        let at = usize::try_from(if *number < 0 { !*number } else { *number }).unwrap_or_default();
        for position in topology.arcs.get(at).into_iter().flatten() {
            let (x, y) = frame.place(*position);
            out = (out.0.min(x), out.1.min(y), out.2.max(x), out.3.max(y));
        }
    }
    out
}

fn touches((left, top, right, bottom): (f64, f64, f64, f64)) -> bool {
    let ((x, y), (width, height), _) = CAPITAL;
    left < x + width && right > x && top < y + height && bottom > y
}

/// Whether its middle is inside the box and nearly all of it is seen there.
fn inside_box((left, top, right, bottom): (f64, f64, f64, f64)) -> bool {
    let ((x, y), (width, height), _) = CAPITAL;
    let seen = (right.min(x + width) - left.max(x)) * (bottom.min(y + height) - top.max(y));
    seen > 0.6 * (right - left) * (bottom - top)
}

fn box_path((x, y): (f64, f64), (width, height): (f64, f64)) -> String {
    let (x, y, width, height) = (number(x), number(y), number(width), number(height));
    format!("M{x} {y}h{width}v{height}H{x}z")
}

/// The outline of the enlarged part where it lies in the country.
fn capital_on_country(country: &Frame, capital: &Frame) -> String {
    let (x, y) = country.place(capital.centre);
    let (width, height) = (CAPITAL.1.0 / CAPITAL.2, CAPITAL.1.1 / CAPITAL.2);
    box_path((x - width / 2.0, y - height / 2.0), (width, height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::Chart;
    use crate::render::sample;
    use crate::render::standing::standings;

    fn map(catalogue: &crate::model::catalogue::Catalogue) -> Option<Chart> {
        let href = |m: &Municipality| format!("kommuner/{}/", m.slug);
        status(&standings(catalogue), catalogue.as_of, "kort", &href)
    }

    #[test]
    fn every_municipality_is_drawn_and_those_of_the_catalogue_are_links() {
        let chart = map(&sample::five()).expect("five real municipalities");
        let svg = &chart.svg;
        // 99 areas on the map, and those around the capital once more in the box.
        let shapes = svg.matches("class=\"kort-").count() - 3;
        assert!((99 + 25..99 + 45).contains(&shapes), "{shapes} shapes");
        let for_all = svg.matches("aria-label=").count();
        assert_eq!(for_all, 5, "each is one link for the keyboard");
        assert!(svg.contains("<title>Rødovre: gældende strategi</title>"));
        assert!(svg.contains("href=\"kommuner/odense/\""));
        assert!(svg.starts_with("<svg role=\"group\""));
        assert!(!svg.contains("style="));
        assert_eq!(chart.table.rows.len(), 5);
        let counted: usize = chart.legend.iter().filter_map(|key| key.count).sum();
        assert_eq!(counted, 5);
    }

    #[test]
    fn the_map_stays_small_and_the_same() {
        let chart = map(&sample::five()).expect("a map");
        assert!(chart.svg.len() < 60_000, "{} bytes", chart.svg.len());
        assert_eq!(map(&sample::five()), Some(chart));
    }

    #[test]
    fn invented_municipalities_have_no_map() {
        let invented = sample::municipality(9001, "lilleby", "Lilleby", "Intet", 10);
        assert_eq!(map(&sample::catalogue(vec![(invented, Vec::new())])), None);
    }

    #[test]
    fn neighbours_share_their_border_to_the_unit() {
        // Frederiksberg lies wholly inside København: every point of its coastless border is one of
        // København's too.
        let topology = topology::read().expect("the bundled file");
        let frame = Frame {
            centre: (10.5, 56.0),
            origin: (432.0, 552.0),
            scale: SCALE,
        };
        let arcs = frame.arcs(&topology);
        let arcs_of = |kode| {
            let area = topology.areas.iter().find(|a| a.kode == kode);
            let rings = area.expect("on the map").rings.iter().flatten();
            rings
                .map(|n| if *n < 0 { !*n } else { *n })
                .collect::<Vec<_>>()
        };
        let capital = arcs_of(101);
        assert!(arcs_of(147).iter().any(|n| capital.contains(n)));
        assert!(arcs.iter().all(|arc| !arc.is_empty()));
    }
}
