//! Links that lead to a page instead of the document: which document is found, one named scenario
//! for each way that municipalities' systems hide one.

use strategikatalog::model::health::LinkHealth;
use strategikatalog::model::listing::Listing;
use strategikatalog::model::snapshot::Visit;

use super::crawl_web::*;

/// Crawls a row whose link is the first page of a site. A page that begins with `pdf:` is a PDF with
/// that text, one that begins with `302:` a redirect, all others are HTML.
fn visit_of(listing: Listing, site: &'static [(&'static str, &'static str)]) -> (Visit, Web) {
    let web = Web::start(move |request, _| {
        let page = site.iter().find(|(path, _)| *path == request.target);
        match page.map(|(_, text)| *text) {
            None => missing(),
            Some(text) => match text.split_once(':') {
                Some(("pdf", text)) => pdf_answer(text),
                Some((code @ ("301" | "302"), to)) => redirect(&format!("{code} Moved"), to),
                _ => html(text),
            },
        }
    });
    let mut listing = listing;
    listing.link = Some(web.url(site[0].0));
    let dir = tempfile::tempdir().expect("a folder");
    let visit = crawl(dir.path(), &content(&web.base, vec![listing]), &options()).remove(0);
    (visit, web)
}

/// Paths of the documents that a plain row for a Digitaliseringsstrategi leads to.
fn lands(site: &'static [(&'static str, &'static str)]) -> Vec<String> {
    lands_for(row(""), site)
}

fn lands_for(listing: Listing, site: &'static [(&'static str, &'static str)]) -> Vec<String> {
    let (visit, web) = visit_of(listing, site);
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    let paths = visit.documents.iter().map(|d| d.url.replace(&web.base, ""));
    paths.collect()
}

fn for_years(periode: &str) -> Listing {
    Listing {
        periode: Some(periode.to_owned()),
        ..row("")
    }
}

#[test]
fn of_several_years_the_rows_own_and_else_the_newest() {
    const SITE: &[(&str, &str)] = &[
        (
            "/digital",
            "<h1>Digitalisering</h1><ul>\
             <li><a href=/media/1.pdf>Digitaliseringsstrategi 2015-2018</a>\
             <li><a href=/media/2.pdf>Digitaliseringsstrategi 2019-2022</a>\
             <li><a href=/media/3.pdf>Digitaliseringsstrategi 2023-2026</a></ul>",
        ),
        ("/media/1.pdf", "pdf:STRATEGI periode: 2015-2018"),
        ("/media/2.pdf", "pdf:STRATEGI periode: 2019-2022"),
        ("/media/3.pdf", "pdf:STRATEGI periode: 2023-2026"),
    ];
    assert_eq!(lands_for(for_years("2019-2022"), SITE), ["/media/2.pdf"]);
    assert_eq!(lands_for(for_years("2015-2018"), SITE), ["/media/1.pdf"]);
    assert_eq!(lands(SITE), ["/media/3.pdf"]);
}

#[test]
fn a_short_strategy_of_the_rows_own_years_is_not_left_for_another() {
    let words = "Vi vil skabe gode rammer for børn og unge. ".repeat(20);
    let text: &'static str = Box::leak(
        format!(
            "<h1>Digitaliseringsstrategi for læring</h1><a href=/strategier>Alle digitaliseringsstrategier</a>\
             <p>STRATEGI periode: 2022-2025</p><p>{words}</p>"
        )
        .into_boxed_str(),
    );
    let site: &'static [(&str, &str)] = Box::leak(Box::new([
        ("/laering", text),
        (
            "/strategier",
            "<h1>Strategier</h1><a href=/media/ny.pdf>Digitaliseringsstrategi 2025-2028</a>",
        ),
        ("/media/ny.pdf", "pdf:STRATEGI periode: 2025-2028"),
    ]));
    assert_eq!(lands_for(for_years("2022-2025"), site), ["/laering"]);
}

#[test]
fn the_full_text_before_a_short_or_an_english_one() {
    let found = lands(&[
        (
            "/digital",
            "<h1>Digitaliseringsstrategi</h1>\
             <a href=/media/kort.pdf>Digitaliseringsstrategi - pixiudgave</a>\
             <a href=/media/en.pdf>Digitaliseringsstrategi (English summary)</a>\
             <a href=/media/fuld.pdf>Digitaliseringsstrategi</a>\
             <a href=/media/bilag.pdf>Bilag til digitaliseringsstrategi</a>",
        ),
        ("/media/kort.pdf", "pdf:STRATEGI kort"),
        ("/media/en.pdf", "pdf:STRATEGI in English"),
        ("/media/fuld.pdf", "pdf:STRATEGI i fuld længde"),
        ("/media/bilag.pdf", "pdf:STRATEGI bilag"),
    ]);
    assert_eq!(found, ["/media/fuld.pdf"]);
}

#[test]
fn a_download_button_with_a_nameless_address() {
    for site in [
        &[
            (
                "/digital",
                "<title>Digitaliseringsstrategi</title><h1>Digitaliseringsstrategi</h1><p>Kort sagt.\
                 <a class=knap href=/media/3f2b8a1c-77aa-4f7e-9d0e-1234567890ab>Download</a>",
            ),
            (
                "/media/3f2b8a1c-77aa-4f7e-9d0e-1234567890ab",
                "pdf:STRATEGI",
            ),
        ][..],
        &[
            (
                "/digital",
                "<h1>Vores digitaliseringsstrategi</h1><a href='/Pdf.aspx?id=4711'>Hent strategien som PDF</a>",
            ),
            ("/Pdf.aspx?id=4711", "pdf:STRATEGI"),
        ],
        &[
            (
                "/digital",
                "<h1>Digitaliseringsstrategi</h1><a href='/dok/17' type=application/pdf>Læs her</a>",
            ),
            ("/dok/17", "pdf:STRATEGI"),
        ],
    ] {
        let found = lands(site);
        assert_eq!(found, [site[1].0]);
    }
}

#[test]
fn frames_viewers_and_pages_that_send_their_reader_on() {
    const PDF: (&str, &str) = ("/filer/s.pdf", "pdf:STRATEGI");
    for site in [
        // A viewer in a frame, told which file to show.
        &[
            (
                "/digital",
                "<title>Digitaliseringsstrategi</title><iframe src='/pdfjs/viewer.html?file=%2Ffiler%2Fs.pdf'></iframe>",
            ),
            ("/pdfjs/viewer.html?file=%2Ffiler%2Fs.pdf", "<p>viewer"),
            PDF,
        ][..],
        &[
            (
                "/digital",
                "<title>Digitaliseringsstrategi</title><object data=/filer/s.pdf type=application/pdf></object>",
            ),
            PDF,
        ],
        &[
            (
                "/digital",
                "<meta http-equiv=refresh content='0;url=/filer/s.pdf'><p>Siden er flyttet",
            ),
            PDF,
        ],
        // Relative to a base, under a canonical address that is nothing to follow.
        &[
            (
                "/a/b/digital",
                "<link rel=canonical href=/><base href=/filer/><h1>Digitaliseringsstrategi</h1><a href=s.pdf>Læs strategien</a>",
            ),
            PDF,
        ],
        &[
            (
                "/digital",
                "<title>Digitaliseringsstrategi</title><frameset cols='20%,*'><frame src=/menu><frame src=/hoved></frameset>",
            ),
            ("/menu", "<a href=/filer/m.pdf>Madplan</a>"),
            (
                "/hoved",
                "<h1>Digitaliseringsstrategi</h1><a href=/filer/s.pdf>Strategien</a>",
            ),
            PDF,
        ],
    ] {
        assert_eq!(lands(site), ["/filer/s.pdf"], "{}", site[0].1);
    }
}

#[test]
fn a_page_that_loads_itself_anew_is_read_as_it_is() {
    let (visit, web) = visit_of(
        row(""),
        &[(
            "/digital",
            "<meta http-equiv=refresh content='2;url=/digital'><p>STRATEGI",
        )],
    );
    assert_eq!(visit.status, LinkHealth::Ok, "{visit:?}");
    assert_eq!(web.count("/digital"), 1);
}

#[test]
fn chapters_by_menu_and_by_next() {
    let found = lands(&[
        (
            "/digitaliseringsstrategi/indledning",
            "<h1>Digitaliseringsstrategi</h1><ul><li><a href=/digitaliseringsstrategi/indledning>Indledning</a>\
             <li><a href=/digitaliseringsstrategi/borgere>Borgerne</a>\
             <li><a href=/digitaliseringsstrategi/data>Data</a></ul><p>STRATEGI indledning",
        ),
        (
            "/digitaliseringsstrategi/borgere",
            "<h1>Borgerne</h1><p>STRATEGI borgerne",
        ),
        (
            "/digitaliseringsstrategi/data",
            "<h1>Data</h1><p>STRATEGI data",
        ),
    ]);
    assert_eq!(
        found,
        [
            "/digitaliseringsstrategi/indledning",
            "/digitaliseringsstrategi/borgere",
            "/digitaliseringsstrategi/data",
        ]
    );
    let found = lands(&[
        (
            "/s?side=1",
            "<h1>Digitaliseringsstrategi</h1><p>STRATEGI et</p><a href='?side=2'>Næste side</a>",
        ),
        (
            "/s?side=2",
            "<h1>Digitaliseringsstrategi</h1><p>STRATEGI to</p><a href='?side=1'>Forrige</a><a rel=next href='?side=3'>&rsaquo;</a>",
        ),
        (
            "/s?side=3",
            "<h1>Digitaliseringsstrategi</h1><p>STRATEGI tre</p><a href='?side=2'>Forrige</a><a href='/klima'>Næste: Klimapolitik</a>",
        ),
        ("/klima", "<h1>Klimapolitik</h1><p>STRATEGI for klimaet"),
    ]);
    assert_eq!(found, ["/s?side=1", "/s?side=2", "/s?side=3"]);
}

#[test]
fn a_list_of_policies_is_no_document_of_chapters() {
    let found = lands(&[
        (
            "/politikker",
            "<h1>Politikker og strategier</h1><a href=/politikker/klimapolitik>Klimapolitik</a>\
             <a href=/politikker/digitaliseringsstrategi>Digitaliseringsstrategi</a>\
             <a href=/politikker/aeldrepolitik>Ældrepolitik</a>",
        ),
        ("/politikker/klimapolitik", "<h1>Klimapolitik</h1><p>klima"),
        (
            "/politikker/digitaliseringsstrategi",
            "<h1>Digitaliseringsstrategi</h1><p>STRATEGI",
        ),
        ("/politikker/aeldrepolitik", "<h1>Ældrepolitik</h1><p>alder"),
    ]);
    assert_eq!(found, ["/politikker/digitaliseringsstrategi"]);
}

#[test]
fn the_front_page_is_never_a_documents_new_address() {
    let (visit, web) = visit_of(
        row(""),
        &[
            ("/gammel/s.pdf", "301:/"),
            (
                "/",
                "<h1>Testkøbing Kommune</h1><a href=/media/ny.pdf>Digitaliseringsstrategi</a>",
            ),
            ("/media/ny.pdf", "pdf:STRATEGI"),
        ],
    );
    assert_eq!(visit.status, LinkHealth::Soft404, "{visit:?}");
    assert_eq!(visit.moved_to, Some(web.url("/media/ny.pdf")));
    assert!(visit.documents.is_empty());
}

/// A dead link gets a suggestion where its document stands elsewhere on the site.
#[test]
fn what_is_gone_is_looked_for_on_the_site() {
    let (visit, web) = visit_of(
        row(""),
        &[
            ("/findes-ikke.pdf", "302:/nej"),
            (
                "/",
                "<h1>Testkøbing</h1><a href=/strategier>Politikker og strategier</a>",
            ),
            (
                "/strategier",
                "<h1>Strategier</h1><a href=/media/9.pdf>Digitaliseringsstrategi</a>",
            ),
            ("/media/9.pdf", "pdf:STRATEGI"),
        ],
    );
    assert_eq!(visit.status, LinkHealth::Gone, "{visit:?}");
    assert_eq!(visit.moved_to, Some(web.url("/media/9.pdf")));
    assert!(visit.documents.is_empty(), "an editor decides");
}

/// KL's "Notat 2020 (testkoebing.dk)" names a file that may be no strategy by its text, among the
/// papers of a meeting. Just any note of that name is not taken.
#[test]
fn a_file_of_the_very_name_is_found_among_the_minutes() {
    for (text, found) in [
        ("pdf:Notat om digital post, digital hjælp og data", true),
        ("pdf:Notat om spildevand og kloakker", false),
    ] {
        let web = Web::start(move |request, _| match request.target.as_str() {
            "/" => html(
                "<h1>Testkøbing</h1><nav><a href=/referater>Dagsordener og referater</a></nav>",
            ),
            "/referater" => {
                html("<h1>Referater</h1><a href=/referater/moede-7>Møde den 3. maj</a>")
            }
            "/referater/moede-7" => html("<p>Bilag: <a href=/bilag/notat-2020.pdf>Notat 2020</a>"),
            "/bilag/notat-2020.pdf" => pdf_answer(text),
            _ => missing(),
        });
        let mut listed = row("x");
        listed.link = None;
        listed.linktekst = Some("Notat 2020 (testkoebing.dk)".to_owned());
        let dir = tempfile::tempdir().expect("a folder");
        let content = content(&web.url("/"), vec![listed]);
        let visit = crawl(dir.path(), &content, &options()).remove(0);
        assert_eq!(visit.status, LinkHealth::NoLink);
        assert_eq!(!visit.documents.is_empty(), found, "{visit:?}");
    }
}
