//! The catalogue → charts: SVG drawn when the site is built, each with the same figures as a table.
//! Refuses inline style and script; colours are classes that `diagrammer.css` defines for light,
//! dark and print.
//!
//! Doors, all pure; `id` must be unique on the page, `href` gives the address of a strategy or a
//! municipality as seen from that page:
//!
//! - [`timeline::all`], [`timeline::municipality`]: periods on one axis
//! - [`forms::forms`]: forms by start year
//! - [`trend::themes`], [`trend::subject`]: share of municipalities that write of a subject, by year
//! - [`scatter::breadth_and_depth`]: every municipality by number of themes and by depth
//! - [`profile::profile`]: a municipality's themes beside country and group
//!
//! A template shows `chart.svg` as it is (it is safe markup), inside
//! `<figure class="diagram-ramme">`, wraps it in a scrolling `<div class="diagram-rul" tabindex="0"
//! role="group" aria-label="{{ chart.title }}">` so that a narrow screen scrolls it sideways, gives
//! `chart.caption` as `<figcaption>`, `chart.legend` as `<ul class="diagram-noegle">` (swatch, label,
//! count) and `chart.table` as a table in a `<details>`.

pub mod forms;
pub(in crate::render) mod pattern;
pub mod profile;
pub mod scatter;
pub(in crate::render) mod svg;
pub mod timeline;
pub mod trend;

use serde::Serialize;

/// A drawing with its equal in text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// The drawing: one `<svg>` element, safe to put into a page as it is.
    pub svg: String,
    /// What it shows, as a heading.
    pub title: String,
    /// What to see in it and how it was counted, as one or two sentences.
    pub caption: String,
    /// What its colours and patterns mean; shown beside it as text, so that it grows with the page.
    pub legend: Vec<Key>,
    /// The same figures as text.
    pub table: Table,
}

/// One entry of a legend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// A sample: a small `<svg>`, hidden from screen readers, safe to put into a page as it is.
    pub swatch: String,
    /// What it means; plain, the template escapes it.
    pub label: String,
    /// How many there are of it, where the chart counts.
    pub count: Option<usize>,
}

impl Key {
    /// An entry whose sample is a field with this class and these attributes (markup of our own
    /// making).
    pub(in crate::render) fn new(class: &str, attributes: &str, label: impl Into<String>) -> Self {
        let field = format!("<path d=\"M1 1h18v12H1z\" class=\"{class}\"{attributes}/>");
        Self::of_shape(&field, label)
    }

    /// An entry whose sample is this shape on a sheet of 20 by 14 (markup of our own making).
    pub(in crate::render) fn of_shape(shape: &str, label: impl Into<String>) -> Self {
        Self {
            swatch: format!(
                "<svg class=\"diagram-proeve\" width=\"20\" height=\"14\" viewBox=\"0 0 20 14\" \
                 aria-hidden=\"true\">{shape}</svg>"
            ),
            label: label.into(),
            count: None,
        }
    }

    /// The entry with how many there are of it.
    pub(in crate::render) fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }
}

/// Figures as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Column headings; the first column names the row.
    pub head: Vec<String>,
    /// Rows, each as long as `head`.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its text; plain, the template escapes it.
    pub text: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
    /// Whether it is a figure, set flush right.
    pub number: bool,
}

impl Cell {
    /// Words.
    pub(in crate::render) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Words that lead somewhere.
    pub(in crate::render) fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: Some(href.into()),
            number: false,
        }
    }

    /// A figure.
    pub(in crate::render) fn number(value: impl std::fmt::Display) -> Self {
        Self {
            text: value.to_string(),
            href: None,
            number: true,
        }
    }
}

impl Table {
    /// A table with these headings and no rows yet.
    pub(in crate::render) fn new<const N: usize>(head: [&str; N]) -> Self {
        Self {
            head: head.map(str::to_owned).to_vec(),
            rows: Vec::new(),
        }
    }
}

/// A count as a length.
pub(in crate::render) fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The text with a small first letter, for the middle of a sentence.
pub(in crate::render) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    /// Relative luminance, WCAG 2.2.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value = u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn colours_that_carry_meaning_stand_out_in_light_and_dark() {
        let css = include_str!("../../themes/kl/assets/diagrammer.css");
        let schemes: Vec<Vec<(&str, &str)>> = css
            .split(":root {")
            .skip(1)
            .map(|block| {
                let block = block.split('}').next().expect("a block");
                let lines = block
                    .lines()
                    .filter_map(|l| l.trim().trim_end_matches(';').split_once(": "));
                lines.collect()
            })
            .collect();
        assert_eq!(schemes.len(), 2, "light, which is print too, and dark");
        for scheme in schemes {
            let of = |name: &str| {
                let found = scheme.iter().find(|(key, _)| *key == name);
                found
                    .map(|(_, colour)| *colour)
                    .unwrap_or_else(|| panic!("no {name}"))
            };
            let ground = of("--diagram-bund");
            for (name, colour) in &scheme {
                let carries = name.starts_with("--serie-")
                    || ["--diagram-streg", "--diagram-idag"].contains(name);
                let ratio = contrast(colour, ground);
                assert!(
                    !carries || ratio >= 3.0,
                    "{name} {colour} has {ratio:.2} on {ground}"
                );
            }
            // Strokes of the patterns on their own ground.
            for (stroke, surface) in [
                ("--serie-2", "--lys-2"),
                ("--serie-1", "--lys-1"),
                ("--serie-3", "--lys-3"),
                ("--serie-8", "--lys-8"),
                ("--diagram-bund", "--serie-2"),
            ] {
                let ratio = contrast(of(stroke), of(surface));
                assert!(ratio >= 3.0, "{stroke} has {ratio:.2} on {surface}");
            }
        }
    }
}
