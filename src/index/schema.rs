//! The fields of the index and what each is worth in a ranking. One document is one readable page;
//! every value that is tokenised arrives as index terms parted by spaces, because all language work
//! is done before (`words.rs`).

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Version of the tantivy index and of the shards cut from it. Raised when either changes shape;
/// readers refuse another number.
pub(super) const FORMAT: u32 = 4;

/// What a match in each field weighs.
pub(super) const BOOST_TEXT: f32 = 1.0;
/// A compound's part, a hyphenated word written together, an alias: found, below the word itself.
/// With the word's own occurrences counted in the same field its idf is never above the word's.
pub(super) const BOOST_WIDE: f32 = 0.1;
/// A heading on the page; on a strategy's first page its title and municipality too.
pub(super) const BOOST_HEADING: f32 = 0.7;
/// Title, municipality and form of the strategy, on all its pages.
pub(super) const BOOST_TITLE: f32 = 0.7;
/// Region, group, years, status, themes … of the strategy, on all its pages.
pub(super) const BOOST_META: f32 = 0.25;
/// A longer word that begins like the last word of the query.
pub(super) const BOOST_PREFIX: f32 = 0.05;

/// Handles of the fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// Stems of the page's words; the only field whose length counts.
    pub(super) text: Field,
    /// The words as written, with positions, for what stands in quotes.
    pub(super) exact: Field,
    /// Stems, compound parts, aliases.
    pub(super) wide: Field,
    /// Stems of the headings.
    pub(super) heading: Field,
    /// Stems of title, municipality, form.
    pub(super) title: Field,
    /// Stems of the other facts.
    pub(super) meta: Field,
    /// Beginnings shared by so many words that listing them would cost more than a field.
    pub(super) prefix: Field,
    /// Words that stand in no page's text but can be searched for all the same.
    pub(super) word: Field,
    /// Exact values to filter by.
    pub(super) filters: Filters,
    /// The page as stored: see [`super::compose::Body`].
    pub(super) body: Field,
}

/// Handles of the fields that filter.
#[derive(Debug, Clone)]
pub(super) struct Filters {
    /// Municipality slug.
    pub(super) kommune: Field,
    /// Slug of the region.
    pub(super) region: Field,
    /// Slug of the municipality group.
    pub(super) gruppe: Field,
    /// Form id.
    pub(super) form: Field,
    /// Theme ids.
    pub(super) tema: Field,
    /// Technology ids.
    pub(super) teknologi: Field,
    /// Status id.
    pub(super) status: Field,
    /// First year of the period, [`OPEN_START`] where open.
    pub(super) first_year: Field,
    /// Last year of the period, [`OPEN_END`] where open.
    pub(super) last_year: Field,
}

/// Year before every period.
pub(super) const OPEN_START: i16 = 0;
/// Year after every period.
pub(super) const OPEN_END: i16 = 9999;

/// The schema with its handles.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let terms = |option: IndexRecordOption, norms: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(option)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        text: builder.add_text_field("text", terms(IndexRecordOption::WithFreqs, true)),
        exact: builder.add_text_field(
            "exact",
            terms(IndexRecordOption::WithFreqsAndPositions, false),
        ),
        wide: builder.add_text_field("wide", terms(IndexRecordOption::WithFreqs, false)),
        heading: builder.add_text_field("heading", terms(IndexRecordOption::Basic, false)),
        title: builder.add_text_field("title", terms(IndexRecordOption::Basic, false)),
        meta: builder.add_text_field("meta", terms(IndexRecordOption::Basic, false)),
        prefix: builder.add_text_field("prefix", terms(IndexRecordOption::Basic, false)),
        word: builder.add_text_field("word", terms(IndexRecordOption::Basic, false)),
        filters: Filters {
            kommune: builder.add_text_field("kommune", STRING),
            region: builder.add_text_field("region", STRING),
            gruppe: builder.add_text_field("kommunegruppe", STRING),
            form: builder.add_text_field("form", STRING),
            tema: builder.add_text_field("tema", STRING),
            teknologi: builder.add_text_field("teknologi", STRING),
            status: builder.add_text_field("status", STRING),
            first_year: builder.add_i64_field("first_year", INDEXED | FAST),
            last_year: builder.add_i64_field("last_year", INDEXED | FAST),
        },
        body: builder.add_text_field("body", STORED),
    };
    (builder.build(), fields)
}
