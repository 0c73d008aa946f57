//! Markdown that people wrote (CommonMark and tables), rendered safely: raw HTML becomes text, links go only to web and
//! mail addresses, images become links, every block takes the direction of its own words.

use axum::response::Html;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::error::AppError;
use crate::http::{PublicForm, Visit};
use crate::routes::Route;

/// The preview that the editor's island asks for.
pub fn routes() -> Vec<Route> {
    vec![Route::post("/preview", preview)]
}

#[derive(serde::Deserialize)]
struct Draft {
    text: String,
}

async fn preview(
    visit: Visit,
    PublicForm(draft): PublicForm<Draft>,
) -> Result<Html<String>, AppError> {
    visit.member()?;
    Ok(Html(to_html(&draft.text)))
}

/// The HTML of a Markdown text. Headings start at `<h3>`, since the page's own are `<h1>` and `<h2>`, and skip no level, whatever
/// the writer's do.
pub fn to_html(markdown: &str) -> String {
    let parser = Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    );
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    let mut outline = Outline::default();
    html::push_html(
        &mut out,
        parser.flat_map(|event| safe(event, &mut outline)).flatten(),
    );
    out
}

/// The plain words of a Markdown text, for search, summaries and mails.
pub fn to_text(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    ) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(end) if is_block(end) => out.push('\n'),
            _ => {}
        }
    }
    out.trim().to_owned()
}

fn is_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::TableRow
            | TagEnd::CodeBlock
    )
}

/// The headings above the words being read, as the writer numbered them.
#[derive(Default)]
struct Outline(Vec<HeadingLevel>);

impl Outline {
    fn open(&mut self, level: HeadingLevel) -> Event<'static> {
        self.0.retain(|above| *above < level);
        self.0.push(level);
        literal(match self.0.len() {
            1 => "<h3 dir=\"auto\">",
            2 => "<h4 dir=\"auto\">",
            _ => "<h5 dir=\"auto\">",
        })
    }

    fn close(&self) -> Event<'static> {
        literal(match self.0.len() {
            1 => "</h3>\n",
            2 => "</h4>\n",
            _ => "</h5>\n",
        })
    }
}

/// A table gets a box to scroll in; everything else stays one event.
fn safe<'a>(event: Event<'a>, outline: &mut Outline) -> [Option<Event<'a>>; 2] {
    match event {
        // Without the alignments of its columns, which would become inline styles: the policy of the pages forbids those.
        Event::Start(Tag::Table(_)) => [
            Some(literal(
                "<div class=\"table-scroll\" dir=\"auto\" tabindex=\"0\">",
            )),
            Some(Event::Start(Tag::Table(Vec::new()))),
        ],
        Event::End(TagEnd::Table) => [Some(Event::End(TagEnd::Table)), Some(literal("</div>\n"))],
        Event::Start(Tag::Heading { level, .. }) => [Some(outline.open(level)), None],
        Event::End(TagEnd::Heading(_)) => [Some(outline.close()), None],
        other => [Some(safe_one(other)), None],
    }
}

fn safe_one(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(tag) => start(tag),
        Event::End(TagEnd::Paragraph) => literal("</p>\n"),
        Event::End(TagEnd::BlockQuote(_)) => literal("</blockquote>\n"),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        other => other,
    }
}

fn start(tag: Tag<'_>) -> Event<'_> {
    match tag {
        Tag::Paragraph => literal("<p dir=\"auto\">"),
        Tag::BlockQuote(_) => literal("<blockquote dir=\"auto\">\n"),
        Tag::List(None) => literal("<ul dir=\"auto\">\n"),
        Tag::List(Some(1)) => literal("<ol dir=\"auto\">\n"),
        Tag::List(Some(first)) => {
            Event::Html(format!("<ol dir=\"auto\" start=\"{first}\">\n").into())
        }
        Tag::Link {
            link_type,
            dest_url,
            title,
            ..
        } => link(link_type, dest_url, title),
        Tag::Image {
            dest_url, title, ..
        } => link(LinkType::Inline, dest_url, title),
        other => Event::Start(other),
    }
}

fn literal(html: &'static str) -> Event<'static> {
    Event::Html(CowStr::Borrowed(html))
}

fn link<'a>(link_type: LinkType, url: CowStr<'a>, title: CowStr<'a>) -> Event<'a> {
    let dest_url = match link_type {
        LinkType::Email => format!("mailto:{url}").into(),
        _ if is_safe(&url) => url,
        _ => CowStr::Borrowed("#"),
    };
    Event::Start(Tag::Link {
        link_type: LinkType::Inline,
        dest_url,
        title,
        id: CowStr::Borrowed(""),
    })
}

fn is_safe(url: &str) -> bool {
    let url = url.trim().to_ascii_lowercase();
    let own = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    own || url.starts_with('#')
        || ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_html_is_shown_not_run() {
        let html = to_html("<script>alert(1)</script>\n\nنص <b onclick=x>عريض</b>");
        assert!(
            !html.contains("<script>") && !html.contains("<b "),
            "{html}"
        );
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn links_go_only_to_web_and_mail() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "vbscript:x",
        ] {
            let html = to_html(&format!("[اضغط]({bad})"));
            assert!(html.contains("href=\"#\""), "{html}");
        }
        assert!(to_html("[أ](https://a.example)").contains("href=\"https://a.example\""));
        assert!(to_html("<a@b.example>").contains("href=\"mailto:a@b.example\""));
        assert!(!to_html("![x](https://a.example/b.png)").contains("<img"));
    }

    #[test]
    fn each_block_takes_its_own_direction() {
        let html = to_html("# عنوان\n\nEnglish\n\nعربي");
        assert_eq!(html.matches("dir=\"auto\"").count(), 3, "{html}");
        assert!(html.contains("<h3 dir"), "{html}");
    }

    #[test]
    fn a_table_scrolls_in_its_own_box_and_carries_no_inline_style() {
        let html = to_html("| أ | ب |\n|:--|--:|\n| 1 | 2 |\n\nبعده");
        assert_eq!(html.matches("<div").count(), 1, "{html}");
        assert_eq!(html.matches("</div>").count(), 1, "{html}");
        assert_eq!(html.matches("</tbody>").count(), 1, "{html}");
        assert!(
            html.contains("<th>أ</th>") && html.contains("<td>2</td>"),
            "{html}"
        );
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn a_list_takes_the_direction_of_its_words_and_keeps_its_number() {
        let html = to_html("3. ج\n4. د\n\ntext\n\n- a");
        assert!(html.contains("<ol dir=\"auto\" start=\"3\">"), "{html}");
        assert!(html.contains("<ul dir=\"auto\">"), "{html}");
    }

    #[test]
    fn headings_skip_no_level() {
        let html = to_html("### أ\n\n##### ب\n\n# ج\n\n## د");
        let levels: Vec<_> = html
            .match_indices("<h")
            .map(|(at, _)| &html[at + 1..at + 3])
            .collect();
        assert_eq!(levels, ["h3", "h4", "h3", "h4"], "{html}");
        assert_eq!(html.matches("</h4>").count(), 2, "{html}");
    }

    #[test]
    fn plain_text_keeps_the_words() {
        assert_eq!(to_text("# أ\n\n**ب** [ج](https://x.example)"), "أ\nب ج");
    }
}
