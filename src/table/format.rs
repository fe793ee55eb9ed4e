//! The one way a TOML table is written: fields in order, rows sorted, one
//! alias a line. Comments stay with what they are about; those with blank lines
//! around them part the table, and rows are sorted between them.

use toml::de::DeTable;

use super::diagnostic::{Diagnostic, Severity, Sources};
use super::model::{At, Table};
use super::parse::{Format, parse};
use super::raw::{Field, Node, Raw, from_toml};

/// Formats a TOML table; a formatted table does not change any more.
///
/// # Errors
///
/// All findings of the parser when the text is not a table, and one when it
/// is written in a way that could not be kept: nothing is formatted then.
///
/// # Examples
///
/// ```
/// let table = "[[entity]]\nname='B' # usual\nid='place/b'\naliases=['Bee','Be']\n";
/// let formatted = canonym::format_table("t.toml", table).unwrap();
/// assert_eq!(formatted, "\
/// [[entity]]
/// id = \"place/b\"
/// name = \"B\" # usual
/// aliases = [
///   \"Bee\",
///   \"Be\",
/// ]
/// ");
/// ```
pub fn format(path: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut sources = Sources::default();
    let file = sources.add(path, plain.as_str());
    let findings = parse(&sources, file, Format::Toml, &mut Table::default());
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    let formatted = write(&plain);
    if rows(&formatted) != rows(&plain) || comments_of(&formatted) != comments_of(&plain) {
        let at = At { file, offset: 0 };
        let message = "not written as rows with a field a line".to_owned();
        let remedy = "open each row with `[[entity]]` (and `[[entity.form]]`) and write its fields below it; \
                      nothing was changed, because a comment or value would have been lost";
        return Err(vec![sources.diagnostic(Severity::Error, "format", at, message, remedy.into())]);
    }
    Ok(if text.contains("\r\n") { formatted.replace('\n', "\r\n") } else { formatted })
}

fn write(text: &str) -> String {
    let (root, _) = DeTable::parse_recoverable(text);
    let mut blocks = blocks(from_toml(root.into_inner()), text);
    if blocks.is_empty() {
        return text.to_owned();
    }
    let sections: Vec<String> = blocks.iter().fold(Vec::new(), |mut seen, block| {
        if !seen.contains(&block.section) {
            seen.push(block.section.clone());
        }
        seen
    });
    let gaps = Gaps::of(text, &mut blocks);
    let section = |block: &Block| sections.iter().position(|section| *section == block.section);
    blocks.sort_by_key(|block| (block.part, section(block), block.order.clone()));
    let mut out = String::new();
    let (mut headings, mut last) = (gaps.headings.into_iter(), None);
    for block in &blocks {
        let heading = if last.replace(block.part) == Some(block.part) { None } else { headings.next() };
        let own = heading.iter().flatten().cloned().chain([block.leading.concat() + &block.text]);
        own.for_each(|paragraph| add(&mut out, &paragraph));
    }
    gaps.tail.iter().for_each(|paragraph| add(&mut out, paragraph));
    out
}

/// Adds a paragraph behind a blank line.
fn add(out: &mut String, paragraph: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(paragraph);
}

/// Where the parts of a table begin that are sorted on their own, from its
/// second one: at the first row below a comment with blank lines around it.
pub(super) fn parts(text: &str) -> Vec<usize> {
    let (root, _) = DeTable::parse_recoverable(text);
    let mut blocks = blocks(from_toml(root.into_inner()), text);
    Gaps::of(text, &mut blocks);
    blocks.windows(2).filter(|pair| pair[0].part != pair[1].part).map(|pair| pair[1].start).collect()
}

/// What a table says, whatever the order of its rows and fields.
fn rows(text: &str) -> Vec<String> {
    fn shape(node: &Node<'_>) -> String {
        match &node.value {
            Raw::Text(text) => format!("{text:?}"),
            Raw::List(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(",")),
            Raw::Table(fields) => {
                let mut fields: Vec<String> = fields.iter().map(|f| format!("{}={}", f.name, shape(&f.node))).collect();
                fields.sort_unstable();
                format!("{{{}}}", fields.join(","))
            }
            Raw::Null => "null".to_owned(),
            Raw::Other(kind) => (*kind).to_owned(),
        }
    }
    let (root, _) = DeTable::parse_recoverable(text);
    let mut out = Vec::new();
    for field in from_toml(root.into_inner()) {
        match &field.node.value {
            Raw::List(rows) => out.extend(rows.iter().map(|row| format!("{} {}", field.name, shape(row)))),
            _ => out.push(format!("{} {}", field.name, shape(&field.node))),
        }
    }
    out.sort_unstable();
    out
}

/// All comments of a TOML text, sorted; quotes are read so that no `#` in a
/// value is taken for one.
fn comments_of(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        rest = &rest[at..];
        if rest.starts_with('#') {
            let end = rest.find('\n').unwrap_or(rest.len());
            out.push(rest[..end].trim_end().to_owned());
            rest = &rest[end..];
            continue;
        }
        let quote = &rest[..1];
        let long = quote.repeat(3);
        let open = if rest.starts_with(&long) { long.as_str() } else { quote };
        let mut at = open.len();
        while at < rest.len() && !rest[at..].starts_with(open) {
            let escaped = quote == "\"" && rest[at..].starts_with('\\');
            at += 1 + usize::from(escaped);
            while at < rest.len() && !rest.is_char_boundary(at) {
                at += 1;
            }
        }
        at += open.len();
        // A long string may end with quotes of its own before the closing ones.
        while open.len() == 3 && rest.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            at += 1;
        }
        rest = rest.get(at..).unwrap_or("");
    }
    out.sort_unstable();
    out
}

/// A row with everything that belongs to it, written out.
struct Block {
    section: String,
    /// What rows of the section are sorted by.
    order: String,
    text: String,
    /// Bytes of the source from its header to the end of its last value.
    start: usize,
    end: usize,
    /// Comments right above it.
    leading: Vec<String>,
    /// The number of its part; rows stay in theirs.
    part: usize,
}

fn blocks(root: Vec<Field<'_>>, text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    for field in root {
        let Raw::List(rows) = field.node.value else { continue };
        for row in rows {
            let Raw::Table(fields) = row.value else { continue };
            let start = row.offset;
            let order = ["id", "text", "pair"]
                .iter()
                .find_map(|key| fields.iter().find(|f| f.name == *key))
                .map(|f| sort_text(&f.node))
                .unwrap_or_default();
            let mut block = Block {
                section: field.name.to_string(),
                order,
                text: String::new(),
                start,
                end: start,
                leading: Vec::new(),
                part: 0,
            };
            write_row(&mut block, &field.name, fields, text);
            out.push(block);
        }
    }
    out.sort_by_key(|block| block.start);
    out
}

fn sort_text(node: &Node<'_>) -> String {
    match &node.value {
        Raw::Text(text) => text.to_string(),
        Raw::List(items) => items.iter().map(sort_text).collect::<Vec<_>>().join("\0"),
        _ => String::new(),
    }
}

/// Comments with blank lines around them, by paragraph: they are about what follows.
struct Gaps {
    /// Above the first row of each part, which may be none above the first part.
    headings: Vec<Vec<String>>,
    /// Below the last row.
    tail: Vec<String>,
}

impl Gaps {
    /// Parts the rows where such comments stand. A comment right above a row
    /// belongs to it, and so does one right below, if a blank line follows.
    fn of(text: &str, blocks: &mut [Block]) -> Self {
        let mut headings = vec![Vec::new()];
        let mut end = 0;
        for at in 0..blocks.len() {
            let gap = text.get(end..blocks[at].start).unwrap_or_default();
            let (below, mut between, above) = paragraphs(gap, at > 0);
            blocks[at].leading = above;
            if let Some(row) = at.checked_sub(1) {
                blocks[row].text.extend(below);
                blocks[at].part = blocks[row].part;
                if !between.is_empty() {
                    blocks[at].part += 1;
                    headings.push(between);
                }
            } else {
                headings[0].append(&mut between);
            }
            end = blocks[at].end;
        }
        let rest = format!("{}\n\n", text.get(end..).unwrap_or_default());
        let (below, tail, _) = paragraphs(&rest, true);
        if let Some(last) = blocks.last_mut() {
            last.text.extend(below);
        }
        Self { headings, tail }
    }
}

/// The comments in a gap: right below what stands before it, in paragraphs of their
/// own, and right above what stands behind it. What is on the line of a row is
/// written with that already.
fn paragraphs(gap: &str, has_row_before: bool) -> (Vec<String>, Vec<String>, Vec<String>) {
    let gap = if has_row_before { gap.split_once('\n').map_or("", |(_, rest)| rest) } else { gap };
    // The blanks before a header are no line.
    let gap = gap.trim_end_matches([' ', '\t']);
    let lines: Vec<&str> = gap.lines().collect();
    let mut parts: Vec<String> = lines
        .split(|line| line.trim().is_empty())
        .map(|lines| lines.iter().filter_map(|line| comment_in(line)).map(|comment| format!("{comment}\n")).collect())
        .collect();
    let ended = gap.ends_with('\n') && lines.last().is_some_and(|line| line.trim().is_empty());
    let above = if ended { None } else { parts.pop() };
    let below = if has_row_before && !parts.is_empty() { Some(parts.remove(0)) } else { None };
    parts.retain(|part| !part.is_empty());
    (below.into_iter().collect(), parts, above.into_iter().collect())
}

fn write_row(block: &mut Block, section: &str, mut fields: Vec<Field<'_>>, text: &str) {
    block.text.push_str(&format!("[[{section}]]"));
    let header_end = text[block.start..].find("]]").map_or(block.start, |i| block.start + i + 2);
    let mut previous = header_end;
    fields.sort_by_key(|field| field.offset);
    let mut written: Vec<(usize, String)> = Vec::new();
    let mut forms = Vec::new();
    let mut trailing = true;
    for field in fields {
        let Field { name, offset, node } = field;
        match node.value {
            Raw::List(rows) if name == "form" => forms = rows,
            value => {
                let node = Node { value, ..node };
                put(block, &mut written, &mut previous, &mut trailing, &name, offset, node, text);
            }
        }
    }
    let last = end_of_line_comment(text, previous);
    match written.last_mut() {
        Some((_, line)) => line.push_str(&last),
        None => block.text.push_str(&last),
    }
    block.text.push('\n');
    written.sort_by_key(|(order, _)| *order);
    for (_, line) in written {
        block.text.push_str(&line);
        block.text.push('\n');
    }
    block.end = previous;
    for form in forms {
        let Raw::Table(fields) = form.value else { continue };
        let start = form.offset;
        // Forms that are no rows of their own are told by the comparison.
        let gap = text.get(block.end..start).and_then(|gap| gap.split_once('\n')).map_or("", |(_, rest)| rest);
        let mut inner = Block {
            section: String::new(),
            order: String::new(),
            text: String::new(),
            start,
            end: start,
            leading: Vec::new(),
            part: 0,
        };
        write_row(&mut inner, &format!("{section}.form"), fields, text);
        block.text.push('\n');
        for comment in comments(gap) {
            block.text.push_str(&comment);
            block.text.push('\n');
        }
        block.text.push_str(&inner.text);
        block.end = inner.end;
    }
}

#[allow(clippy::too_many_arguments)]
fn put(
    block: &mut Block,
    written: &mut Vec<(usize, String)>,
    previous: &mut usize,
    first: &mut bool,
    name: &str,
    offset: usize,
    node: Node<'_>,
    text: &str,
) {
    let gap = text.get(*previous..offset).unwrap_or_default();
    let (same_line, above) = gap.split_once('\n').unwrap_or((gap, ""));
    if let Some(comment) = comment_in(same_line) {
        match written.last_mut() {
            Some((_, line)) if !*first => line.push_str(&format!(" {comment}")),
            _ => block.text.push_str(&format!(" {comment}")),
        }
    }
    *first = false;
    let mut line: String = comments(above).iter().map(|c| format!("{c}\n")).collect();
    *previous = node.end;
    line.push_str(&format!("{name} = {}", value(name, &node, text)));
    written.push((order_of(name), line));
}

/// The place of a field in its row.
fn order_of(name: &str) -> usize {
    const ORDER: [&str; 19] = [
        "id", "name", "text", "pair", "kind", "type", "country", "lang", "within", "near", "ids", "prefer", "source",
        "why", "note", "form", "alias", "aliases", "not",
    ];
    ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len())
}

fn value(name: &str, node: &Node<'_>, text: &str) -> String {
    match &node.value {
        Raw::Text(text) => quote(text),
        Raw::List(items) => list(name, items, node, text),
        _ => text.get(node.offset..node.end).unwrap_or_default().to_owned(),
    }
}

fn list(name: &str, items: &[Node<'_>], node: &Node<'_>, text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut commented = false;
    // What stands before an item or the end: a comment on the line of the
    // item above, and comments on lines of their own.
    let mut comments_between = |lines: &mut Vec<String>, from: usize, to: usize| {
        let gap = text.get(from..to).unwrap_or_default();
        let (same_line, above) = gap.split_once('\n').unwrap_or((gap, ""));
        if let Some(comment) = comment_in(same_line) {
            commented = true;
            match lines.last_mut() {
                Some(last) => last.push_str(&format!(" {comment}")),
                None => lines.push(format!("  {comment}")),
            }
        }
        for comment in comments(above) {
            commented = true;
            lines.push(format!("  {comment}"));
        }
    };
    let mut previous = node.offset + 1;
    for item in items {
        comments_between(&mut lines, previous, item.offset);
        lines.push(format!("  {},", value(name, item, text)));
        previous = item.end;
    }
    comments_between(&mut lines, previous, node.end.saturating_sub(1));
    let upright = matches!(name, "aliases" | "not") && items.len() > 1;
    if commented || upright {
        return format!("[\n{}\n]", lines.join("\n"));
    }
    let flat: Vec<&str> = lines.iter().map(|line| line.trim().trim_end_matches(',')).collect();
    format!("[{}]", flat.join(", "))
}

fn end_of_line_comment(text: &str, at: usize) -> String {
    let line = text[at..].split('\n').next().unwrap_or("");
    comment_in(line).map_or(String::new(), |comment| format!(" {comment}"))
}

/// The comment in a stretch that holds no value.
fn comment_in(gap: &str) -> Option<&str> {
    gap.find('#').map(|at| gap[at..].trim_end())
}

fn comments(gap: &str) -> Vec<String> {
    gap.lines().filter_map(comment_in).map(str::to_owned).collect()
}

fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
