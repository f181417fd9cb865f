//! Degrees → places on the drawing, and rings of arcs → SVG path data. Three frames stand on one
//! sheet: the country without Bornholm, Bornholm in a box, and the capital enlarged, where the
//! municipalities are too small to point at. Refuses nothing; what falls outside a frame is clipped
//! by the drawing.

use super::simplify::{Point, simplify};
use super::topology::{Area, Position, Topology};

/// Triangles smaller than this (square units of the sheet; one unit is some 360 m) are smoothed away.
const SMALLEST_BEND: f64 = 1.2;

/// Islets smaller than this (square units) are left out where their municipality has larger land.
const SMALLEST_ISLAND: f64 = 3.0;

/// Where one piece of the country stands on the sheet.
pub(super) struct Frame {
    /// Position drawn at `origin`.
    pub(super) centre: Position,
    /// Place of `centre` on the sheet.
    pub(super) origin: Point,
    /// Units of the sheet per radian of the projection.
    pub(super) scale: f64,
}

impl Frame {
    /// Spherical transverse Mercator around the country's own meridian: right angles stay right,
    /// so the shapes are those people know from UTM maps.
    pub(super) fn place(&self, position: Position) -> Point {
        let flat = |(longitude, latitude): Position| {
            let (east, north) = ((longitude - 10.5).to_radians(), latitude.to_radians());
            let across = (north.cos() * east.sin()).atanh();
            let up = north.tan().atan2(east.cos());
            (across, up)
        };
        let (x, y) = flat(position);
        let (x0, y0) = flat(self.centre);
        (
            self.origin.0 + (x - x0) * self.scale,
            self.origin.1 - (y - y0) * self.scale,
        )
    }

    /// Every arc on this frame, simplified once and rounded once, so that neighbours keep one border.
    pub(super) fn arcs(&self, topology: &Topology) -> Vec<Vec<(i32, i32)>> {
        topology
            .arcs
            .iter()
            .map(|arc| {
                let line: Vec<Point> = arc.iter().map(|p| self.place(*p)).collect();
                let mut whole: Vec<(i32, i32)> = simplify(&line, SMALLEST_BEND)
                    .into_iter()
                    .map(rounded)
                    .collect();
                whole.dedup();
                whole
            })
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on a sheet of a thousand units"
)]
fn rounded((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

/// The path data of one area: relative, in whole units, every ring closed.
pub(super) fn path(area: &Area, arcs: &[Vec<(i32, i32)>]) -> String {
    let mut rings: Vec<Vec<(i32, i32)>> = area.rings.iter().map(|r| join(r, arcs)).collect();
    rings.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let mut out = String::new();
    for (n, ring) in rings.iter().enumerate() {
        if n > 0 && size(ring) < SMALLEST_ISLAND {
            break;
        }
        write_ring(ring, &mut out);
    }
    out
}

/// The arcs of a ring, one after the other, without the points they share and the closing point.
fn join(ring: &[i32], arcs: &[Vec<(i32, i32)>]) -> Vec<(i32, i32)> {
    let mut points = Vec::new();
    for number in ring {
        let backwards = *number < 0;
        let at = usize::try_from(if backwards { !*number } else { *number }).unwrap_or(usize::MAX);
        let Some(arc) = arcs.get(at) else { continue };
        if backwards {
            points.extend(arc.iter().rev());
        } else {
            points.extend(arc);
        }
    }
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

/// Area of a ring by the shoelace formula.
fn size(ring: &[(i32, i32)]) -> f64 {
    let twice: i64 = (0..ring.len())
        .map(|n| {
            let (x1, y1) = ring[n];
            let (x2, y2) = ring[(n + 1) % ring.len()];
            i64::from(x1) * i64::from(y2) - i64::from(x2) * i64::from(y1)
        })
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let size = twice.abs() as f64 / 2.0;
    size
}

fn write_ring(ring: &[(i32, i32)], out: &mut String) {
    let Some(first) = ring.first() else { return };
    out.push_str(&format!("M{} {}", first.0, first.1));
    let mut from = *first;
    for (n, to) in ring[1..].iter().enumerate() {
        out.push(if n == 0 { 'l' } else { ' ' });
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        // A minus sign parts two numbers as well as a blank does.
        if n > 0 && dx < 0 {
            out.pop();
        }
        out.push_str(&dx.to_string());
        if dy >= 0 {
            out.push(' ');
        }
        out.push_str(&dy.to_string());
        from = *to;
    }
    // One point only: a dot of one unit, so that the smallest island is still there.
    if ring.len() == 1 {
        out.push_str("h1v1h-1");
    }
    out.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_written_short_and_closed() {
        let area = Area {
            kode: 1,
            navn: String::new(),
            rings: vec![vec![0, !1]],
        };
        let arcs = vec![
            vec![(10, 10), (20, 8), (20, 20)],
            vec![(10, 10), (8, 20), (20, 20)],
        ];
        assert_eq!(path(&area, &arcs), "M10 10l10-2 0 12-12 0z");
    }

    #[test]
    fn east_is_right_and_north_is_up() {
        let frame = Frame {
            centre: (10.5, 56.0),
            origin: (0.0, 0.0),
            scale: 1000.0,
        };
        let (x, y) = frame.place((11.5, 57.0));
        assert!(x > 0.0 && y < 0.0);
    }
}
