//! A row → a ready mail to the catalogue's editor, with the change as a patch to the editor's own
//! file, so that a municipality can put us right without an account. Refuses to write a patch it
//! cannot place.

use url::form_urlencoded::byte_serialize;

use super::facts::{Facts, full_name};
use super::words;
use crate::model::catalogue::Strategy;
use crate::model::municipality::Municipality;

/// "It still applies": `None` where the catalogue names no address, or knows a newer edition.
pub(super) fn confirm(facts: &Facts<'_>, m: &Municipality, s: &Strategy) -> Option<String> {
    if s.is_superseded() {
        return None;
    }
    let today = facts.catalogue.as_of;
    let change = patch(m, s, &[("bekraeftet", today.to_string())]);
    let body = format!(
        "Vi bekræfter, at »{}« stadig gælder i {}.\n\nNavn og stilling: \n\n\
         Til redaktøren (ret datoen til dagen, hvor mailen er sendt):\n\n{}",
        s.title,
        full_name(&m.navn),
        change.unwrap_or_default(),
    );
    let subject = format!("{}: strategien gælder stadig", full_name(&m.navn));
    link(facts, &subject, &body)
}

/// "Something is wrong": the row as it stands, to be overwritten.
pub(super) fn correct(facts: &Facts<'_>, m: &Municipality, s: &Strategy) -> Option<String> {
    let l = &s.listing;
    let mut missing = Vec::new();
    if l.link.is_none() {
        missing.push(("link", quoted("https://")));
    }
    if l.titel.is_none() {
        missing.push(("titel", quoted(&s.title)));
    }
    let stated = |value: &Option<String>| value.clone().unwrap_or_else(|| "(mangler)".to_owned());
    let body = format!(
        "Rettelse til »{}«, {}.\n\nSådan står der nu – skriv det rigtige til højre:\n\
         Titel: {} → \nForm: {} → \nPeriode: {} → \nLink: {} → \n\nNavn og stilling: \n\n\
         Til redaktøren:\n\n{}",
        s.title,
        full_name(&m.navn),
        s.title,
        stated(&l.form),
        stated(&l.periode),
        stated(&l.link),
        patch(m, s, &missing).unwrap_or_else(|| format!("{}, linje {}\n", m.file, l.line)),
    );
    let subject = format!("Rettelse: {}, {}", full_name(&m.navn), s.title);
    link(facts, &subject, &body)
}

/// "We do have one": for a municipality without rows, the row to paste into its file.
pub(super) fn missing(facts: &Facts<'_>, m: &Municipality) -> Option<String> {
    let body = format!(
        "{} har en strategi, som ikke er med i kataloget.\n\nNavn og stilling: \n\n\
         Til redaktøren, nederst mellem +++-linjerne i {}:\n\n[[strategier]]\n\
         titel = \"\"\nform = \"Digitaliseringsstrategi\"\nperiode = \"\"\nlink = \"https://\"\n",
        full_name(&m.navn),
        m.file,
    );
    let subject = format!("{}: strategi, der mangler", full_name(&m.navn));
    link(facts, &subject, &body)
}

/// Keys with their new values, put into a row in place of what it has, as `git apply` and `patch -p1`
/// take it: the whole row is the context.
fn patch(m: &Municipality, s: &Strategy, values: &[(&str, String)]) -> Option<String> {
    let (line, written) = (s.listing.line, &s.listing.written);
    let [heading, below @ ..] = written.as_slice() else {
        return None;
    };
    if line == 0 || m.file.is_empty() || values.is_empty() {
        return None;
    }
    let of_key = |text: &str| {
        let (key, _) = text.split_once('=')?;
        values.iter().find(|(name, _)| *name == key.trim())
    };
    let mut hunk = format!(" {heading}\n");
    let mut added = 0;
    for (key, value) in values {
        if !below
            .iter()
            .any(|text| of_key(text).is_some_and(|(name, _)| name == key))
        {
            hunk.push_str(&format!("+{key} = {value}\n"));
            added += 1;
        }
    }
    for text in below {
        match of_key(text) {
            Some((key, value)) => hunk.push_str(&format!("-{text}\n+{key} = {value}\n")),
            None => hunk.push_str(&format!(" {text}\n")),
        }
    }
    Some(format!(
        "--- a/{file}\n+++ b/{file}\n@@ -{line},{before} +{line},{after} @@\n{hunk}",
        file = m.file,
        before = written.len(),
        after = written.len() + added,
    ))
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The mail as a link (RFC 6068: spaces are `%20`, lines end in CRLF).
fn link(facts: &Facts<'_>, subject: &str, body: &str) -> Option<String> {
    let settings = &facts.catalogue.content.settings;
    let to = settings.rettelser.as_ref().or(settings.kontakt.as_ref())?;
    let encode = |text: &str| -> String {
        byte_serialize(text.as_bytes())
            .collect::<String>()
            .replace('+', "%20")
    };
    let footer = format!(
        "\n(Katalogets dato: {}.)\n",
        words::date(facts.catalogue.as_of)
    );
    let body = format!("{body}{footer}").replace('\n', "\r\n");
    // An address may only hold what an address holds; anything else would start another header.
    let to: String = to
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "@.-_+".contains(*c))
        .collect();
    Some(format!(
        "mailto:{to}?subject={}&body={}",
        encode(subject),
        encode(&body)
    ))
}
