//! A page's data → HTML through the theme's templates. Everything is escaped but what a template
//! calls safe; refuses to render a page with something undefined in it.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::theme::Theme;
use super::views::parts::Link;
use super::{Error, Facts, routes, words};
use crate::model::subject::SubjectKind;

/// A page to be rendered.
pub(super) struct Page {
    /// Address, relative to the site's root.
    pub(super) address: String,
    /// Template.
    pub(super) template: &'static str,
    /// Title without the site's.
    pub(super) title: String,
    /// One or two sentences for search engines and shared links.
    pub(super) description: String,
    /// The way down to the page.
    pub(super) crumbs: Vec<Link>,
    /// Other shapes of the page: media type, title, address.
    pub(super) alternates: Vec<(&'static str, String, String)>,
    view: Value,
}

impl Page {
    /// A page with what its template shows as `it`.
    pub(super) fn new<V: Serialize>(
        address: impl Into<String>,
        template: &'static str,
        title: impl Into<String>,
        view: &V,
    ) -> Self {
        Self {
            address: address.into(),
            template,
            title: title.into(),
            description: String::new(),
            crumbs: Vec::new(),
            alternates: Vec::new(),
            view: Value::from_serializable(view),
        }
    }

    pub(super) fn described(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    pub(super) fn below(mut self, crumbs: impl IntoIterator<Item = Link>) -> Self {
        self.crumbs.extend(crumbs);
        self
    }

    pub(super) fn alternate(mut self, kind: &'static str, title: &str, address: String) -> Self {
        self.alternates.push((kind, title.to_owned(), address));
        self
    }
}

/// What every page of the site is told.
#[derive(Debug, Serialize)]
struct SiteView<'a> {
    titel: &'a str,
    undertitel: &'a str,
    base_url: Option<&'a str>,
    kontakt: Option<&'a str>,
    rettelser: Option<&'a str>,
    licens: &'a str,
    licens_url: Option<String>,
    demo: bool,
    as_of: String,
    as_of_iso: String,
    nav: Vec<NavItem>,
    footer: Vec<Link>,
    search: &'static str,
    feed: &'static str,
}

#[derive(Debug, Serialize)]
struct NavItem {
    link: Link,
    /// Addresses that begin with this are below it.
    section: &'static str,
}

#[derive(Debug, Serialize)]
struct PageView<'a> {
    titel: &'a str,
    beskrivelse: &'a str,
    url: &'a str,
    canonical: Option<String>,
    crumbs: &'a [Link],
    alternates: &'a [(&'static str, String, String)],
}

/// The templates, ready.
pub(super) struct Engine {
    /// Stands for the templates and what every page is told, within this process.
    pub(super) stamp: u64,
    tera: Tera,
    base: Option<String>,
}

impl Engine {
    /// Compiles a theme's templates.
    pub(super) fn new(theme: &Theme, facts: &Facts<'_>) -> Result<Self, Error> {
        let mut tera = Tera::default();
        tera.autoescape_on([".html"]);
        tera.register_filter("tal", |n: u64, _: tera::Kwargs, _: &tera::State<'_>| {
            words::number(n)
        });
        let told = site(facts);
        let mut hasher = DefaultHasher::new();
        theme.templates.hash(&mut hasher);
        format!("{told:?}").hash(&mut hasher);
        tera.global_context().insert("site", &told);
        tera.add_raw_templates(&theme.templates)
            .map_err(|error| Error::Templates {
                message: chain(&error),
            })?;
        Ok(Self {
            stamp: hasher.finish(),
            tera,
            base: facts.catalogue.content.settings.base_url.clone(),
        })
    }

    /// The HTML of one page.
    pub(super) fn render(&self, page: &Page) -> Result<Vec<u8>, Error> {
        let mut context = Context::new();
        context.insert("root", &self.root(&page.address));
        context.insert(
            "page",
            &PageView {
                titel: &page.title,
                beskrivelse: &page.description,
                url: &page.address,
                canonical: self
                    .base
                    .as_ref()
                    .filter(|_| page.address != routes::NOT_FOUND)
                    .map(|base| format!("{base}{}", page.address)),
                crumbs: &page.crumbs,
                alternates: &page.alternates,
            },
        );
        context.insert_value("it", page.view.clone());
        self.tera
            .render(page.template, &context)
            .map(String::into_bytes)
            .map_err(|error| Error::Page {
                template: page.template.to_owned(),
                address: page.address.clone(),
                message: chain(&error),
            })
    }

    /// The way to the root. A host shows the 404 page at any depth, so there the way must be
    /// absolute where it is known.
    fn root(&self, address: &str) -> String {
        if address != routes::NOT_FOUND {
            return routes::root(address);
        }
        self.base
            .as_deref()
            .and_then(|base| url::Url::parse(base).ok())
            .map_or_else(|| "/".to_owned(), |url| url.path().to_owned())
    }
}

fn site<'a>(facts: &Facts<'a>) -> SiteView<'a> {
    let content = &facts.catalogue.content;
    let settings = &content.settings;
    let nav = [
        ("Linksamling", routes::LIST),
        ("Kommuner", routes::MUNICIPALITIES),
        ("Temaer", "temaer/"),
        ("Sammenlign", routes::COMPARE),
        ("Udvikling", routes::DEVELOPMENT),
        ("Data", routes::DATA),
        ("Om", routes::ABOUT),
    ];
    SiteView {
        titel: &settings.titel,
        undertitel: &settings.undertitel,
        base_url: settings.base_url.as_deref(),
        kontakt: settings.kontakt.as_deref(),
        rettelser: settings.rettelser.as_deref(),
        licens: &settings.licens,
        licens_url: settings
            .licens_url
            .as_deref()
            .and_then(super::views::parts::outside),
        demo: settings.demo,
        as_of: facts.today(),
        as_of_iso: facts.catalogue.as_of.to_string(),
        nav: nav
            .into_iter()
            .map(|(label, section)| NavItem {
                link: Link::new(label, section),
                section,
            })
            .collect(),
        footer: content
            .prose
            .iter()
            .map(|page| Link::new(&page.titel, routes::prose(&page.slug)))
            .chain([
                Link::new("Teknologier", routes::subjects(SubjectKind::Teknologi)),
                Link::new("Organisering", routes::subjects(SubjectKind::Organisering)),
            ])
            .collect(),
        search: routes::SEARCH,
        feed: routes::FEED,
    }
}

/// An error with everything under it, a line each.
fn chain(error: &dyn std::error::Error) -> String {
    let mut out = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        out.push_str(&format!("\n{cause}"));
        source = cause.source();
    }
    out
}
