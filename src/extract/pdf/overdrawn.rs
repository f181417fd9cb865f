//! Spans of a page → the spans a reader sees once: bold made by drawing twice, shadows, a line drawn
//! whole over its own words, and space glyphs that lie under other words leave. Text that only
//! touches other text stays.

use pdfboss_text::TextSpan;

/// How far apart two drawings of one text may be, along and across the line, as shares of the type
/// size.
const TWICE: (f32, f32) = (0.12, 0.2);
/// Most spans over one place that are compared.
const MOST_OVER: usize = 64;

/// Leaves out what is drawn over the same text once more.
pub(super) fn once(mut spans: Vec<TextSpan>) -> Vec<TextSpan> {
    let mut order: Vec<usize> = (0..spans.len())
        .filter(|&i| spans[i].rotate == 0 && !spans[i].vertical)
        .collect();
    order.sort_by(|&a, &b| spans[a].y.total_cmp(&spans[b].y));
    let mut gone = Vec::new();
    for line in order.chunk_by_mut(|&a, &b| spans[b].y - spans[a].y <= TWICE.1 * spans[a].size) {
        line.sort_by(|&a, &b| spans[a].x.total_cmp(&spans[b].x).then(a.cmp(&b)));
        sweep(&spans, line, &mut gone);
    }
    if !gone.is_empty() {
        gone.sort_unstable();
        gone.dedup();
        let mut gone = gone.into_iter().peekable();
        let mut at = 0;
        spans.retain(|_| {
            let drop = gone.next_if_eq(&at).is_some();
            at += 1;
            !drop
        });
    }
    spans
}

/// Goes along a line and compares each span with those that reach over its start.
fn sweep(spans: &[TextSpan], line: &[usize], gone: &mut Vec<usize>) {
    let mut open: Vec<usize> = Vec::new();
    for &at in line {
        let span = &spans[at];
        open.retain(|&o| spans[o].end_x > span.x + 0.02 * span.size);
        for &o in open.iter().rev().take(MOST_OVER) {
            if is_space(span) {
                if level(&spans[o], span) && span.end_x < spans[o].end_x && astray(spans, at) {
                    gone.push(at);
                }
                continue;
            }
            match repeats(&spans[o], span) {
                Some(Repeat::Same) => gone.push(at.max(o)),
                Some(Repeat::Second) => gone.push(at),
                Some(Repeat::First) => gone.push(o),
                None => {}
            }
        }
        if !is_space(span) {
            open.push(at);
            if open.len() > 4 * MOST_OVER {
                open.drain(..MOST_OVER);
            }
        }
    }
}

fn is_space(span: &TextSpan) -> bool {
    span.text.chars().all(char::is_whitespace)
}

/// Whether a space was drawn apart from any word.
fn astray(spans: &[TextSpan], at: usize) -> bool {
    let touches = |a: &TextSpan, b: &TextSpan| {
        !is_space(a) && level(a, b) && (b.x - a.end_x).abs() <= 0.5 * b.size
    };
    let before = at.checked_sub(1).and_then(|b| spans.get(b));
    !before.is_some_and(|b| touches(b, &spans[at]))
}

/// Which of two drawings shows nothing of its own.
enum Repeat {
    Same,
    First,
    Second,
}

/// `first` starts no later than `second` and reaches over its start.
fn repeats(first: &TextSpan, second: &TextSpan) -> Option<Repeat> {
    let room = TWICE.0 * first.size.max(second.size);
    let (a, b) = (first.text.trim(), second.text.trim());
    let ends = second.end_x <= first.end_x + room;
    let starts = second.x - first.x <= room;
    if starts && a == b {
        return ((first.end_x - second.end_x).abs() <= room).then_some(Repeat::Same);
    }
    if ends && holds(first, second) {
        return Some(Repeat::Second);
    }
    let within = starts && first.end_x <= second.end_x + room;
    (within && holds(second, first)).then_some(Repeat::First)
}

fn level(a: &TextSpan, b: &TextSpan) -> bool {
    (a.y - b.y).abs() <= 0.05 * b.size
}

/// Whether the text of `part` stands in `whole` about where it is drawn, and in the same type.
fn holds(whole: &TextSpan, part: &TextSpan) -> bool {
    let text = part.text.trim();
    if !level(whole, part) || whole.text.len() <= text.len() || (whole.size - part.size).abs() > 0.5
    {
        return false;
    }
    let width = (whole.end_x - whole.x) / whole.text.len() as f32;
    whole.text.match_indices(text).any(|(at, _)| {
        let there = whole.x + at as f32 * width;
        (there - part.x).abs() <= 0.5 * part.size + 0.05 * at as f32 * width
    })
}
