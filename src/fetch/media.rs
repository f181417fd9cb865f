//! First and last bytes, header and address of a body → its media type and file name. The bytes
//! win over the header: municipal systems send PDFs as octet-stream and error pages as PDF.

use url::Url;

use super::address::percent_decoded;
use super::body::Sample;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The media type of a body, without parameters, e.g. `application/pdf`.
pub fn media_type(sample: &Sample, header: Option<&str>, url: &str) -> String {
    let stated = header
        .and_then(|value| value.split([';', ',']).next())
        .map(|value| value.trim().to_ascii_lowercase())
        .filter(|value| value.contains('/'));
    if let Some(known) = by_bytes(sample) {
        return known.to_owned();
    }
    if looks_like_html(&narrowed(&sample.head)) {
        return "text/html".to_owned();
    }
    let text = is_text(&sample.head);
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.to_ascii_lowercase();
    let by_name = [
        (".md", "text/markdown"),
        (".txt", "text/plain"),
        (".html", "text/html"),
        (".htm", "text/html"),
    ]
    .into_iter()
    .find(|(end, _)| text && path.ends_with(end));
    match (stated, by_name) {
        // A page that begins with text is still a page if its server says so.
        (Some(stated), _) if text && stated.starts_with("text/") => stated,
        (_, Some((_, named))) => named.to_owned(),
        (_, None) if text => "text/plain".to_owned(),
        (Some(stated), None) if !claims_document(&stated) => stated,
        _ => "application/octet-stream".to_owned(),
    }
}

/// Types whose files always show themselves by their bytes; a header alone does not make one.
fn claims_document(stated: &str) -> bool {
    stated == "application/pdf" || stated.starts_with("text/") || stated == DOCX
}

fn by_bytes(sample: &Sample) -> Option<&'static str> {
    let head = sample.head.as_slice();
    // ISO 32000 readers accept the sign anywhere in the first 1024 bytes.
    let early = &head[..head.len().min(1024)];
    if contains(early, b"%PDF-") && !looks_like_html(head) {
        return Some("application/pdf");
    }
    for (magic, kind) in [
        (&b"\x89PNG\r\n\x1a\n"[..], "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"{\\rtf", "application/rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        (b"\x1f\x8b", "application/gzip"),
    ] {
        if head.starts_with(magic) {
            return Some(kind);
        }
    }
    if head.starts_with(b"PK\x03\x04") {
        return Some(zip_kind(sample));
    }
    if looks_like_html(head) {
        return Some("text/html");
    }
    let start = trimmed(head);
    if start.starts_with(b"<?xml") {
        return Some("application/xml");
    }
    None
}

fn zip_kind(sample: &Sample) -> &'static str {
    let has = |name: &[u8]| contains(&sample.head, name) || contains(&sample.tail, name);
    for (name, kind) in [
        (
            &b"mimetypeapplication/vnd.oasis.opendocument.text"[..],
            "application/vnd.oasis.opendocument.text",
        ),
        (b"word/document", DOCX),
        (b"ppt/presentation", PPTX),
        (b"xl/workbook", XLSX),
    ] {
        if has(name) {
            return kind;
        }
    }
    "application/zip"
}

/// Whether bytes begin like a web page, comments and an XML line before it allowed.
fn looks_like_html(head: &[u8]) -> bool {
    let mut rest = trimmed(head);
    loop {
        if rest.starts_with(b"<!--") {
            let Some(end) = find(rest, b"-->") else {
                return false;
            };
            rest = trimmed(&rest[end + 3..]);
        } else if rest.starts_with(b"<?xml") {
            let Some(end) = find(rest, b"?>") else {
                return false;
            };
            rest = trimmed(&rest[end + 2..]);
        } else {
            break;
        }
    }
    let start = rest[..rest.len().min(20)].to_ascii_lowercase();
    [
        &b"<!doctype html"[..],
        b"<html",
        b"<head",
        b"<body",
        b"<title",
        b"<script",
        b"<div",
        b"<meta",
        b"<h1",
        b"<p>",
        b"<table",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
}

/// The beginning of a UTF-16 text with its mark, as far as it is ASCII; nothing of anything else.
fn narrowed(head: &[u8]) -> Vec<u8> {
    let low = match head {
        [0xff, 0xfe, ..] => 0,
        [0xfe, 0xff, ..] => 1,
        _ => return Vec::new(),
    };
    head[2..].iter().skip(low).step_by(2).copied().collect()
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    find(haystack, needle).is_some()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// No control signs but those of text; UTF-16 with its mark counts too.
fn is_text(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || !head
            .iter()
            .any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
}

/// The file name a body came with: Content-Disposition, a `name` in the query, or the last part of
/// the path where it has an ending.
pub fn file_name(disposition: Option<&str>, url: &Url) -> Option<String> {
    if let Some(name) = disposition.and_then(name_in_disposition) {
        return Some(name);
    }
    let last = url.path_segments().and_then(|mut s| s.next_back());
    let last = last.map(percent_decoded).unwrap_or_default();
    let has_ending = last.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && (2..=5).contains(&ending.len()) && ending.is_ascii()
    });
    let dynamic = [".aspx", ".php", ".ashx", ".jsp", ".cfm"]
        .iter()
        .any(|end| last.to_ascii_lowercase().ends_with(end));
    if has_ending && !dynamic {
        return Some(last);
    }
    url.query_pairs()
        .find(|(key, _)| {
            matches!(
                key.to_ascii_lowercase().as_str(),
                "name" | "filename" | "file" | "filnavn"
            )
        })
        .map(|(_, value)| clean_name(&value))
        .filter(|name| !name.is_empty())
        .or_else(|| has_ending.then_some(last))
}

/// RFC 6266: `filename*` before `filename`.
fn name_in_disposition(value: &str) -> Option<String> {
    let mut plain = None;
    for part in value.split(';').skip(1) {
        let Some((key, value)) = part.split_once('=') else {
            continue;
        };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "filename*" => {
                let encoded = value.splitn(3, '\'').nth(2).unwrap_or(value);
                let name = clean_name(&percent_decoded(encoded));
                if !name.is_empty() {
                    return Some(name);
                }
            }
            "filename" => plain = Some(clean_name(&percent_decoded(value.trim_matches('"')))),
            _ => {}
        }
    }
    plain.filter(|name| !name.is_empty())
}

/// The last part of a path, without control signs.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8], header: &str, url: &str) -> String {
        media_type(&Sample::of(bytes), Some(header), url)
    }

    #[test]
    fn bytes_win_over_the_header() {
        for (bytes, header, url, expected) in [
            (
                &b"%PDF-1.7\n"[..],
                "application/octet-stream",
                "http://x/Pdf.aspx",
                "application/pdf",
            ),
            (
                b"\n\n%PDF-1.4",
                "text/html",
                "http://x/011525dd",
                "application/pdf",
            ),
            (
                b"<!DOCTYPE html><p>",
                "application/pdf",
                "http://x/a.pdf",
                "text/html",
            ),
            (b"<!-- cms --> <HTML>", "", "http://x/", "text/html"),
            (
                b"<?xml version='1.0'?>\n<html>",
                "",
                "http://x/",
                "text/html",
            ),
            (
                b"<?xml version='1.0'?><urlset>",
                "text/html",
                "http://x/",
                "application/xml",
            ),
            (
                b"PK\x03\x04 [Content_Types].xml word/document.xml",
                "",
                "http://x/",
                DOCX,
            ),
            (
                b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.textPK",
                "",
                "http://x/",
                "application/vnd.oasis.opendocument.text",
            ),
            (
                b"Hej med dig",
                "text/plain; charset=utf-8",
                "http://x/a.pdf",
                "text/plain",
            ),
            (
                b"# Overskrift",
                "application/octet-stream",
                "http://x/a.md",
                "text/markdown",
            ),
            (
                b"\x00\x01\x02",
                "application/pdf",
                "http://x/a.pdf",
                "application/octet-stream",
            ),
            (
                b"\xff\xfe<\0h\0t\0m\0l\0>\0",
                "application/octet-stream",
                "http://x/",
                "text/html",
            ),
            (b"\x00\x01\x02", "video/mp4", "http://x/a", "video/mp4"),
            (b"", "", "http://x/", "text/plain"),
        ] {
            assert_eq!(kind(bytes, header, url), expected, "{header} {url}");
        }
    }

    #[test]
    fn file_names_come_from_where_they_stand() {
        for (disposition, url, name) in [
            (
                Some("attachment; filename=\"Strategi 2020.pdf\""),
                "http://x/1",
                Some("Strategi 2020.pdf"),
            ),
            (
                Some("inline; filename=a.pdf; filename*=UTF-8''%C3%A6.pdf"),
                "http://x/1",
                Some("æ.pdf"),
            ),
            (
                Some("attachment; filename=\"../../etc/passwd\""),
                "http://x/1",
                Some("passwd"),
            ),
            (
                None,
                "http://x/media/strategi%20%C3%B8.pdf?x=1",
                Some("strategi ø.pdf"),
            ),
            (
                None,
                "http://x/api/attachment/?id=6&name=Strategi for skolen",
                Some("Strategi for skolen"),
            ),
            (None, "http://x/Pdf.aspx", Some("Pdf.aspx")),
            (None, "http://x/om-os", None),
            (None, "http://x/", None),
        ] {
            let url = Url::parse(url).expect("a URL");
            assert_eq!(file_name(disposition, &url).as_deref(), name, "{url}");
        }
    }
}
