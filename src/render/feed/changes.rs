//! Visits and periods → what changed, newest first. Reports a change once, on the day it was first
//! seen; refuses to report a single failed connection, which says more about the day than the link.

use serde::Serialize;

use crate::model::catalogue::{Catalogue, RowKey, Strategy};
use crate::model::form::Form;
use crate::model::health::LinkHealth;
use crate::model::snapshot::Visit;
use crate::model::status::EXPIRING_MONTHS;
use crate::model::{Date, Timestamp};
use crate::render::{routes, words};

/// What kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A strategy begins to apply, perhaps in place of an earlier edition.
    Begynder,
    /// The last twelve months have begun.
    UdloeberSnart,
    /// The period has ended.
    Udloebet,
    /// The municipality confirmed that it still applies.
    Bekraeftet,
    /// The link is dead.
    LinkDoed,
    /// The link leads to something else.
    LinkForkert,
    /// The link could not be fetched twice in a row.
    LinkUnaaelig,
    /// The link has moved for good.
    LinkFlyttet,
    /// The link works again.
    LinkVirkerIgen,
    /// The document is another than last time.
    DokumentAendret,
}

impl ChangeKind {
    /// Identifier, as serialised.
    pub fn id(self) -> &'static str {
        match self {
            Self::Begynder => "begynder",
            Self::UdloeberSnart => "udloeber-snart",
            Self::Udloebet => "udloebet",
            Self::Bekraeftet => "bekraeftet",
            Self::LinkDoed => "link-doed",
            Self::LinkForkert => "link-forkert",
            Self::LinkUnaaelig => "link-unaaelig",
            Self::LinkFlyttet => "link-flyttet",
            Self::LinkVirkerIgen => "link-virker-igen",
            Self::DokumentAendret => "dokument-aendret",
        }
    }

    /// What a Danish reader is shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Begynder => "Træder i kraft",
            Self::UdloeberSnart => "Udløber snart",
            Self::Udloebet => "Udløbet",
            Self::Bekraeftet => "Bekræftet",
            Self::LinkDoed => "Dødt link",
            Self::LinkForkert => "Forkert dokument",
            Self::LinkUnaaelig => "Kan ikke hentes",
            Self::LinkFlyttet => "Flyttet link",
            Self::LinkVirkerIgen => "Virker igen",
            Self::DokumentAendret => "Dokument ændret",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// When: a visit's moment, or the beginning of the day a period says.
    pub at: Timestamp,
    /// The day of it.
    pub date: Date,
    /// Which row.
    pub key: RowKey,
    /// Name of the municipality.
    pub navn: String,
    /// Title of the strategy.
    pub title: String,
    /// What kind of change.
    pub kind: ChangeKind,
    /// What happened, as one Danish sentence.
    pub what: String,
    /// The strategy's address, relative to the site's root.
    pub address: String,
}

/// Every change until the catalogue's day, newest first; on one day by municipality.
pub fn changes(catalogue: &Catalogue) -> Vec<Change> {
    let mut out: Vec<Change> = catalogue
        .strategies
        .iter()
        .filter(|row| row.form != Form::NotAStrategy)
        .flat_map(|row| {
            let mut news = Vec::new();
            by_period(catalogue, row, &mut news);
            by_visits(row, &mut news);
            news.into_iter()
                .filter(|(at, _, _)| words::day_of(*at) <= catalogue.as_of)
                .map(|(at, kind, what)| change(catalogue, row, at, kind, what))
        })
        .collect();
    out.sort_by(|a, b| {
        let order = |c: &Change| (c.key.clone(), c.kind);
        b.at.cmp(&a.at).then_with(|| order(a).cmp(&order(b)))
    });
    out
}

type News = (Timestamp, ChangeKind, String);

fn change(
    catalogue: &Catalogue,
    row: &Strategy,
    at: Timestamp,
    kind: ChangeKind,
    what: String,
) -> Change {
    Change {
        at,
        date: words::day_of(at),
        key: row.key.clone(),
        navn: catalogue
            .municipality(&row.key.kommune)
            .map_or_else(|| row.key.kommune.clone(), |m| m.navn.clone()),
        title: row.title.clone(),
        kind,
        what,
        address: routes::strategy(&row.key),
    }
}

/// What the calendar does to a row. A draft has no calendar, and a replaced edition ends quietly.
fn by_period(catalogue: &Catalogue, row: &Strategy, news: &mut Vec<News>) {
    if let Some(day) = row.listing.bekraeftet {
        let what = "Kommunen har bekræftet, at den stadig gælder.".to_owned();
        push(news, Some(day), ChangeKind::Bekraeftet, what);
    }
    if row.draft {
        return;
    }
    let replaced = row.replaces.as_ref().and_then(|slug| {
        catalogue
            .of(&row.key.kommune)
            .find(|older| older.key.strategi == *slug)
    });
    let what = match replaced {
        Some(older) => format!("Ny udgave træder i kraft og afløser »{}«.", older.title),
        None => format!("Perioden begynder: {}.", row.period.label()),
    };
    // The year of adoption is a year; nobody said it began on its first day.
    if row.period.kind != crate::model::period::PeriodKind::Approved {
        push(news, row.period.start(), ChangeKind::Begynder, what);
    }
    let Some(end) = row.period.end().filter(|_| !row.is_superseded()) else {
        return;
    };
    let year_before = end
        .checked_sub(jiff::Span::new().months(EXPIRING_MONTHS))
        .and_then(jiff::civil::Date::tomorrow)
        .ok();
    // A paper shorter than a year is born expiring; that is no change.
    let soon = year_before.filter(|day| row.period.start().is_none_or(|start| start < *day));
    let what = format!("Udløber {}.", words::date(end));
    push(news, soon, ChangeKind::UdloeberSnart, what);
    let what = format!(
        "Perioden sluttede {}, og vi kender ingen nyere udgave.",
        words::date(end)
    );
    push(news, end.tomorrow().ok(), ChangeKind::Udloebet, what);
}

fn push(news: &mut Vec<News>, day: Option<Date>, kind: ChangeKind, what: String) {
    let at = day.and_then(|day| {
        let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(midnight.timestamp())
    });
    if let Some(at) = at {
        news.push((at, kind, what));
    }
}

/// How a visit ended, as far as changes go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Document,
    Dead,
    Wrong,
    Unreached,
}

fn end(visit: &Visit) -> End {
    match visit.status {
        LinkHealth::Ok | LinkHealth::Moved | LinkHealth::Changed => End::Document,
        LinkHealth::Gone | LinkHealth::Soft404 | LinkHealth::NoLink => End::Dead,
        LinkHealth::WrongDocument => End::Wrong,
        LinkHealth::Blocked
        | LinkHealth::Unreachable
        | LinkHealth::Refused
        | LinkHealth::TooLarge => End::Unreached,
    }
}

fn by_visits(row: &Strategy, news: &mut Vec<News>) {
    let visits = &row.finding.visits;
    // How it ended when it last ended surely, and where it had moved to.
    let mut known: Option<End> = None;
    let mut moved: Option<&str> = None;
    for (at, visit) in visits.iter().enumerate() {
        let now = end(visit);
        let again = at > 0 && end(&visits[at - 1]) == End::Unreached;
        let settled = now != End::Unreached || again;
        if !settled {
            continue;
        }
        if known != Some(now) {
            news.extend(turned(visit, known, now));
        }
        known = Some(now);
        match visit.status {
            LinkHealth::Changed => {
                news.push((visit.at, ChangeKind::DokumentAendret, changed(visit)))
            }
            LinkHealth::Moved => {
                let target = visit.moved_to.as_deref().unwrap_or(&visit.final_url);
                if moved != Some(target) {
                    let what = format!("Linket er flyttet til {target}.");
                    news.push((visit.at, ChangeKind::LinkFlyttet, what));
                }
                moved = Some(target);
            }
            _ => {}
        }
    }
}

/// The news that a link now ends otherwise than it did.
fn turned(visit: &Visit, before: Option<End>, now: End) -> Option<News> {
    let (kind, what) = match now {
        End::Document if before.is_none() => return None,
        End::Document => (ChangeKind::LinkVirkerIgen, "Linket virker igen.".to_owned()),
        End::Dead => (
            ChangeKind::LinkDoed,
            match &visit.moved_to {
                Some(found) => format!("Linket virker ikke. Dokumentet er fundet på {found}."),
                None => "Linket virker ikke længere.".to_owned(),
            },
        ),
        End::Wrong => (
            ChangeKind::LinkForkert,
            "Linket fører til noget andet end strategien.".to_owned(),
        ),
        End::Unreached => (
            ChangeKind::LinkUnaaelig,
            format!(
                "Linket kan ikke hentes: {}.",
                visit.status.label().to_lowercase()
            ),
        ),
    };
    Some((visit.at, kind, what))
}

fn changed(visit: &Visit) -> String {
    match visit.difference {
        Some(share) if share >= 0.005 => {
            format!(
                "Dokumentet er ændret; {:.0} % af teksten er anderledes.",
                share * 100.0
            )
        }
        Some(_) => "Filen er en anden end sidst, men teksten er den samme.".to_owned(),
        None => "Dokumentet er et andet end sidst.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn news_of(kommune: &str) -> Vec<(String, ChangeKind)> {
        changes(&sample::five())
            .into_iter()
            .filter(|c| c.key.kommune == kommune)
            .map(|c| (c.date.to_string(), c.kind))
            .collect()
    }

    #[test]
    fn a_link_dies_once_and_an_old_edition_ends_quietly() {
        assert_eq!(
            news_of("roedovre"),
            [
                ("2026-11-01".to_owned(), ChangeKind::LinkDoed),
                ("2026-08-01".to_owned(), ChangeKind::DokumentAendret),
                ("2024-01-01".to_owned(), ChangeKind::Begynder),
                ("2015-01-01".to_owned(), ChangeKind::Begynder),
            ]
        );
    }

    #[test]
    fn a_range_begins_runs_out_and_ends() {
        assert_eq!(
            news_of("bornholm"),
            [
                ("2023-01-01".to_owned(), ChangeKind::Udloebet),
                ("2022-01-01".to_owned(), ChangeKind::UdloeberSnart),
                ("2019-01-01".to_owned(), ChangeKind::Begynder),
            ]
        );
        // An adoption year says neither when it began nor when it ends.
        assert_eq!(news_of("aarhus"), []);
    }

    #[test]
    fn one_failed_connection_is_no_news_and_two_are() {
        let row = |visits| sample::Row {
            link: Some("https://x.example/a.pdf"),
            visits,
            ..sample::Row::PLAIN
        };
        let kinds = |visits| {
            let place = sample::municipality(751, "aarhus", "Aarhus", "Midtjylland", 1);
            let catalogue = sample::catalogue(vec![(place, vec![row(visits)])]);
            changes(&catalogue)
                .into_iter()
                .map(|c| c.kind)
                .collect::<Vec<_>>()
        };
        let ok = ("2026-01-01T00:00:00Z", LinkHealth::Ok);
        let down = ("2026-02-01T00:00:00Z", LinkHealth::Unreachable);
        let still = ("2026-02-08T00:00:00Z", LinkHealth::Unreachable);
        let back = ("2026-03-01T00:00:00Z", LinkHealth::Ok);
        assert_eq!(kinds(vec![ok, down, back]), []);
        assert_eq!(
            kinds(vec![ok, down, still, back]),
            [ChangeKind::LinkVirkerIgen, ChangeKind::LinkUnaaelig]
        );
    }
}
