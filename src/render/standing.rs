//! All rows of a municipality → where it stands: which papers count today, which of KL's four key
//! figures it belongs to, and which subjects its papers carry. Refuses to take what could not be
//! read for something that is not there.

use std::collections::BTreeMap;

use crate::model::catalogue::{Catalogue, Strategy};
use crate::model::form::Form;
use crate::model::municipality::Municipality;
use crate::model::profile::{Passage, Profile};
use crate::model::status::Status;
use crate::model::subject::SubjectKind;

/// KL's four key figures; every municipality belongs to exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// A digitalisation paper of its own that has not expired.
    Own,
    /// Papers of its own, and all of them expired.
    Expired,
    /// No paper of its own, but digitalisation as part of another plan.
    PartOfOthers,
    /// None known; a draft alone is not a strategy yet.
    None,
}

impl Figure {
    /// The four, in KL's order.
    pub const ALL: [Self; 4] = [Self::Own, Self::Expired, Self::PartOfOthers, Self::None];

    /// Name in addresses and data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Own => "egen",
            Self::Expired => "udloebet",
            Self::PartOfOthers => "del-af-andre",
            Self::None => "ingen",
        }
    }

    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Own => "Har sin egen strategi",
            Self::Expired => "Strategien er udløbet",
            Self::PartOfOthers => "Del af andre planer",
            Self::None => "Ingen kendt strategi",
        }
    }

    /// Which rows put a municipality there.
    fn of(rows: &[&Strategy]) -> Self {
        let adopted = || rows.iter().filter(|s| s.status != Status::Udkast);
        let own = |s: &&&Strategy| s.form.is_own();
        if adopted().filter(own).any(|s| s.status != Status::Udloebet) {
            Self::Own
        } else if adopted().any(|s| own(&s)) {
            Self::Expired
        } else if adopted().any(|s| s.form != Form::NotAStrategy) {
            Self::PartOfOthers
        } else {
            Self::None
        }
    }
}

/// What is known about one subject in one municipality's papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No paper to look in.
    NoPaper,
    /// There is a paper, but not all of it could be read and what was read does not say.
    Unread,
    /// Read: 0 absent, 1 discussed, 2 a section, 3 a pillar. Technologies and organisation subjects
    /// are 0 or 1.
    Known(u8),
}

impl Level {
    /// Whether the subject is there.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Known(level) if level > 0)
    }
}

/// One municipality with its papers.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// The municipality.
    pub municipality: &'a Municipality,
    /// All its rows, newest first, those without years last.
    pub rows: Vec<&'a Strategy>,
    /// The rows that speak for it today: not replaced, and no drafts where there is anything else.
    pub current: Vec<&'a Strategy>,
    /// Its key figure.
    pub figure: Figure,
    /// The strongest level at which the current papers carry each subject; those not here are
    /// absent or could not be read. Worked out once: every page asks.
    carried: BTreeMap<(SubjectKind, &'a str), u8>,
    read_whole: bool,
}

impl<'a> Standing<'a> {
    fn new(municipality: &'a Municipality, mut rows: Vec<&'a Strategy>) -> Self {
        rows.sort_by_key(|s| std::cmp::Reverse((s.period.start_year(), s.period.last_year())));
        let candidates = || {
            rows.iter()
                .copied()
                .filter(|s| s.form != Form::NotAStrategy && !s.is_superseded())
        };
        let mut current: Vec<&Strategy> = candidates()
            .filter(|s| s.status != Status::Udkast)
            .collect();
        if current.is_empty() {
            current = candidates().collect();
        }
        Self {
            municipality,
            figure: Figure::of(&rows),
            carried: carried(&current),
            read_whole: !current.is_empty() && current.iter().all(|s| is_read_whole(s)),
            rows,
            current,
        }
    }

    /// What its current papers say about a subject. Absence is claimed only where every current
    /// paper was read whole.
    pub fn level(&self, kind: SubjectKind, id: &str) -> Level {
        match self.carried.get(&(kind, id)) {
            Some(level) => Level::Known(*level),
            None if self.current.is_empty() => Level::NoPaper,
            None if self.read_whole => Level::Known(0),
            None => Level::Unread,
        }
    }

    /// Whether every current paper was read, all pages of it.
    pub fn is_read_whole(&self) -> bool {
        self.read_whole
    }

    /// The current paper that says most about a subject.
    pub fn strongest(&self, kind: SubjectKind, id: &str) -> Option<&'a Strategy> {
        let mut best: Option<(&'a Strategy, Level)> = None;
        for row in &self.current {
            let level = level_in(row, kind, id);
            if level.is_present() && best.is_none_or(|(_, b)| level > b) {
                best = Some((row, level));
            }
        }
        best.map(|(row, _)| row)
    }

    /// The first current paper that could be read, newest first.
    pub fn read(&self) -> Option<&'a Strategy> {
        self.current
            .iter()
            .copied()
            .find(|s| s.readable().is_some())
    }

    /// The paper that stands for the municipality where there is room for one: one that applies
    /// before one that does not, then the newest.
    pub fn principal(&self) -> Option<&'a Strategy> {
        let applies = self.current.iter().copied().find(|s| s.status.applies());
        applies.or_else(|| self.current.first().copied())
    }
}

/// The subjects that papers carry, each at its strongest.
fn carried<'a>(papers: &[&'a Strategy]) -> BTreeMap<(SubjectKind, &'a str), u8> {
    let mut out: BTreeMap<(SubjectKind, &'a str), u8> = BTreeMap::new();
    for &paper in papers {
        let themes = paper.theme_levels().into_iter();
        let themes = themes.map(|(id, level)| ((SubjectKind::Tema, id), level));
        let profile = paper.finding.profile.iter();
        let others = profile.flat_map(|p| {
            let technologies = p.technologies.iter().map(|f| (SubjectKind::Teknologi, f));
            let organisation = p
                .organisation
                .iter()
                .map(|f| (SubjectKind::Organisering, f));
            technologies.chain(organisation)
        });
        let others = others.map(|(kind, finding)| ((kind, finding.id.as_str()), 1));
        for (subject, level) in themes.chain(others) {
            let strongest = out.entry(subject).or_default();
            *strongest = level.max(*strongest);
        }
    }
    out.retain(|_, level| *level > 0);
    out
}

/// Every municipality with its papers, in the catalogue's order.
pub fn standings(catalogue: &Catalogue) -> Vec<Standing<'_>> {
    let mut rows: BTreeMap<&str, Vec<&Strategy>> = BTreeMap::new();
    for strategy in &catalogue.strategies {
        rows.entry(&strategy.key.kommune)
            .or_default()
            .push(strategy);
    }
    catalogue
        .content
        .municipalities
        .iter()
        .map(|m| Standing::new(m, rows.remove(m.slug.as_str()).unwrap_or_default()))
        .collect()
}

/// Whether absence may be claimed of this paper.
pub fn is_read_whole(strategy: &Strategy) -> bool {
    strategy
        .readable()
        .is_some_and(|(document, _)| document.is_complete())
}

/// What one paper says about a subject.
pub fn level_in(strategy: &Strategy, kind: SubjectKind, id: &str) -> Level {
    let found = match kind {
        SubjectKind::Tema => strategy.theme_levels().get(id).copied(),
        SubjectKind::Teknologi | SubjectKind::Organisering => {
            passages_in(strategy, kind, id).map(|_| 1)
        }
    };
    match found {
        Some(level) => Level::Known(level),
        None if is_read_whole(strategy) => Level::Known(0),
        None => Level::Unread,
    }
}

/// The passages of one paper about a subject; `None` where analysis did not find it.
pub fn passages_in<'a>(
    strategy: &'a Strategy,
    kind: SubjectKind,
    id: &str,
) -> Option<&'a [Passage]> {
    let profile: &Profile = strategy.finding.profile.as_ref()?;
    let findings = match kind {
        SubjectKind::Tema => {
            let found = profile.themes.iter().find(|t| t.id == id && t.level > 0)?;
            return Some(&found.passages);
        }
        SubjectKind::Teknologi => &profile.technologies,
        SubjectKind::Organisering => &profile.organisation,
    };
    let found = findings.iter().find(|f| f.id == id)?;
    Some(&found.passages)
}
