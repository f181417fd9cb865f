//! A sitemap (sitemaps.org 0.9, also gzipped or plain text) → the addresses it names, pages and
//! further sitemaps apart.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// What is read of a sitemap, folded or unfolded. The protocol allows 50 MB; 50,000 addresses of
/// ordinary length are a tenth of that.
pub(super) const SIZE_LIMIT: u64 = 20_000_000;
/// Addresses read of one sitemap: the protocol's own limit.
const MOST: usize = 50_000;

/// What a sitemap names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sitemap {
    pub(super) pages: Vec<Url>,
    pub(super) sitemaps: Vec<Url>,
}

/// Reads a sitemap as far as it can be read.
pub(super) fn parse(bytes: &[u8]) -> Sitemap {
    let mut unfolded = Vec::new();
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        // What came out before an error is as good as a sitemap that ends there.
        let _ = flate2::read::MultiGzDecoder::new(bytes)
            .take(SIZE_LIMIT)
            .read_to_end(&mut unfolded);
        &unfolded[..]
    } else {
        bytes
    };
    let text = crate::fetch::decode_text(bytes, None);
    if text.trim_start().starts_with('<') {
        from_xml(&text)
    } else {
        Sitemap {
            pages: text.lines().filter_map(address).take(MOST).collect(),
            sitemaps: Vec::new(),
        }
    }
}

fn from_xml(text: &str) -> Sitemap {
    let mut out = Sitemap::default();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut in_index = false;
    let mut in_loc = false;
    let mut loc = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "sitemap" => in_index = true,
                "url" => in_index = false,
                "loc" => {
                    in_loc = true;
                    loc.clear();
                }
                _ => {}
            },
            Ok(Event::Text(text)) if in_loc => {
                loc.push_str(&text);
            }
            Ok(Event::GeneralRef(name)) if in_loc => {
                loc.push_str(match &*name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => "",
                });
            }
            Ok(Event::CData(text)) if in_loc => {
                loc.push_str(&text);
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "loc" => {
                in_loc = false;
                let list = if in_index {
                    &mut out.sitemaps
                } else {
                    &mut out.pages
                };
                if list.len() < MOST {
                    list.extend(address(&loc));
                }
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

fn address(line: &str) -> Option<Url> {
    let url = Url::parse(line.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const MAP: &str = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\
        <url><loc> http://x.dk/a?b=1&amp;c=2 </loc><lastmod>2026</lastmod></url>\
        <url><loc><![CDATA[http://x.dk/ø]]></loc></url><url><loc>javascript:1</loc></url></urlset>";

    fn texts(urls: &[Url]) -> Vec<&str> {
        urls.iter().map(Url::as_str).collect()
    }

    #[test]
    fn pages_and_sitemaps_are_told_apart() {
        let map = parse(MAP.as_bytes());
        assert_eq!(
            texts(&map.pages),
            ["http://x.dk/a?b=1&c=2", "http://x.dk/%C3%B8"]
        );
        let index =
            "<sitemapindex><sitemap><loc>http://x.dk/1.xml.gz</loc></sitemap></sitemapindex>";
        assert_eq!(
            texts(&parse(index.as_bytes()).sitemaps),
            ["http://x.dk/1.xml.gz"]
        );
        let plain = parse(b"http://x.dk/a\nikke en\nhttps://x.dk/b\n");
        assert_eq!(plain.pages.len(), 2);
    }

    #[test]
    fn gzip_is_unfolded_and_rubbish_is_survived() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(MAP.as_bytes()).expect("in memory");
        let bytes = gzip.finish().expect("in memory");
        assert_eq!(parse(&bytes).pages.len(), 2);
        assert_eq!(parse(&bytes[..20]), Sitemap::default());
        assert_eq!(parse(b"<urlset><url><loc>http://x.dk/</loc").pages.len(), 0);
    }
}
