//! Editors' Markdown → HTML. Refuses raw HTML (it is shown as text) and links to anything but
//! http, https, mailto and the site itself.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The HTML of a text. Headings start at level 2, since the page's own title is level 1. `root` is
/// put before addresses that start with `/`, so that editors write them as they are on the site.
pub(super) fn render(text: &str, root: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut tables = 0;
    let events = Parser::new_ext(text, options)
        .map(|event| tame(event, root))
        .flat_map(|event| frame(event, &mut tables));
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, events);
    out
}

fn tame<'a>(event: Event<'a>, root: &str) -> Event<'a> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // A picture would be fetched from another host; it becomes a link to it.
        Event::Start(
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }
            | Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            },
        ) => Event::Start(Tag::Link {
            link_type,
            dest_url: address(dest_url, root),
            title,
            id,
        }),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: below_title(level),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_title(level))),
        other => other,
    }
}

/// A table in a frame that can be scrolled, so that it never widens the page on a phone. Column
/// alignment is dropped: it would be written as inline style.
fn frame<'a>(event: Event<'a>, tables: &mut u32) -> impl Iterator<Item = Event<'a>> + use<'a> {
    let (before, event, after) = match event {
        Event::Start(Tag::Table(_)) => {
            *tables += 1;
            let open = format!(
                "<div class=\"rulle\" tabindex=\"0\" role=\"region\" aria-label=\"Tabel {tables}, kan rulles\">"
            );
            (Some(open), Event::Start(Tag::Table(Vec::new())), None)
        }
        Event::End(TagEnd::Table) => (None, Event::End(TagEnd::Table), Some("</div>".to_owned())),
        other => (None, other, None),
    };
    let html = |text: String| Event::Html(text.into());
    before
        .map(html)
        .into_iter()
        .chain(std::iter::once(event))
        .chain(after.map(html))
}

/// Level 1 is the page's own; an editor's `#` and `##` are both level 2.
fn below_title(level: HeadingLevel) -> HeadingLevel {
    if level == HeadingLevel::H1 {
        HeadingLevel::H2
    } else {
        level
    }
}

fn address<'a>(url: CowStr<'a>, root: &str) -> CowStr<'a> {
    if let Some(inside) = url.strip_prefix('/').filter(|rest| !rest.starts_with('/')) {
        return format!("{root}{inside}").into();
    }
    let scheme = url.split([':', '/', '?', '#']).next().unwrap_or_default();
    let has_scheme = url[scheme.len()..].starts_with(':');
    let allowed = ["http", "https", "mailto"]
        .iter()
        .any(|s| scheme.eq_ignore_ascii_case(s));
    if has_scheme && !allowed {
        return "#".into();
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_scroll_and_carry_no_inline_style() {
        let html = render("| a | b |\n|---|--:|\n| x | 1 |\n", "");
        assert!(
            html.starts_with("<div class=\"rulle\" tabindex=\"0\""),
            "{html}"
        );
        assert!(html.trim_end().ends_with("</table>\n</div>"), "{html}");
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let html = render("<script>alert(1)</script>\n\nHej <b onclick=x>du</b>", "./");
        assert!(!html.contains("<script") && !html.contains("<b "));
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn links_stay_within_reason() {
        assert!(render("[a](javascript:alert)", "./").contains("href=\"#\""));
        assert!(render("[a](JavaScript:alert)", "./").contains("href=\"#\""));
        assert!(render("[a](/om/)", "../../").contains("href=\"../../om/\""));
        assert!(render("[a](https://kl.dk/)", "./").contains("href=\"https://kl.dk/\""));
    }

    #[test]
    fn headings_stay_below_the_pages_own() {
        assert!(render("# Om", "./").starts_with("<h2>Om</h2>"));
    }
}
