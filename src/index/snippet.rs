//! A stored page and what was looked for → the sentence or two that show it best, as HTML with
//! `<mark>`, and the headings above it. Refuses to cut inside a word. `browser/search.js` does the
//! same, step by step.

use super::compose::BLOCK;
use super::plan::Marks;
use super::stem::stem;
use crate::danish::fold::{fold, loose};
use crate::danish::tokens;

/// A snippet grows by whole sentences until it is this long …
const ENOUGH: usize = 180;
/// … and is cut at a word where one sentence is longer than this.
const MOST: usize = 320;
/// Letters shown before the first match where a sentence is cut.
const LEAD: usize = 80;
/// Shortest stem that is marked inside longer words.
const PART: usize = 4;

/// A snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snippet {
    /// HTML: text escaped, matches in `<mark>`.
    pub(super) html: String,
    /// Headings above it, largest first, parted by ` › `.
    pub(super) heading: String,
}

/// A match: characters from–to, what matched, how well.
struct Match {
    from: usize,
    to: usize,
    what: usize,
    strength: usize,
}

/// One block of a page.
struct Piece {
    chars: Vec<char>,
    matches: Vec<Match>,
    sentences: Vec<(usize, usize)>,
    heading: String,
}

/// Chooses and marks.
pub(super) fn snippet(text: &str, path: &str, marks: &Marks) -> Snippet {
    let pieces = pieces(text, path, marks);
    let places = |headings: bool| {
        let all = pieces.iter().enumerate();
        all.filter(move |(_, (is_heading, _))| *is_heading == headings)
            .map(|(place, _)| place)
    };
    let mut best: Option<(usize, usize, usize)> = None;
    for place in places(false).chain(places(true)) {
        let piece = &pieces[place].1;
        for (at, &sentence) in piece.sentences.iter().enumerate() {
            let worth = worth(piece, sentence);
            if best.is_none_or(|(most, ..)| worth > most) {
                best = Some((worth, place, at));
            }
        }
    }
    let Some((_, place, at)) = best else {
        return Snippet {
            html: String::new(),
            heading: path.to_owned(),
        };
    };
    let (is_heading, piece) = &pieces[place];
    let mut html = show(piece, at);
    // A heading alone says little: what stands under it says what it is about.
    let mut below = pieces[place + 1..].iter();
    if *is_heading
        && let Some((false, below)) = below.next()
        && !below.sentences.is_empty()
    {
        html.push_str(" · ");
        html.push_str(&show(below, 0));
    }
    Snippet {
        html,
        heading: piece.heading.clone(),
    }
}

fn pieces(text: &str, path: &str, marks: &Marks) -> Vec<(bool, Piece)> {
    let mut headings: Vec<(usize, String)> = Vec::new();
    let mut pieces = Vec::new();
    for block in text.split(BLOCK) {
        let level = block.chars().take_while(|&c| c == '#').count();
        let is_heading = level > 0 && block[level..].starts_with(' ');
        let body = if is_heading {
            &block[level + 1..]
        } else {
            block
        };
        if is_heading {
            headings.retain(|(above, _)| *above < level);
            headings.push((level, body.trim().to_owned()));
        }
        let titles = headings.iter().map(|(_, title)| title.as_str());
        // Headings of this page replace the path it began under, as soon as there is one.
        let heading = if headings.is_empty() {
            path.to_owned()
        } else {
            titles.collect::<Vec<_>>().join(" › ")
        };
        pieces.push((is_heading, piece(body, heading, marks)));
    }
    pieces
}

fn piece(body: &str, heading: String, marks: &Marks) -> Piece {
    let chars: Vec<char> = body.chars().collect();
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    let (mut bytes, mut count) = (0, 0);
    for token in tokens(body) {
        count += body[bytes..token.start].chars().count();
        let from = count;
        count += body[token.start..token.end].chars().count();
        bytes = token.end;
        found.push((from, count, fold(&token.word)));
    }
    let keys: Vec<&str> = found.iter().map(|(_, _, key)| key.as_str()).collect();
    let mut matches: Vec<Match> = Vec::new();
    for (at, (from, to, key)) in found.iter().enumerate() {
        if let Some((what, strength)) = matched(&keys, at, key, marks) {
            matches.push(Match {
                from: *from,
                to: *to,
                what,
                strength,
            });
        }
    }
    Piece {
        sentences: sentences(&chars),
        chars,
        matches,
        heading,
    }
}

/// What a word matches, best first: a phrase it stands in, a stem, a beginning, a part.
fn matched(keys: &[&str], at: usize, key: &str, marks: &Marks) -> Option<(usize, usize)> {
    let stands_in = |phrase: &Vec<String>| {
        (0..phrase.len()).any(|into| {
            at >= into
                && keys
                    .get(at - into..at - into + phrase.len())
                    .is_some_and(|k| k == phrase)
        })
    };
    let mut what = 0;
    for phrase in &marks.phrases {
        if stands_in(phrase) {
            return Some((what, 3));
        }
        what += 1;
    }
    let own = stem(key);
    if let Some(at) = marks.stems.iter().position(|s| *s == own) {
        return Some((what + at, 3));
    }
    let loosely = loose(key);
    let begins = |p: &String| key.starts_with(p.as_str()) || loosely.starts_with(p.as_str());
    if let Some(at) = marks.prefixes.iter().position(begins) {
        return Some((what + marks.stems.len() + at, 2));
    }
    let inside = |s: &String| s.chars().count() >= PART && key.contains(s.as_str());
    marks.stems.iter().position(inside).map(|at| (what + at, 1))
}

/// Sentences end at a line's end, or at `.`, `!`, `?` before a space and no small letter.
fn sentences(chars: &[char]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in 0..chars.len() {
        let space = |i: usize| chars.get(i).is_none_or(|c| c.is_whitespace());
        let small = chars.get(at + 2).is_some_and(|c| c.is_lowercase());
        let stop = matches!(chars[at], '.' | '!' | '?') && space(at + 1) && !small;
        if stop || chars[at] == '\n' || at + 1 == chars.len() {
            let mut to = at + 1;
            while to > from && chars[to - 1].is_whitespace() {
                to -= 1;
            }
            while from < to && chars[from].is_whitespace() {
                from += 1;
            }
            if from < to {
                out.push((from, to));
            }
            from = at + 1;
        }
    }
    out
}

/// Sum over distinct things matched of how well each is matched.
fn worth(piece: &Piece, (from, to): (usize, usize)) -> usize {
    let mut best: Vec<(usize, usize)> = Vec::new();
    for m in piece
        .matches
        .iter()
        .filter(|m| m.from >= from && m.to <= to)
    {
        match best.iter_mut().find(|(what, _)| *what == m.what) {
            Some((_, strength)) => *strength = (*strength).max(m.strength),
            None => best.push((m.what, m.strength)),
        }
    }
    best.iter().map(|(_, strength)| strength).sum()
}

fn show(piece: &Piece, at: usize) -> String {
    let (mut from, mut to) = piece.sentences[at];
    for &(_, next) in &piece.sentences[at + 1..] {
        if to - from >= ENOUGH || next - from > MOST {
            break;
        }
        to = next;
    }
    if to - from > MOST {
        let first = piece.matches.iter().find(|m| m.from >= from && m.to <= to);
        let lead = first.map_or(from, |m| m.from.saturating_sub(LEAD));
        if lead > from {
            from = (lead..to)
                .find(|&i| piece.chars[i].is_whitespace())
                .map_or(from, |i| i + 1);
        }
        if to - from > MOST {
            to = (from..=from + MOST)
                .rev()
                .find(|&i| piece.chars[i].is_whitespace())
                .unwrap_or(from + MOST);
        }
    }
    let mut html = String::new();
    if from > 0 {
        html.push_str("… ");
    }
    let mut done = from;
    for m in piece
        .matches
        .iter()
        .filter(|m| m.from >= from && m.to <= to)
    {
        escape(&piece.chars[done..m.from], &mut html);
        html.push_str("<mark>");
        escape(&piece.chars[m.from..m.to], &mut html);
        html.push_str("</mark>");
        done = m.to;
    }
    escape(&piece.chars[done..to], &mut html);
    if to < piece.chars.len() {
        html.push_str(" …");
    }
    html
}

/// Tabs and line ends become spaces, signs of HTML are written out.
fn escape(chars: &[char], html: &mut String) {
    for &c in chars {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\t' | '\n' => html.push(' '),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(stems: &[&str]) -> Marks {
        Marks {
            stems: stems.iter().map(|s| (*s).to_owned()).collect(),
            ..Marks::default()
        }
    }

    #[test]
    fn the_best_sentence_is_shown_under_its_heading() {
        let text =
            "# Mål\n\nVi vil meget. Data <og> klima hører sammen. Slut.\n\n## Midler\n\nPenge.";
        let found = snippet(text, "Forord", &marks(&["klima"]));
        assert_eq!(
            found.html,
            "… Data &lt;og&gt; <mark>klima</mark> hører sammen. Slut."
        );
        assert_eq!(found.heading, "Mål");
        let found = snippet(text, "Forord", &marks(&["peng"]));
        assert_eq!(
            (found.html.as_str(), found.heading.as_str()),
            ("<mark>Penge</mark>.", "Mål › Midler")
        );
    }

    #[test]
    fn a_heading_is_shown_with_what_stands_under_it() {
        let found = snippet("# Klima\n\nVi sparer.", "", &marks(&["klima"]));
        assert_eq!(found.html, "<mark>Klima</mark> · Vi sparer.");
        let found = snippet("# Klima\n\n## Energi", "", &marks(&["klima"]));
        assert_eq!(found.html, "<mark>Klima</mark>");
    }

    #[test]
    fn a_long_sentence_is_cut_at_words() {
        let text = format!("{} borgere {}.", "ord ".repeat(60), "flere ".repeat(80));
        let found = snippet(&text, "", &marks(&["borg"]));
        assert!(
            found.html.starts_with("… ord") && found.html.ends_with("flere …"),
            "{}",
            found.html
        );
        assert!(found.html.contains("<mark>borgere</mark>"));
    }

    #[test]
    fn parts_and_phrases_are_marked() {
        let mut wanted = marks(&["teknologi"]);
        wanted.phrases = vec![vec!["i".to_owned(), "centrum".to_owned()]];
        let found = snippet("Velfærdsteknologi i centrum", "", &wanted);
        assert_eq!(
            found.html,
            "<mark>Velfærdsteknologi</mark> <mark>i</mark> <mark>centrum</mark>"
        );
    }
}
