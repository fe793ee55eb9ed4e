//! The library as its users call it.

use canonym::{Engine, Hints, Kind, Options, Rule, Status, Tables, Verdict};

fn tables(files: &[(&str, &str)]) -> Tables {
    let mut tables = Tables::new();
    for (name, text) in files {
        tables.add_text(name, text).unwrap_or_else(|error| panic!("{error}"));
    }
    tables
}

const BASE: &str = r#"
[[entity]]
id = "person/emomali-rahmon"
name = "Emomali Rahmon"
kind = "person"
country = "TJ"
lang = ["tgk"]
aliases = ["Emomali Rakhmon"]

[[entity.form]]
name = "Rahmon"
aliases = ["Rakhmon"]

[[entity]]
id = "place/us"
name = "United States"
kind = "place"

[[entity.form]]
name = "US"
aliases = ["U.S."]
"#;

#[test]
fn a_later_table_replaces_extends_and_suppresses() {
    let over = r#"
[[suppress]]
id = "place/us"
alias = "US"

[[extend]]
id = "person/emomali-rahmon"
form = "Rahmon"
aliases = ["Rachmon"]

[[extend]]
id = "person/emomali-rahmon"
form = "Emomali Rahmonov"
aliases = ["Emomali Rakhmonov"]
"#;
    let engine = Engine::new(&tables(&[("base.toml", BASE), ("over.toml", over)]), Options::default());
    let (text, mentions) = engine.normalize("US, United States: Rachmon, once Emomali Rakhmonov");
    assert_eq!(text, "US, United States: Rahmon, once Emomali Rahmonov");
    assert_eq!(mentions.len(), 3, "a suppressed form is no mention");

    let replaced = "[[entity]]\nid = \"place/us\"\nname = \"America\"\n";
    let engine = Engine::new(&tables(&[("base.toml", BASE), ("over.toml", replaced)]), Options::default());
    assert_eq!(engine.lookup("United States", 5).status, Status::None);
    assert_eq!(engine.lookup("America", 5).matches[0].id, "place/us");

    let gone = "[[suppress]]\nid = \"place/us\"\n";
    let engine = Engine::new(&tables(&[("base.toml", BASE), ("over.toml", gone)]), Options::default());
    assert!(engine.tag("the United States").is_empty());
}

#[test]
fn tsv_and_jsonl_read_as_toml_does() {
    let toml = "[[entity]]\nid = \"p/1\"\nname = \"Darvoz\"\nkind = \"place\"\ncountry = \"TJ\"\naliases = [\"Darvaz\", \"Darwaz\"]\n";
    let tsv = "name\tid\taliases\tkind\tcountry\tlang\nDarvoz\tp/1\tDarvaz|Darwaz\tplace\tTJ\t\n";
    let jsonl = "{\"id\":\"p/1\",\"name\":\"Darvoz\",\"kind\":\"place\",\"country\":\"TJ\",\"lang\":null,\"aliases\":[\"Darvaz\",\"Darwaz\"]}\n\n";
    let answers = [("t.toml", toml), ("t.tsv", tsv), ("t.jsonl", jsonl)].map(|file| {
        let engine = Engine::new(&tables(&[file]), Options::default());
        (engine.lookup("darwaz", 5), engine.tag("in Darvaz"))
    });
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    assert_eq!(answers[0].0.matches[0].kind, Some(Kind::Place));
}

#[test]
fn all_errors_of_a_table_come_at_once_each_with_its_place() {
    let bad = "[[entity]]\nid = \"x\"\nnam = \"X\"\n\n[[entity]]\nid = \"y\"\nname = \"Y\"\nkind = \"plase\"\naliases = [\"Y\", 3, \"\"]\n\n[[never]]\npair = [\"A\"]\n";
    let error = Tables::new().add_text("bad.toml", bad).expect_err("errors");
    let found: Vec<_> = error.diagnostics().iter().map(|d| (d.line, d.column, d.rule)).collect();
    assert_eq!(found, [(3, 1, "unknown-field"), (8, 8, "kind"), (9, 17, "type"), (9, 20, "empty"), (11, 1, "missing")]);
    assert!(error.to_string().contains("did you mean `name`?"), "{error}");
    assert!(error.to_string().contains("did you mean `place`?"), "{error}");
}

#[test]
fn a_table_with_one_error_among_good_rows_is_refused_whole() {
    let mut tables = tables(&[("base.toml", BASE)]);
    let rows = "id\tname\na/1\tGood\na/1\tTwice\n";
    assert!(tables.add_text("bad.tsv", rows).is_err());
    assert_eq!(tables.table().entities.len(), 2);
}

#[test]
fn a_hundred_errors_are_a_hundred_messages() {
    let rows: String = (0..100).map(|i| format!("a/{i}\tName {i}\tnokind\n")).collect();
    let error = Tables::new().add_text("t.tsv", &format!("id\tname\tkind\n{rows}")).expect_err("errors");
    assert_eq!(error.diagnostics().len(), 100);
    assert_eq!(error.diagnostics()[99].line, 101);
}

#[test]
fn a_list_that_is_not_closed_is_one_error() {
    let row = |id: &str, more: &str| format!("[[entity]]\nid = \"place/{id}\"\nname = \"Ўзган {id}\"\n{more}\n\n");
    let told = |text: &str| {
        let error = Tables::new().add_text("t.toml", text).expect_err("it is wrong");
        error.diagnostics().iter().map(|d| format!("{}:{} {}", d.line, d.column, d.message)).collect::<Vec<_>>()
    };
    let open = "aliases = [\"Ӯ\", \"Aton\"";
    let text = [
        row("a", ""),
        row("b", open),
        row("c", "nam = 1"),
        row("d", "aliases = [\n \"x1\",\nkind = \"place\"\n[[entity.form]]\nname = \"D\""),
    ];
    let wanted = ["9:11 the list is not closed", "14:1 unknown field `nam`", "19:11 the list is not closed"];
    assert_eq!(told(&text.concat()), wanted);
    assert_eq!(told(&row("e", open)), ["4:11 the list is not closed"]);
    assert_eq!(told(row("e", open).trim_end()), ["4:11 the list is not closed"]);
    let comma = told(&row("e", "aliases = [\"a1\" \"b1\"]"));
    assert!(comma.len() == 1 && comma[0].contains("missing comma"), "{comma:?}");
}

#[test]
fn syntax_errors_do_not_hide_each_other() {
    let bad = "[[entity]]\nid = \nname = \"X\"\n[[entity]\nid = \"y\"\n";
    let error = Tables::new().add_text("bad.toml", bad).expect_err("errors");
    assert!(error.diagnostics().iter().filter(|d| d.rule == "syntax").count() >= 2, "{error}");
}

#[test]
fn kinds_and_scores_filter_what_is_told() {
    let options = Options { kinds: vec![Kind::Person], ..Options::default() };
    let engine = Engine::new(&tables(&[("base.toml", BASE)]), options);
    let ids: Vec<_> = engine.tag("Rahmon in the US").into_iter().filter_map(|m| m.id).collect();
    assert_eq!(ids, ["person/emomali-rahmon"]);

    let strict = Options { min_score: 1.0, ..Options::default() };
    let engine = Engine::new(&tables(&[("base.toml", BASE)]), strict);
    assert!(engine.tag("RAHMON, Emomali Rachmon").is_empty(), "typography and sound score less");
    assert_eq!(engine.tag("Rakhmon").len(), 1);

    let exact = Options { exact: true, ..Options::default() };
    let engine = Engine::new(&tables(&[("base.toml", BASE)]), exact);
    let rules: Vec<Rule> = engine.tag("RAHMON, Emomali Rachmon, Rakhmon").iter().map(|m| m.rule).collect();
    assert_eq!(rules, [Rule::Typography, Rule::Alias]);
}

#[test]
fn lookup_says_match_ambiguous_or_none() {
    let two = "id\tname\nplace/a\tTwin\nplace/b\tTwin\nplace/c\tOther\n";
    let engine = Engine::new(&tables(&[("t.tsv", two), ("base.toml", BASE)]), Options::default());
    let answer = engine.lookup("twin", 5);
    assert_eq!(answer.status, Status::Ambiguous);
    let ids: Vec<&str> = answer.matches.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids, ["place/a", "place/b"]);
    assert_eq!(engine.lookup("twin", 1).matches.len(), 1);
    assert_eq!(engine.lookup("nobody", 5).status, Status::None);
    assert_eq!(engine.lookup("", 5).status, Status::None);
    let titled = engine.lookup("President Emomali Rahmon", 5);
    assert_eq!((titled.status, titled.matches[0].rule), (Status::Match, Rule::Alias));
    let sounding = engine.lookup("Emomali Rachmon", 5);
    assert_eq!((sounding.status, sounding.matches[0].rule), (Status::Match, Rule::Key));
    assert!(sounding.matches[0].score > 0.9 && sounding.matches[0].score < 1.0);
}

#[test]
fn names_in_other_scripts_lead_to_their_latin_names() {
    let rows = "id\tname\tkind\tcountry\n\
        person/mohib\tHamdullah Mohib\tperson\tAF\n\
        person/hamidi\tHamidullah Hamidi\tperson\tAF\n\
        person/papadopoulos\tGiorgos Papadopoulos\tperson\tGR\n\
        person/saakashvili\tMikheil Saakashvili\tperson\tGE\n\
        person/peretz\tShimon Peres\tperson\tIL\n\
        person/yeltsin\tBoris Yeltsin\tperson\tRU\n";
    let engine = Engine::new(&tables(&[("t.tsv", rows)]), Options::default());
    for (name, id) in [
        ("حمدالله محب", "person/mohib"),
        ("Γιώργος Παπαδόπουλος", "person/papadopoulos"),
        ("მიხეილ სააკაშვილი", "person/saakashvili"),
        ("שמעון פרס", "person/peretz"),
        ("Борис Ельцин", "person/yeltsin"),
    ] {
        let answer = engine.lookup(name, 5);
        assert_eq!((answer.matches[0].id.as_str(), answer.matches[0].rule), (id, Rule::Script), "{name}");
    }
}

#[test]
#[cfg(feature = "builtin")]
fn what_a_table_keeps_apart_is_never_one_name() {
    let engine = Engine::builtin().unwrap_or_else(|error| panic!("{error}"));
    let verdict = |a: &str, b: &str| engine.compare(a, b, &Hints::default()).verdict;
    assert_eq!(verdict("Rahmon", "Rahman"), Verdict::Different);
    assert_eq!(verdict("Rahman", "Раҳмон"), Verdict::Different, "whatever the script of the alias");
    assert_eq!(verdict("Рахман", "Rahmon"), Verdict::Different, "whatever it is written in");
    assert_eq!(verdict("Абдул Рахман", "Abdul Rakhmon"), Verdict::Different, "nor a word of longer names");
    assert_eq!(verdict("Ahmad Mohamed", "Ahmed Mohammad"), Verdict::Same, "each word is like the one in its place");
    assert_eq!(verdict("Paktia", "Paktika"), Verdict::Different);
    assert_eq!(verdict("Ishkashim", "Ishkamish"), Verdict::Different);
    assert_eq!(verdict("Rakhmon", "Rahmon"), Verdict::Same);
    assert_eq!(verdict("Bombay", "Mumbai"), Verdict::Same, "one place by the table");
    for name in ["Rahman", "Rakhman", "Рахман", "Эмомали Рахман"] {
        assert_ne!(engine.lookup(name, 5).status, Status::Match, "{name}");
    }
}

#[test]
#[cfg(feature = "builtin")]
fn a_womans_surname_is_no_mans() {
    let engine = Engine::builtin().unwrap_or_else(|error| panic!("{error}"));
    for name in ["Karimova", "Karimova I.", "Mirziyoyeva", "Zelenska", "Zelenskaya", "Каримова", "Зеленська"]
    {
        assert_ne!(engine.lookup(name, 5).status, Status::Match, "{name}");
    }
    for (name, id) in [("Karimoff", "person/islam-karimov"), ("Zelenskyj", "person/volodymyr-zelenskyy")] {
        assert_eq!(engine.lookup(name, 5).matches[0].id, id, "{name}");
    }
    let hints = |kind| Hints { kind, ..Hints::default() };
    let compared = engine.compare("Markov", "Markova", &hints(None));
    assert_eq!(compared.verdict, Verdict::Different);
    assert!(compared.reasons.iter().any(|reason| reason.text == "a man's surname and a woman's"), "{compared:?}");
    assert!(engine.compare("Markov", "Markova", &hints(Some(Kind::Place))).score > compared.score);
    let cost = |a: &str, b: &str| engine.compare(a, b, &hints(None)).score;
    assert!(cost("Katharin", "Katharina") > 0.8, "one given name");
    assert!(cost("Mr Markov", "Mrs Markova") <= 0.5 && cost("Ковачевски", "Ковачевска") <= 0.5);
    let (_, mentions) = engine.normalize("In Uzbekistan, Mirziyoyeva agreed. В Узбекистане нет Каримова.");
    let ids: Vec<_> = mentions.iter().filter_map(|mention| mention.id.as_deref()).collect();
    assert_eq!(ids, ["place/uz", "place/uz", "person/islam-karimov"], "the genitive of a man's is a man's");
}

#[test]
#[cfg(feature = "builtin")]
fn given_names_alone_are_not_the_person() {
    let engine = Engine::builtin().unwrap_or_else(|error| panic!("{error}"));
    for name in ["Abdul Rashid", "Mohammad Hanif", "Muhammad Ashraf"] {
        let answer = engine.lookup(name, 5);
        assert_eq!((answer.status, answer.matches.is_empty()), (Status::None, false), "{name}: {answer:?}");
    }
    for (name, id) in [
        ("Abdul Rashid Dostom", "person/abdul-rashid-dostum"),
        ("Abdulrashid Dustum", "person/abdul-rashid-dostum"),
        ("Mohammad Yaqub", "person/mohammad-yaqoob"),
        ("Mohammad Hasan", "person/mohammad-hassan-akhund"),
        ("Mustafa Kemal", "person/mustafa-kemal-ataturk"),
    ] {
        let answer = engine.lookup(name, 5);
        assert_eq!((answer.status, answer.matches[0].id.as_str()), (Status::Match, id), "{name}: {answer:?}");
    }
}

#[test]
#[cfg(feature = "builtin")]
fn an_inner_place_is_not_its_country() {
    let engine = Engine::builtin().unwrap_or_else(|error| panic!("{error}"));
    let kabul = engine.lookup("Kabul, Afghanistan", 5);
    assert!(kabul.matches[0].id.starts_with("place/af-kabul"), "{kabul:?}");
    assert_ne!(engine.lookup("Xqzt, Germany", 5).status, Status::Match);
    assert_eq!(engine.lookup("Putin, Vladimir", 5).matches[0].id, "person/vladimir-putin");
}

#[test]
#[cfg(feature = "builtin")]
fn a_type_word_says_which_place_is_meant() {
    let engine = Engine::builtin().unwrap_or_else(|error| panic!("{error}"));
    for (name, id) in [
        ("Balkh Province", "place/af-balkh-province"),
        ("Province of Kabul", "place/af-kabul-province"),
        ("city of Kabul", "place/af-kabul"),
        ("Kunduz Province, Afghanistan", "place/af-kunduz-province"),
        ("Republic of Tajikistan", "place/tj"),
        ("Moscow Oblast", "place/ru-moscow-region"),
    ] {
        let answer = engine.lookup(name, 5);
        assert_eq!((answer.status, answer.matches[0].id.as_str()), (Status::Match, id), "{name}: {answer:?}");
        assert_eq!(answer.query, name);
    }
    for name in ["London Oblast", "Governor of Balkh", "Province", "province of", "Herat River", "Saryaash Village"] {
        assert_ne!(engine.lookup(name, 5).status, Status::Match, "{name}");
    }
    for long in ["Kabul".to_owned() + &" Province".repeat(20_000), "Province of ".repeat(20_000) + "Kabul"] {
        assert_ne!(engine.lookup(&long, 5).status, Status::Match);
    }
    for word in ["Ahmad ", "Kabul "] {
        assert_ne!(engine.lookup(&word.repeat(50_000), 5).status, Status::Match);
    }
    assert_eq!(engine.lookup("Ishkashim District", 5).status, Status::Ambiguous, "one on either side of the river");
}

#[test]
#[cfg(feature = "builtin")]
fn scores_of_candidates_fall() {
    let engine = Engine::builtin().unwrap_or_else(|error| panic!("{error}"));
    for name in ["Masar", "Londn", "Bagdat", "Solaimani", "حمدالله", "Ghazny"] {
        let scores: Vec<f64> = engine.lookup(name, 12).matches.iter().map(|m| m.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{name}: {scores:?}");
    }
}

#[test]
fn comparisons_say_why() {
    let engine = Engine::new(&Tables::new(), Options::default());
    let reasons = |a: &str, b: &str| {
        let found = engine.compare(a, b, &Hints::default());
        found.reasons.into_iter().map(|reason| reason.text).collect::<Vec<_>>().join("; ")
    };
    assert!(reasons("Rakhmon", "Rahmon").starts_with("kh→h, "));
    assert!(reasons("Rahmon", "Rakhmon").starts_with("h→kh, "), "from the first name to the second");
    assert!(reasons("Emomali Rahmon", "Rahmon Emomali").contains("another order"));
    assert!(reasons("John F. Kennedy", "John Fitzgerald Kennedy").contains("a word and its first letter"));
    assert!(reasons("Abdul Aziz", "Abdulaziz").contains("two words written as one"));
    assert!(reasons("Mehmet Ali", "Muhammad Ali").contains("one element of names"));
    assert!(reasons("Gaddafi", "Qadhafi").contains("one element of names"), "though their ends are equal");
    assert!(!reasons("Wali Qader", "Wali Ghader").contains("two words"), "a blank is no part of a unit");
    assert!(reasons("Herat", "Herat").is_empty());
}

#[test]
fn a_word_is_left_out_whatever_it_looks_like() {
    let engine = Engine::new(&Tables::new(), Options::default());
    let score = |a: &str, b: &str| engine.score(a, b, &Hints::default()).score;
    assert!(score("Simon Simonyan", "Simonyan") > 0.6 * score("Toran Simonyan", "Simonyan"));
    assert!(score("Bogdan Bogdanov", "Bogdanov") > 0.6 * score("Petrov Bogdanov", "Bogdanov"));
    assert!(score("Pavel Bogdan Krabogdan", "Pawel Bogdan") > 0.2, "behind the difference, too");
}

#[test]
fn digits_must_agree_and_long_names_end() {
    let engine = Engine::new(&Tables::new(), Options::default());
    let score = |a: &str, b: &str| engine.score(a, b, &Hints::default()).score;
    assert!(score("Chak 22 Left", "Chak 23 Left") < 0.1);
    assert!(score("Chak 22 Left", "Chak Left") < 0.1);
    assert!(score("Chak 22 Left", "Left Chak 23") < 0.1, "in any order");
    assert!(score("Chak 1 Left", "Chak 12 Left") < 0.1, "a digit is no initial");
    assert_eq!(score("", ""), 0.0);
    assert_eq!(score("!!!", "???"), 0.0);
    let long = "rahmon".repeat(20_000);
    assert!(score(&long, &long.replacen("rah", "rakh", 1)) < 1.0);
    assert!(score(&format!("{long}a"), &format!("{long}o")) < 0.5, "what is not weighed must be equal");
    let edge = &long[..95];
    assert!(score(&format!("{edge}azz"), &format!("{edge}bzz")) < 0.5, "the letter at the cap, too");
}

#[test]
fn an_engine_serves_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
    shared::<Tables>();
}

#[test]
fn empty_tables_and_texts() {
    let engine = Engine::new(&Tables::new(), Options::default());
    assert!(engine.tag("Rahmon").is_empty());
    assert_eq!(engine.normalize("").0, "");
    assert_eq!(engine.lookup("Rahmon", 5).status, Status::None);
}

#[test]
fn a_table_may_extend_its_own_entities() {
    let own = format!("{BASE}\n[[extend]]\nid = \"place/us\"\nform = \"US\"\naliases = [\"EEUU\"]\n");
    let engine = Engine::new(&tables(&[("own.toml", &own)]), Options::default());
    assert_eq!(engine.normalize("EEUU").0, "US");
}

#[test]
fn in_bulk_data_empty_is_absent_and_unknown_codes_are_warnings() {
    let jsonl =
        "{\"id\":\"x\",\"name\":\"Darvoz\",\"kind\":\"\",\"country\":\"Tajikistan\",\"lang\":\"\",\"aliases\":[]}\n";
    let tables = tables(&[("t.jsonl", jsonl)]);
    let rules: Vec<&str> = tables.warnings().iter().map(|warning| warning.rule).collect();
    assert_eq!(rules, ["country"]);
    assert_eq!(Engine::new(&tables, Options::default()).lookup("Darvoz", 1).status, Status::Match);
}

#[test]
fn control_characters_in_a_name_are_refused() {
    for name in ["Foo\\nBar", "Tab\\there"] {
        let table = format!("[[entity]]\nid = \"x\"\nname = \"{name}\"\n");
        let error = Tables::new().add_text("t.toml", &table).expect_err("an error");
        assert_eq!(error.diagnostics()[0].rule, "control");
    }
}

#[test]
fn very_long_names_are_looked_up_in_no_time() {
    let engine = Engine::new(&tables(&[("base.toml", BASE)]), Options::default());
    for word in ["xa ", "ali "] {
        assert_eq!(engine.lookup(&word.repeat(100_000), 5).status, Status::None);
    }
}

#[test]
fn fmt_keeps_every_comment_or_refuses() {
    let table = "# head\n\n[[entity]] # e\n# see [[never]] rows\nid=\"x\" # i\nname=\"a # b\"\naliases=[\"A\", # a\n# between\n\"B\"] # end\n\n# of the form\n[[entity.form]] # f\nname='F'\n# last\n";
    let formatted = canonym::format_table("t.toml", table).unwrap_or_else(|f| panic!("{}", f[0]));
    for comment in [
        "# head",
        "# e\n",
        "# see [[never]] rows",
        "# i",
        "# a\n",
        "# between",
        "# end",
        "# of the form",
        "# f\n",
        "# last",
    ] {
        assert!(formatted.contains(comment), "{comment} is gone from\n{formatted}");
    }
    assert_eq!(canonym::format_table("t.toml", &formatted).as_deref(), Ok(formatted.as_str()));
    let windows = canonym::format_table("t.toml", "\u{feff}# c\r\n\r\n[[entity]]\r\nid=\"x\"\r\nname=\"X\"\r\n");
    assert_eq!(windows.as_deref(), Ok("# c\r\n\r\n[[entity]]\r\nid = \"x\"\r\nname = \"X\"\r\n"));
    let only_comments = canonym::format_table("t.toml", "# a\n# b\n");
    assert_eq!(only_comments.as_deref(), Ok("# a\n# b\n"));
}

#[test]
fn an_entity_whose_forms_are_all_taken_out_may_get_others() {
    let mut tables = Tables::new();
    tables.add_text("a.tsv", "id\tname\nplace/x\tDarvoz\n").expect("a table");
    let over =
        "[[suppress]]\nid = \"place/x\"\nalias = \"Darvoz\"\n[[extend]]\nid = \"place/x\"\naliases = [\"Darwaz\"]\n";
    tables.add_text("over.toml", over).expect("a table");
    assert_eq!(tables.table().entities[0].name(), "Darwaz");
}

#[test]
fn a_recorded_spelling_with_brackets_is_found_by_look_up_and_not_in_text() {
    let mut tables = Tables::new();
    tables.add_text("a.tsv", "id\tname\nplace/x\tDarvoz (Qalai Khumb)\n").expect("a table");
    let engine = Engine::new(&tables, Options::default());
    assert_eq!(engine.lookup("Darvoz (Qalai Khumb)", 1).matches[0].score, 1.0);
    assert!(engine.tag("Darvoz (Qalai Khumb)").is_empty());
}

#[test]
fn names_in_the_syllables_of_another_system_are_found_and_compared() {
    let mut tables = Tables::new();
    let rows = "id\tname\tkind\tcountry\n1\tXitou Zhen\tplace\tCN\n2\tXiatou\tplace\tCN\n3\tHsia-tou\tplace\tTW\n";
    tables.add_text("towns.tsv", rows).expect("a table");
    let engine = Engine::new(&tables, Options::default());
    for name in ["Hsi-t’ou-chen", "Hsit'ou chên", "HSI-T'OU CHEN"] {
        let found = engine.lookup(name, 1);
        assert_eq!((found.status, &found.matches[0].id[..]), (Status::Match, "1"), "{name}");
    }
    let found = engine.compare("Teng Hsiao-p'ing", "Deng Xiaoping", &Hints::default());
    assert_eq!(found.verdict, Verdict::Same);
    assert_eq!(found.reasons[0].text, "teng hsiao ping is deng xiao ping in other syllables");
    let back = engine.compare("Deng Xiaoping", "Teng Hsiao-p'ing", &Hints::default());
    assert_eq!(back.score.to_bits(), found.score.to_bits());
    assert_eq!(engine.compare("Kuang-chou", "Hangzhou", &Hints::default()).verdict, Verdict::Different);
}

#[test]
fn a_letter_that_is_missing_between_two_like_vowels_hides_no_name() {
    let mut tables = Tables::new();
    tables.add_text("towns.tsv", "id\tname\n1\tHerat\n2\tWana\n3\tLhasa\n4\tSaad\n").expect("a table");
    let engine = Engine::new(&tables, Options::default());
    for (typed, id) in [("Heat", "1"), ("Waa", "2"), ("Lhaa", "3"), ("Samad", "4")] {
        assert_eq!(engine.lookup(typed, 1).matches.first().map(|m| &m.id[..]), Some(id), "{typed}");
    }
}

#[cfg(feature = "builtin")]
#[test]
fn initials_prove_a_person_or_that_it_is_another() {
    let engine = Engine::builtin().expect("the table");
    let putin = "person/vladimir-putin";
    for name in ["V. Putin", "Putin V.V.", "V.V. Putin", "v. putin", "В. Путин", "Путин, В.В.", "President V. Putin"]
    {
        let answer = engine.lookup(name, 3);
        assert_eq!((answer.status, &answer.matches[0].id[..]), (Status::Match, putin), "{name}");
        assert_eq!(engine.identify_all(&[name], 3)[0].status, Status::Match, "{name}");
    }
    for (name, id) in [
        ("Рахмонов Э.Ш.", "person/emomali-rahmon"),
        ("Sh. Mirziyoyev", "person/shavkat-mirziyoyev"),
        ("Kh. Karzai", "person/hamid-karzai"),
        ("К.-Ж. Токаев", "person/kassym-jomart-tokayev"),
        ("D. Trump", "person/donald-trump"),
        ("R. Emomali", "person/rustam-emomali"),
        ("A. Sh. Massoud", "person/ahmad-shah-massoud"),
        ("O. bin Laden", "person/osama-bin-laden"),
        ("Ghani A.", "person/ashraf-ghani"),
    ] {
        let answer = engine.lookup(name, 3);
        assert_eq!((answer.status, &answer.matches[0].id[..]), (Status::Match, id), "{name}");
    }
    for name in [
        "M. Putin",
        "M. Rahmon",
        "Z. Karzai",
        "Sh. Lavrov",
        "I. Trump",
        "A. Karimov",
        "U.S. Putin",
        "S. bin Laden",
        "A. Rahman",
    ] {
        assert_eq!(engine.lookup(name, 3).status, Status::None, "{name}");
    }
    for name in ["A. Massoud", "Ahmad S. Massoud"] {
        assert_eq!(engine.lookup(name, 3).status, Status::Ambiguous, "father and son: {name}");
    }
    let things = Engine::new(&tables(&[("t.tsv", "id\tname\nb\tKabul Bank\n")]), Options::default());
    assert_eq!(things.lookup("K. Bank", 3).status, Status::None, "what is of no kind has no given name");
}

#[test]
fn a_score_that_there_is_none_of_is_the_nearest_one() {
    let mut tables = Tables::new();
    tables.add_text("names.tsv", "id\tname\nplace/a\tQaratogh\n").expect("a table");
    let status = |min_score: f64, name: &str| {
        let engine = Engine::new(&tables, Options { min_score, ..Options::default() });
        engine.lookup(name, 1).status
    };
    for min_score in [f64::NAN, 2.0, f64::INFINITY, 0.85] {
        assert_eq!(status(min_score, "Qaratogh"), Status::Match, "{min_score}");
        assert_eq!(status(min_score, "Xqzt"), Status::None, "{min_score}");
    }
    assert_eq!(status(-1.0, "Qaratog"), status(0.0, "Qaratog"));
}

#[test]
fn a_text_says_the_same_whatever_was_read_before() {
    let texts = ["Rakhmon spoke.", "J. Rakhmon spoke. Rakhmonn left the U.S.", "Lalit Rakhmon spoke. Rakhmon left."];
    let engine = |_| Engine::new(&tables(&[("base.toml", BASE)]), Options::default());
    let alone: Vec<_> = texts.iter().map(|text| engine(()).tag(text)).collect();
    let engine = engine(());
    for _ in 0..2 {
        let together: Vec<_> = texts.iter().map(|text| engine.tag(text)).collect();
        assert_eq!(together, alone);
    }
}
