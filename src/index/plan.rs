//! A parsed query → a tree of lookups that both engines evaluate alike. Decides what stands for a
//! word: its stem; else the same letters typed another way; else a correction, or its parts.

use super::joined;
use super::lexicon::{self, Lexicon};
use super::query::{Clause, Query, Sign, Typed, Wanted};
use super::schema::{BOOST_PREFIX, BOOST_WIDE, Fields};
use super::score::Scorer;
use super::spell;
use super::stem::stem;
use crate::danish::fold::loose;
use tantivy::SegmentReader;

/// Shortest part of a word that is split because nobody wrote it.
pub(super) const SHORTEST_PART: usize = 4;

/// A tree of lookups; the score of a page is the score of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A stem in all fields, each with its own weight, times this.
    Stem(String, f64),
    /// An indexed beginning.
    Beginning(String),
    /// Words in a row as written.
    Phrase(Vec<String>),
    /// Any of these; scores add up.
    Sum(Vec<Node>),
    /// Any of these; the best score counts.
    Best(Vec<Node>),
    /// All of these.
    All(Vec<Node>),
    /// The first; the second only where the first is not.
    Else(Box<Node>, Box<Node>),
}

/// A clause ready to be looked up; `None`: nothing can match it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    pub(super) sign: Sign,
    pub(super) node: Option<Node>,
}

/// What to highlight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) stems: Vec<String>,
    pub(super) prefixes: Vec<String>,
    pub(super) phrases: Vec<Vec<String>>,
}

/// A word that was looked up instead of a typed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Correction {
    /// Where the typed word stands in the query, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Keys of the word, or of its parts.
    pub(super) keys: Vec<String>,
    /// Letters between the parts.
    pub(super) link: &'static str,
}

/// The planned query.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Plan {
    pub(super) clauses: Vec<Planned>,
    pub(super) corrections: Vec<Correction>,
    pub(super) marks: Marks,
}

/// Where words are looked up.
pub(super) struct Planner<'a> {
    pub(super) segment: &'a SegmentReader,
    pub(super) fields: &'a Fields,
    pub(super) lexicon: &'a Lexicon,
}

impl Planner<'_> {
    /// Plans every clause.
    pub(super) fn plan(&self, query: &Query) -> Plan {
        let mut plan = Plan::default();
        for Clause { sign, wanted } in &query.clauses {
            // What is excluded is neither guessed at nor highlighted.
            let mut aside = Plan::default();
            let target = if *sign == Sign::Minus {
                &mut aside
            } else {
                &mut plan
            };
            let node = match wanted {
                Wanted::Phrase(words) => Some(self.phrase(words, target)),
                Wanted::Word { tied, prefix } => {
                    self.tied(tied, *prefix, *sign != Sign::Minus, target)
                }
            };
            plan.clauses.push(Planned { sign: *sign, node });
        }
        plan
    }

    /// Each word as typed, or as the most common word typed loosely the same.
    fn phrase(&self, words: &[String], plan: &mut Plan) -> Node {
        let keys: Vec<String> = words
            .iter()
            .map(|word| {
                let forms = self.lexicon.with_loose(&loose(word));
                let exact = forms.iter().find(|f| f.key == *word && f.documents > 0);
                let best = forms.iter().max_by(|a, b| {
                    a.documents
                        .cmp(&b.documents)
                        .then_with(|| b.key.cmp(&a.key))
                });
                exact
                    .or(best)
                    .map_or_else(|| word.clone(), |f| f.key.clone())
            })
            .collect();
        plan.marks.phrases.push(keys.clone());
        Node::Phrase(keys)
    }

    /// Words tied by hyphens: written together, or all of them.
    fn tied(&self, tied: &[Typed], prefix: bool, guess: bool, plan: &mut Plan) -> Option<Node> {
        if let [word] = tied {
            return self.word(word, prefix, guess, plan);
        }
        let joined: String = tied.iter().map(|t| t.key.as_str()).collect();
        let stems = self.stems(&joined);
        plan.marks.stems.extend(stems.iter().cloned());
        let guess = guess && stems.is_empty();
        let last = tied.len() - 1;
        let parts: Option<Vec<Node>> = tied
            .iter()
            .enumerate()
            .map(|(at, word)| self.word(word, prefix && at == last, guess, plan))
            .collect();
        let mut any: Vec<Node> = stems.into_iter().map(|s| Node::Stem(s, 1.0)).collect();
        any.extend(parts.map(Node::All));
        sum(any)
    }

    fn word(&self, typed: &Typed, prefix: bool, guess: bool, plan: &mut Plan) -> Option<Node> {
        let key = typed.key.as_str();
        let stems = self.stems(key);
        plan.marks.stems.extend(stems.iter().cloned());
        let longer = if prefix {
            self.longer(key, &stems)
        } else {
            None
        };
        if longer.is_some() {
            plan.marks.prefixes.push(key.to_owned());
        }
        if stems.is_empty() && longer.is_none() && guess {
            return self.guess(typed, plan);
        }
        let whole = sum(stems.into_iter().map(|s| Node::Stem(s, 1.0)).collect());
        match (whole, longer) {
            (Some(whole), Some(longer)) => Some(Node::Else(Box::new(whole), Box::new(longer))),
            (whole, longer) => whole.or(longer),
        }
    }

    /// Stems that stand for a key: its own word's, its own, or those of words typed loosely the
    /// same.
    fn stems(&self, key: &str) -> Vec<String> {
        if let Some(form) = self.lexicon.form(key) {
            return vec![form.stem.clone()];
        }
        let own = stem(key);
        if self.knows(&own) {
            return vec![own];
        }
        let forms = self.lexicon.with_loose(&loose(key));
        let mut stems: Vec<String> = forms.iter().map(|f| f.stem.clone()).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// The stem of a key, where it is a word of the index or another form of one.
    fn known_stem(&self, key: &str) -> Option<String> {
        let own = stem(key);
        (self.lexicon.form(key).is_some() || self.knows(&own)).then_some(own)
    }

    fn knows(&self, stem: &str) -> bool {
        let fields = self.fields;
        [fields.wide, fields.heading, fields.title, fields.meta]
            .into_iter()
            .any(|field| lexicon::documents(self.segment, field, stem) > 0)
    }

    /// Longer words that begin like the key, as one term where there are many. None may outweigh
    /// the word itself by being rarer.
    fn longer(&self, key: &str, own: &[String]) -> Option<Node> {
        let is_term = |b: &str| lexicon::documents(self.segment, self.fields.prefix, b) > 0;
        let loosely = loose(key);
        if key.chars().count() < 2 {
            return None;
        }
        if is_term(key) {
            return Some(Node::Beginning(key.to_owned()));
        }
        if is_term(&loosely) {
            return None;
        }
        let begins =
            |form: &&lexicon::Form| form.key.starts_with(key) || form.loose.starts_with(key);
        let forms = self.lexicon.beginning(&loosely).iter().filter(begins);
        let mut stems: Vec<&str> = forms.map(|f| f.stem.as_str()).collect();
        stems.sort_unstable();
        stems.dedup();
        stems.retain(|s| !own.iter().any(|o| o == s));
        let scorer = Scorer {
            segment: self.segment,
            fields: self.fields,
        };
        let idf = |stem: &str| scorer.idf(lexicon::documents(self.segment, self.fields.wide, stem));
        let whole = own.iter().map(|s| idf(s)).fold(f64::INFINITY, f64::min);
        let nodes: Vec<Node> = stems
            .into_iter()
            .map(|s| {
                let boost = f64::from(BOOST_PREFIX) * (whole / idf(s)).min(1.0);
                Node::Stem(s.to_owned(), boost)
            })
            .collect();
        (!nodes.is_empty()).then_some(Node::Best(nodes))
    }

    /// A word that is not in the index: two common words written together; else a word one edit
    /// away; else any two known words written together; else a word two edits away.
    fn guess(&self, typed: &Typed, plan: &mut Plan) -> Option<Node> {
        if let Some(joined) = joined::guess(&typed.key, self.lexicon) {
            let form = joined.word().and_then(|word| self.lexicon.form(&word));
            if let Some(form) = form {
                return Some(correction(form, typed, plan));
            }
            if joined.is_near {
                plan.corrections.push(Correction {
                    start: typed.start,
                    end: typed.end,
                    keys: joined.keys.into(),
                    link: joined.link,
                });
            }
            return Some(compound(joined.stems, plan));
        }
        let near = |edits| spell::correct(&typed.key, edits, self.lexicon);
        if let Some(form) = near(1) {
            return Some(correction(form, typed, plan));
        }
        if let Some(parts) = self.parts(&typed.key) {
            return Some(compound(parts, plan));
        }
        near(2).map(|form| correction(form, typed, plan))
    }

    /// Longest known beginning whose rest is known too, a linking s or e aside.
    fn parts(&self, key: &str) -> Option<[String; 2]> {
        let ends: Vec<usize> = key.char_indices().map(|(at, _)| at).collect();
        let cuts = ends
            .len()
            .checked_sub(SHORTEST_PART)
            .filter(|&n| n >= SHORTEST_PART)?;
        for &at in ends[SHORTEST_PART..=cuts].iter().rev() {
            let (front, rest) = key.split_at(at);
            let Some(front) = self.known_stem(front) else {
                continue;
            };
            for link in ["", "s", "e"] {
                let Some(back) = rest.strip_prefix(link) else {
                    continue;
                };
                if back.chars().count() < SHORTEST_PART {
                    continue;
                }
                let own = stem(back);
                if self.knows(&own) {
                    return Some([front, own]);
                }
            }
        }
        None
    }
}

fn correction(form: &lexicon::Form, typed: &Typed, plan: &mut Plan) -> Node {
    plan.corrections.push(Correction {
        start: typed.start,
        end: typed.end,
        keys: vec![form.key.clone()],
        link: "",
    });
    plan.marks.stems.push(form.stem.clone());
    Node::Stem(form.stem.clone(), 1.0)
}

/// Pages that have both parts of a word.
fn compound(parts: [String; 2], plan: &mut Plan) -> Node {
    plan.marks.stems.extend(parts.iter().cloned());
    let part = |stem| Node::Stem(stem, f64::from(BOOST_WIDE));
    Node::All(parts.into_iter().map(part).collect())
}

fn sum(mut nodes: Vec<Node>) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(Node::Sum(nodes)),
    }
}
