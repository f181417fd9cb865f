//! Development over the years: all strategies on one axis, forms and themes by year, breadth and
//! depth.

use serde::Serialize;

use crate::model::catalogue::RowKey;
use crate::render::chart::trend::InForce;
use crate::render::chart::{Chart, forms, scatter, timeline, trend};
use crate::render::facts::Facts;
use crate::render::routes;

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::render) struct DevelopmentView {
    charts: Vec<Chart>,
}

impl DevelopmentView {
    /// Every chart that has something to show.
    pub(in crate::render) fn new(facts: &Facts<'_>, in_force: &InForce<'_>) -> Self {
        let catalogue = facts.catalogue;
        let paper = |key: &RowKey| format!("../{}", routes::strategy(key));
        let charts = [
            timeline::all(catalogue, "tidslinje", &paper),
            forms::forms(catalogue, "former"),
            trend::themes(catalogue, in_force, "temaer"),
            scatter::breadth_and_depth(catalogue, &facts.standings, "dybde", &paper),
        ];
        Self {
            charts: charts.into_iter().flatten().collect(),
        }
    }
}
