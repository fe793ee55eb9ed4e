//! Behaviour as data: each case of `tests/cases/*.toml` is a text and the
//! mentions in it. Cases on tables of their own run on the naive engine, too.

mod reference;

use canonym::{Engine, Mention, Options, Status, Tables};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// A table in TOML; the built-in one when absent.
    table: Option<String>,
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    /// `spelling = id` for each mention in order; `spelling ? id|id` for an
    /// ambiguous one, ids in order.
    mentions: Vec<String>,
    /// The text after `normalize`; as it was when absent.
    normalized: Option<String>,
    /// Only recorded spellings and typography, on both engines.
    #[serde(default)]
    exact: bool,
}

fn shown(mention: &Mention) -> String {
    match mention.status {
        Status::Ambiguous => {
            let ids: Vec<&str> = mention.candidates.iter().map(|c| c.id.as_str()).collect();
            format!("{} ? {}", mention.text, ids.join("|"))
        }
        _ => format!("{} = {}", mention.text, mention.id.as_deref().unwrap_or("nobody")),
    }
}

fn run(name: &str, text: &str) {
    let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut failures = Vec::new();
    for case in &file.case {
        let options = Options { exact: case.exact, ..Options::default() };
        let engine = match &file.table {
            None => builtin(options),
            Some(table) => {
                let mut tables = Tables::new();
                tables.add_text("case.toml", table).unwrap_or_else(|error| panic!("{name}: {error}"));
                if case.exact {
                    let naive = reference::mentions(tables.table(), &case.text);
                    if naive != case.mentions {
                        failures.push(format!(
                            "{}: naive engine\n  wanted {:?}\n  got    {naive:?}",
                            case.name, case.mentions
                        ));
                    }
                }
                Engine::new(&tables, options)
            }
        };
        let (normalized, mentions) = engine.normalize(&case.text);
        let got: Vec<String> = mentions.iter().map(shown).collect();
        if got != case.mentions {
            failures.push(format!("{}\n  wanted {:?}\n  got    {got:?}", case.name, case.mentions));
        }
        for mention in &mentions {
            assert_eq!(&case.text[mention.span.start..mention.span.end], mention.text, "{}", case.name);
        }
        let wanted = case.normalized.as_ref().unwrap_or(&case.text);
        if case.normalized.is_some() && normalized != *wanted {
            failures.push(format!("{}\n  wanted {wanted:?}\n  got    {normalized:?}", case.name));
        }
        let again = engine.normalize(&normalized).0;
        if again != normalized {
            failures.push(format!("{}: a second run changes\n  {normalized:?} to\n  {again:?}", case.name));
        }
    }
    assert!(failures.is_empty(), "{name}:\n{}", failures.join("\n"));
}

#[cfg(feature = "builtin")]
fn builtin(options: Options) -> Engine {
    Engine::builtin_with(options).unwrap_or_else(|error| panic!("{error}"))
}

#[cfg(not(feature = "builtin"))]
fn builtin(_: Options) -> Engine {
    unreachable!("cases on the built-in table are left out without it")
}

macro_rules! cases {
    ($($(#[$attribute:meta])* $name:ident),* $(,)?) => {
        $($(#[$attribute])* #[test] fn $name() {
            run(stringify!($name), include_str!(concat!("cases/", stringify!($name), ".toml")));
        })*
    };
}

cases! {
    abbreviations,
    agree,
    caseless,
    boundaries,
    case,
    clitics,
    endings,
    failures,
    line_breaks,
    longest,
    near,
    overlays,
    scripts,
    sound,
    strangers,
    unicode,
    #[cfg(feature = "builtin")]
    bearers,
    #[cfg(feature = "builtin")]
    demonyms,
    #[cfg(feature = "builtin")]
    agencies,
    #[cfg(feature = "builtin")]
    namesakes,
    #[cfg(feature = "builtin")]
    partial,
    respelt,
    #[cfg(feature = "builtin")]
    words,
}
