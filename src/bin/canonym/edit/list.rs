//! Lists of texts in TOML, changed so that the comments of the other texts
//! stay with them.

use toml_edit::{Array, Value};

/// Adds a text behind the others, laid out as they are.
pub(crate) fn push(list: &mut Array, text: &str) {
    let indent = list.iter().last().map_or("\n  ".to_owned(), |last| {
        let prefix = prefix(last);
        prefix.rfind('\n').map_or(" ".to_owned(), |at| prefix[at..].to_owned())
    });
    let lines = indent.starts_with('\n');
    // What stands behind the last text is about it.
    let behind = if list.trailing_comma() || list.is_empty() {
        list.trailing().as_str().unwrap_or("").to_owned()
    } else {
        let trailing = list.trailing().as_str().unwrap_or("").to_owned();
        let last = list.len() - 1;
        let own = list.get(last).and_then(|value| value.decor().suffix()?.as_str()).unwrap_or("").to_owned();
        list.get_mut(last).into_iter().for_each(|value| value.decor_mut().set_suffix(""));
        own + &trailing
    };
    // Behind a comment nothing stands on its line.
    let indent = if behind.contains('#') && !lines { "\n  ".to_owned() } else { indent };
    let lines = lines || behind.contains('#');
    let mut value = Value::from(text);
    value.decor_mut().set_prefix(format!("{}{indent}", behind.trim_end()));
    value.decor_mut().set_suffix("");
    list.push_formatted(value);
    list.set_trailing(if lines { "\n" } else { "" });
    list.set_trailing_comma(lines);
}

/// Takes a text out, with the comments about it: those on its line and on the
/// lines above it.
pub(crate) fn take(list: &mut Array, at: usize) {
    let own = list.get(at).map_or(String::new(), prefix);
    let before = own.split_once('\n').map_or("", |(before, _)| before).to_owned();
    let rest = |behind: &str| behind.find('\n').map_or(behind.to_owned(), |end| behind[end..].to_owned());
    let first = at == 0;
    match list.get_mut(at + 1) {
        Some(next) => {
            let behind = rest(&prefix(next));
            let behind = match own.find('\n') {
                // The next text takes its place on the line.
                _ if first && !behind.contains('\n') => own.clone(),
                Some(end) if !behind.contains('\n') => own[end..].to_owned(),
                _ => behind,
            };
            next.decor_mut().set_prefix(before + &behind);
        }
        None => {
            let trailing = rest(list.trailing().as_str().unwrap_or(""));
            let trailing = if own.contains('\n') && !trailing.contains('\n') { "\n" } else { &trailing };
            list.set_trailing(format!("{before}{trailing}"));
        }
    }
    list.remove(at);
}

/// Puts a text in place of another, whose comments stay.
pub(crate) fn set(list: &mut Array, at: usize, text: &str) {
    if let Some(value) = list.get_mut(at) {
        let decor = value.decor().clone();
        *value = Value::from(text);
        *value.decor_mut() = decor;
    }
}

/// Where a text stands, blanks around it aside.
pub(crate) fn position(list: &Array, text: &str) -> Option<usize> {
    list.iter().position(|value| value.as_str().map(str::trim) == Some(text.trim()))
}

fn prefix(value: &Value) -> String {
    value.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml_edit::DocumentMut;

    fn changed(text: &str, change: impl FnOnce(&mut Array)) -> String {
        let mut document: DocumentMut = text.parse().expect("TOML");
        change(document["a"].as_array_mut().expect("a list"));
        document.to_string()
    }

    #[test]
    fn a_text_is_added_as_the_others_are_written() {
        let add = |text| changed(text, |list| push(list, "z"));
        assert_eq!(add("a = []\n"), "a = [\n  \"z\",\n]\n");
        assert_eq!(add("a = [\"x\"] # c\n"), "a = [\"x\", \"z\"] # c\n");
        assert_eq!(add("a = [\n  \"x\", # of x\n]\n"), "a = [\n  \"x\", # of x\n  \"z\",\n]\n");
        assert_eq!(add("a = [\n\t\"x\" # of x\n]\n"), "a = [\n\t\"x\", # of x\n\t\"z\",\n]\n");
        assert_eq!(add("a = [\"x\", # of x\n]\n"), "a = [\"x\", # of x\n  \"z\",\n]\n");
        assert_eq!(add("a = [\"x\" # of x\n]\n"), "a = [\"x\", # of x\n  \"z\",\n]\n");
        assert_eq!(add("a = [\n  \"x\",\n  # more to come\n]\n"), "a = [\n  \"x\",\n  # more to come\n  \"z\",\n]\n");
    }

    #[test]
    fn a_text_goes_with_its_own_comments_alone() {
        let lines = "a = [ # all\n  \"x\", # of x\n  # above y\n  \"y\", # of y\n  # above z\n  \"z\", # of z\n]\n";
        let without = |at| changed(lines, |list| take(list, at));
        assert_eq!(without(0), "a = [ # all\n  # above y\n  \"y\", # of y\n  # above z\n  \"z\", # of z\n]\n");
        assert_eq!(without(1), "a = [ # all\n  \"x\", # of x\n  # above z\n  \"z\", # of z\n]\n");
        assert_eq!(without(2), "a = [ # all\n  \"x\", # of x\n  # above y\n  \"y\", # of y\n]\n");
        let mixed = "a = [\"x\", # of x\n  \"y\", \"z\",\n  \"q\"]\n";
        assert_eq!(changed(mixed, |list| take(list, 1)), "a = [\"x\", # of x\n  \"z\",\n  \"q\"]\n");
        assert_eq!(changed("a = [\"x\", # of x\n  \"y\"]\n", |list| take(list, 1)), "a = [\"x\" # of x\n]\n");
        assert_eq!(changed("a = [\"x\", \"y\", \"z\"]\n", |list| take(list, 0)), "a = [\"y\", \"z\"]\n");
        assert_eq!(changed("a = [\"x\", \"y\", \"z\"]\n", |list| take(list, 2)), "a = [\"x\", \"y\"]\n");
        assert_eq!(changed("a = [\n  \"x\" # c\n]\n", |list| take(list, 0)), "a = [\n]\n");
    }
}
