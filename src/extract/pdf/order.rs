//! Spans of a page in drawing order → the parts in which they are laid out and read. Drawing order
//! is usually right and is left alone, as one part; only a page whose right column was drawn before
//! its left one is taken apart into its flows, and these are put in visual order, column by column
//! between the flows that span them.

use pdfboss_text::TextSpan;

/// Lines a column must have before its place says anything.
const MIN_LINES: usize = 5;
/// Most flows of a page that is taken apart: more is a drawing or a form, not columns of text.
const MAX_FLOWS: usize = 300;

/// Spans drawn one below the other in one type size, and their box.
struct Flow {
    spans: Vec<TextSpan>,
    lines: usize,
    size: f32,
    x0: f32,
    x1: f32,
    y0: f32,
    y1: f32,
}

/// Takes the spans of an untagged page apart where drawing order is not reading order.
pub(super) fn parts(spans: Vec<TextSpan>) -> Vec<Vec<TextSpan>> {
    if !right_first(&outlines(&spans)) {
        return vec![spans];
    }
    let mut flows: Vec<Flow> = Vec::new();
    for span in spans {
        match flows.last_mut() {
            Some(flow) if !breaks(flow, &span) => {
                flow.grow(&span);
                flow.spans.push(span);
            }
            _ => {
                let mut flow = Flow::new(&span);
                flow.spans.push(span);
                flows.push(flow);
            }
        }
    }
    if flows.len() > MAX_FLOWS {
        return vec![flows.into_iter().flat_map(|f| f.spans).collect()];
    }
    let mut out = Vec::with_capacity(flows.len());
    visual(flows, 0, &mut out);
    out
}

/// The flows of a page without their spans: most pages need no more.
fn outlines(spans: &[TextSpan]) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    for span in spans.iter().filter(|s| s.rotate == 0) {
        match flows.last_mut() {
            Some(flow) if !breaks(flow, span) => flow.grow(span),
            _ => flows.push(Flow::new(span)),
        }
    }
    flows
}

impl Flow {
    fn new(span: &TextSpan) -> Self {
        let mut flow = Self {
            spans: Vec::new(),
            lines: 1,
            size: span.size,
            x0: span.x,
            x1: span.x,
            y0: span.y,
            y1: span.y + span.size,
        };
        flow.grow(span);
        flow
    }

    fn grow(&mut self, span: &TextSpan) {
        if span.text.trim().is_empty() {
            return; // spaces at line ends reach beyond the column
        }
        if span.y < self.y0 - 0.5 * self.size {
            self.lines += 1;
        }
        self.x0 = self.x0.min(span.x);
        self.x1 = self.x1.max(span.end_x);
        self.y0 = self.y0.min(span.y);
    }
}

/// Whether a span opens another flow: further up the page, or in another size.
fn breaks(flow: &Flow, span: &TextSpan) -> bool {
    let rises = span.y > flow.y0 + 1.2 * flow.size.max(span.size);
    let differs = (span.size - flow.size).abs() > 0.2 * flow.size;
    !span.text.trim().is_empty() && (rises || (differs && span.y < flow.y0 - 0.3 * flow.size))
}

/// Whether a column of running text is followed in the drawing by another of its kind to its left,
/// at the same height.
fn right_first(flows: &[Flow]) -> bool {
    let columns: Vec<&Flow> = flows.iter().filter(|f| f.lines >= MIN_LINES).collect();
    columns.windows(2).any(|pair| {
        let (right, left) = (pair[0], pair[1]);
        let (a, b) = (right.x1 - right.x0, left.x1 - left.x0);
        right.x0 >= left.x1
            && overlap(right.y0, right.y1, left.y0, left.y1) > 0.5
            && a.min(b) * 1.6 >= a.max(b)
            && (right.size - left.size).abs() <= 1.0
    })
}

/// Share of the shorter interval that the two have in common.
fn overlap(a0: f32, a1: f32, b0: f32, b1: f32) -> f32 {
    let common = a1.min(b1) - a0.max(b0);
    common / (a1 - a0).min(b1 - b0).max(0.1)
}

/// Visual order: flows that span the columns cut the page into bands; in a band, columns are read
/// from left to right, each from top to bottom.
fn visual(mut flows: Vec<Flow>, depth: usize, out: &mut Vec<Vec<TextSpan>>) {
    flows.sort_by(|a, b| b.y1.total_cmp(&a.y1).then(a.x0.total_cmp(&b.x0)));
    let Some(gutter) = gutter(&flows).filter(|_| depth < 4) else {
        out.extend(flows.into_iter().map(|flow| flow.spans));
        return;
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for flow in flows {
        let above = |column: &[Flow]| column.iter().all(|f| f.y0 >= flow.y1 - 0.5 * flow.size);
        if flow.x0 >= gutter {
            right.push(flow);
        } else if flow.x1 <= gutter && !(left.is_empty() && right.is_empty() && flow.lines == 1) {
            left.push(flow);
        } else if above(&left) && above(&right) {
            // It spans the columns, or stands alone above them: a heading of both.
            visual(std::mem::take(&mut left), depth + 1, out);
            visual(std::mem::take(&mut right), depth + 1, out);
            out.push(flow.spans);
        } else {
            left.push(flow);
        }
    }
    if !left.is_empty() {
        visual(left, depth + 1, out);
    }
    if !right.is_empty() {
        visual(right, depth + 1, out);
    }
}

/// A vertical line that few lines cross and that has text on both sides.
fn gutter(flows: &[Flow]) -> Option<f32> {
    let all: usize = flows.iter().map(|f| f.lines).sum();
    let mut edges: Vec<f32> = flows.iter().map(|f| f.x0 - 0.5).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    edges
        .into_iter()
        .filter_map(|x| {
            let count = |on: &dyn Fn(&Flow) -> bool| -> usize {
                flows.iter().filter(|f| on(f)).map(|f| f.lines).sum()
            };
            let left = count(&|f| f.x1 <= x);
            let right = count(&|f| f.x0 >= x);
            let crossing = all - left - right;
            (left >= 3 && right >= 3 && crossing * 5 <= all).then_some((crossing, x))
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))
        .map(|(_, x)| x)
}
