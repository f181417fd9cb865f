//! A strategy → how to refer to it: a sentence, BibTeX, RIS, and schema.org data. Strings from
//! lists and documents are escaped for each format; refuses to guess an author or a year.

use serde::Serialize;
use serde_json::json;

use super::parts::source;
use crate::model::catalogue::Strategy;
use crate::render::facts::Facts;
use crate::render::{routes, words};

/// The ways to refer to a strategy.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Citation {
    /// A sentence.
    pub(in crate::render) text: String,
    /// File with BibTeX, relative to the root.
    pub(in crate::render) bibtex: String,
    /// File with RIS.
    pub(in crate::render) ris: String,
    /// File with schema.org data.
    pub(in crate::render) linked_data: String,
    /// File with the plain text, where there is one.
    pub(in crate::render) plain: Option<String>,
}

/// What the formats have in common.
struct Source {
    author: String,
    title: String,
    year: Option<i16>,
    url: Option<String>,
    fetched: Option<crate::model::Date>,
    sha256: Option<String>,
}

impl Source {
    fn new(facts: &Facts<'_>, s: &Strategy) -> Self {
        let snapshot = s.finding.sources.first();
        Self {
            author: facts.full_name(&s.key.kommune),
            title: s.title.clone(),
            year: s.period.start_year(),
            url: source(s),
            fetched: snapshot.map(|p| words::day_of(p.fetched)),
            sha256: snapshot.map(|p| p.sha256.clone()),
        }
    }
}

impl Citation {
    /// All of them.
    pub(in crate::render) fn new(facts: &Facts<'_>, s: &Strategy) -> Self {
        let source = Source::new(facts, s);
        let year = source
            .year
            .map_or_else(|| "u.å.".to_owned(), |y| y.to_string());
        let mut text = format!("{} ({year}): {}.", source.author, source.title);
        if let Some(url) = &source.url {
            text.push_str(&format!(" {url}"));
        }
        if let Some(day) = source.fetched {
            text.push_str(&format!(" (hentet {})", words::date(day)));
        }
        if let Some(hash) = &source.sha256 {
            text.push_str(&format!(". SHA-256: {hash}"));
        }
        text.push('.');
        Self {
            text,
            bibtex: routes::strategy_file(&s.key, "kilde.bib"),
            ris: routes::strategy_file(&s.key, "kilde.ris"),
            linked_data: routes::strategy_file(&s.key, "strategi.jsonld"),
            plain: s
                .readable()
                .map(|_| routes::strategy_file(&s.key, "tekst.txt")),
        }
    }
}

/// The BibTeX file.
pub(in crate::render) fn bibtex(facts: &Facts<'_>, s: &Strategy) -> String {
    let source = Source::new(facts, s);
    let mut fields = vec![
        ("author", format!("{{{{{}}}}}", tex(&source.author))),
        ("title", format!("{{{}}}", tex(&source.title))),
        ("type", "{Strategi}".to_owned()),
        ("institution", format!("{{{}}}", tex(&source.author))),
        ("language", "{danish}".to_owned()),
    ];
    if let Some(year) = source.year {
        fields.push(("year", format!("{{{year}}}")));
    }
    if let Some(url) = &source.url {
        fields.push(("url", format!("{{{}}}", url.replace(['{', '}'], ""))));
    }
    if let Some(day) = source.fetched {
        fields.push(("urldate", format!("{{{day}}}")));
    }
    if let Some(hash) = &source.sha256 {
        fields.push(("note", format!("{{SHA-256: {hash}}}")));
    }
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("  {name} = {value}"))
        .collect();
    format!(
        "@techreport{{{}-{},\n{}\n}}\n",
        s.key.kommune,
        s.key.strategi,
        body.join(",\n")
    )
}

/// Signs that TeX would take for its own.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' | '%' | '&' | '#' | '$' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            _ if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// The RIS file: lines of two letters, CRLF between them.
pub(in crate::render) fn ris(facts: &Facts<'_>, s: &Strategy) -> String {
    let source = Source::new(facts, s);
    let line = |tag: &str, value: &str| {
        let value: String = value
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        format!("{tag}  - {value}\r\n")
    };
    let mut out = line("TY", "RPRT");
    out.push_str(&line("AU", &source.author));
    out.push_str(&line("TI", &source.title));
    out.push_str(&line("PB", &source.author));
    out.push_str(&line("LA", "da"));
    if let Some(year) = source.year {
        out.push_str(&line("PY", &year.to_string()));
    }
    if let Some(url) = &source.url {
        out.push_str(&line("UR", url));
    }
    if let Some(day) = source.fetched {
        out.push_str(&line("Y2", &day.to_string().replace('-', "/")));
    }
    if let Some(hash) = &source.sha256 {
        out.push_str(&line("N1", &format!("SHA-256: {hash}")));
    }
    out.push_str(&line("ER", ""));
    out
}

/// The JSON-LD file. It is linked to and not put into the page, so that a strict
/// Content-Security-Policy needs no exception.
pub(in crate::render) fn linked_data(facts: &Facts<'_>, s: &Strategy) -> String {
    let municipality = facts.standing(&s.key.kommune).map(|st| st.municipality);
    let base = facts.catalogue.content.settings.base_url.as_deref();
    let absolute = |address: &str| base.map(|b| format!("{b}{address}"));
    let coverage = match (s.period.from, s.period.to) {
        (Some(from), Some(to)) => Some(format!("{from}/{to}")),
        (Some(from), None) => Some(format!("{from}/..")),
        (None, Some(to)) => Some(format!("../{to}")),
        (None, None) => None,
    };
    let files: Vec<_> = s
        .finding
        .sources
        .iter()
        .map(|p| {
            json!({
                "@type": "MediaObject",
                "contentUrl": super::parts::outside(&p.url),
                "encodingFormat": p.media_type,
                "contentSize": p.bytes.to_string(),
                "sha256": p.sha256,
                "dateModified": p.fetched.to_string(),
            })
        })
        .collect();
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "name": s.title,
        "inLanguage": "da",
        "genre": s.form.label(),
        "temporalCoverage": coverage,
        "url": absolute(&routes::strategy(&s.key)),
        "sameAs": source(s),
        "creativeWorkStatus": s.status.label(),
        "author": {
            "@type": "GovernmentOrganization",
            "name": facts.full_name(&s.key.kommune),
            "identifier": municipality.map(|m| format!("{:04}", m.kode)),
            "url": municipality.and_then(|m| m.hjemmeside.as_deref()).and_then(super::parts::outside),
        },
        "about": super::row::carried(facts, s, crate::model::subject::SubjectKind::Tema)
            .iter()
            .map(|theme| theme.label.clone())
            .collect::<Vec<_>>(),
        "encoding": files,
    });
    prune(&mut value);
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

/// Takes out what is not known; schema.org has no null.
fn prune(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.retain(|_, v| !v.is_null());
            map.values_mut().for_each(prune);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::tex;

    #[test]
    fn titles_cannot_break_out_of_bibtex() {
        assert_eq!(tex("50 % {a} \\b"), "50 \\% \\{a\\} \\textbackslash{}b");
    }
}
