//! What of a page is no text, and is left alone: tags and their attributes,
//! comments, scripts, styles, code.

use std::ops::Range;

/// A language of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// HTML and XML.
    Html,
    /// Markdown: code and the addresses of links. Tags, too.
    Markdown,
}

/// Where in a page the reader is.
#[derive(Debug, Clone, Copy, Default)]
enum Inside {
    #[default]
    Text,
    /// A tag, in an attribute's value between such quotes; 0 is none.
    Tag(u8, Option<&'static str>),
    Comment,
    /// What is no prose up to its closing tag.
    Element(&'static str),
    /// Code between so many marks, within a paragraph.
    Code(u8, usize),
    /// Code between lines of so many marks.
    Fence(u8, usize),
    /// The address of a link.
    Address,
}

/// Elements that hold no prose.
const ELEMENTS: [&str; 12] =
    ["script", "style", "code", "pre", "kbd", "samp", "var", "textarea", "xmp", "iframe", "template", SVG];
/// The one that may close itself.
const SVG: &str = "svg";

/// Goes through a page piece by piece.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reader {
    inside: Inside,
}

impl Reader {
    /// The stretches of a piece that are no text, in order; goes on from the
    /// piece before. What is cut by the end of a piece is told as far as it
    /// is there.
    pub(crate) fn regions(&mut self, markup: Markup, bytes: &[u8]) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let text = matches!(self.inside, Inside::Text);
            let end = self.step(markup, bytes, at);
            if !text || !matches!(self.inside, Inside::Text) || end > at + 1 {
                match out.last_mut() {
                    Some(last) if last.end == at => last.end = end,
                    _ => out.push(at..end),
                }
            }
            at = end;
        }
        out
    }

    /// Reads what stands at a place; where it ends. One byte of text, or more
    /// that are none.
    fn step(&mut self, markup: Markup, bytes: &[u8], at: usize) -> usize {
        let rest = &bytes[at..];
        match self.inside {
            Inside::Text => self.begin(markup, bytes, at).map_or(at + 1, |length| at + length),
            Inside::Tag(0, element) => {
                match rest[0] {
                    quote @ (b'"' | b'\'') if bytes[..at].trim_ascii_end().ends_with(b"=") => {
                        self.inside = Inside::Tag(quote, element);
                    }
                    b'>' => {
                        let closed = element == Some(SVG) && at > 0 && bytes[at - 1] == b'/';
                        self.inside = element.filter(|_| !closed).map_or(Inside::Text, Inside::Element);
                    }
                    _ => {}
                }
                at + 1
            }
            Inside::Tag(quote, element) => {
                if rest[0] == quote {
                    self.inside = Inside::Tag(0, element);
                }
                at + 1
            }
            Inside::Comment if rest.starts_with(b"-->") => self.end(at + 3),
            Inside::Element(name) if closes(rest, name) => {
                self.inside = Inside::Tag(0, None);
                at + 1
            }
            Inside::Code(mark, marks) if rest[0] == mark => {
                let run = run_of(mark, rest);
                if run == marks { self.end(at + run) } else { at + run }
            }
            Inside::Fence(mark, marks) if rest[0] == mark => {
                let run = run_of(mark, rest);
                if run >= marks && opens_line(bytes, at) { self.end(at + run) } else { at + run }
            }
            // Code in a line ends with its paragraph, and an address with its line.
            Inside::Code(..) if is_blank_line(rest) => self.end(at + 1),
            Inside::Address if matches!(rest[0], b')' | b'\n') => self.end(at + 1),
            _ => at + 1,
        }
    }

    fn end(&mut self, at: usize) -> usize {
        self.inside = Inside::Text;
        at
    }

    /// The length of what begins something that is no text.
    fn begin(&mut self, markup: Markup, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = &bytes[at..];
        match rest {
            [b'\\', next, ..] if markup == Markup::Markdown && next.is_ascii_punctuation() => Some(2),
            [b'<', b'!', b'-', b'-', ..] => {
                self.inside = Inside::Comment;
                Some(4)
            }
            [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?') => {
                let element = ELEMENTS.into_iter().find(|name| is_name(&rest[1..], name));
                self.inside = Inside::Tag(0, element);
                Some(1)
            }
            [b'&', ..] => {
                let length = rest.iter().take(12).position(|byte| *byte == b';')?;
                let name = rest[1..length].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
                (name && length > 1).then_some(length + 1)
            }
            [b']', b'(', ..] if markup == Markup::Markdown => {
                self.inside = Inside::Address;
                Some(2)
            }
            [mark @ (b'`' | b'~'), ..] if markup == Markup::Markdown => {
                let run = run_of(*mark, rest);
                if run >= 3 && opens_line(bytes, at) {
                    self.inside = Inside::Fence(*mark, run);
                } else if *mark == b'`' && closes_code(&rest[run..], run) {
                    self.inside = Inside::Code(*mark, run);
                }
                Some(run)
            }
            _ => None,
        }
    }
}

fn run_of(mark: u8, rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| **byte == mark).count()
}

/// Whether nothing stands before a place in its line, or what quotes it.
fn opens_line(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte != b'\n').all(|byte| matches!(byte, b' ' | b'>'))
}

fn is_blank_line(rest: &[u8]) -> bool {
    rest.starts_with(b"\n\n") || rest.starts_with(b"\n\r\n")
}

/// Whether code between so many marks ends in its paragraph.
fn closes_code(rest: &[u8], marks: usize) -> bool {
    let mut at = 0;
    while at < rest.len() && !is_blank_line(&rest[at..]) {
        match run_of(b'`', &rest[at..]) {
            0 => at += 1,
            run if run == marks => return true,
            run => at += run,
        }
    }
    false
}

/// Whether a tag's name is this one.
fn is_name(rest: &[u8], name: &str) -> bool {
    let (Some(own), next) = (rest.get(..name.len()), rest.get(name.len())) else { return false };
    own.eq_ignore_ascii_case(name.as_bytes()) && !next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

fn closes(rest: &[u8], name: &str) -> bool {
    rest.starts_with(b"</") && is_name(&rest[2..], name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(markup: Markup, page: &str) -> String {
        let mut out = page.as_bytes().to_vec();
        Reader::default().regions(markup, page.as_bytes()).into_iter().for_each(|region| out[region].fill(b'_'));
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn tags_comments_and_code_are_no_text() {
        let html = |page| text(Markup::Html, page);
        assert_eq!(html("<a title=\"a>b\">Kabul</a> 3 < 4"), "_______________Kabul____ 3 < 4");
        assert_eq!(html("a<!-- > Kabul -->b &amp; c & d;"), "a________________b _____ c & d;");
        assert_eq!(html("<CODE class=x>Kabul</code>b<br/>c"), "__________________________b_____c");
        assert_eq!(html("<p title=it's>Kabul</p>"), "______________Kabul____");
        assert_eq!(html("<script/>Kabul</script>"), "_______________________");
        assert_eq!(html("<codex>Kabul</codex>"), "_______Kabul________");
        let markdown = |page| text(Markup::Markdown, page);
        assert_eq!(markdown("`Kabul` and ``a`b`` c"), "_______ and _______ c");
        assert_eq!(markdown("`a``Kabul` b ` c \\` d"), "__________ b ______ d");
        assert_eq!(markdown("a \\` Kabul ` b"), "a __ Kabul ` b");
        assert_eq!(markdown("x ``` y\r\n\r\nKabul `c`"), "x ___ y\r\n\r\nKabul ___");
        assert_eq!(markdown("[Kabul](https://x/Kabul) ~ b"), "[Kabul__________________ ~ b");
        assert_eq!(markdown("```\nKabul\n\nKabul\n```\nKabul"), "____________________\nKabul");
    }

    proptest! {
        #![proptest_config(ProptestConfig { max_global_rejects: u32::MAX, ..crate::trials::config() })]
        #[test]
        fn pages_in_pieces_are_the_whole(page in "[<>a/!\"&; \n-]{0,40}", cut in 0usize..40) {
            // A sign that a piece cuts in two is read otherwise.
            let cut = (0..=cut.min(page.len())).rev().find(|at| page[..*at].ends_with(['a', ' ', '\n', '"'])).unwrap_or(0);
            prop_assume!(page[..cut].rfind('&').is_none_or(|at| cut - at >= 12));
            let mark = |reader: &mut Reader, piece: &str| {
                let mut out = piece.as_bytes().to_vec();
                reader.regions(Markup::Html, piece.as_bytes()).into_iter().for_each(|region| out[region].fill(b'_'));
                out
            };
            let whole = mark(&mut Reader::default(), &page);
            let mut reader = Reader::default();
            let pieces = [mark(&mut reader, &page[..cut]), mark(&mut reader, &page[cut..])].concat();
            prop_assert_eq!(whole, pieces);
        }
    }
}
