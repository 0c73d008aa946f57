//! The form of every message: a heading, paragraphs, at most one thing to do, and a closing line.

use std::fmt::Write;

use crate::i18n::Locale;
use crate::ui::text::escape;

/// The one thing that the reader may want to do. It opens a page; nothing happens before they press its button there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What the button says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A message's words, in the reader's language and without any markup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// The reader's language.
    pub locale: Locale,
    /// Also the heading of the text.
    pub subject: String,
    /// In order; a line break inside one is kept. What people wrote stands on lines of its own, as [`written`] makes them.
    pub paragraphs: Vec<String>,
    /// What to do next.
    pub action: Option<Action>,
    /// Why the reader gets this.
    pub closing: String,
}

/// The lines of what people wrote, in whatever language: each is one isolate, which the letter shows in its own direction.
pub fn written(text: &str) -> String {
    let lines = text.lines().map(|line| format!("\u{2068}{line}\u{2069}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The line without the marks of [`written`], if it is such a line. One that the portal wrote may begin and end with a name,
/// which is an isolate too, so that there must be no other inside.
fn of_people(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('\u{2068}')?.strip_suffix('\u{2069}')?;
    (!inside.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'])).then_some(inside)
}

impl Letter {
    /// As plain text. A link stands alone on its line, so that programs find its end and direction does not tear it; so does
    /// what people wrote, whose line has its own direction without marks.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n\n", self.subject);
        for paragraph in &self.paragraphs {
            for line in paragraph.lines() {
                let _ = writeln!(out, "{}", of_people(line).unwrap_or(line));
            }
            out.push('\n');
        }
        if let Some(action) = &self.action {
            let _ = write!(out, "{}\n{}\n\n", action.label, action.url);
        }
        if !self.closing.is_empty() {
            let _ = writeln!(out, "-- \n{}", self.closing);
        }
        out
    }

    /// As HTML that mail programs agree on: a table, inline styles, nothing from the network.
    pub fn html(&self) -> String {
        let (language, dir) = (self.locale.code(), self.locale.direction());
        let align = match self.locale {
            Locale::Ar => "right",
            Locale::En => "left",
        };
        let subject = escape(&self.subject);
        let mut body = String::new();
        for paragraph in &self.paragraphs {
            let lines: String = paragraph.lines().map(html_line).collect();
            let _ = write!(body, r#"<div style="margin:0 0 16px">{lines}</div>"#);
        }
        if let Some(action) = &self.action {
            body.push_str(&button(action));
        }
        let portal = self.locale.words().site_name();
        let closing = escape(&self.closing);
        format!(
            r#"<!DOCTYPE html><html lang="{language}" dir="{dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>{subject}</title></head><body style="margin:0;padding:0;background:#fbf8f2"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" dir="{dir}"><tr><td align="center" style="padding:24px 12px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" dir="{dir}" style="max-width:600px;background:#ffffff;border:1px solid #e8e0d0"><tr><td style="padding:12px 24px;background:#33461a;color:#ffffff;font:bold 16px/1.6 sans-serif;text-align:{align}">{portal}</td></tr><tr><td style="padding:24px;color:#1d2420;font:16px/1.8 sans-serif;text-align:{align}"><h1 style="margin:0 0 16px;font:bold 20px/1.5 sans-serif">{subject}</h1>{body}</td></tr><tr><td style="padding:12px 24px;border-top:1px solid #e8e0d0;color:#4f5751;font:14px/1.7 sans-serif;text-align:{align}">{closing}</td></tr></table></td></tr></table></body></html>"#
        )
    }
}

/// An element a line. Lines of the portal have the letter's direction, whatever names are in them: one that began with a
/// foreign name would otherwise turn around, and in one element with the lines below it, those too.
fn html_line(line: &str) -> String {
    match of_people(line) {
        Some(text) => format!(r#"<p dir="auto" style="margin:0">{}</p>"#, escape(text)),
        None if line.is_empty() => "<br>".to_owned(),
        None => format!(r#"<p style="margin:0">{}</p>"#, escape(line)),
    }
}

fn button(action: &Action) -> String {
    let (label, url) = (escape(&action.label), escape(&action.url));
    // The address is also shown: readers are told to look where a link leads, and some programs drop links.
    format!(
        r##"<p style="margin:0 0 16px"><a href="{url}" style="display:inline-block;padding:12px 20px;background:#4a6324;color:#ffffff;text-decoration:none;border-radius:4px">{label}</a></p><p dir="ltr" style="margin:0 0 16px;font-size:13px;word-break:break-all;color:#4f5751">{url}</p>"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            locale: Locale::Ar,
            subject: "سُجّلت في <ورشة>".to_owned(),
            paragraphs: vec!["السبت\nالساعة 10:00".to_owned()],
            action: Some(Action {
                label: "افتح صفحة الورشة".to_owned(),
                url: "https://tabadul.example.ps/ar/workshops/1?a=1&b=2".to_owned(),
            }),
            closing: "تصلك هذه الرسالة لأنك سجلت.".to_owned(),
        }
    }

    #[test]
    fn text_and_html_say_the_same() {
        let (text, html) = (letter().text(), letter().html());
        for words in ["السبت", "افتح صفحة الورشة", "تصلك هذه الرسالة"]
        {
            assert!(text.contains(words) && html.contains(words), "{words}");
        }
        assert!(text.contains("\nhttps://tabadul.example.ps/ar/workshops/1?a=1&b=2\n"));
    }

    #[test]
    fn html_reads_right_to_left_and_holds_no_markup_of_others() {
        let html = letter().html();
        assert!(html.contains(r#"<html lang="ar" dir="rtl">"#));
        assert!(html.contains("&lt;ورشة&gt;") && !html.contains("<ورشة>"));
        assert!(html.contains("?a=1&amp;b=2"));
        assert!(
            html.contains(r#"<p style="margin:0">السبت</p><p style="margin:0">الساعة 10:00</p>"#)
        );
    }

    #[test]
    fn what_people_wrote_turns_no_line_but_its_own() {
        let mut letter = letter();
        let place = "\u{2068}Town hall\u{2069} في \u{2068}غزة\u{2069}";
        letter.paragraphs = vec![format!("{}\n{place}", written("GIS & maps\nPart 2"))];
        let html = letter.html();
        for line in [
            r#"<p dir="auto" style="margin:0">GIS &amp; maps</p>"#.to_owned(),
            r#"<p dir="auto" style="margin:0">Part 2</p>"#.to_owned(),
            format!(r#"<p style="margin:0">{place}</p>"#),
        ] {
            assert!(html.contains(&line), "{line}: {html}");
        }
        assert!(
            letter
                .text()
                .contains(&format!("\nGIS & maps\nPart 2\n{place}\n"))
        );
    }
}
