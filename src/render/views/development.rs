//! Development over the years: all strategies on one axis.

use serde::Serialize;

use crate::render::chart::{Chart, timeline};
use crate::render::facts::Facts;
use crate::render::routes;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct DevelopmentView {
    charts: Vec<Chart>,
}

impl DevelopmentView {
    /// Every chart that has something to show.
    pub(in crate::render) fn new(facts: &Facts<'_>) -> Self {
        let href = |key: &crate::model::catalogue::RowKey| format!("../{}", routes::strategy(key));
        let all = timeline::all(facts.catalogue, "tidslinje", &href);
        Self {
            charts: all.into_iter().collect(),
        }
    }
}
