//! A planned query → tantivy's own query objects. One node, one object: what a browser adds up by
//! hand is what `tantivy::Searcher` adds up here.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query as TantivyQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::plan::Node;
use super::schema::{
    BOOST_HEADING, BOOST_META, BOOST_PREFIX, BOOST_TEXT, BOOST_TITLE, BOOST_WIDE, Fields,
};

type Boxed = Box<dyn TantivyQuery>;

/// The query of a node.
pub(super) fn query(node: &Node, fields: &Fields) -> Boxed {
    let each = |nodes: &[Node]| -> Vec<Boxed> { nodes.iter().map(|n| query(n, fields)).collect() };
    match node {
        Node::Stem(stem, boost) => boosted(any(in_all_fields(stem, fields)), *boost as f32),
        Node::Beginning(beginning) => boosted(term(fields.prefix, beginning), BOOST_PREFIX),
        Node::Phrase(words) => phrase(words, fields),
        Node::Sum(nodes) => any(each(nodes)),
        Node::Best(nodes) => Box::new(DisjunctionMaxQuery::new(each(nodes))),
        Node::All(nodes) => all(each(nodes)),
        Node::Else(first, second) => {
            let (first, second) = (query(first, fields), query(second, fields));
            let only_second = vec![(Occur::Must, second), (Occur::MustNot, first.box_clone())];
            any(vec![first, Box::new(BooleanQuery::from(only_second))])
        }
    }
}

/// The same without parts of words, for what is excluded: `-teknologi` keeps velfærdsteknologi.
pub(super) fn strict(node: &Node, fields: &Fields) -> Boxed {
    let each = |nodes: &[Node]| -> Vec<Boxed> { nodes.iter().map(|n| strict(n, fields)).collect() };
    match node {
        Node::Stem(stem, _) => any([fields.text, fields.heading, fields.title, fields.meta]
            .map(|field| term(field, stem))
            .into()),
        Node::Sum(nodes) | Node::Best(nodes) => any(each(nodes)),
        Node::All(nodes) => all(each(nodes)),
        Node::Else(first, second) => any(vec![strict(first, fields), strict(second, fields)]),
        Node::Beginning(_) | Node::Phrase(_) => query(node, fields),
    }
}

fn in_all_fields(stem: &str, fields: &Fields) -> Vec<Boxed> {
    [
        (fields.text, BOOST_TEXT),
        (fields.wide, BOOST_WIDE),
        (fields.heading, BOOST_HEADING),
        (fields.title, BOOST_TITLE),
        (fields.meta, BOOST_META),
    ]
    .into_iter()
    .map(|(field, boost)| boosted(term(field, stem), boost))
    .collect()
}

fn phrase(words: &[String], fields: &Fields) -> Boxed {
    match words {
        [word] => term(fields.exact, word),
        _ => {
            let terms = words.iter().map(|w| Term::from_field_text(fields.exact, w));
            Box::new(PhraseQuery::new(terms.collect()))
        }
    }
}

/// A single term, with its frequency where the field keeps one.
pub(super) fn term(field: Field, text: &str) -> Boxed {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn boosted(query: Boxed, boost: f32) -> Boxed {
    Box::new(BoostQuery::new(query, boost))
}

/// Any of these; the scores of those that match add up.
pub(super) fn any(queries: Vec<Boxed>) -> Boxed {
    Box::new(BooleanQuery::from(with(Occur::Should, queries)))
}

/// All of these.
pub(super) fn all(queries: Vec<Boxed>) -> Boxed {
    Box::new(BooleanQuery::from(with(Occur::Must, queries)))
}

fn with(occur: Occur, queries: Vec<Boxed>) -> Vec<(Occur, Boxed)> {
    queries.into_iter().map(|query| (occur, query)).collect()
}
