//! One `[[strategier]]` table → a row of the link list with its address. Odd values stay as they
//! were written; a link that is no web address is warned about, since a crawl will refuse it.

use url::Url;

use super::error::Problem;
use super::fields::Fields;
use crate::model::listing::Listing;
use crate::model::slug::{slug, unique};

/// Longest address of a row before the number that makes it unique, in bytes.
const LONGEST: usize = 60;

/// Reads the rows of a municipality in the editor's order.
pub(super) fn read(
    fields: &mut Fields<'_, '_>,
    warnings: &mut Vec<Problem>,
    file: &str,
) -> Vec<Listing> {
    let mut rows: Vec<Listing> = Vec::new();
    for (line, table) in fields.tables("strategier") {
        let mut row = Fields::new(fields.source(), table, line);
        let mut listing = Listing {
            slug: String::new(),
            titel: row.text("titel"),
            form: row.text("form"),
            periode: row.text("periode"),
            link: row.text("link").filter(|l| !l.trim().is_empty()),
            linktekst: row.text("linktekst"),
            dokument: row.text("dokument").filter(|d| !d.trim().is_empty()),
            bekraeftet: row.date("bekraeftet"),
            udkast: row.flag("udkast"),
            tema: row.texts("tema").into_iter().map(|(_, t)| t).collect(),
            line,
            written: Vec::new(),
        };
        if let Some(link) = &listing.link
            && let Some(message) = no_web_address(link)
        {
            warnings.push(Problem {
                file: file.to_owned(),
                line: row.line_of("link"),
                key: Some("link".to_owned()),
                message,
                hint: Some("write the whole address, beginning with https://".to_owned()),
            });
        }
        row.finish();
        listing.slug = unique(&address(&listing), |s| rows.iter().any(|r| r.slug == s));
        rows.push(listing);
    }
    rows
}

/// Why a link is no web address, or `None` where it is one.
pub(super) fn no_web_address(link: &str) -> Option<String> {
    match Url::parse(link.trim()) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => None,
        Ok(url) => Some(format!(
            "\"{link}\" is a {}: address, not a web address",
            url.scheme()
        )),
        Err(error) => Some(format!("\"{link}\" is not a web address: {error}")),
    }
}

/// The address of a row before it is made unique: title, else form, with the period where the
/// title does not already say it; cut between words.
pub(super) fn address(row: &Listing) -> String {
    let name = [&row.titel, &row.form]
        .into_iter()
        .flatten()
        .map(|text| slug(text))
        .find(|s| !s.is_empty())
        .unwrap_or_else(|| "strategi".to_owned());
    let period = row.periode.as_deref().map(slug).unwrap_or_default();
    let said = format!("-{name}-").contains(&format!("-{period}-"));
    if period.is_empty() || said {
        return cut(&name, LONGEST).to_owned();
    }
    let room = LONGEST.saturating_sub(period.len() + 1).max(LONGEST / 2);
    format!("{}-{}", cut(&name, room), cut(&period, LONGEST / 2))
}

/// At most `longest` bytes of a slug, cut between words where there are any.
fn cut(slug: &str, longest: usize) -> &str {
    if slug.len() <= longest {
        return slug;
    }
    // Slugs are ASCII, so every byte is a boundary.
    let head = &slug[..=longest];
    let end = head.rfind('-').filter(|&at| at > 0).unwrap_or(longest);
    slug[..end].trim_end_matches('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(titel: Option<&str>, form: Option<&str>, periode: Option<&str>) -> String {
        address(&Listing {
            titel: titel.map(str::to_owned),
            form: form.map(str::to_owned),
            periode: periode.map(str::to_owned),
            ..Listing::default()
        })
    }

    #[test]
    fn form_and_period_make_the_address() {
        let form = Some("Digitaliseringsstrategi");
        assert_eq!(
            row(None, form, Some("2019-2022")),
            "digitaliseringsstrategi-2019-2022"
        );
        assert_eq!(row(None, form, Some("-")), "digitaliseringsstrategi");
        assert_eq!(row(None, Some("-"), None), "strategi");
        assert_eq!(
            row(None, form, Some("2018-")),
            "digitaliseringsstrategi-2018"
        );
        let titel = Some("Strategi 2019 - 2022 for Rødovre");
        assert_eq!(
            row(titel, form, Some("2019-2022")),
            "strategi-2019-2022-for-roedovre"
        );
    }

    #[test]
    fn long_names_end_at_a_word() {
        let form =
            "Politisk model for digitalisering – omfatter politiske principper, politisk retning";
        let slug = row(None, Some(form), Some("2018-"));
        assert_eq!(
            slug,
            "politisk-model-for-digitalisering-omfatter-politiske-2018"
        );
        assert!(slug.len() <= LONGEST);
        assert_eq!(row(Some(&"x".repeat(200)), None, None).len(), LONGEST);
    }

    #[test]
    fn links_that_no_crawl_can_follow_are_named() {
        assert_eq!(
            no_web_address("https://ishoj.dk/?name=Strategi for Ishøj"),
            None
        );
        for bad in [
            "www.ishoj.dk/x.pdf",
            "mailto:a@b.dk",
            "file:///tmp/x",
            "https://",
        ] {
            assert!(no_web_address(bad).is_some(), "{bad}");
        }
    }
}
