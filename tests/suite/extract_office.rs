//! What people make of Word, PowerPoint and a web editor: boxes of text, tracked changes, hidden
//! words, headings that are only bold and lists typed line by line.

use std::io::{Cursor, Write as _};

use strategikatalog::extract::{Hints, read};
use strategikatalog::model::document::{Block, BlockKind};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEADING: BlockKind = BlockKind::Heading { level: 2 };

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

fn blocks(bytes: &[u8]) -> Vec<(BlockKind, String)> {
    let document = read(bytes, &Hints::default()).expect("a document");
    let plain = |b: Block| (b.kind, b.text);
    document
        .pages
        .into_iter()
        .flat_map(|p| p.blocks)
        .map(plain)
        .collect()
}

fn same(found: &[(BlockKind, String)], expected: &[(BlockKind, &str)]) {
    let found: Vec<(BlockKind, &str)> = found.iter().map(|(k, t)| (*k, t.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn word_boxes_stand_apart_and_what_is_not_shown_is_not_read() {
    let body = r#"<w:document><w:body>
        <w:p><w:r><w:t>Før </w:t></w:r><w:r><AlternateContent>
            <Choice><w:txbxContent><w:p><w:r><w:t>Faktaboks</w:t></w:r></w:p></w:txbxContent></Choice>
            <Fallback><w:txbxContent><w:p><w:r><w:t>Faktaboks</w:t></w:r></w:p></w:txbxContent></Fallback>
        </AlternateContent></w:r><w:r><w:t>og efter.</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>
            <w:del><w:r><w:delText>slettet</w:delText></w:r></w:del>
            <w:ins><w:r><w:t>indsat</w:t></w:r></w:ins>
            <w:moveFrom><w:r><w:t> flyttet fra</w:t></w:r></w:moveFrom>
            <w:moveTo><w:r><w:t> flyttet til</w:t></w:r></w:moveTo>
            <w:r><w:rPr><w:vanish/></w:rPr><w:t> skjult</w:t></w:r>
            <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> og vist</w:t></w:r></w:p>
        </w:body></w:document>"#;
    let file = packed(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", body),
    ]);
    same(
        &blocks(&file),
        &[
            (BlockKind::Paragraph, "Faktaboks"),
            (BlockKind::Paragraph, "Før og efter."),
            (BlockKind::Paragraph, "indsat flyttet til og vist"),
        ],
    );
}

#[test]
fn a_slide_has_a_title_points_and_text() {
    let slide = r#"<p:sld><p:sp><p:ph type="title"/><a:p><a:r><a:t>Vores retning</a:t></a:r></a:p></p:sp>
        <p:sp><p:ph idx="1"/><a:p><a:r><a:t>Første mål</a:t></a:r></a:p></p:sp>
        <p:sp><a:p><a:r><a:t>Skrevet ved siden af</a:t></a:r></a:p></p:sp></p:sld>"#;
    let file = packed(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "ppt/presentation.xml",
            r#"<p><p:sldId id="256" r:id="rId1"/></p>"#,
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            r#"<R><Relationship Id="rId1" Target="slides/slide1.xml"/></R>"#,
        ),
        ("ppt/slides/slide1.xml", slide),
    ]);
    same(
        &blocks(&file),
        &[
            (BlockKind::Heading { level: 1 }, "Vores retning"),
            (BlockKind::ListItem, "Første mål"),
            (BlockKind::Paragraph, "Skrevet ved siden af"),
        ],
    );
}

#[test]
fn bold_lines_are_headings_and_dashes_are_lists() {
    let page = "<html lang=da><meta charset=utf-8><title>Politik</title><main><h1>Politik for data</h1>
        <p><strong>Mål for indsatsen</strong></p><p>Alle skal kunne få hj<b>æ</b>lp, når de møder kommunen.</p>
        <p><b>Vigtigt:</b> ring til Borgerservice.</p><p><strong>Vi hjælper alle borgere.</strong></p>
        <p><b>Indsatser</b><br>- flere løsninger<br>• bedre data</p><p>Torvet 1<br>9999 Ådal</p></main>";
    same(
        &blocks(page.as_bytes()),
        &[
            (BlockKind::Heading { level: 1 }, "Politik for data"),
            (HEADING, "Mål for indsatsen"),
            (
                BlockKind::Paragraph,
                "Alle skal kunne få hjælp, når de møder kommunen.",
            ),
            (BlockKind::Paragraph, "Vigtigt: ring til Borgerservice."),
            (BlockKind::Paragraph, "Vi hjælper alle borgere."),
            (HEADING, "Indsatser"),
            (BlockKind::ListItem, "flere løsninger"),
            (BlockKind::ListItem, "bedre data"),
            (BlockKind::Paragraph, "Torvet 1 9999 Ådal"),
        ],
    );
}
