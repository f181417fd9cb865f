//! What was typed → what is asked for. The grammar is small so that two engines read it alike:
//! words, "phrases", `+required`, `-excluded`, `prefix*` and `field:value`. Nothing is an error;
//! what is no operator is words. `browser/search.js` holds the same expression.

use std::sync::LazyLock;

use regex::Regex;

use crate::danish::fold::{fold, key};
use crate::danish::{Token, tokens};

/// One item: a sign, a field, then a phrase in quotes or a run without spaces.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"([+-]?)(?:(\p{L}+):)?(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))"#)
        .unwrap_or_else(|e| unreachable!("the expression is fixed: {e}"))
});

/// Whether an item must, may not, or should be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Wanted; given up first where nothing has all words.
    Plain,
    /// `+`: always there.
    Plus,
    /// `-`: never there.
    Minus,
}

/// A typed word with its place in the query, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What one clause asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A word, or several tied by hyphens. `prefix`: longer words count as well.
    Word { tied: Vec<Typed>, prefix: bool },
    /// Words in a row, exactly as typed.
    Phrase(Vec<String>),
}

/// A clause with its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) sign: Sign,
    pub(super) wanted: Wanted,
}

/// Order of the hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Youngest period first.
    Newest,
    /// Oldest period first.
    Oldest,
}

/// A parsed query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) clauses: Vec<Clause>,
    /// Field, value, and whether it excludes.
    pub(super) filters: Vec<(&'static str, String, bool)>,
    pub(super) sort: Sort,
}

/// Names a filter may have, and what they mean.
const FIELDS: [(&str, &str); 13] = [
    ("kommune", "kommune"),
    ("region", "region"),
    ("gruppe", "gruppe"),
    ("kommunegruppe", "gruppe"),
    ("form", "form"),
    ("tema", "tema"),
    ("teknologi", "teknologi"),
    ("status", "status"),
    ("år", "aar"),
    ("aar", "aar"),
    ("periode", "aar"),
    ("year", "aar"),
    ("theme", "tema"),
];

/// The filter a typed name means.
pub(super) fn field(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    FIELDS
        .iter()
        .find(|(typed, _)| *typed == name)
        .map(|(_, field)| *field)
}

/// Reads a query.
pub(super) fn parse(text: &str) -> Query {
    let mut query = Query::default();
    let mut last_is_word = false;
    for item in ITEM.captures_iter(text) {
        let sign = match item.get(1).map_or("", |m| m.as_str()) {
            "+" => Sign::Plus,
            "-" => Sign::Minus,
            _ => Sign::Plain,
        };
        let field = item.get(2).and_then(|m| field(m.as_str()));
        let quoted = item.get(3);
        let Some(body) = quoted.or(item.get(4)) else {
            continue;
        };
        if let Some(field) = field {
            query
                .filters
                .push((field, body.as_str().to_owned(), sign == Sign::Minus));
            continue;
        }
        // A field nobody knows is a word like any other ("https:").
        let start = item.get(2).map_or(body.start(), |m| m.start());
        if quoted.is_some() {
            let words: Vec<String> = tokens(body.as_str()).map(|t| fold(&t.word)).collect();
            if !words.is_empty() {
                query.clauses.push(Clause {
                    sign,
                    wanted: Wanted::Phrase(words),
                });
                last_is_word = false;
            }
            continue;
        }
        let run = &text[start..body.end()];
        let before = query.clauses.len();
        push_words(run, start, sign, &mut query.clauses);
        if query.clauses.len() > before {
            last_is_word = sign != Sign::Minus;
            if run.ends_with('*') {
                mark_prefix(&mut query.clauses);
            }
        }
    }
    if last_is_word {
        mark_prefix(&mut query.clauses);
    }
    take_without(&mut query);
    drop_stop_words(&mut query.clauses);
    take_sort(&mut query);
    take_status(&mut query);
    query
}

/// The words of a run, those tied by hyphens together.
fn push_words(run: &str, offset: usize, sign: Sign, clauses: &mut Vec<Clause>) {
    let mut tied: Vec<Typed> = Vec::new();
    let letters = |word: &str| word.chars().all(char::is_alphabetic);
    let mut last = String::new();
    for Token {
        start,
        end,
        word,
        hyphenated,
    } in tokens(run)
    {
        let together = hyphenated && letters(&word) && letters(&last);
        if !together && !tied.is_empty() {
            clauses.push(word_clause(sign, std::mem::take(&mut tied)));
        }
        tied.push(Typed {
            key: fold(&word),
            start: offset + start,
            end: offset + end,
        });
        last = word;
    }
    if !tied.is_empty() {
        clauses.push(word_clause(sign, tied));
    }
}

fn word_clause(sign: Sign, tied: Vec<Typed>) -> Clause {
    Clause {
        sign,
        wanted: Wanted::Word {
            tied,
            prefix: false,
        },
    }
}

fn mark_prefix(clauses: &mut [Clause]) {
    if let Some(Clause {
        wanted: Wanted::Word { prefix, .. },
        ..
    }) = clauses.last_mut()
    {
        *prefix = true;
    }
}

impl Clause {
    /// The key of a clause that is one plain word.
    fn plain_word(&self) -> Option<&str> {
        match (&self.wanted, self.sign) {
            (Wanted::Word { tied, .. }, Sign::Plain) if tied.len() == 1 => Some(&tied[0].key),
            _ => None,
        }
    }
}

/// Function words say nothing about a page, unless nothing else was typed, or the word makes a
/// period ("fra 2017").
fn drop_stop_words(clauses: &mut Vec<Clause>) {
    let is_stop = |clause: &Clause| clause.plain_word().is_some_and(is_stop_key);
    let is_year = |clause: &Clause| {
        let word = clause.plain_word().unwrap_or_default();
        word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
    };
    if clauses.iter().any(|c| c.sign != Sign::Minus && !is_stop(c)) {
        let periods: Vec<bool> = clauses
            .iter()
            .zip(clauses.iter().skip(1).map(Some).chain([None]))
            .map(|(clause, next)| clause.plain_word() == Some("fra") && next.is_some_and(is_year))
            .collect();
        let mut periods = periods.into_iter();
        clauses.retain(|clause| periods.next() == Some(true) || !is_stop(clause));
    }
}

/// "kommuner uden strategi" asks for those that have none.
fn take_without(query: &mut Query) {
    let asks = |pair: &[Clause]| {
        pair[0].plain_word() == Some("uden")
            && pair[1].plain_word().is_some_and(|word| {
                ["strategi", "strategien", "strategier"]
                    .iter()
                    .any(|end| word.ends_with(end))
            })
    };
    if let Some(at) = query.clauses.windows(2).position(asks) {
        query.clauses.drain(at..at + 2);
        query
            .filters
            .push(("status", NO_STRATEGY.to_owned(), false));
    }
}

/// The status of a municipality without a strategy.
pub(super) const NO_STRATEGY: &str = "ingen";

/// "udløbet" alone asks for those that are, not for the word, whose stem "udløber" shares.
fn take_status(query: &mut Query) {
    if let [clause] = query.clauses.as_slice()
        && let Some(word @ ("udloebet" | "udloeber" | "gaeldende")) = clause.plain_word()
    {
        query.filters.push(("status", word.to_owned(), false));
        query.clauses.clear();
    }
}

/// "nyeste strategier" asks for an order, not for the word.
fn take_sort(query: &mut Query) {
    if query.clauses.len() < 2 {
        return;
    }
    let sort_of = |clause: &Clause| match clause.plain_word() {
        Some("nyeste" | "seneste") => Some(Sort::Newest),
        Some("aeldste") => Some(Sort::Oldest),
        _ => None,
    };
    if let Some(at) = query.clauses.iter().position(|c| sort_of(c).is_some()) {
        query.sort = sort_of(&query.clauses[at]).unwrap_or_default();
        query.clauses.remove(at);
    }
}

/// Whether a key is a function word's.
pub(super) fn is_stop_key(word: &str) -> bool {
    static KEYS: LazyLock<Vec<String>> = LazyLock::new(stop_keys);
    KEYS.binary_search_by(|k| k.as_str().cmp(word)).is_ok()
}

/// Keys of all function words, sorted.
pub(super) fn stop_keys() -> Vec<String> {
    let mut keys: Vec<String> = crate::danish::stop_words().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let show = |clause: &Clause| {
            let sign = match clause.sign {
                Sign::Plain => "",
                Sign::Plus => "+",
                Sign::Minus => "-",
            };
            match &clause.wanted {
                Wanted::Phrase(words) => format!("{sign}\"{}\"", words.join(" ")),
                Wanted::Word { tied, prefix } => {
                    let keys: Vec<&str> = tied.iter().map(|t| t.key.as_str()).collect();
                    format!("{sign}{}{}", keys.join("-"), if *prefix { "*" } else { "" })
                }
            }
        };
        parse(text).clauses.iter().map(show).collect()
    }

    #[test]
    fn operators_are_read() {
        assert_eq!(
            words("+klima -\"grøn omstilling\" data"),
            ["+klima", "-\"groen omstilling\"", "data*"]
        );
        assert_eq!(
            words("it-strategi 2019-2022"),
            ["it-strategi", "2019", "2022*"]
        );
        assert_eq!(words("digi* borger -skole"), ["digi*", "borger", "-skole"]);
        assert_eq!(words("»borgeren i centrum«"), ["\"borgeren i centrum\""]);
        assert_eq!(words("https://x.dk - + \""), ["https", "x", "dk*"]);
    }

    #[test]
    fn function_words_count_only_alone() {
        assert_eq!(
            words("strategi for digitalisering"),
            ["strategi", "digitalisering*"]
        );
        assert_eq!(words("til og med"), ["til", "og", "med*"]);
    }

    #[test]
    fn what_is_asked_for_in_words_is_not_looked_up_as_words() {
        assert_eq!(words("strategi fra 2017"), ["strategi", "fra", "2017*"]);
        let query = parse("kommuner uden en strategi");
        assert_eq!(query.filters, [], "three words apart are words");
        let query = parse("kommuner uden digitaliseringsstrategi");
        assert_eq!(query.filters, [("status", NO_STRATEGY.to_owned(), false)]);
        assert_eq!(query.clauses.len(), 1);
        let query = parse("udløbet");
        assert_eq!(query.filters, [("status", "udloebet".to_owned(), false)]);
        assert_eq!(parse("udløbet strategi").clauses.len(), 2);
    }

    #[test]
    fn filters_and_order_are_taken_out() {
        let query = parse("kommune:Rødovre -status:udloebet form:\"it strategi\" nyeste data");
        assert_eq!(query.filters[0], ("kommune", "Rødovre".to_owned(), false));
        assert_eq!(query.filters[1], ("status", "udloebet".to_owned(), true));
        assert_eq!(query.filters[2].1, "it strategi");
        assert_eq!(query.sort, Sort::Newest);
        assert_eq!(query.clauses.len(), 1);
    }
}
