//! Lines of a whole document → its styles: which type is body text, how far its lines stand apart,
//! and which larger or bolder types rank as headings.

use std::collections::BTreeMap;

use super::RawPage;
use super::lines::Unit;

/// Type size in half points: close enough for a reader's eye.
fn half_points(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    body: f32,
    body_bold: bool,
    leading: BTreeMap<i32, f32>,
}

impl Styles {
    /// Counts the characters of every size.
    pub(super) fn of(pages: &[RawPage]) -> Self {
        let mut weight: BTreeMap<i32, (usize, usize)> = BTreeMap::new();
        let mut steps: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
        for unit in pages.iter().flat_map(|p| &p.units) {
            for line in unit.lines() {
                let chars = line.text.chars().filter(|c| c.is_alphanumeric()).count();
                let entry = weight.entry(half_points(line.size)).or_default();
                entry.0 += chars;
                entry.1 += if line.bold { chars } else { 0 };
            }
            if let Unit::Lines(_, lines) = unit {
                for pair in lines.windows(2) {
                    let step = pair[0].y - pair[1].y;
                    let size = half_points(pair[0].size);
                    if size == half_points(pair[1].size)
                        && step > 0.6 * pair[0].size
                        && step < 3.0 * pair[0].size
                    {
                        steps.entry(size).or_default().push(step);
                    }
                }
            }
        }
        let body = weight
            .iter()
            .max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.cmp(a.0)))
            .map(|(size, chars)| (*size, *chars));
        let (body, body_bold) = body.map_or((10.0, false), |(size, (all, bold))| {
            (size as f32 / 2.0, bold * 2 > all)
        });
        let leading = steps
            .into_iter()
            .map(|(size, mut steps)| {
                steps.sort_by(f32::total_cmp);
                // The lower quartile: paragraph gaps and list gaps are steps too.
                let quarter = steps.get(steps.len() / 4).copied().unwrap_or_default();
                let points = size as f32 / 2.0;
                let most = if points > body + 1.0 { 1.4 } else { 2.2 };
                (size, quarter.min(most * points))
            })
            .collect();
        Self {
            body,
            body_bold,
            leading,
        }
    }

    /// Size of body text in points.
    pub(super) fn body(&self) -> f32 {
        self.body
    }

    /// Whether body text is bold, so that weight says nothing.
    pub(super) fn body_is_bold(&self) -> bool {
        self.body_bold
    }

    /// Usual step from line to line in type of this size, in points.
    pub(super) fn leading(&self, size: f32) -> f32 {
        self.leading
            .get(&half_points(size))
            .copied()
            .unwrap_or(1.25 * size)
            .max(0.9 * size)
    }
}

/// Heading styles of a document in rank order: the level of each.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    ranked: Vec<(i32, bool)>,
}

impl Ranks {
    /// Ranks the styles met: larger first, bold before plain.
    pub(super) fn of(met: impl Iterator<Item = (f32, bool)>) -> Self {
        let mut ranked: Vec<(i32, bool)> =
            met.map(|(size, bold)| (half_points(size), bold)).collect();
        ranked.sort_by(|a, b| b.cmp(a));
        ranked.dedup();
        Self { ranked }
    }

    /// Level of a style, 1 to 6.
    pub(super) fn level(&self, size: f32, bold: bool) -> u8 {
        let key = (half_points(size), bold);
        let at = self.ranked.iter().position(|r| *r == key).unwrap_or(0);
        at.min(5) as u8 + 1
    }
}
