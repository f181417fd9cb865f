//! Positioned spans of a page → lines in reading order, grouped as the layout library grouped them.
//! Text only: what a line is for is decided later, over the whole document.

use pdfboss_output::{Block as Laid, LayoutOptions, Line as LaidLine, page_layout_opts};
use pdfboss_text::{ReadingOrder, Ruling, TextSpan};

/// One visual line. Coordinates are in points, y upward, in the frame where the text is upright.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Text with spaces between words, not yet cleaned.
    pub text: String,
    /// Left edge.
    pub x: f32,
    /// Right edge.
    pub end_x: f32,
    /// Baseline.
    pub y: f32,
    /// Largest type size.
    pub size: f32,
    /// Whether (nearly) all of it is bold.
    pub bold: bool,
}

/// What the layout library, or the structure tree of a tagged page, says a group of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading of this level.
    Heading(u8),
    /// Running text.
    Text,
    /// An item of a list.
    Item,
    /// An entry of a table of contents, by the structure tree.
    Contents,
    /// A footnote, by the structure tree.
    Note,
    /// A caption, by the structure tree.
    Caption,
}

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unit {
    /// Running text.
    Lines(Role, Vec<Line>),
    /// A table: one line of type a cell at most.
    Table(Vec<Vec<Option<Line>>>),
}

impl Unit {
    /// Every line of the unit.
    pub(super) fn lines(&self) -> Box<dyn Iterator<Item = &Line> + '_> {
        match self {
            Self::Lines(_, lines) => Box::new(lines.iter()),
            Self::Table(rows) => Box::new(rows.iter().flatten().flatten()),
        }
    }
}

/// Lays a stretch of a tagged page out whose role the structure tree has named.
pub(super) fn layout_as(role: Role, spans: &[TextSpan], order: ReadingOrder) -> Vec<Unit> {
    let lines: Vec<Line> = layout(spans, &[], order)
        .iter()
        .flat_map(|unit| unit.lines().cloned().collect::<Vec<_>>())
        .collect();
    if lines.is_empty() {
        Vec::new()
    } else {
        vec![Unit::Lines(role, lines)]
    }
}

/// Lays a page out, or a part of it.
pub(super) fn layout(spans: &[TextSpan], rulings: &[Ruling], order: ReadingOrder) -> Vec<Unit> {
    let options = LayoutOptions {
        // One page at a time: running lines are found over the whole document instead.
        header_footer_min_pages: usize::MAX,
        ..LayoutOptions::default()
    };
    let mut units = Vec::new();
    for block in page_layout_opts(spans, rulings, order, &options).blocks {
        match block {
            Laid::Heading { level, lines, .. } => {
                units.push(Unit::Lines(Role::Heading(level), convert(&lines)));
            }
            Laid::Paragraph { lines, .. } => units.push(Unit::Lines(Role::Text, convert(&lines))),
            Laid::List { items, .. } => {
                units.extend(
                    items
                        .iter()
                        .map(|i| Unit::Lines(Role::Item, convert(&i.lines))),
                );
            }
            Laid::Table { rows, .. } => units.push(Unit::Table(
                rows.iter()
                    .map(|row| row.iter().map(|c| c.line.as_ref().map(line)).collect())
                    .collect(),
            )),
        }
    }
    units.retain(|u| u.lines().any(|l| !l.text.trim().is_empty()));
    units
}

fn convert(lines: &[LaidLine]) -> Vec<Line> {
    lines
        .iter()
        .map(line)
        .filter(|l| !l.text.trim().is_empty())
        .collect()
}

fn line(laid: &LaidLine) -> Line {
    let mut text = String::new();
    let (mut bold, mut all) = (0, 0);
    for run in &laid.inlines {
        let letters = run.text.chars().filter(|c| !c.is_whitespace()).count();
        all += letters;
        bold += if run.bold { letters } else { 0 };
        text.push_str(&run.text);
    }
    Line {
        text,
        x: laid.x,
        end_x: laid.end_x,
        y: laid.y,
        size: laid.size,
        bold: all > 0 && bold * 10 >= all * 9,
    }
}
