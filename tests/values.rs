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
