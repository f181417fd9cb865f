//! Units of a page in drawing order → the order in which they are read. Drawing order is usually
//! right and is left alone; only a page whose right column was drawn before its left one is put in
//! visual order, column by column between the lines that span them.

use super::lines::{Line, Unit};

/// Lines a column must have before its place says anything.
const MIN_LINES: usize = 5;

/// A unit's box.
#[derive(Debug, Clone, Copy)]
struct Area {
    x0: f32,
    x1: f32,
    y0: f32,
    y1: f32,
}

/// Puts the units of an untagged page in reading order where drawing order is not it.
pub(super) fn mend(units: Vec<Unit>) -> Vec<Unit> {
    let units = split_jumps(units);
    let areas: Vec<Option<Area>> = units.iter().map(area).collect();
    if !right_first(&units, &areas) {
        return units;
    }
    let mut boxed: Vec<(Area, Unit)> = Vec::new();
    let mut rest = Vec::new();
    for (area, unit) in areas.into_iter().zip(units) {
        match area {
            Some(area) => boxed.push((area, unit)),
            None => rest.push(unit),
        }
    }
    let mut out = Vec::with_capacity(boxed.len() + rest.len());
    visual(boxed, 0, &mut out);
    out.extend(rest);
    out
}

/// A unit that jumps back up the page holds the end of one column and the start of the next.
fn split_jumps(units: Vec<Unit>) -> Vec<Unit> {
    let mut out = Vec::with_capacity(units.len());
    for unit in units {
        let Unit::Lines(role, lines) = unit else {
            out.push(unit);
            continue;
        };
        let mut part: Vec<Line> = Vec::with_capacity(lines.len());
        for line in lines {
            let jumps = part.last().is_some_and(|last| {
                line.y > last.y + 2.0 * last.size && (line.x > last.end_x || line.end_x < last.x)
            });
            if jumps {
                out.push(Unit::Lines(role, std::mem::take(&mut part)));
            }
            part.push(line);
        }
        out.push(Unit::Lines(role, part));
    }
    out
}

fn area(unit: &Unit) -> Option<Area> {
    let mut area: Option<Area> = None;
    for line in unit.lines() {
        let (x0, x1) = (line.x.min(line.end_x), line.x.max(line.end_x));
        let (y0, y1) = (line.y - 0.2 * line.size, line.y + 0.8 * line.size);
        area = Some(area.map_or(Area { x0, x1, y0, y1 }, |a| Area {
            x0: a.x0.min(x0),
            x1: a.x1.max(x1),
            y0: a.y0.min(y0),
            y1: a.y1.max(y1),
        }));
    }
    area.filter(|a| a.x0.is_finite() && a.x1.is_finite() && a.y0.is_finite() && a.y1.is_finite())
}

/// A stretch of units drawn in one column.
struct Column {
    area: Area,
    lines: usize,
    size: f32,
}

/// Whether a column of running text is followed in the drawing by another of its kind to its left,
/// at the same height.
fn right_first(units: &[Unit], areas: &[Option<Area>]) -> bool {
    let mut columns: Vec<Column> = Vec::new();
    for (unit, area) in units.iter().zip(areas) {
        let (Unit::Lines(_, lines), Some(area)) = (unit, area) else {
            continue;
        };
        let size = lines.iter().map(|l| l.size).fold(0.0, f32::max);
        match columns.last_mut() {
            Some(c)
                if overlap(c.area.x0, c.area.x1, area.x0, area.x1) > 0.5
                    && area.y1 <= c.area.y0 + size =>
            {
                c.area.x0 = c.area.x0.min(area.x0);
                c.area.x1 = c.area.x1.max(area.x1);
                c.area.y0 = c.area.y0.min(area.y0);
                c.lines += lines.len();
            }
            _ => columns.push(Column {
                area: *area,
                lines: lines.len(),
                size,
            }),
        }
    }
    columns.retain(|c| c.lines >= MIN_LINES);
    columns.windows(2).any(|pair| {
        let (right, left) = (&pair[0], &pair[1]);
        let (wide, narrow) = (
            (right.area.x1 - right.area.x0).max(left.area.x1 - left.area.x0),
            (right.area.x1 - right.area.x0).min(left.area.x1 - left.area.x0),
        );
        right.area.x0 >= left.area.x1
            && overlap(right.area.y0, right.area.y1, left.area.y0, left.area.y1) > 0.5
            && narrow * 1.6 >= wide
            && (right.size - left.size).abs() <= 1.0
    })
}

/// Share of the shorter interval that the two have in common.
fn overlap(a0: f32, a1: f32, b0: f32, b1: f32) -> f32 {
    let common = a1.min(b1) - a0.max(b0);
    common / (a1 - a0).min(b1 - b0).max(0.1)
}

/// Visual order: units that span the columns cut the page into bands; in a band, columns are read
/// from left to right, each from top to bottom.
fn visual(mut boxed: Vec<(Area, Unit)>, depth: usize, out: &mut Vec<Unit>) {
    boxed.sort_by(|a, b| b.0.y1.total_cmp(&a.0.y1).then(a.0.x0.total_cmp(&b.0.x0)));
    let Some(gutter) = gutter(&boxed).filter(|_| depth < 4) else {
        out.extend(boxed.into_iter().map(|(_, unit)| unit));
        return;
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (area, unit) in boxed {
        if area.x1 <= gutter {
            left.push((area, unit));
        } else if area.x0 >= gutter {
            right.push((area, unit));
        } else {
            visual(std::mem::take(&mut left), depth + 1, out);
            visual(std::mem::take(&mut right), depth + 1, out);
            out.push(unit);
        }
    }
    visual(left, depth + 1, out);
    visual(right, depth + 1, out);
}

/// A vertical line that few units cross and that has text on both sides.
fn gutter(boxed: &[(Area, Unit)]) -> Option<f32> {
    let lines = |units: &mut dyn Iterator<Item = &(Area, Unit)>| -> usize {
        units.map(|(_, u)| u.lines().count()).sum()
    };
    let all = lines(&mut boxed.iter());
    let mut edges: Vec<f32> = boxed.iter().map(|(a, _)| a.x0 - 0.5).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    edges
        .into_iter()
        .filter_map(|x| {
            let left = lines(&mut boxed.iter().filter(|(a, _)| a.x1 <= x));
            let right = lines(&mut boxed.iter().filter(|(a, _)| a.x0 >= x));
            let crossing = all - left - right;
            (left >= 3 && right >= 3 && crossing * 5 <= all).then_some((crossing, x))
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))
        .map(|(_, x)| x)
}
