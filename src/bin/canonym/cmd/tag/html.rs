//! Mentions as one page that needs nothing else: coloured by kind, with the
//! reason of each, a legend with counts, and a filter.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use canonym::{Mention, Status};
use tempfile::SpooledTempFile;

use super::reason;

const PAGE: &str = include_str!("page.html");

/// Bytes of text that are kept in memory before the legend is known.
const MEMORY: usize = 16 << 20;

/// How often each kind, status and rule was seen.
#[derive(Debug, Default)]
pub(super) struct Counts([BTreeMap<&'static str, usize>; 3]);

const FIELDS: [(&str, &str); 3] = [("Kind", "kind"), ("Status", "status"), ("Found by", "rule")];

fn values(mention: &Mention) -> [&'static str; 3] {
    [mention.kind.map_or("other", |kind| kind.as_str()), mention.status.as_str(), mention.rule.as_str()]
}

impl Counts {
    pub(super) fn see(&mut self, mention: &Mention) {
        for (counts, value) in self.0.iter_mut().zip(values(mention)) {
            *counts.entry(value).or_default() += 1;
        }
    }

    pub(super) fn add(&mut self, others: &Self) {
        for (counts, others) in self.0.iter_mut().zip(&others.0) {
            others.iter().for_each(|(value, count)| *counts.entry(value).or_default() += count);
        }
    }

    fn legend(&self) -> String {
        let mut out = String::new();
        for ((title, name), counts) in FIELDS.iter().zip(&self.0) {
            let _ = write!(out, "<fieldset><legend>{title}</legend>");
            for (value, count) in counts {
                let coloured = *name == "kind" || *value == "ambiguous";
                let swatch = if coloured { format!(" class=\"swatch {value}\"") } else { String::new() };
                let _ = write!(
                    out,
                    "<label><input type=\"checkbox\" name=\"{name}\" value=\"{value}\" checked> \
                     <span{swatch}>{value}</span> {count}</label>"
                );
            }
            out.push_str("</fieldset>\n");
        }
        out
    }
}

/// The page on its way: its texts, until all is counted.
pub(super) struct Page {
    title: String,
    texts: BufWriter<SpooledTempFile>,
}

impl Page {
    pub(super) fn new(title: String) -> Self {
        Self { title, texts: BufWriter::new(SpooledTempFile::new(MEMORY)) }
    }

    pub(super) fn finish(self, counts: &Counts, out: &mut dyn Write) -> io::Result<()> {
        let mut texts = self.texts.into_inner().map_err(io::IntoInnerError::into_error)?;
        texts.seek(SeekFrom::Start(0))?;
        let mut rest = PAGE;
        while let Some((before, behind)) = rest.split_once('{') {
            let known = behind.split_once('}').filter(|(name, _)| matches!(*name, "title" | "legend" | "text"));
            let Some((name, behind)) = known else {
                write!(out, "{before}{{")?;
                rest = behind;
                continue;
            };
            out.write_all(before.as_bytes())?;
            match name {
                "title" => out.write_all(escaped(&self.title).as_bytes())?,
                "legend" => out.write_all(counts.legend().as_bytes())?,
                _ => {
                    let mut buffer = [0; 64 << 10];
                    loop {
                        match texts.read(&mut buffer)? {
                            0 => break,
                            read => out.write_all(&buffer[..read])?,
                        }
                    }
                }
            }
            rest = behind;
        }
        out.write_all(rest.as_bytes())
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.texts.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.texts.flush()
    }
}

pub(super) fn open(doc: &str, out: &mut dyn Write) -> io::Result<()> {
    let doc = if doc == "-" { "standard input" } else { doc };
    write!(out, "<section>\n<h2>{}</h2>\n<div class=\"text\">", escaped(doc))
}

pub(super) fn text(bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escaped(&String::from_utf8_lossy(bytes)).as_bytes())
}

pub(super) fn mention(mention: &Mention, out: &mut dyn Write) -> io::Result<()> {
    let [kind, status, rule] = values(mention);
    let why = escaped(&reason(mention));
    let ambiguous = if mention.status == Status::Ambiguous { " ambiguous" } else { "" };
    write!(
        out,
        "<mark class=\"{kind}{ambiguous}\" tabindex=\"0\" data-kind=\"{kind}\" data-status=\"{status}\" data-rule=\"{rule}\" \
         data-why=\"{why}\" aria-description=\"{why}\">{}</mark>",
        escaped(&mention.text)
    )
}

pub(super) fn close(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"</div>\n</section>\n")
}

/// A text as it is written between and in tags; control characters, which no
/// page may have, as the sign for what is not known.
pub(in crate::cmd) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}
