//! A line with many points → the same line with fewer, after Visvalingam and Whyatt (1993): the
//! point that spans the smallest triangle with its neighbours goes first. End points never go, so
//! borders that meet still meet. Refuses to touch lines too short to lose a point.

/// A point on the drawing.
pub(super) type Point = (f64, f64);

/// Drops the points whose triangle is smaller than `area` (square units of the drawing).
pub(super) fn simplify(line: &[Point], area: f64) -> Vec<Point> {
    let mut kept = line.to_vec();
    // A closed line (an island's coast) must stay an area: at least a triangle and its closing point.
    let least = if line.first() == line.last() { 4 } else { 2 };
    // Quadratic, but the longest arc of the map has a few hundred points.
    while kept.len() > least {
        let smallest = kept
            .windows(3)
            .enumerate()
            .map(|(at, three)| (triangle(three[0], three[1], three[2]), at + 1))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match smallest {
            Some((size, at)) if size < area => {
                kept.remove(at);
            }
            _ => break,
        }
    }
    kept
}

fn triangle(a: Point, b: Point, c: Point) -> f64 {
    ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_bends_go_and_corners_stay() {
        let line = [(0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 10.0)];
        assert_eq!(
            simplify(&line, 1.0),
            [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
        );
    }

    #[test]
    fn ends_stay_whatever_the_threshold() {
        let line = [(0.0, 0.0), (5.0, 9.0), (10.0, 0.0)];
        assert_eq!(simplify(&line, 1e9), [(0.0, 0.0), (10.0, 0.0)]);
        let island = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        assert_eq!(simplify(&island, 1e9).len(), 4);
    }
}
