//! A municipality as a list names it → the one that is meant: "Nordfyn", "Nordfyns Kommune",
//! "Århus", "Rodovre". Refuses to guess at what only resembles a name; that becomes a question to
//! the editor.

use crate::content::error::nearest;
use crate::model::slug::slug;

/// Finds what a list calls `name` among known names. Kommunekode is no name; callers try it first.
pub(super) fn find<'a, T>(
    name: &str,
    known: &'a [T],
    name_of: impl Fn(&T) -> &str,
) -> Option<&'a T> {
    let exact = known.iter().find(|k| slug(name_of(k)) == slug(name));
    exact.or_else(|| {
        let wanted = key(name);
        known
            .iter()
            .find(|k| !wanted.is_empty() && key(name_of(k)) == wanted)
    })
}

/// The known name nearest to one that was not found.
pub(super) fn suggestion<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let names: Vec<(String, &str)> = known.into_iter().map(|k| (key(k), k)).collect();
    let near = nearest(&key(name), names.iter().map(|(key, _)| key.as_str()))?.to_owned();
    names
        .into_iter()
        .find(|(key, _)| *key == near)
        .map(|(_, name)| name.to_owned())
}

/// What is left of a name when "Kommune", the genitive's s and the ways to write æ, ø and å are
/// taken out of it.
fn key(name: &str) -> String {
    let slug = slug(name);
    let core = ["-regionskommune", "-kommune"]
        .iter()
        .find_map(|end| slug.strip_suffix(end))
        .unwrap_or(&slug);
    let core = core.strip_suffix('s').unwrap_or(core);
    core.replace("aa", "a")
        .replace("ae", "a")
        .replace("oe", "o")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::registry::built_in;

    #[test]
    fn the_ways_people_write_names() {
        let all = built_in();
        for (written, navn) in [
            ("Nordfyn", "Nordfyns"),
            ("Nordfyns Kommune", "Nordfyns"),
            ("Københavns Kommune", "København"),
            ("Århus", "Aarhus"),
            ("Ålborg kommune", "Aalborg"),
            ("RODOVRE", "Rødovre"),
            ("Høje Tåstrup", "Høje-Taastrup"),
            ("Bornholms Regionskommune", "Bornholm"),
            ("Vesthimmerland", "Vesthimmerlands"),
        ] {
            let found = find(written, &all, |r| &r.navn).map(|r| r.navn.as_str());
            assert_eq!(found, Some(navn), "{written}");
        }
        assert!(find("Rødby", &all, |r| &r.navn).is_none());
        assert!(find("", &all, |r| &r.navn).is_none());
    }

    #[test]
    fn no_two_municipalities_share_a_key() {
        let all = built_in();
        let keys: std::collections::BTreeSet<_> = all.iter().map(|r| key(&r.navn)).collect();
        assert_eq!(keys.len(), all.len());
    }

    #[test]
    fn a_slip_gets_a_suggestion() {
        let all = built_in();
        let names = || all.iter().map(|r| r.navn.as_str());
        assert_eq!(
            suggestion("Hadersvlev", names()).as_deref(),
            Some("Haderslev")
        );
        assert_eq!(suggestion("Qxz", names()), None);
    }
}
