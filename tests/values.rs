//! Values of the library's users: rows from them, and reports read back.

use canonym::{Answer, Comparison, Engine, Hints, Kind, Mention, Options, Status, Tables};

/// A president and a country, with forms.
fn base() -> Tables {
    let rows = r#"{"id":"person/emomali-rahmon","name":"Emomali Rahmon","kind":"person","country":"TJ","lang":["tgk"],"aliases":["Emomali Rakhmon"],"form":[{"name":"Rahmon","aliases":["Rakhmon"]}]}
{"id":"place/us","name":"United States","kind":"place","form":[{"name":"US","aliases":["U.S."]}]}
"#;
    let mut tables = Tables::new();
    tables.add_text("base.jsonl", rows).unwrap_or_else(|error| panic!("{error}"));
    tables
}

#[test]
fn reports_are_read_back_as_they_were_written() {
    let engine = Engine::new(&base(), Options::default());
    let mentions = engine.tag("President Rakhmon was in the U.S. on Monday.");
    assert_eq!(mentions.len(), 2);
    let answers = engine.lookup_all(&["Rakhmon", "Emomali Rahmonn", "Nobody"], 3);
    let comparison = engine.compare("Rakhmon", "Rahman", &Hints::default());
    let json = serde_json::to_string(&(&mentions, &answers, &comparison)).expect("reports are written");
    let back: (Vec<Mention>, Vec<Answer>, Comparison) = serde_json::from_str(&json).expect("reports are read");
    assert_eq!(back.0, mentions);
    assert_eq!(back.2, comparison);
    for (back, answer) in back.1.iter().zip(&answers) {
        assert_eq!((&back.query, back.status, &back.matches), (&answer.query, answer.status, &answer.matches));
        assert_eq!(back.meant(), answer.meant());
    }
}

#[test]
fn those_that_cannot_be_told_apart_are_known_of_an_answer_that_is_read_back() {
    let mut tables = Tables::new();
    let towns = "id\tname\nplace/a\tZarnob\nplace/b\tZarnob\nplace/c\tZarnab\n";
    tables.add_text("towns.tsv", towns).expect("they are right");
    let engine = Engine::new(&tables, Options::default());
    let answer = engine.lookup("Zarnob", 5);
    let ids = |answer: &Answer| answer.meant().iter().map(|m| m.id.clone()).collect::<Vec<_>>();
    assert_eq!((answer.status, ids(&answer)), (Status::Ambiguous, vec!["place/a".to_owned(), "place/b".to_owned()]));
    let json = serde_json::to_string(&answer).expect("it is written");
    assert_eq!(ids(&serde_json::from_str(&json).expect("it is read")), ids(&answer));
    // Who asks for none has the best one.
    assert_eq!(engine.lookup("Zarnab", 0).matches.len(), 1);
}

#[test]
fn rows_come_from_values() {
    #[derive(serde::Serialize)]
    struct Row {
        id: &'static str,
        name: &'static str,
        aliases: Vec<&'static str>,
        kind: Option<Kind>,
        country: Option<&'static str>,
    }
    let row = |id, name, kind| Row { id, name, aliases: vec![], kind, country: None };
    let mut tables = base();
    let others = Row { aliases: vec!["Yonkt | Youn", "\"quoted\"\tcafé"], ..row("9", "Youn", None) };
    let error = tables.add_rows("mine", [others]).expect_err("a tab is no part of a name");
    assert!(error.is_table() && error.diagnostics()[0].line == 1, "{error}");
    let rows = [
        Row { aliases: vec!["Rumi | City"], ..row("place/1", "Vakhdat", Some(Kind::Place)) },
        row("person/emomali-rahmon", "Imomali Rakhmonov", Some(Kind::Person)),
    ];
    tables.add_rows("mine", rows).expect("they are rows");
    let engine = Engine::over(&tables, Options::default()).expect("it is small");
    assert_eq!(engine.lookup("Rumi | City", 1).matches[0].id, "place/1");
    // A row of the same id replaces what was there, as that of a file does.
    assert_eq!(engine.entity("person/emomali-rahmon").expect("it is there").name(), "Imomali Rakhmonov");
    let broken = std::collections::HashMap::from([((1, 2), 3)]);
    let error = tables.add_rows("maps", [broken]).expect_err("keys are no names");
    assert!(error.to_string().starts_with("maps.jsonl:1:1: the value does not serialise"), "{error}");
    let error = tables.add_rows("lists", [[1, 2]]).expect_err("a list is no row");
    assert!(error.to_string().contains("lists.jsonl:1"), "{error}");
}

#[test]
#[cfg(feature = "builtin")]
fn who_is_preferred_below_is_not_to_names_above() {
    use canonym::Pack;
    use std::sync::Arc;

    let mut tables = Tables::new();
    let pack = Pack::builtin().unwrap_or_else(|error| panic!("{error}"));
    tables.add_base(Arc::new(pack));
    tables.add_text("mine.tsv", "id\tname\tkind\norg/kabul-trade\tKabul\torg\n").expect("a table");
    let engine = Engine::over(&tables, Options::default()).expect("a small table fits");
    let answer = engine.lookup("Kabul", 5);
    let ids: Vec<&str> = answer.meant().iter().map(|found| found.id.as_str()).collect();
    assert_eq!((answer.status, &ids[..]), (Status::Ambiguous, &["org/kabul-trade", "place/af-kabul"][..]));
    let mentions = engine.tag("They came to Kabul.");
    assert_eq!(mentions[0].candidates.len(), 2, "the province still stands behind the city: {mentions:?}");
}

#[test]
fn names_that_cannot_be_told_apart_stay_so_when_they_are_read_back() {
    let mut tables = Tables::new();
    let rows = "id\tname\tkind\nplace/a\tGhazanfar\tplace\nplace/b\tGhazenfar\tplace\nplace/c\tGhozanfar\tplace\n";
    tables.add_text("near.tsv", rows).expect("a table");
    let engine = Engine::new(&tables, Options::default());
    let answer = engine.lookup("Ghazunfar", 5);
    assert_eq!(answer.status, Status::Ambiguous, "{answer:?}");
    assert!(answer.meant().iter().any(|found| found.score != answer.meant()[0].score), "{answer:?}");
    let back: Answer = serde_json::from_str(&serde_json::to_string(&answer).expect("JSON")).expect("an answer");
    assert_eq!(back.meant(), answer.meant());
    assert_eq!(engine.lookup("Dushanbe", 5).tied, 0, "nobody is meant");
}

#[test]
fn columns_count_characters_beside_invalid_bytes_and_unknown_names_take_mentions_in_any_order() {
    let engine = Engine::new(&base(), Options::default());
    let mentions = engine.tag(b"\x93Emomali Rakhmon\x94 and \xabEmomali Rakhmon\xbb: Emomali Rakhmon\xe2\x80");
    let columns: Vec<usize> = mentions.iter().map(|mention| mention.column).collect();
    assert_eq!(columns, [2, 24, 42]);
    let text = "Emomali Rakhmon came.\n\nWith Zalmay Qortobi he met Emomali Rakhmon.";
    let mut mentions = engine.tag(text);
    let known = engine.unknown(text, &mentions);
    mentions.reverse();
    assert_eq!(engine.unknown(text, &mentions), known);
    assert_eq!(&text[mentions[0].span.range()], "Emomali Rakhmon");
}
