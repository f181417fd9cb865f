//! The bundled TopoJSON of the municipalities → arcs in degrees and, per municipality, rings of arc
//! numbers. Borders that two municipalities share are one arc, so whatever is done to an arc is
//! done to both sides. Refuses other objects than the polygons of that one file.
//!
//! Source of the geometry: Klimadatastyrelsen, Danmarks Administrative Geografiske Inddeling (DAGI).

use serde::Deserialize;

/// The bundled file. 99 areas: the 98 municipalities and Christiansø (0411), which belongs to none.
const FILE: &str = include_str!("kommuner.topojson");

/// Longitude and latitude in degrees.
pub(super) type Position = (f64, f64);

/// Arcs and the areas they bound.
pub(super) struct Topology {
    /// Lines between the places where borders meet, each stored once.
    pub(super) arcs: Vec<Vec<Position>>,
    /// Areas, in the file's order.
    pub(super) areas: Vec<Area>,
}

/// One municipality's area.
pub(super) struct Area {
    /// Kommunekode.
    pub(super) kode: u16,
    /// Its name on the map.
    pub(super) navn: String,
    /// Rings: islands and, never met in this file, holes. Arc `n` is walked backwards where the
    /// number is negative (`!n`).
    pub(super) rings: Vec<Vec<i32>>,
}

#[derive(Deserialize)]
struct File {
    arcs: Vec<Vec<(i32, i32)>>,
    transform: Transform,
    objects: std::collections::BTreeMap<String, Object>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Object {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    properties: Properties,
    #[serde(flatten)]
    shape: Shape,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Shape {
    Polygon(Vec<Vec<i32>>),
    MultiPolygon(Vec<Vec<Vec<i32>>>),
}

#[derive(Deserialize)]
struct Properties {
    #[serde(rename = "KOMNAVN")]
    navn: String,
    #[serde(rename = "KOMKODE")]
    kode: String,
}

/// Reads the bundled file; `None` only if the file in the source tree were damaged, which a test
/// rules out.
pub(super) fn read() -> Option<Topology> {
    let file: File = serde_json::from_str(FILE).ok()?;
    let arcs = file.arcs.iter().map(|arc| decode(arc, &file.transform));
    let areas = file
        .objects
        .into_values()
        .flat_map(|object| object.geometries)
        .filter_map(|geometry| {
            let rings = match geometry.shape {
                Shape::Polygon(rings) => rings,
                Shape::MultiPolygon(polygons) => polygons.into_iter().flatten().collect(),
            };
            Some(Area {
                kode: geometry.properties.kode.parse().ok()?,
                navn: geometry.properties.navn,
                rings,
            })
        })
        .collect();
    Some(Topology {
        arcs: arcs.collect(),
        areas,
    })
}

/// Undoes TopoJSON's delta coding and quantisation (TopoJSON 1.0, section 2.1.4).
fn decode(arc: &[(i32, i32)], transform: &Transform) -> Vec<Position> {
    let (mut x, mut y) = (0, 0);
    arc.iter()
        .map(|(dx, dy)| {
            x += dx;
            y += dy;
            (
                f64::from(x) * transform.scale.0 + transform.translate.0,
                f64::from(y) * transform.scale.1 + transform.translate.1,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_98_municipalities_and_christiansoe() {
        let topology = read().expect("the bundled file");
        assert_eq!(topology.areas.len(), 99);
        let name = |kode| {
            topology
                .areas
                .iter()
                .find(|a| a.kode == kode)
                .map(|a| a.navn.as_str())
        };
        assert_eq!(name(175), Some("Rødovre"));
        assert_eq!(name(411), Some("Christiansø"));
        for arc in topology.areas.iter().flat_map(|a| a.rings.iter().flatten()) {
            let at = if *arc < 0 { !*arc } else { *arc };
            assert!(usize::try_from(at).is_ok_and(|at| at < topology.arcs.len()));
        }
    }

    #[test]
    fn every_ring_is_closed() {
        let topology = read().expect("the bundled file");
        let end = |arc: i32, last: bool| {
            let back = arc < 0;
            let points =
                &topology.arcs[usize::try_from(if back { !arc } else { arc }).expect("≥ 0")];
            *if back == last {
                points.first()
            } else {
                points.last()
            }
            .expect("points")
        };
        for area in &topology.areas {
            for ring in &area.rings {
                for (n, arc) in ring.iter().enumerate() {
                    let next = ring[(n + 1) % ring.len()];
                    assert_eq!(end(*arc, true), end(next, false), "{}", area.navn);
                }
            }
        }
    }
}
