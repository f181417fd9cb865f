//! What happened to a link → what an editor and a reader of the site are told of it, in Danish. Says
//! what can be seen from outside, not what a library called it.

use std::time::Duration;

use crate::fetch::{Failure, NotAnAddress, Refusal, Stage, TlsFault, readable};

/// Why there is no answer.
pub(super) fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Refused(why) => refusal(why),
        Failure::NoSuchName(host) => format!("navnet {host} findes ikke"),
        Failure::Connect(why) => {
            if why.contains("refused") {
                "serveren tager ikke imod forbindelser".to_owned()
            } else {
                "der er ingen forbindelse til serveren".to_owned()
            }
        }
        Failure::Tls { fault, .. } => tls(*fault).to_owned(),
        Failure::TimedOut { stage, after } => {
            let what = match stage {
                Stage::Connection => "forbindelsen",
                Stage::Answer => "svaret",
                Stage::Part => "resten af svaret",
                Stage::Whole => "hele svaret",
            };
            format!("ventede {} forgæves på {what}", waited(*after))
        }
        Failure::Broken {
            received,
            expected: Some(expected),
            ..
        } => format!("forbindelsen blev afbrudt: {received} af {expected} byte kom"),
        Failure::Broken { received: 0, .. } => "forbindelsen blev afbrudt".to_owned(),
        Failure::Broken { received, .. } => {
            format!("forbindelsen blev afbrudt efter {received} byte")
        }
        Failure::TooLarge { limit } => format!("filen er større end {}", size(*limit)),
        Failure::Coding(_) => "svaret er pakket på en måde, der ikke kan pakkes ud".to_owned(),
        Failure::Disk(_) => "svaret kunne ikke gemmes".to_owned(),
    }
}

fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::Scheme(scheme) => {
            format!("kun http- og https-adresser hentes, ikke {scheme}:")
        }
        Refusal::NoHost => "adressen nævner ingen server".to_owned(),
        Refusal::NotPublic { host, ip } if *host == ip.to_string() => {
            format!("{ip} er ikke en offentlig adresse")
        }
        Refusal::NotPublic { host, ip } => {
            format!("{host} ligger på {ip}, som ikke er en offentlig adresse")
        }
        Refusal::Local(name) => format!("{name} er ikke en offentlig adresse"),
        Refusal::Port(port) => format!("port {port} bruges til andet end websider"),
    }
}

fn tls(fault: TlsFault) -> &'static str {
    match fault {
        TlsFault::Expired => "sikker forbindelse fejler: serverens certifikat er udløbet",
        TlsFault::NotYetValid => {
            "sikker forbindelse fejler: serverens certifikat gælder ikke endnu"
        }
        TlsFault::WrongName => "sikker forbindelse fejler: certifikatet gælder et andet domæne",
        TlsFault::UnknownIssuer => {
            "sikker forbindelse fejler: certifikatet er ikke udstedt af en, vi kan stole på"
        }
        TlsFault::Revoked => "sikker forbindelse fejler: certifikatet er trukket tilbage",
        TlsFault::Other => "sikker forbindelse fejler",
    }
}

/// A link that is no address.
pub(super) fn no_address(wrong: &NotAnAddress) -> String {
    format!("»{}« er ikke en adresse", wrong.link)
}

/// robots.txt forbids the page.
pub(super) fn forbidden(host: &str) -> String {
    format!("robots.txt på {host} tillader ikke, at siden hentes")
}

/// Without a robots.txt that can be had, nothing may be fetched.
pub(super) fn no_robots(host: &str) -> String {
    format!("robots.txt på {host} kan ikke hentes, og så må intet hentes derfra")
}

/// A status code that is no success.
pub(super) fn http(code: u16) -> String {
    let what = match code {
        401 | 407 => "kræver adgangskode",
        403 | 451 => "afviser at vise siden",
        404 => "siger, at siden ikke findes",
        410 => "siger, at siden er fjernet",
        429 => "beder os komme igen senere",
        300..=399 => "viderestiller uden at sige hvorhen",
        500..=599 => "melder fejl",
        _ => "giver intet brugbart svar",
    };
    format!("HTTP {code}: serveren {what}")
}

/// A redirect to what is no address.
pub(super) fn bad_redirect(target: &str) -> String {
    format!("viderestiller til »{target}«, som ikke er en adresse")
}

/// A redirect back to where it came from.
pub(super) fn redirect_loop(way: &[String]) -> String {
    format!("viderestilles i ring: {}", way.join(" → "))
}

/// More redirects than are followed.
pub(super) fn too_many_redirects(limit: usize, last: &str) -> String {
    format!(
        "mere end {limit} viderestillinger, den sidste til {}",
        readable(last)
    )
}

/// An answer without a body.
pub(super) const EMPTY: &str = "svaret er tomt";

/// A page that says it is missing.
pub(super) fn says_missing(name: &str) -> String {
    format!("siden siger »{name}«")
}

/// Sent to the front page instead of the document.
pub(super) const FRONT_PAGE: &str = "viderestilles til forsiden";

/// A file without text.
pub(super) const NO_TEXT: &str = "filen rummer ingen tekst";

/// Another municipality's document.
pub(super) fn other_municipality(slug: &str) -> String {
    format!("dokumentet hører til en anden kommune ({slug})")
}

/// Readable, and no strategy.
pub(super) fn no_strategy(title: Option<&str>) -> String {
    match title {
        Some(title) => format!("»{title}« er ikke en strategi"),
        None => "det er ikke en strategi".to_owned(),
    }
}

/// For other years than the list says.
pub(super) fn other_period(stated: &str, listed: &str) -> String {
    format!("dokumentet gælder {stated}, listen siger {listed}")
}

/// A row without link whose document was not found.
pub(super) fn not_found_on(host: &str, pages: usize) -> String {
    let pages = match pages {
        1 => "1 side".to_owned(),
        n => format!("{n} sider"),
    };
    format!("intet link; dokumentet blev ikke fundet på {host} ({pages} set)")
}

fn waited(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        1 => "1 sekund".to_owned(),
        n => format!("{n} sekunder"),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} byte"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
