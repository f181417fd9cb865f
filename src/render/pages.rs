//! Facts → every page and file of the site, made side by side and put together in order. The list of
//! what there is stands here; how each looks is the views' and templates' matter.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::chart::trend::InForce;
use super::engine::{Engine, Page};
use super::facts::{Facts, full_name, mention};
use super::kept::Stamps;
use super::similar::Space;
use super::site::Site;
use super::standing::{Figure, Standing};
use super::views::parts::Link;
use super::views::{
    citation, compare, data as downloads, development, front, list, matrix, municipalities,
    municipality, strategy, subjects, text,
};
use super::{Error, data, feed, markdown, routes, words};
use crate::content;
use crate::model::Date;
use crate::model::catalogue::{ProsePage, RowKey, Strategy};
use crate::model::subject::{Subject, SubjectKind};
use crate::progress::Progress;

/// One thing to make.
enum Job<'a> {
    Front,
    List(Option<Figure>),
    Municipalities,
    Municipality(&'a Standing<'a>),
    Strategy(&'a Strategy),
    Subjects(SubjectKind),
    Subject(&'a Subject),
    Matrix,
    Compare,
    Development,
    Search,
    Prose(&'a ProsePage),
    NotFound,
}

/// What is worked out across the whole catalogue and asked by many pages.
pub(super) struct Insights<'a> {
    /// Which municipalities resemble each other.
    pub(super) space: Space<'a>,
    /// Which strategies applied in which year.
    pub(super) in_force: InForce<'a>,
}

/// A file of the site.
type File = (String, Vec<u8>);

/// Makes everything and adds it to the site.
pub(super) fn all(
    facts: &Facts<'_>,
    engine: &Engine,
    stamps: Option<&Stamps<'_>>,
    progress: &dyn Progress,
    site: &mut Site,
) -> Result<(), Error> {
    let insights = Insights {
        space: Space::of(facts.catalogue, &facts.standings),
        in_force: InForce::of(facts.catalogue),
    };
    let jobs = jobs(facts);
    progress.start("render", Some(jobs.len() as u64));
    let pages = || -> Result<Vec<Vec<File>>, Error> {
        jobs.par_iter()
            .map(|job| {
                let rendered = || {
                    let (page, mut files) = make(facts, &insights, job);
                    progress.step(&page.address);
                    files.push((routes::file(&page.address), engine.render(&page)?));
                    Ok(files)
                };
                match (job, stamps) {
                    (Job::Strategy(s), Some(stamps)) => stamps.files(&s.key, rendered),
                    _ => rendered(),
                }
            })
            .collect()
    };
    let (downloads, pages) = rayon::join(|| downloads(facts), pages);
    for (address, bytes) in pages?.into_iter().flatten().chain(downloads?) {
        site.add(address, bytes)?;
    }
    let page = data_page(facts, site);
    site.add(routes::file(&page.address), engine.render(&page)?)?;
    crawlers(facts, site)?;
    progress.finish();
    Ok(())
}

fn jobs<'a>(facts: &'a Facts<'a>) -> Vec<Job<'a>> {
    let mut jobs = vec![
        Job::Front,
        Job::List(None),
        Job::Municipalities,
        Job::Matrix,
        Job::Compare,
        Job::Development,
        Job::Search,
        Job::NotFound,
    ];
    jobs.extend(
        Figure::ALL
            .into_iter()
            .map(|figure| Job::List(Some(figure))),
    );
    jobs.extend(SubjectKind::ALL.into_iter().map(Job::Subjects));
    let content = &facts.catalogue.content;
    jobs.extend(content.subjects.iter().map(Job::Subject));
    jobs.extend(content.prose.iter().map(Job::Prose));
    jobs.extend(facts.standings.iter().map(Job::Municipality));
    jobs.extend(facts.catalogue.strategies.iter().map(Job::Strategy));
    jobs
}

/// The page of a job, and the files that stand beside it.
fn make(facts: &Facts<'_>, insights: &Insights<'_>, job: &Job<'_>) -> (Page, Vec<File>) {
    let settings = &facts.catalogue.content.settings;
    let alone = |page| (page, Vec::new());
    match job {
        Job::Front => alone(
            Page::new(
                routes::HOME,
                "forside.html",
                &settings.titel,
                &front::FrontView::new(facts),
            )
            .described(&settings.undertitel)
            .alternate(
                "application/atom+xml",
                "Nyt i kataloget",
                routes::FEED.to_owned(),
            ),
        ),
        Job::List(part) => alone(list_page(facts, *part)),
        Job::Municipalities => alone(
            Page::new(
                routes::MUNICIPALITIES,
                "kommuner.html",
                "Kommuner",
                &municipalities::MunicipalitiesView::new(facts),
            )
            .described(
                "Alle kommuner efter region, og hvad vi ved om deres digitaliseringsstrategi.",
            ),
        ),
        Job::Municipality(standing) => municipality_page(facts, insights, standing),
        Job::Strategy(s) => strategy_page(facts, s),
        Job::Subjects(kind) => {
            let (_, many, title) = subjects::names(*kind);
            alone(
                Page::new(
                    routes::subjects(*kind),
                    "temaer.html",
                    title,
                    &subjects::SubjectsView::new(facts, *kind),
                )
                .described(format!(
                    "De {many}, som kommunernes digitaliseringsstrategier bliver gennemgået for."
                )),
            )
        }
        Job::Subject(subject) => subject_page(facts, insights, subject),
        Job::Matrix => alone(
            Page::new(
                routes::MATRIX,
                "matrix.html",
                "Temaer på tværs af kommuner",
                &matrix::MatrixView::new(facts),
            )
            .below([Link::new("Temaer", "temaer/")])
            .described("Hvilke temaer hver kommunes strategi tager op, og hvor meget."),
        ),
        Job::Compare => alone(
            Page::new(
                routes::COMPARE,
                "sammenlign.html",
                "Sammenlign kommuner",
                &compare::CompareView::new(facts),
            )
            .described("Sæt to til seks kommuners strategier ved siden af hinanden."),
        ),
        Job::Development => alone(
            Page::new(
                routes::DEVELOPMENT,
                "udvikling.html",
                "Udvikling",
                &development::DevelopmentView::new(facts, &insights.in_force),
            )
            .described("Strategierne på en tidsakse, og hvordan former og temaer har ændret sig."),
        ),
        Job::Search => alone(
            Page::new(routes::SEARCH, "soeg.html", "Søg", &())
                .described("Søg i teksten af alle strategier, side for side."),
        ),
        Job::Prose(prose) => alone(prose_page(prose)),
        Job::NotFound => alone(
            Page::new(routes::NOT_FOUND, "404.html", "Siden findes ikke", &())
                .described("Adressen findes ikke i kataloget."),
        ),
    }
}

fn list_page(facts: &Facts<'_>, part: Option<Figure>) -> Page {
    let view = list::ListView::new(facts, part);
    match part {
        None => Page::new(routes::LIST, "linksamling.html", "Linksamling", &view).described(
            "Alle kommuners digitaliseringsstrategier med periode, status, temaer og link.",
        ),
        Some(figure) => Page::new(
            routes::figure(figure.id()),
            "linksamling.html",
            figure.label(),
            &view,
        )
        .below([Link::new("Linksamling", routes::LIST)])
        .described(format!("Kommuner i gruppen »{}«.", figure.label())),
    }
}

fn subject_page(
    facts: &Facts<'_>,
    insights: &Insights<'_>,
    subject: &Subject,
) -> (Page, Vec<File>) {
    let all = Link::new(
        subjects::names(subject.kind).2,
        routes::subjects(subject.kind),
    );
    let address = routes::subject_feed(subject.kind, &subject.id);
    let page = Page::new(
        routes::subject(subject.kind, &subject.id),
        "tema.html",
        &subject.titel,
        &subjects::SubjectView::new(facts, &insights.in_force, subject),
    )
    .below([all])
    .alternate(
        "application/atom+xml",
        &format!("Nyt om {}", words::inside(&subject.titel)),
        address.clone(),
    )
    .described(format!(
        "Hvem skriver om {}, hvad de skriver, og hvem der ikke gør.",
        words::inside(&subject.titel)
    ));
    let carriers: BTreeSet<&RowKey> = facts
        .catalogue
        .strategies
        .iter()
        .filter(|s| mention(s, subject.kind, &subject.id).is_some())
        .map(|s| &s.key)
        .collect();
    let base = facts.catalogue.content.settings.base_url.as_deref();
    let feed = feed::subject(facts.catalogue, subject, &carriers, &facts.changes, base);
    (page, vec![(address, feed.into_bytes())])
}

fn municipality_page(
    facts: &Facts<'_>,
    insights: &Insights<'_>,
    standing: &Standing<'_>,
) -> (Page, Vec<File>) {
    let m = standing.municipality;
    let name = full_name(&m.navn);
    let page = Page::new(
        routes::municipality(&m.slug),
        "kommune.html",
        &name,
        &municipality::MunicipalityView::new(facts, insights, standing),
    )
    .below([Link::new("Kommuner", routes::MUNICIPALITIES)])
    .alternate(
        "application/atom+xml",
        &format!("Nyt om {name}"),
        routes::municipality_feed(&m.slug),
    )
    .described(match standing.principal() {
        Some(s) => format!("{name}: {}. {}.", s.title, s.status.label()),
        None => format!("{name} har ingen kendt digitaliseringsstrategi."),
    });
    let compared = compare::Compared::new(facts, &insights.space, standing);
    let json = serde_json::to_vec(&compared).unwrap_or_default();
    let base = facts.catalogue.content.settings.base_url.as_deref();
    let feed = feed::municipality(facts.catalogue, m, &facts.changes, base);
    let files = vec![
        (routes::municipality_data(&m.slug), json),
        (routes::municipality_feed(&m.slug), feed.into_bytes()),
    ];
    (page, files)
}

fn strategy_page(facts: &Facts<'_>, s: &Strategy) -> (Page, Vec<File>) {
    let view = strategy::StrategyView::new(facts, s);
    let name = facts.full_name(&s.key.kommune);
    let mut page = Page::new(routes::strategy(&s.key), "strategi.html", &s.title, &view)
        .below([
            Link::new("Kommuner", routes::MUNICIPALITIES),
            Link::new(&name, routes::municipality(&s.key.kommune)),
        ])
        .described(format!(
            "{} fra {name}, periode {}. {}.",
            s.form.label(),
            s.period.label(),
            s.status.label()
        ));
    let own = |file: &str| routes::strategy_file(&s.key, file);
    page = page.alternate(
        "application/ld+json",
        "Strategien som data",
        own("strategi.jsonld"),
    );
    let mut files = vec![
        (own("kilde.bib"), citation::bibtex(facts, s).into_bytes()),
        (own("kilde.ris"), citation::ris(facts, s).into_bytes()),
        (
            own("strategi.jsonld"),
            citation::linked_data(facts, s).into_bytes(),
        ),
    ];
    if let Some((document, _)) = s.readable() {
        files.push((
            own("tekst.txt"),
            text::plain(&s.title, document).into_bytes(),
        ));
    }
    (page, files)
}

#[derive(serde::Serialize)]
struct ProseView {
    html: String,
}

fn prose_page(prose: &ProsePage) -> Page {
    let address = routes::prose(&prose.slug);
    let html = markdown::render(&prose.tekst, &routes::root(&address));
    Page::new(address, "prosa.html", &prose.titel, &ProseView { html })
        .described(format!("{} – om kataloget.", prose.titel))
}

fn data_page(facts: &Facts<'_>, site: &Site) -> Page {
    let made = site
        .files
        .iter()
        .map(|(a, bytes)| (a.as_str(), bytes.len()));
    let view = downloads::DataView::new(&facts.catalogue.content.settings, made);
    Page::new(routes::DATA, "data.html", "Data", &view)
        .described("Hent hele kataloget som JSON og CSV, eller følg det med Atom.")
}

/// The files that people take away.
fn downloads(facts: &Facts<'_>) -> Result<Vec<File>, Error> {
    let catalogue = facts.catalogue;
    let base = catalogue.content.settings.base_url.as_deref();
    let katalog = data::katalog(catalogue, base).map_err(|error| Error::Data {
        file: "katalog.json",
        message: error.to_string(),
    })?;
    let themes = data::themes(catalogue, base).map_err(|error| Error::Data {
        file: "temaer.csv",
        message: error.to_string(),
    })?;
    let feed = feed::all(catalogue, &facts.changes, base);
    let file = |name: &str, text: String| (format!("{}{name}", routes::DATA), text.into_bytes());
    Ok(vec![
        file("katalog.json", katalog),
        file("katalog.schema.json", data::SCHEMA.to_owned()),
        file("linksamling.csv", content::export::csv(catalogue)),
        (format!("{}temaer.csv", routes::DATA), themes),
        file("dcat.jsonld", data::dcat(catalogue, base)),
        (routes::FEED.to_owned(), feed.into_bytes()),
    ])
}

/// What search engines and browsers ask for: robots.txt, and where the site has an address also the
/// sitemap and opensearch.xml, neither of which may hold a relative one.
fn crawlers(facts: &Facts<'_>, site: &mut Site) -> Result<(), Error> {
    let settings = &facts.catalogue.content.settings;
    let base = settings.base_url.as_deref();
    site.add("robots.txt".to_owned(), data::robots(base).into_bytes())?;
    let Some(base) = base else {
        return Ok(());
    };
    let opensearch = data::opensearch(&settings.titel, base);
    site.add("opensearch.xml".to_owned(), opensearch.into_bytes())?;
    let changed = last_changes(facts);
    let pages: Vec<String> = site
        .files
        .keys()
        .filter_map(|file| file.strip_suffix("index.html"))
        .map(str::to_owned)
        .collect();
    let pages = pages
        .iter()
        .map(|page| (page.as_str(), changed.get(page).copied()));
    let map = data::sitemap(base, pages);
    site.add("sitemap.xml".to_owned(), map.into_bytes())
}

/// The day of the newest change of every page that shows changes: strategies, their municipalities,
/// the front page. Of other pages no such day is known, and none is made up.
fn last_changes(facts: &Facts<'_>) -> BTreeMap<String, Date> {
    let mut out = BTreeMap::new();
    // Newest first: the first one stays.
    for change in &facts.changes {
        for address in [
            change.address.clone(),
            routes::municipality(&change.key.kommune),
            routes::HOME.to_owned(),
        ] {
            out.entry(address).or_insert(change.date);
        }
    }
    out
}
