//! The one way a TOML table is written: fields in order, rows sorted, one
//! alias a line. Comments stay with what they are about.

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
    let head = head(text, &mut blocks);
    let sections: Vec<String> = blocks.iter().fold(Vec::new(), |mut seen, block| {
        if !seen.contains(&block.section) {
            seen.push(block.section.clone());
        }
        seen
    });
    let tail = comments(&text[last_end(text, &blocks)..]);
    blocks.sort_by_key(|block| (sections.iter().position(|s| *s == block.section), block.order.clone()));
    let mut out = head;
    for block in &blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&block.text);
    }
    for comment in tail {
        out.push_str(&comment);
        out.push('\n');
    }
    out
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
    leading: Vec<String>,
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

/// Comments above the first row that a blank line parts from it are about
/// the file; the others belong to the row below them.
fn head(text: &str, blocks: &mut [Block]) -> String {
    let mut previous = 0;
    let mut head = String::new();
    for (i, block) in blocks.iter_mut().enumerate() {
        let gap = text.get(previous..block.start).unwrap_or_default();
        // What follows the last value on its line has been written with it.
        let gap = if i == 0 { gap } else { gap.split_once('\n').map_or("", |(_, rest)| rest) };
        let own = gap
            .rfind("\n\n")
            .map_or(if i == 0 && gap.contains('#') && gap.ends_with("\n\n") { gap.len() } else { 0 }, |at| at + 2);
        let (above, own) = gap.split_at(if i == 0 { own } else { 0 });
        for line in above.lines().map(str::trim_end) {
            if line.trim_start().starts_with('#') || (line.is_empty() && !head.is_empty() && !head.ends_with("\n\n")) {
                head.push_str(line);
                head.push('\n');
            }
        }
        block.leading = comments(own);
        previous = block.end;
    }
    for block in blocks {
        let leading: String = block.leading.iter().map(|line| format!("{line}\n")).collect();
        block.text.insert_str(0, &leading);
    }
    while head.ends_with("\n\n") {
        head.pop();
    }
    head
}

fn last_end(text: &str, blocks: &[Block]) -> usize {
    let end = blocks.iter().map(|block| block.end).max().unwrap_or(0);
    text[end..].find('\n').map_or(text.len(), |i| end + i + 1).max(end)
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
