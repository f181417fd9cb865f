//! First bytes of a file → its media type. Names and headers lie ("Pdf.aspx", octet-stream); bytes
//! decide, and a hint only tells formats apart that look alike: Markdown, plain text and HTML
//! fragments.

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Pdf,
    Html,
    Docx,
    Odt,
    Pptx,
    Markdown,
    Text,
}

impl Format {
    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Html => "text/html",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Self::Markdown => "text/markdown",
            Self::Text => "text/plain",
        }
    }
}

/// Signatures of what is no document we read, with the name a person knows.
const OTHERS: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls, .ppt)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"{\\rtf", "an RTF file"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
];

/// The format of these bytes, or what they are instead.
pub(super) fn format(
    bytes: &[u8],
    media_type: Option<&str>,
    file_name: Option<&str>,
) -> Result<Format, &'static str> {
    // Mail gateways and web servers put lines before the header; readers look through the first KB.
    if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() || ends_as_pdf(bytes) {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return zipped(bytes);
    }
    if let Some((_, name)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(name);
    }
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !wide && bytes.iter().take(4096).filter(|&&b| b == 0).count() > 0 {
        return Err("an unknown binary file");
    }
    let head: Vec<u8> = bytes
        .iter()
        .take(4096)
        .filter(|b| **b != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let starts = head
        .iter()
        .position(|b| !(b.is_ascii_whitespace() || matches!(b, 0xef | 0xbb | 0xbf | 0xff | 0xfe)))
        .unwrap_or(0);
    let opening = head.get(starts..).unwrap_or_default();
    let tags: [&[u8]; 9] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<title",
        b"<meta",
        b"<script",
        b"<!-- ",
        b"<div",
    ];
    let named = |ends: &[&str]| {
        file_name.is_some_and(|n| ends.iter().any(|e| n.to_ascii_lowercase().ends_with(e)))
    };
    let stated = media_type.unwrap_or_default().to_ascii_lowercase();
    if tags.iter().any(|t| opening.starts_with(t))
        || find(opening, b"<html").is_some()
        || (opening.starts_with(b"<")
            && (stated.contains("html") || named(&[".htm", ".html", ".aspx"])))
        || (stated.contains("html") && find(opening, b"</").is_some())
    {
        return Ok(Format::Html);
    }
    if stated.contains("markdown") || named(&[".md", ".markdown"]) {
        return Ok(Format::Markdown);
    }
    Ok(Format::Text)
}

/// Whether the header of a PDF is lost or far away, and its end is there.
fn ends_as_pdf(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(1024)..];
    find(tail, b"startxref").is_some() && find(bytes, b" obj").is_some()
}

/// Which office format a zip archive is: they name their parts near the start or in the directory
/// at the end.
fn zipped(bytes: &[u8]) -> Result<Format, &'static str> {
    let has = |name: &[u8]| find(bytes, name).is_some();
    if has(b"application/vnd.oasis.opendocument.text") {
        Ok(Format::Odt)
    } else if has(b"word/document.xml") || has(b"word/document2.xml") {
        Ok(Format::Docx)
    } else if has(b"ppt/slides/slide") {
        Ok(Format::Pptx)
    } else if has(b"xl/workbook") {
        Err("a spreadsheet")
    } else {
        Err("a zip archive")
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_and_names_only_help() {
        let is = |bytes: &[u8], media, name| format(bytes, media, name);
        assert_eq!(
            is(b"\n%PDF-1.4", Some("text/html"), Some("Pdf.aspx")),
            Ok(Format::Pdf)
        );
        assert_eq!(
            is(b"\xef\xbb\xbf<!DOCTYPE html>", None, None),
            Ok(Format::Html)
        );
        assert_eq!(is(b"# Titel\n", None, Some("a.md")), Ok(Format::Markdown));
        assert_eq!(
            is(b"Titel\n", Some("application/pdf"), Some("a.pdf")),
            Ok(Format::Text)
        );
        assert!(is(b"\x89PNG\r\n", Some("application/pdf"), None).is_err());
        assert!(is(b"PK\x03\x04....xl/workbook.xml", None, None).is_err());
    }
}
