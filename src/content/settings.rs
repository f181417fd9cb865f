//! `content/katalog.toml` → the settings of one catalogue. Every key may be left out; refuses an
//! archive policy or a base URL that is not understood, because both decide what gets published.

use url::Url;

use super::error::{Problem, nearest};
use super::fields::{Fields, Source};
use crate::model::settings::{ArchivePolicy, Settings};

/// Reads the settings; the problems if they do not parse.
pub(super) fn read(file: &str, text: &str) -> Result<Settings, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut source = Source::new(file, text, 1);
    let table = source.parse();
    let mut fields = Fields::new(&mut source, &table, 1);
    let standard = Settings::default();
    let said = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let licens = said(fields.text("licens"));
    let licens_url = said(fields.text("licens_url"));
    let settings = Settings {
        titel: said(fields.text("titel")).unwrap_or(standard.titel),
        undertitel: said(fields.text("undertitel")).unwrap_or(standard.undertitel),
        base_url: base_url(&mut fields),
        kontakt: said(fields.text("kontakt")),
        rettelser: said(fields.text("rettelser")),
        arkiv: policy(&mut fields),
        tema: said(fields.text("tema")),
        // The standard address belongs to the standard licence only.
        licens_url: match licens {
            None => licens_url.or(standard.licens_url),
            Some(_) => licens_url,
        },
        licens: licens.unwrap_or(standard.licens),
        demo: fields.flag("demo").unwrap_or(standard.demo),
    };
    fields.finish();
    if source.problems.is_empty() {
        Ok(settings)
    } else {
        Err(source.problems)
    }
}

/// The base URL with a trailing slash, so that relative addresses join under it.
fn base_url(fields: &mut Fields<'_, '_>) -> Option<String> {
    let written = fields.text("base_url")?;
    let written = written.trim();
    if written.is_empty() {
        return None;
    }
    let url = Url::parse(written).ok();
    let usable = url.filter(|u| {
        matches!(u.scheme(), "http" | "https") && u.query().is_none() && u.fragment().is_none()
    });
    let Some(url) = usable else {
        fields.refuse(
            "base_url",
            format!("\"{written}\" is not the address of a site"),
            Some("write it like https://example.dk/strategier/".to_owned()),
        );
        return None;
    };
    let mut url = url.to_string();
    if !url.ends_with('/') {
        url.push('/');
    }
    Some(url)
}

fn policy(fields: &mut Fields<'_, '_>) -> ArchivePolicy {
    const NAMES: [&str; 2] = ["udgiv", "kun-bevis"];
    match fields.text("arkiv").as_deref() {
        None | Some("kun-bevis") => ArchivePolicy::KunBevis,
        Some("udgiv") => ArchivePolicy::Udgiv,
        Some(other) => {
            let hint = match nearest(other, NAMES) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "write \"udgiv\" (publish the archived files) or \"kun-bevis\" (publish their proof only)".to_owned(),
            };
            fields.refuse(
                "arkiv",
                format!("\"{other}\" is no archive policy"),
                Some(hint),
            );
            ArchivePolicy::KunBevis
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_standard() {
        assert_eq!(
            read("f", "\u{feff}# intet endnu\n"),
            Ok(Settings::default())
        );
    }

    #[test]
    fn what_decides_publishing_is_checked() {
        let text = "arkiv = \"udgivet\"\nbase_url = \"eksempel.dk\"\ntitle = \"x\"\ndemo = 1\n";
        let problems = read("content/katalog.toml", text).expect_err("four faults");
        let keys: Vec<_> = problems.iter().filter_map(|p| p.key.as_deref()).collect();
        assert_eq!(keys.len(), 4);
        for key in ["arkiv", "base_url", "title", "demo"] {
            assert!(keys.contains(&key), "{key}");
        }
        let base = read("f", "base_url = \"https://example.dk/x\"")
            .expect("reads")
            .base_url;
        assert_eq!(base.as_deref(), Some("https://example.dk/x/"));
    }
}
