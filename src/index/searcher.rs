//! The tantivy index on disk → hits for the terminal. The same plan, the same scores and the same
//! order as in the browser; the tests hold the two against each other.

use std::ops::Range;
use std::path::Path;

use serde::Serialize;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query as TantivyQuery, RangeQuery,
};
use tantivy::schema::{Field, Value};
use tantivy::{
    DocAddress, DocId, Index, ReloadPolicy, Score, SegmentReader, TantivyDocument, Term,
};

use super::compose::Body;
use super::error::Error;
use super::lexicon::Lexicon;
use super::plan::{Marks, Plan, Planner};
use super::query::{self, Query, Sign, Sort};
use super::rank;
use super::row::{Row, Table};
use super::schema::{FORMAT, Fields, schema};
use super::score::Scorer;
use super::snippet::snippet;
use crate::model::slug::slug;

/// Scores that differ by less are equal, so that two engines order them alike.
const GRAIN: f64 = 1e4;

/// How far, in grains, a score may be from tantivy's own: 1e-3.
const TOLERANCE: i64 = 10;

/// An open index.
pub struct Searcher {
    pub(super) inner: tantivy::Searcher,
    pub(super) fields: Fields,
    pub(super) table: Table,
    pub(super) lexicon: Lexicon,
    pub(super) dir: std::path::PathBuf,
}

/// What to look for beside the query.
#[derive(Debug, Clone, Default)]
pub struct SearchOptions {
    /// Most hits to return; 0: ten.
    pub limit: usize,
    /// Only pages of such strategies.
    pub filters: Filters,
}

/// Values by field: any value of a field, all fields.
pub type Filters = std::collections::BTreeMap<String, Vec<String>>;

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hits {
    /// Pages that match.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
    /// The query that was searched for where the typed one had a spelling nobody uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// Whether no page has all the words, so that these have some.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub relaxed: bool,
}

/// A page that matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// `municipality/strategy`, or the municipality where it has none.
    pub strategy: String,
    /// Page number; 0 where there is no page.
    pub page: u32,
    /// BM25, summed over fields with their weights.
    pub score: f64,
    /// Address relative to the site's root.
    pub url: String,
    /// Title of the strategy.
    pub title: String,
    /// Name of the municipality.
    pub kommune: String,
    /// HTML with `<mark>`.
    pub snippet: String,
    /// Headings above the snippet.
    pub heading: String,
    /// Period as a reader is shown it.
    pub period: String,
    /// Status id; empty where there is no strategy.
    pub status: String,
    /// Address of the source, at the page where it is a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Searcher {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// Where there is none, or another version wrote it.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(super::TABLE);
        let json = match std::fs::read(&path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::Missing(dir.to_owned()));
            }
            read => read.map_err(|e| Error::io(&path, e))?,
        };
        let table: Table =
            serde_json::from_slice(&json).map_err(|_| Error::Format(dir.to_owned()))?;
        let (schema, fields) = schema();
        let fail = |e| Error::tantivy(dir, e);
        let index = Index::open_in_dir(dir).map_err(fail)?;
        if table.format != FORMAT || index.schema() != schema {
            return Err(Error::Format(dir.to_owned()));
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(fail)?;
        let inner = reader.searcher();
        if inner.segment_readers().len() != 1 {
            return Err(Error::Format(dir.to_owned()));
        }
        let lexicon = Lexicon::load(inner.segment_reader(0), &fields).map_err(fail)?;
        Ok(Self {
            inner,
            fields,
            table,
            lexicon,
            dir: dir.to_owned(),
        })
    }

    pub(super) fn segment(&self) -> &SegmentReader {
        self.inner.segment_reader(0)
    }

    /// Searches.
    ///
    /// # Errors
    /// Where tantivy cannot read its files.
    pub fn search(&self, text: &str, options: &SearchOptions) -> Result<Hits, Error> {
        let fail = |e| Error::tantivy(&self.dir, e);
        let mut query = query::parse(text);
        for (field, values) in &options.filters {
            if let Some(field) = query::field(field) {
                query.filters.push((field, values.join("|"), false));
            }
        }
        let planner = Planner {
            segment: self.segment(),
            fields: &self.fields,
            lexicon: &self.lexicon,
        };
        let plan = planner.plan(&query);
        let filters = self.filters(&query);
        let mut found = self.collect(&plan, &filters, false).map_err(fail)?;
        let mut relaxed = false;
        if found.is_empty()
            && plan
                .clauses
                .iter()
                .filter(|c| c.sign == Sign::Plain)
                .count()
                > 1
        {
            found = self.collect(&plan, &filters, true).map_err(fail)?;
            relaxed = !found.is_empty();
        }
        self.refine(&plan, relaxed, &mut found).map_err(fail)?;
        self.order(&mut found, query.sort);
        let limit = if options.limit == 0 {
            10
        } else {
            options.limit
        };
        let hits = found
            .iter()
            .take(limit)
            .map(|&(score, doc)| self.hit(score, doc, &plan.marks));
        Ok(Hits {
            total: found.len(),
            hits: hits.collect::<tantivy::Result<_>>().map_err(fail)?,
            corrected: self.corrected(text, &plan),
            relaxed,
        })
    }

    /// Documents with rounded scores, in order of document.
    fn collect(
        &self,
        plan: &Plan,
        filters: &[(Occur, Box<dyn TantivyQuery>)],
        relaxed: bool,
    ) -> tantivy::Result<Vec<(i64, DocId)>> {
        let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = filters
            .iter()
            .map(|(occur, filter)| (*occur, filter.box_clone()))
            .collect();
        let (mut some, mut wanted) = (Vec::new(), false);
        for clause in &plan.clauses {
            match (&clause.node, clause.sign) {
                (Some(node), Sign::Minus) => {
                    clauses.push((Occur::MustNot, rank::strict(node, &self.fields)))
                }
                (None, Sign::Minus) => {}
                (Some(node), Sign::Plain) if relaxed => some.push(rank::query(node, &self.fields)),
                (None, Sign::Plain) if relaxed => {}
                (Some(node), _) => {
                    wanted = true;
                    clauses.push((Occur::Must, rank::query(node, &self.fields)));
                }
                (None, _) => return Ok(Vec::new()),
            }
        }
        match (some.is_empty(), wanted) {
            (false, true) => clauses.extend(some.into_iter().map(|q| (Occur::Should, q))),
            (false, false) => clauses.push((Occur::Must, rank::any(some))),
            (true, false) if relaxed || clauses.is_empty() => return Ok(Vec::new()),
            (true, false) => clauses.push((
                Occur::Must,
                Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)),
            )),
            (true, true) => {}
        }
        self.inner.search(&BooleanQuery::from(clauses), &Everything)
    }

    /// Scores again what tantivy found, precisely enough for one order in both engines.
    fn refine(
        &self,
        plan: &Plan,
        relaxed: bool,
        found: &mut [(i64, DocId)],
    ) -> tantivy::Result<()> {
        let scorer = Scorer {
            segment: self.segment(),
            fields: &self.fields,
        };
        let given_up = |sign: Sign| relaxed && sign == Sign::Plain;
        let (mut must, mut some) = (Vec::new(), Vec::new());
        for clause in plan.clauses.iter().filter(|c| c.sign != Sign::Minus) {
            if let Some(node) = &clause.node {
                let to = if given_up(clause.sign) {
                    &mut some
                } else {
                    &mut must
                };
                to.push(scorer.score(node)?);
            }
        }
        for (score, doc) in found {
            let parts = must
                .iter()
                .chain(&some)
                .filter_map(|scores| scores.get(doc));
            let refined = (parts.fold(0.0, |sum, part| sum + part) * GRAIN).round() as i64;
            // Tests search hundreds of queries; each of their hits is held to tantivy's own score.
            debug_assert!(
                (refined - *score).abs() <= TOLERANCE,
                "{refined} is not {score}"
            );
            *score = refined;
        }
        Ok(())
    }

    /// Best first; then in the order of the catalogue.
    fn order(&self, found: &mut [(i64, DocId)], sort: Sort) {
        let row_of = |doc: DocId| {
            let at = self.table.rows.partition_point(|row| row.first <= doc);
            &self.table.rows[at.saturating_sub(1)]
        };
        let year = |doc: DocId| i32::from(row_of(doc).start_year().unwrap_or(0));
        let key = |doc: DocId| match sort {
            Sort::Relevance => 0,
            Sort::Newest => -year(doc),
            Sort::Oldest => match year(doc) {
                0 => i32::MAX,
                year => year,
            },
        };
        found.sort_by_key(|&(score, doc)| (key(doc), -score, doc));
    }

    /// Filters as tantivy queries that do not score.
    fn filters(&self, query: &Query) -> Vec<(Occur, Box<dyn TantivyQuery>)> {
        let filters = &self.fields.filters;
        let mut out: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        for (field, value, not) in &query.filters {
            let any = match *field {
                "aar" => years(value)
                    .map(|range| self.years(&range))
                    .unwrap_or_else(|| rank::any(Vec::new())),
                "kommune" => self.values(filters.kommune, value),
                "region" => self.values(filters.region, value),
                "gruppe" => self.values(filters.gruppe, value),
                "form" => self.values(filters.form, value),
                "tema" => self.values(filters.tema, value),
                "teknologi" => self.values(filters.teknologi, value),
                _ if value == query::NO_STRATEGY => self.without_status(),
                _ => self.values(filters.status, value),
            };
            let silent = Box::new(ConstScoreQuery::new(any, 0.0));
            out.push((if *not { Occur::MustNot } else { Occur::Must }, silent));
        }
        out
    }

    /// Strategies with any of the values, parted by `|`; a value is an id, a slug or a label.
    fn values(&self, field: Field, value: &str) -> Box<dyn TantivyQuery> {
        let terms = value.split('|').flat_map(|v| self.table.ids(v));
        rank::any(terms.map(|id| rank::term(field, &id)).collect())
    }

    /// Municipalities without a strategy, which have no status.
    fn without_status(&self) -> Box<dyn TantivyQuery> {
        let all = self.table.statuses.iter();
        let any = all.map(|(id, _)| rank::term(self.fields.filters.status, id));
        Box::new(BooleanQuery::from(vec![
            (Occur::Must, Box::new(AllQuery) as Box<dyn TantivyQuery>),
            (Occur::MustNot, rank::any(any.collect())),
        ]))
    }

    /// Strategies whose period meets the years.
    fn years(&self, years: &Range<i64>) -> Box<dyn TantivyQuery> {
        let filters = &self.fields.filters;
        let from = Term::from_field_i64(filters.last_year, years.start);
        let to = Term::from_field_i64(filters.first_year, years.end);
        rank::all(vec![
            Box::new(RangeQuery::new(
                std::ops::Bound::Included(from),
                std::ops::Bound::Unbounded,
            )),
            Box::new(RangeQuery::new(
                std::ops::Bound::Unbounded,
                std::ops::Bound::Included(to),
            )),
        ])
    }

    /// The page stored for a document.
    pub(super) fn body(&self, doc: DocId) -> tantivy::Result<Body> {
        let stored: TantivyDocument = self.inner.doc(DocAddress::new(0, doc))?;
        let json = stored
            .get_first(self.fields.body)
            .and_then(|v| v.as_str())
            .unwrap_or_default();
        serde_json::from_str(json).map_err(|e| tantivy::TantivyError::InternalError(e.to_string()))
    }

    fn hit(&self, score: i64, doc: DocId, marks: &Marks) -> tantivy::Result<Hit> {
        let body = self.body(doc)?;
        let row = &self.table.rows[body.r as usize];
        let shown = snippet(&body.t, &body.h, marks);
        Ok(Hit {
            strategy: row.strategy.clone(),
            page: body.p,
            score: score as f64 / GRAIN,
            source: row.source_at(body.p, body.s.as_deref()),
            url: body.u,
            title: row.title.clone(),
            kommune: self.table.kommuner[row.kommune].navn.clone(),
            snippet: shown.html,
            heading: shown.heading,
            period: row.period.clone(),
            status: row
                .status
                .map(|s| self.table.statuses[s].0.clone())
                .unwrap_or_default(),
        })
    }

    /// The query with its corrections.
    fn corrected(&self, text: &str, plan: &Plan) -> Option<String> {
        let mut out = text.to_owned();
        for meant in plan.corrections.iter().rev() {
            let parts: Vec<&str> = meant.keys.iter().map(|k| self.table.spelling(k)).collect();
            out.replace_range(meant.start..meant.end, &parts.join(meant.link));
        }
        (!plan.corrections.is_empty()).then_some(out)
    }
}

impl Table {
    /// How a key is written.
    pub(super) fn spelling<'a>(&'a self, key: &'a str) -> &'a str {
        self.spelled.get(key).map_or(key, String::as_str)
    }

    /// Ids that a typed value may mean.
    fn ids(&self, value: &str) -> Vec<String> {
        let wanted = slug(value);
        let vocabularies = [&self.forms, &self.statuses, &self.temaer, &self.teknologier];
        let labelled = vocabularies
            .into_iter()
            .flatten()
            .map(|(id, label)| (id.clone(), slug(id), slug(label)));
        let places = self.kommuner.iter().flat_map(|k| {
            let same = |name: &str| (slug(name), slug(name), slug(name));
            [
                (k.slug.clone(), k.slug.clone(), slug(&k.navn)),
                same(&k.region),
                same(&k.gruppe),
            ]
        });
        let mut ids: Vec<String> = labelled
            .chain(places)
            .filter(|(_, id, label)| *id == wanted || *label == wanted)
            .map(|(id, ..)| id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

impl Row {
    /// The year that places it among others.
    pub(super) fn start_year(&self) -> Option<i16> {
        self.years
            .map(|(first, last)| if first > 0 { first } else { last })
    }

    /// The source, opened at a page where that can be asked for.
    fn source_at(&self, page: u32, own: Option<&str>) -> Option<String> {
        if let Some(own) = own {
            return Some(own.to_owned());
        }
        let source = self.source.clone()?;
        Some(if self.pdf && page > 0 {
            format!("{source}#page={page}")
        } else {
            source
        })
    }
}

/// `2019`, `2019-2022`, `2019..2022`, `2019-`, `-2022`: both ends included.
fn years(value: &str) -> Option<Range<i64>> {
    let (from, to) = value
        .split_once("..")
        .or_else(|| value.split_once(['-', '–']))
        .unwrap_or((value, value));
    let year = |text: &str, open: i64| {
        if text.is_empty() {
            Some(open)
        } else {
            text.parse().ok()
        }
    };
    Some(year(from, i64::MIN)?..year(to, i64::MAX)?)
}

/// Collects every document with its rounded score.
struct Everything;

struct Collected(Vec<(i64, DocId)>);

impl Collector for Everything {
    type Fruit = Vec<(i64, DocId)>;
    type Child = Collected;

    fn for_segment(&self, _: u32, _: &SegmentReader) -> tantivy::Result<Collected> {
        Ok(Collected(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for Collected {
    type Fruit = Vec<(i64, DocId)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.0
            .push(((f64::from(score) * GRAIN).round() as i64, doc));
    }

    fn harvest(self) -> Self::Fruit {
        self.0
    }
}
