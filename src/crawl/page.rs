//! The HTML of a page → its names, its own text and its links in reading order, each with the
//! heading it stands under. Keeps nothing of the tree.

use ego_tree::NodeRef;
use scraper::{Html, Node};
use url::Url;

use super::tame::tame;

/// Links beyond this are a machine talking.
const MOST_LINKS: usize = 5_000;

/// A page as far as a crawl needs it.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    /// First h1.
    pub(super) heading: Option<String>,
    /// Text without menus, header, footer and scripts.
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    /// Where `<meta http-equiv="refresh">` sends the reader at once.
    pub(super) refresh: Option<Url>,
}

/// A link of a page.
#[derive(Debug, Clone)]
pub(super) struct Link {
    pub(super) url: Url,
    /// Its text, else its title attribute.
    pub(super) text: String,
    /// The heading it stands under.
    pub(super) under: String,
    /// Whether it stands in menu, header or footer.
    pub(super) furniture: bool,
    /// Whether the page shows what it leads to inside itself (a frame, a viewer).
    pub(super) embedded: bool,
    /// Whether the page says that it leads to a file, or the address does.
    pub(super) file: bool,
    /// Whether it leads to the page that follows (`rel="next"`).
    pub(super) next: bool,
}

impl Link {
    /// A link of which only address and text are known.
    pub(super) fn new(url: Url, text: &str) -> Self {
        Self {
            file: is_file(&url),
            url,
            text: text.to_owned(),
            under: String::new(),
            furniture: false,
            embedded: false,
            next: false,
        }
    }
}

impl Page {
    pub(super) fn parse(html: &str, url: &Url) -> Self {
        let tree = Html::parse_document(&tame(html));
        let mut page = Self::default();
        let mut walk = Walk {
            base: url.clone(),
            page: &mut page,
            heading: String::new(),
        };
        walk.children(tree.tree.root(), false);
        page.text = collapse(&page.text);
        page
    }
}

struct Walk<'a> {
    base: Url,
    page: &'a mut Page,
    heading: String,
}

impl Walk<'_> {
    /// Depth first without recursion: hostile pages nest deeper than a stack.
    fn children(&mut self, root: NodeRef<'_, Node>, furniture: bool) {
        let mut stack = vec![(root, furniture)];
        while let Some((node, furniture)) = stack.pop() {
            let inside = match node.value() {
                Node::Text(text) => {
                    if !furniture {
                        self.page.text.push_str(text);
                    }
                    continue;
                }
                Node::Element(element) => {
                    let name = element.name();
                    if matches!(name, "script" | "style" | "noscript" | "template" | "svg") {
                        continue;
                    }
                    self.element(node, name, furniture);
                    if !matches!(name, "a" | "span" | "b" | "i" | "em" | "strong") {
                        self.page.text.push(' ');
                    }
                    if name == "title" {
                        continue;
                    }
                    let role = element.attr("role").unwrap_or_default();
                    furniture
                        || matches!(name, "nav" | "header" | "footer" | "aside")
                        || matches!(role, "navigation" | "banner" | "contentinfo" | "search")
                }
                _ => furniture,
            };
            let children: Vec<_> = node.children().collect();
            stack.extend(children.into_iter().rev().map(|child| (child, inside)));
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, name: &str, furniture: bool) {
        let Some(element) = node.value().as_element() else {
            return;
        };
        match name {
            "title" => {
                let title = text_of(node);
                if self.page.title.is_none() && !title.is_empty() {
                    self.page.title = Some(title);
                }
            }
            "base" => {
                let base = element.attr("href").and_then(|h| self.base.join(h).ok());
                self.base = base.unwrap_or_else(|| self.base.clone());
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "legend" | "caption" => {
                let heading = text_of(node);
                if name == "h1" && self.page.heading.is_none() && !heading.is_empty() {
                    self.page.heading = Some(heading.clone());
                }
                self.heading = heading;
            }
            "meta" => self.meta(element),
            "a" | "area" => {
                let rel = element.attr("rel").unwrap_or_default();
                let mime = element.attr("type").unwrap_or_default();
                let next = rel
                    .split_whitespace()
                    .any(|r| r.eq_ignore_ascii_case("next"));
                let file = element.attr("download").is_some() || mime == "application/pdf";
                self.link(element.attr("href"), node, |link| Link {
                    furniture,
                    next,
                    file: file || link.file,
                    ..link
                });
            }
            "link"
                if element
                    .attr("rel")
                    .is_some_and(|r| r.eq_ignore_ascii_case("next")) =>
            {
                self.link(element.attr("href"), node, |link| Link {
                    next: true,
                    ..link
                });
            }
            // Frames, and viewers that show a file inside the page.
            "frame" | "iframe" | "embed" | "object" => {
                let src = element.attr("src").or(element.attr("data"));
                self.link(src, node, |link| Link {
                    furniture,
                    embedded: true,
                    ..link
                });
            }
            _ => {}
        }
    }

    fn link(&mut self, href: Option<&str>, node: NodeRef<'_, Node>, shape: impl Fn(Link) -> Link) {
        let href = href.unwrap_or_default().trim();
        if href.is_empty() || href.starts_with('#') || self.page.links.len() >= MOST_LINKS {
            return;
        }
        let Ok(url) = self.base.join(href) else {
            return;
        };
        if !matches!(url.scheme(), "http" | "https") {
            return;
        }
        let mut text = text_of(node);
        if text.is_empty() {
            let element = node.value().as_element();
            let name = element.and_then(|e| e.attr("title").or(e.attr("aria-label")));
            text = collapse(name.unwrap_or_default());
        }
        // Before the first heading everything stands under the page's own name.
        let title = || self.page.title.clone().unwrap_or_default();
        let under = Some(self.heading.clone()).filter(|h| !h.is_empty());
        let under = under.unwrap_or_else(title);
        let shown = viewed(&url);
        for url in shown.into_iter().chain([url]) {
            let link = Link {
                under: under.clone(),
                ..Link::new(url, &text)
            };
            self.page.links.push(shape(link));
        }
    }

    fn meta(&mut self, element: &scraper::node::Element) {
        let equiv = element.attr("http-equiv").unwrap_or_default();
        if !equiv.eq_ignore_ascii_case("refresh") {
            return;
        }
        let content = element.attr("content").unwrap_or_default();
        let Some((seconds, rest)) = content.split_once([';', ',']) else {
            return;
        };
        // A page that waits longer wants to be read first.
        if seconds.trim().parse::<f32>().is_ok_and(|s| s <= 5.0) {
            let rest = rest.trim();
            let target = match rest.get(..4) {
                Some(key) if key.eq_ignore_ascii_case("url=") => &rest[4..],
                _ => rest,
            };
            self.page.refresh = self.base.join(target.trim_matches(['\'', '"', ' '])).ok();
        }
    }
}

/// The file that a viewer is told to show: `viewer.html?file=/media/a.pdf`.
fn viewed(viewer: &Url) -> Option<Url> {
    let mut named = viewer.query_pairs().filter(|(key, _)| {
        ["file", "url", "src", "pdf", "document"].contains(&key.to_ascii_lowercase().as_str())
    });
    named.find_map(|(_, value)| {
        let url = viewer.join(&value).ok()?;
        let web = matches!(url.scheme(), "http" | "https");
        (web && url.path().to_ascii_lowercase().ends_with(".pdf")).then_some(url)
    })
}

/// Whether the address itself says that it is a document and not a page.
pub(super) fn is_file(url: &Url) -> bool {
    let address = url.as_str().to_ascii_lowercase();
    let path = url.path().to_ascii_lowercase();
    [".pdf", ".docx", ".odt", ".doc", ".pptx", ".ashx"]
        .iter()
        .any(|ending| path.ends_with(ending) || address.ends_with(ending))
        || [
            "/pdf.aspx",
            "/media/",
            "/getmedia/",
            "/getfile",
            "/showfile",
            "/attachment",
            "/download",
        ]
        .iter()
        .any(|part| path.contains(part))
}

fn text_of(node: NodeRef<'_, Node>) -> String {
    let mut out = String::new();
    for child in node.descendants() {
        if let Node::Text(text) = child.value() {
            out.push_str(text);
            out.push(' ');
        }
    }
    collapse(&out)
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(html: &str) -> Page {
        Page::parse(html, &Url::parse("http://x.dk/a/b").expect("a URL"))
    }

    #[test]
    fn links_stand_under_their_heading() {
        let page = page(
            "<title>T</title><nav><a href=/m>Menu</a></nav><h1>Strategi</h1>\
             <p>Læs <a href='c.pdf'>den <b>her</b></a></p><details><summary>Bilag</summary>\
             <a href='#top'>op</a><a href='mailto:x@y'>m</a><iframe src=/d.pdf title=Vis></iframe></details>",
        );
        let links: Vec<_> = page
            .links
            .iter()
            .map(|l| (l.url.path(), l.text.as_str(), l.under.as_str(), l.furniture))
            .collect();
        assert_eq!(
            links,
            [
                ("/m", "Menu", "T", true),
                ("/a/c.pdf", "den her", "Strategi", false),
                ("/d.pdf", "Vis", "Bilag", false),
            ]
        );
        assert_eq!(page.heading.as_deref(), Some("Strategi"));
        assert!(page.text.contains("Læs den her") && !page.text.contains("Menu"));
    }

    #[test]
    fn frames_and_viewers_lead_to_what_they_show() {
        let page = page(
            "<base href=/ny/><iframe src='/web/viewer.html?file=..%2Fmedia%2Fs.pdf#page=2'></iframe>\
             <a href='https://docs.google.com/viewer?url=http%3A%2F%2Fx.dk%2Fm.pdf'>Vis</a>\
             <a href=fil.pdf>Fil</a><a href=/hent/9 download>Hent</a><a rel='nofollow next' href=2>2</a>",
        );
        let links: Vec<_> = page
            .links
            .iter()
            .map(|l| (l.url.as_str(), l.file, l.embedded, l.next))
            .collect();
        let viewer = "http://x.dk/web/viewer.html?file=..%2Fmedia%2Fs.pdf#page=2";
        assert_eq!(
            links[..2],
            [
                ("http://x.dk/media/s.pdf", true, true, false),
                (viewer, false, true, false),
            ]
        );
        assert_eq!(links[2].0, "http://x.dk/m.pdf");
        assert_eq!(
            links[4..],
            [
                ("http://x.dk/ny/fil.pdf", true, false, false),
                ("http://x.dk/hent/9", true, false, false),
                ("http://x.dk/ny/2", false, false, true),
            ]
        );
        let set = Page::parse(
            "<frameset cols=20%,*><frame src=menu.htm><frame src=hoved.htm></frameset>",
            &Url::parse("http://x.dk/").expect("a URL"),
        );
        assert_eq!(set.links.len(), 2);
    }

    #[test]
    fn an_instant_refresh_is_a_redirect() {
        let to = |html| page(html).refresh.map(String::from);
        assert_eq!(
            to("<meta http-equiv=Refresh content=\"0; URL='/ny'\">").as_deref(),
            Some("http://x.dk/ny")
        );
        assert_eq!(to("<meta http-equiv=refresh content='600'>"), None);
        assert_eq!(to("<meta http-equiv=refresh content='600; url=/'>"), None);
    }

    #[test]
    fn deep_nesting_is_survived() {
        let html = format!("{}<a href=/x>x</a>", "<div>".repeat(20_000));
        assert_eq!(page(&html).links.len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(html in "[<>a-z/=\"' !-]{0,200}") {
            let _ = page(&html);
        }
    }
}
