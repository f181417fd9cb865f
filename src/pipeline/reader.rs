//! Extract and analyse as the crawl's [`Reader`]: what did this answer turn out to be? The one
//! place where the stages meet while crawling.

use crate::analyse::{self, Lexicon};
use crate::crawl::{Body, Reader, Reading};
use crate::extract::{self, Source};
use crate::model::document::{Condition, Document};
use crate::model::outcome::Warning;
use crate::model::profile::Profile;
use crate::progress::Silent;

use super::{Error, hex_sha256};

/// Reads a file and says what it is.
pub struct DocumentReader<'a> {
    lexicon: &'a Lexicon,
    options: &'a extract::Options,
}

impl<'a> DocumentReader<'a> {
    /// A reader with these words and these limits.
    pub fn new(lexicon: &'a Lexicon, options: &'a extract::Options) -> Self {
        Self { lexicon, options }
    }

    /// Document and profile of one file; problems with it go to `warnings`.
    ///
    /// # Errors
    /// A worker that cannot be started, a cache that cannot be written.
    pub fn profile(
        &self,
        bytes: &[u8],
        media_type: Option<&str>,
        file_name: Option<&str>,
        url: Option<&str>,
        warnings: &mut Vec<Warning>,
    ) -> Result<(Document, Profile), Error> {
        let place = url.or(file_name).unwrap_or("a file").to_owned();
        let source = Source {
            place: place.clone(),
            bytes: extract::Bytes::Here(bytes),
            sha256: hex_sha256(bytes),
            media_type: media_type.map(str::to_owned),
            file_name: file_name.map(str::to_owned),
            url: url.map(str::to_owned),
        };
        let document = extract::run(&[source], self.options, &Silent)?
            .unload(warnings)
            .pop()
            .unwrap_or_default();
        let mut input = analyse::Input::new(place, &document);
        input.url = url.map(str::to_owned);
        input.file_name = file_name.map(str::to_owned);
        let profile = analyse::profile(&input, self.lexicon);
        Ok((document, profile))
    }
}

impl Reader for DocumentReader<'_> {
    fn read(&self, body: &Body) -> Option<Reading> {
        let mut ignored = Vec::new();
        let (document, profile) = self
            .profile(
                &body.bytes,
                Some(&body.media_type),
                body.file_name.as_deref(),
                Some(&body.url),
                &mut ignored,
            )
            .ok()?;
        if document.pages.is_empty() && document.condition == Condition::Readable {
            return None;
        }
        let text: Vec<String> = document.pages.iter().map(|page| page.text()).collect();
        Some(Reading {
            title: document.title.clone(),
            text: text.join("\n\n"),
            is_strategy: profile.is_strategy,
            form: profile.form,
            period: profile.period.period(),
            municipality: profile.municipality,
            condition: document.condition,
            draft: profile.draft,
            quote: profile.period.evidence.map(|evidence| evidence.quote),
        })
    }
}
