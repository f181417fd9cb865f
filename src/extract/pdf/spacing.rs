//! Spans as they were set → spans that line assembly parts into words. A heading set with wide tracking
//! comes out letter by letter ("K O M M U N E"): its letters become one span again. Words set close,
//! and strings whose letter-spacing stands for a space, are parted. Ordinary type, digits in columns
//! and formulas are left alone.

use pdfboss_text::TextSpan;

/// Letters in a row that make letter-spacing likely; fewer may be initials or a formula.
const MIN_LETTERS: usize = 4;
/// Gaps between letters, as a share of the type size: below, line assembly joins them anyway;
/// above, they stand in columns.
const GAP: std::ops::RangeInclusive<f32> = 0.14..=0.6;
/// Letters of other scripts are not set so, and their charts look as if they were.
const LAST_LATIN: char = '\u{24f}';

/// Gaps between words that justified type has closed up, as a share of the type size: wider than any
/// kerning, too narrow for line assembly to take for a space.
const CLOSE_SET: std::ops::RangeInclusive<f32> = 0.1..=0.16;

/// Words as words: whatever way their letters and the spaces between them were set.
pub(super) fn settle(spans: Vec<TextSpan>) -> Vec<TextSpan> {
    part(bind(close(fuse(spread(spans)))))
}

/// Gaps between parts of one word, as a share of the type size: kerning goes both ways.
const KERNED: std::ops::RangeInclusive<f32> = -0.2..=0.08;

/// Joins what is drawn on without a gap: texts that lie over each other on a page must not be read
/// letter by letter in turn.
fn fuse(spans: Vec<TextSpan>) -> Vec<TextSpan> {
    let element = |s: &TextSpan| s.structure.as_ref()?.path.last().map(|e| e.object);
    let mut out: Vec<TextSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        if let Some(last) = out.last_mut() {
            let one = last.y == span.y
                && last.size == span.size
                && KERNED.contains(&((span.x - last.end_x) / span.size.max(0.1)))
                && last.rotate == 0
                && span.rotate == 0
                && !(last.vertical || span.vertical || last.logical || span.logical)
                && last.glyph_x.is_empty()
                && span.glyph_x.is_empty()
                && !last.text.ends_with(char::is_whitespace)
                && !span.text.starts_with(char::is_whitespace)
                && last.bold == span.bold
                && last.font == span.font
                && last.artifact.is_some() == span.artifact.is_some()
                && element(last) == element(&span);
            if one {
                last.text.push_str(&span.text);
                last.end_x = span.end_x;
                last.end_y = span.end_y;
                last.bbox = last.bbox.union(span.bbox);
                continue;
            }
        }
        out.push(span);
    }
    out
}

/// Advance of a sign beyond which it stands by itself, as a multiple of the type size: figures of
/// several columns may be one string with the columns' distance between its signs.
const SPREAD: f32 = 1.5;
/// Distance between two or three signs of one string that is a space between words, as a share of
/// the type size: wider than any kerning. Some programs write a space as letter-spacing.
const SPACED: std::ops::RangeInclusive<f32> = 0.2..=SPREAD;
/// How wide a sign is at least, as a share of the type size.
const LEAST: f32 = 0.15;

/// Takes strings apart whose signs stand apart. The distance after the last sign was taken back, so
/// what is shown next starts inside the string: no other string looks so.
fn spread(spans: Vec<TextSpan>) -> Vec<TextSpan> {
    if !spans
        .windows(2)
        .any(|pair| apart_by(&pair[0], &pair[1]).is_some())
    {
        return spans;
    }
    let mut out = Vec::with_capacity(spans.len() + 8);
    let mut spans = spans.into_iter().peekable();
    while let Some(span) = spans.next() {
        let Some(gap) = spans.peek().and_then(|next| apart_by(&span, next)) else {
            out.push(span);
            continue;
        };
        let step = (span.end_x - span.x) / span.text.chars().count() as f32;
        let sign = (step - gap).max(LEAST * span.size);
        for (i, c) in span.text.chars().enumerate() {
            let mut part = span.clone();
            part.text = c.to_string();
            part.glyph_x = Box::default();
            part.x = span.x + i as f32 * step;
            part.end_x = part.x + sign;
            part.bbox.x0 = part.x;
            part.bbox.x1 = part.end_x;
            out.push(part);
        }
    }
    out
}

/// The distance at which the signs of a span stand apart, in points.
fn apart_by(span: &TextSpan, next: &TextSpan) -> Option<f32> {
    let over = span.end_x - next.x;
    if over <= 0.2 * span.size || span.rotate != 0 || span.vertical || next.y != span.y {
        return None;
    }
    let signs = span.text.chars().count();
    let step = (span.end_x - span.x) / signs as f32;
    let whole = signs > 1 && next.x > span.x && !span.text.contains(char::is_whitespace);
    let columns = step > SPREAD * span.size && over > 0.4 * step;
    let words = signs <= 3
        && SPACED.contains(&(over / span.size))
        && step - over > LEAST * span.size
        && span
            .text
            .chars()
            .all(|c| c.is_alphanumeric() && c <= LAST_LATIN);
    (whole && (columns || words)).then_some(over)
}

/// Closes the gaps around a ligature in letter-spaced type: by itself it is no word.
fn bind(mut spans: Vec<TextSpan>) -> Vec<TextSpan> {
    for at in 1..spans.len().saturating_sub(1) {
        let (before, rest) = spans.split_at_mut(at);
        let (Some(last), [ligature, next, ..]) = (before.last_mut(), rest) else {
            continue;
        };
        let signs = matches!(
            ligature.text.as_str(),
            "ﬀ" | "ﬁ" | "ﬂ" | "ﬃ" | "ﬄ" | "ff" | "fi" | "fl" | "ffi" | "ffl"
        );
        if !signs || !follows(last, ligature) || !follows(ligature, next) {
            continue;
        }
        let gaps = (ligature.x - last.end_x, next.x - ligature.end_x);
        let letters =
            last.text.ends_with(char::is_alphabetic) && next.text.starts_with(char::is_alphabetic);
        if letters
            && gaps.0 > 0.0
            && gaps.0 <= GAP.end() * ligature.size
            && (gaps.0 - gaps.1).abs() <= 0.03 * ligature.size
        {
            last.end_x = ligature.x;
            ligature.end_x = next.x;
        }
    }
    spans
}

/// Puts a space between words that are set so close that line assembly would join them.
fn part(mut spans: Vec<TextSpan>) -> Vec<TextSpan> {
    for at in 1..spans.len() {
        let (before, after) = spans.split_at_mut(at);
        let (Some(last), Some(next)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let gap = (next.x - last.end_x) / next.size.max(0.1);
        // Two single letters may be tracked type.
        let words = last.text.chars().count() + next.text.chars().count() > 2;
        let rule = last.text.ends_with('_') && next.text.starts_with('_');
        let open =
            last.text.ends_with(char::is_whitespace) || next.text.starts_with(char::is_whitespace);
        if words && !open && !rule && follows(last, next) && CLOSE_SET.contains(&gap) {
            last.text.push(' ');
            last.glyph_x = Box::default();
        }
    }
    spans
}

/// Joins the letters of letter-spaced words.
fn close(spans: Vec<TextSpan>) -> Vec<TextSpan> {
    // Cheap exit for the ordinary page: no four short spans in a row.
    let mut row = 0;
    let suspicious = spans.iter().any(|s| {
        row = if is_letter(s) { row + 1 } else { 0 };
        row >= MIN_LETTERS
    });
    if !suspicious {
        return spans;
    }
    let runs = runs(spans);
    let apart = apart(&runs);
    // Type that is letter-spaced in one place is so in all: "5 5" beside a spaced word is 55.
    let known: Vec<(String, f32, f32)> = runs
        .iter()
        .zip(&apart)
        .filter(|(_, apart)| **apart)
        .filter_map(|(run, _)| Some((run.first()?.font.clone(), run.first()?.size, tracking(run)?)))
        .collect();
    let mut out = Vec::new();
    for (run, apart) in runs.into_iter().zip(apart) {
        let gap = tracking(&run).or_else(|| {
            let first = run.first().filter(|_| (2..=6).contains(&run.len()))?;
            let (own, _) = gaps(&run)?;
            known
                .iter()
                .find(|(font, size, gap)| {
                    *font == first.font
                        && (size - first.size).abs() < 0.1
                        && (0.6..=1.5).contains(&(own / gap))
                })
                .map(|(_, _, gap)| *gap)
        });
        match gap.filter(|_| apart) {
            Some(gap) => join(run, gap, &mut out),
            None => out.extend(run),
        }
    }
    out
}

/// Which runs stand apart from words of the same type on their line: a typesetter who kerns puts
/// short words and parts of words in operators of their own, and sets whole words beside them.
fn apart(runs: &[Vec<TextSpan>]) -> Vec<bool> {
    let word = |run: &[TextSpan]| matches!(run, [span] if span.text.chars().filter(|c| c.is_alphanumeric()).count() > 2);
    let beside = |last: &[TextSpan], next: &[TextSpan]| {
        let (Some(last), Some(next)) = (last.last(), next.first()) else {
            return false;
        };
        last.font == next.font && follows(last, next)
    };
    runs.iter()
        .enumerate()
        .map(|(i, run)| {
            let before = i.checked_sub(1).and_then(|b| runs.get(b));
            let after = runs.get(i + 1);
            !before.is_some_and(|b| word(b) && beside(b, run))
                && !after.is_some_and(|a| word(a) && beside(run, a))
        })
        .collect()
}

/// Spans in runs of single letters; every other span is a run of its own.
fn runs(spans: Vec<TextSpan>) -> Vec<Vec<TextSpan>> {
    let mut runs: Vec<Vec<TextSpan>> = Vec::new();
    let mut open = false;
    for span in spans {
        let letter = is_letter(&span);
        match runs.last_mut() {
            Some(run)
                if open
                    && (letter || is_space(&span))
                    && run.last().is_some_and(|last| follows(last, &span)) =>
            {
                run.push(span);
            }
            _ => {
                open = letter;
                runs.push(vec![span]);
            }
        }
    }
    runs
}

/// One or two signs ("KO" where kerning keeps a pair in one operator).
fn is_letter(span: &TextSpan) -> bool {
    span.rotate == 0
        && !span.vertical
        && !is_space(span)
        && span.text.chars().count() <= 2
        && span
            .text
            .chars()
            .all(|c| !c.is_whitespace() && (c <= LAST_LATIN || !c.is_alphabetic()))
}

fn is_space(span: &TextSpan) -> bool {
    span.text.chars().all(char::is_whitespace)
}

fn follows(last: &TextSpan, span: &TextSpan) -> bool {
    let gap = span.x - last.end_x;
    (span.y - last.y).abs() <= 0.1 * span.size
        && (span.size - last.size).abs() <= 0.05 * span.size
        && gap > -0.1 * span.size
        && gap <= 2.0 * span.size
}

/// The usual gap between the letters of a run, where it is letter-spaced type.
fn tracking(run: &[TextSpan]) -> Option<f32> {
    let letters: Vec<&TextSpan> = run.iter().filter(|s| !is_space(s)).collect();
    let chars: usize = letters.iter().map(|s| s.text.chars().count()).sum();
    let alphabetic = letters
        .iter()
        .filter(|s| s.text.chars().any(char::is_alphabetic))
        .count();
    if letters.len() < MIN_LETTERS
        || chars * 2 > letters.len() * 3
        || alphabetic * 3 < letters.len() * 2
    {
        return None;
    }
    if is_chart(&letters) {
        return None;
    }
    let (median, wide) = gaps(run)?;
    // Tracking is even; type that is placed letter by letter for other reasons is not.
    (GAP.contains(&median) && wide <= 1.8 * median).then_some(median)
}

/// Whether the signs count up or down as in a chart of letters or the labels of a row, or repeat.
fn is_chart(letters: &[&TextSpan]) -> bool {
    let codes: Vec<i64> = letters
        .iter()
        .flat_map(|s| s.text.chars())
        .map(|c| i64::from(u32::from(c)))
        .collect();
    let steps = || codes.windows(2).map(|pair| pair[1] - pair[0]);
    let near = |step: i64| {
        steps()
            .filter(|s| *s == 0 || *s == step || *s == 2 * step)
            .count()
    };
    near(1).max(near(-1)) * 5 >= steps().count() * 4
}

/// The middle one of the gaps between neighbouring letters and the one at three quarters, as shares
/// of the type size.
fn gaps(run: &[TextSpan]) -> Option<(f32, f32)> {
    let mut gaps: Vec<f32> = run
        .windows(2)
        .filter(|pair| !is_space(&pair[0]) && !is_space(&pair[1]))
        .map(|pair| (pair[1].x - pair[0].end_x) / pair[1].size.max(0.1))
        .collect();
    gaps.sort_by(f32::total_cmp);
    Some((*gaps.get(gaps.len() / 2)?, *gaps.get(gaps.len() * 3 / 4)?))
}

/// Words of the run, parted by space glyphs or by gaps well beyond the tracking.
fn join(spans: Vec<TextSpan>, gap: f32, out: &mut Vec<TextSpan>) {
    let mut word: Option<TextSpan> = None;
    let mut parted = false;
    for span in spans {
        if is_space(&span) {
            parted = true;
            continue;
        }
        let wide = word
            .as_ref()
            .is_some_and(|w| (span.x - w.end_x) / span.size.max(0.1) > 1.6 * gap + 0.1);
        match &mut word {
            Some(w) if !parted && !wide => {
                w.text.push_str(&span.text);
                w.end_x = span.end_x;
                w.bbox.x1 = span.bbox.x1;
                w.glyph_x = Box::default();
            }
            _ => {
                // A trailing space makes the word boundary independent of any gap rule.
                if let Some(mut done) = word.replace(span) {
                    done.text.push(' ');
                    out.push(done);
                }
            }
        }
        parted = false;
    }
    if let Some(mut done) = word {
        if parted {
            done.text.push(' ');
        }
        out.push(done);
    }
}
