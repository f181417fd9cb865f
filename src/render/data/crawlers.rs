//! Addresses → sitemap.xml (sitemaps.org 0.9), robots.txt (RFC 9309) and opensearch.xml. Refuses to write
//! the first and the last without an absolute address, which their protocols do not allow.

use std::fmt::Write as _;

use crate::model::Date;
use crate::render::chart::svg::escape;

/// Addresses one sitemap may hold.
const MOST: usize = 50_000;

/// `sitemap.xml` of these addresses (relative to the site's root) with the day of their last change
/// where it is known.
pub fn sitemap<'a>(
    base_url: &str,
    pages: impl IntoIterator<Item = (&'a str, Option<Date>)>,
) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (address, changed) in pages.into_iter().take(MOST) {
        let _ = write!(
            out,
            "<url><loc>{}</loc>",
            escape(&format!("{base_url}{address}"))
        );
        if let Some(day) = changed {
            let _ = write!(out, "<lastmod>{day}</lastmod>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// `robots.txt`: everything may be read; the sitemap is named where there is one.
pub fn robots(base_url: Option<&str>) -> String {
    let mut out = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = base_url {
        let _ = writeln!(out, "\nSitemap: {base}sitemap.xml");
    }
    out
}

/// `opensearch.xml` (OpenSearch 1.1), by which a browser adds the catalogue to its search engines.
pub fn opensearch(title: &str, base_url: &str) -> String {
    // A short name has at most 16 letters.
    let short: String = title.chars().take(16).collect();
    let (title, short) = (escape(title), escape(short.trim_end()));
    let base = escape(base_url);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{short}</ShortName>\n<Description>Søg i {title}</Description>\n\
         <Language>da</Language>\n<InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" method=\"get\" template=\"{base}soeg/?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_holds_absolute_addresses() {
        let day = Date::constant(2026, 11, 21);
        let text = sitemap(
            "https://k.example/",
            [("", None), ("soeg/?q=a&b", Some(day))],
        );
        assert!(text.contains("<url><loc>https://k.example/</loc></url>"));
        assert!(text.contains("q=a&amp;b</loc><lastmod>2026-11-21</lastmod>"));
    }

    #[test]
    fn robots_names_the_sitemap_only_where_it_has_an_address() {
        assert!(
            robots(Some("https://k.example/da/"))
                .ends_with("Sitemap: https://k.example/da/sitemap.xml\n")
        );
        assert!(!robots(None).contains("Sitemap"));
    }
}
