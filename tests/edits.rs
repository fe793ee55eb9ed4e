//! Changes to tables by the commands for them: comments and order stay, and
//! nothing wrong is written.
#![cfg(all(feature = "cli", feature = "builtin"))]

mod program;

use program::{Folder, Ran};

const NAMES: &str = "\
# Names of ours.

[[entity]]
id = \"place/x\" # the pass
name = \"Barzow\"
kind = \"place\"
aliases = [
  # As the Persians write it.
  \"Barzaw\", # usual
  \"Barzau\",
]

[[entity]]
id = \"person/a\"
name = \"Ali Yorov\"
kind = \"person\"
near = [\"place/x\"]

[[entity.form]]
name = \"Yorov\" # bare

[[namesake]]
text = \"Barzow\"
ids = [\"place/x\", \"person/a\"]
prefer = \"place/x\"
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("names.toml", NAMES);
    folder
}

fn edit(folder: &Folder, words: &[&str]) -> Ran {
    let mut all = words.to_vec();
    all.extend(["--no-builtin", "-d", "names.toml"]);
    folder.run_words(&all, "")
}

#[track_caller]
fn done(ran: &Ran) {
    assert_eq!((ran.code, &ran.errors[..]), (0, ""), "{}", ran.text);
}

#[test]
fn an_alias_goes_to_the_form_it_is_like() {
    let folder = folder();
    let ran = edit(&folder, &["add", "place/x", "Барзав"]);
    done(&ran);
    assert!(ran.text.starts_with("--- names.toml\n+++ names.toml\n@@"), "{}", ran.text);
    assert!(ran.text.contains("\n+  \"Барзав\",\n"), "{}", ran.text);
    assert_eq!(folder.get("names.toml"), NAMES.replace("\"Barzau\",\n", "\"Barzau\",\n  \"Барзав\",\n"));
    let ran = edit(&folder, &["add", "person/a", "Yorof"]);
    assert_eq!(ran.errors, "`Yorof` is a spelling of `Yorov` now\n");
    assert!(folder.get("names.toml").contains("name = \"Yorov\" # bare\naliases = [\n  \"Yorof\",\n]\n"));
    let ran = edit(&folder, &["add", "person/a", "Yaroff", "--form", "Ali Yorov"]);
    assert!(ran.text.contains("+aliases = [\n+  \"Yaroff\",\n+]\n"), "{}", ran.text);
}

#[test]
fn an_entity_of_a_table_below_is_extended() {
    let folder = Folder::new();
    for alias in ["Rahmonof", "Raghmon"] {
        let ran = folder.run(&format!("add -q person/emomali-rahmon {alias} --to new.toml"), "");
        done(&ran);
    }
    let wanted = "[[extend]]\nid = \"person/emomali-rahmon\"\nform = \"Rahmon\"\naliases = [\n  \"Rahmonof\",\n  \"Raghmon\",\n]\n";
    assert_eq!(folder.get("new.toml"), wanted);
    assert_eq!(folder.run("normalize -d new.toml", "Rahmonof came").text, "Rahmon came");
    let ran = folder.run("remove -q person/emomali-rahmon Rahmonof -d new.toml", "");
    done(&ran);
    assert!(!folder.get("new.toml").contains("Rahmonof"));
    done(&folder.run("remove -q person/emomali-rahmon Rakhmon -d new.toml", ""));
    assert!(folder.get("new.toml").contains("[[suppress]]\nid = \"person/emomali-rahmon\"\nalias = \"Rakhmon\"\n"));
}

#[test]
fn what_is_shown_only_is_not_written() {
    let folder = folder();
    let ran = edit(&folder, &["add", "place/x", "Barzoff", "--dry-run"]);
    assert!(ran.text.contains("+  \"Barzoff\","));
    assert_eq!(folder.get("names.toml"), NAMES);
    let ran = edit(&folder, &["add", "place/x", "Barzaw"]);
    assert_eq!((ran.code, &ran.text[..]), (0, ""));
    assert_eq!(ran.errors, "`Barzaw` is recorded already, as `Barzow`\nnothing to change\n");
}

#[test]
fn a_change_that_makes_an_error_is_refused() {
    let folder = folder();
    let ran = edit(&folder, &["add", "person/a", "Yorov", "--form", "Ali Yorov"]);
    assert_eq!(ran.code, 0, "known already");
    let ran = edit(&folder, &["new", "place/b", "B", "--within", "place/b"]);
    assert_eq!((ran.code, &ran.text[..]), (2, ""));
    assert!(ran.errors.contains("`place/b` lies within itself"), "{}", ran.errors);
    assert!(ran.errors.contains("nothing was written"), "{}", ran.errors);
    assert_eq!(folder.get("names.toml"), NAMES);
}

#[test]
fn aliases_go_with_their_comments_and_entities_leave_no_hole() {
    let folder = folder();
    done(&edit(&folder, &["remove", "place/x", "Barzaw"]));
    let wanted = NAMES.replace("  # As the Persians write it.\n  \"Barzaw\", # usual\n", "");
    assert_eq!(folder.get("names.toml"), wanted);
    let ran = edit(&folder, &["remove", "place/x"]);
    // What refers to it is told.
    assert!(ran.errors.contains("there is no entity `place/x`"), "{}", ran.errors);
    assert!(folder.get("names.toml").starts_with("# Names of ours.\n\n[[entity]]\nid = \"person/a\"\n"));
    let ran = edit(&folder, &["remove", "person/a", "Ali Yorov"]);
    assert_eq!(ran.code, 2);
    assert!(ran.errors.contains("`Ali Yorov` is the name of `person/a`"), "{}", ran.errors);
    let ran = edit(&folder, &["remove", "person/a", "Yorow"]);
    assert!(ran.errors.contains("`person/a` has no spelling `Yorow`; did you mean `Yorov`?"), "{}", ran.errors);
}

#[test]
fn a_new_entity_has_all_that_was_said_of_it() {
    let folder = folder();
    let words = "new place/tj-bunay Bunay Бунай --type village --country TJ --lang tgk --within place/x --source press";
    done(&edit(&folder, &words.split(' ').collect::<Vec<_>>()));
    let row = "[[entity]]\nid = \"place/tj-bunay\"\nname = \"Bunay\"\nkind = \"place\"\ntype = \"village\"\ncountry = \"TJ\"\nlang = [\"tgk\"]\nwithin = \"place/x\"\nsource = [\"press\"]\naliases = [\n  \"Бунай\",\n]\n";
    assert!(folder.get("names.toml").contains(row), "{}", folder.get("names.toml"));
    let ran = edit(&folder, &["new", "place/x", "X"]);
    assert!(ran.errors.contains("there is an entity `place/x` already; `canonym add`"), "{}", ran.errors);
}

#[test]
fn a_renamed_entity_is_still_found_and_referred_to() {
    let folder = folder();
    done(&edit(&folder, &["rename", "place/x", "Barzau", "--id", "place/y"]));
    let text = folder.get("names.toml");
    assert!(text.contains("id = \"place/y\" # the pass\nname = \"Barzau\"\n"), "{text}");
    assert!(text.contains("  # As the Persians write it.\n  \"Barzow\",\n  \"Barzaw\", # usual\n]"), "{text}");
    assert!(text.contains("near = [\"place/y\"]") && text.contains("ids = [\"place/y\", \"person/a\"]"), "{text}");
    assert!(text.contains("prefer = \"place/y\""), "{text}");
    done(&edit(&folder, &["rename", "person/a", "Yoroff", "--form", "Yorov"]));
    assert!(folder.get("names.toml").contains("name = \"Yoroff\" # bare\naliases = [\n  \"Yorov\",\n]\n"));
}

#[test]
fn a_merged_entity_takes_all_spellings_and_references() {
    let folder = folder();
    done(&edit(&folder, &["new", "place/z", "Barzov", "Barzuw"]));
    done(&edit(&folder, &["merge", "place/x", "place/z"]));
    let text = folder.get("names.toml");
    assert!(text.starts_with("# Names of ours.\n\n[[entity]]\nid = \"person/a\"\n"), "{text}");
    assert!(text.contains("aliases = [\n  \"Barzuw\",\n  \"Barzow\",\n  \"Barzaw\",\n  \"Barzau\",\n]\n"), "{text}");
    assert!(text.contains("near = [\"place/z\"]") && text.contains("prefer = \"place/z\""), "{text}");
    let ran = edit(&folder, &["merge", "person/a", "place/z"]);
    assert!(ran.errors.contains("`person/a` is a person and `place/z` a place"), "{}", ran.errors);
}

#[test]
fn unknown_ids_and_tables_that_cannot_be_changed_are_told() {
    let folder = folder();
    let ran = edit(&folder, &["add", "persn/a", "x"]);
    assert!(ran.errors.contains("there is no entity `persn/a`; did you mean `person/a`?"), "{}", ran.errors);
    let ran = folder.run("add place/af-kabul Kabuul", "");
    assert!(ran.errors.contains("which table is to be changed? Name a .toml file with --to"), "{}", ran.errors);
    folder.put("t.tsv", "id\tname\nplace/q\tQ\n");
    let ran = folder.run("add place/q Qq --to t.tsv", "");
    assert!(ran.errors.contains("t.tsv: not a TOML table; only those are changed"), "{}", ran.errors);
}

#[test]
fn line_ends_and_marks_of_a_file_stay() {
    let folder = folder();
    folder.put("names.toml", format!("\u{feff}{}", NAMES.replace('\n', "\r\n")));
    let ran = edit(&folder, &["add", "place/x", "Barzoff"]);
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let wanted = NAMES.replace("\"Barzau\",\n", "\"Barzau\",\n  \"Barzoff\",\n").replace('\n', "\r\n");
    assert_eq!(folder.get("names.toml"), format!("\u{feff}{wanted}"));
}

#[test]
fn a_table_that_is_named_twice_is_one() {
    let folder = folder();
    folder.put("canonym.toml", "tables = [\"names.toml\"]\nbuiltin = false\n");
    folder.put("r.toml", "[[variant]]\naccept = true\nid = \"place/x\"\nform = \"Barzow\"\nalias = \"Barzoff\"\n\n[[new]]\naccept = true\nid = \"place/n\"\nname = \"Nurak\"\n");
    let ran = folder.run("add --from r.toml -d ./names.toml", "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let text = folder.get("names.toml");
    assert!(text.contains("Barzoff") && text.contains("Nurak"), "{text}");
}

#[test]
fn changes_are_made_whether_they_are_looked_at_or_not() {
    let folder = folder();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_canonym"));
    command.args(["add", "place/x", "Barzoff", "--no-builtin", "-d", "names.toml"]).current_dir(folder.path());
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().expect("runs");
    drop(child.stdout.take());
    child.wait().expect("ends");
    assert!(folder.get("names.toml").contains("Barzoff"));
}

#[test]
fn nothing_comes_back_from_a_table_below() {
    let folder = Folder::new();
    folder.put("canonym.toml", "tables = [\"r.toml\"]\n");
    done(&folder.run("rename -q place/tj-khorog Xorogh --id place/tj-xorog", ""));
    let ran = folder.run("lookup Khorog --format jsonl", "");
    assert!(ran.text.contains("\"status\":\"match\"") && ran.text.contains("place/tj-xorog"), "{}", ran.text);
    done(&folder.run("remove -q place/tj-xorog", ""));
    assert!(!folder.run("lookup Khorog --format jsonl", "").text.contains("\"alias\":\"Khorog\""));
    done(&folder.run("remove -q place/af-kabul Cabul", ""));
    assert!(folder.get("r.toml").contains("alias = \"Cabul\""));
    done(&folder.run("add -q place/af-kabul Cabul", ""));
    assert!(!folder.get("r.toml").contains("Cabul"), "the suppression is taken back");
}

#[test]
fn what_is_known_of_a_merged_entity_is_kept() {
    let folder = folder();
    let rows = "[[entity]]\nid = \"place/p\"\nname = \"Paa Town\"\nkind = \"place\"\ncountry = \"TJ\"\nsource = [\"a\"]\nnot = [\"Pii\"]\n\n[[entity]]\nid = \"place/q\"\nname = \"PAA town\"\nkind = \"place\"\nsource = [\"b\"]\n\n[[namesake]]\ntext = \"Paa Town\"\nids = [\"place/p\", \"place/q\"]\n";
    folder.put("names.toml", rows);
    done(&edit(&folder, &["merge", "place/p", "place/q"]));
    let wanted = "[[entity]]\nid = \"place/q\"\nname = \"PAA town\"\nkind = \"place\"\ncountry = \"TJ\"\nsource = [\"b\", \"a\"]\nnot = [\"Pii\"]\n";
    assert_eq!(folder.get("names.toml"), wanted);
}

#[test]
fn rows_in_one_list_are_refused_and_not_lost() {
    let folder = folder();
    folder.put("names.toml", "entity = [{ id = \"place/x\", name = \"Barzow\" }]\n");
    let ran = edit(&folder, &["add", "place/x", "Barzoff"]);
    assert_eq!(ran.code, 2);
    assert!(ran.errors.contains("names.toml: `entity` is written as a list in one"), "{}", ran.errors);
}

#[test]
fn an_undone_suppression_leaves_a_spelling_that_is_found() {
    let folder = folder();
    folder.put("own.toml", "[[suppress]]\nid = \"place/x\"\nalias = \"Phougrad\"\n");
    done(&folder.run("add -q place/x Phougrad --no-builtin -d names.toml -d own.toml", ""));
    assert!(folder.get("names.toml").contains("Phougrad") && !folder.get("own.toml").contains("suppress"));
    // What both a row of ours and a table below have goes from both.
    folder.put("own.toml", "[[extend]]\nid = \"place/af-kabul\"\naliases = [\"Cabul\"]\n");
    done(&folder.run("remove -q place/af-kabul Cabul -d own.toml", ""));
    assert_eq!(folder.get("own.toml"), "[[suppress]]\nid = \"place/af-kabul\"\nalias = \"Cabul\"\n");
}

#[test]
fn a_form_is_renamed_with_what_extends_it() {
    let folder = folder();
    folder.put(
        "names.toml",
        format!("{NAMES}\n[[extend]]\nid = \"person/a\"\nform = \"Yorov\"\naliases = [\"Yorow\"]\n"),
    );
    done(&edit(&folder, &["rename", "person/a", "Yoroff", "--form", "Yorov"]));
    let text = folder.get("names.toml");
    assert!(text.contains("name = \"Yoroff\" # bare\naliases = [\n  \"Yorov\",\n]\n"), "{text}");
    assert!(text.contains("form = \"Yoroff\"\naliases = [\"Yorow\"]"), "{text}");
    let ran = edit(&folder, &["rename", "person/a", "Yoroff", "--form", "Ali Yorov"]);
    assert!(ran.errors.contains("has a form `Yoroff` already"), "{}", ran.errors);
}

#[test]
fn a_part_is_merged_into_what_contains_it() {
    let folder = folder();
    let rows = "[[entity]]\nid = \"place/p\"\nname = \"Kholm\"\nwithin = \"place/q\"\n\n[[entity]]\nid = \"place/q\"\nname = \"Khulm\"\nnear = [\"place/p\"]\n";
    folder.put("names.toml", rows);
    done(&edit(&folder, &["merge", "place/p", "place/q"]));
    assert_eq!(folder.get("names.toml"), "[[entity]]\nid = \"place/q\"\nname = \"Khulm\"\naliases = [\"Kholm\"]\n");
}

#[test]
fn a_review_may_speak_of_its_own_new_entities() {
    let folder = folder();
    folder.put("r.toml", "[[variant]]\naccept = true\nid = \"place/n\"\nform = \"Nurak\"\nalias = \"Norak\"\n\n[[new]]\naccept = true\nid = \"place/n\"\nname = \"Nurak\"\n\n[[new]]\naccept = true\nid = \"place/n\"\nname = \"Nourak\"\n");
    done(&edit(&folder, &["add", "--from", "r.toml"]));
    assert!(
        folder
            .get("names.toml")
            .contains("name = \"Nurak\"\nkind = \"place\"\naliases = [\n  \"Nourak\",\n  \"Norak\",\n]\n")
    );
}

#[test]
fn checks_of_suppressions_say_what_they_do() {
    let folder = Folder::new();
    folder.put("form.toml", "[[suppress]]\nid = \"place/us\"\nalias = \"US\"\n");
    let ran = folder.run("check form.toml", "");
    assert!(ran.text.contains("warning[form]: `US` names a form of `place/us`: `USA` and "), "{}", ran.text);
    // What is suppressed and written anew is no repetition, and is not taken out.
    let anew = folder.get("form.toml") + "\n[[extend]]\nid = \"place/us\"\nform = \"US\"\naliases = [\"USA\"]\n";
    folder.put("anew.toml", &anew);
    let ran = folder.run("check --fix anew.toml", "");
    assert!(!ran.text.contains("no-change"), "{}", ran.text);
    assert_eq!(folder.get("anew.toml"), anew);
    let row = "[[entity]]\nid = \"org/c\"\nname = \"Club of Kunduz\"\nkind = \"org\"\nsource = [\"press\"]\n\
        aliases = [\"Kunduz Club\"]\n\n[[suppress]]\nid = \"org/c\"\nalias = \"Kunduz Club\"\n";
    folder.put("same.toml", row);
    let ran = folder.run("check same.toml", "");
    assert!(ran.text.contains("`org/c` stands in this table, where [[suppress]] takes nothing out"), "{}", ran.text);
}

#[test]
fn files_in_a_folder_of_tables_that_are_none_are_told() {
    let folder = Folder::new();
    folder.put("t/up.TSV", "id\tname\tkind\norg/a\tClub of Kunduz\torg\n");
    folder.put("t/sheet.csv", "id,name\norg/b,Club of Herat\n");
    let ran = folder.run("check --no-builtin t", "");
    assert_eq!(ran.errors, "t/sheet.csv is no table and is left out; import makes one of it\n");
    assert_eq!(ran.text, "0 errors, 0 warnings, 0 notes\n");
    let ran = folder.run("lookup --no-builtin -d t Club\u{a0}of\u{a0}Kunduz", "");
    assert!(ran.text.contains("org/a"), "capitals in an ending are no other ending: {}", ran.text);
}

#[test]
fn the_table_that_is_named_alone_is_changed() {
    let folder = Folder::new();
    let theirs = "[[entity]]\nid = \"place/x\"\nname = \"Barzow\"\naliases = [\n  \"Barzaw\",\n]\n\n[[suppress]]\nid = \"place/tj-khorog\"\nalias = \"Horog\"\n";
    folder.put("theirs.toml", theirs);
    folder.put("mine.toml", "[[extend]]\nid = \"place/tj-khorog\"\naliases = [\n  \"Horog\",\n]\n");
    let ran = folder.run("add place/tj-khorog Horog -d theirs.toml -d mine.toml", "");
    assert!(ran.errors.contains("`Horog` is recorded already") && ran.text.is_empty(), "{}{}", ran.errors, ran.text);
    done(&folder.run("add place/x Barzov -d theirs.toml -d mine.toml --to mine.toml", ""));
    done(&folder.run("remove place/x Barzaw -d theirs.toml -d mine.toml --to mine.toml", ""));
    assert_eq!(folder.get("theirs.toml"), theirs);
    let mine = folder.get("mine.toml");
    assert!(
        mine.contains("id = \"place/x\"\naliases = [\n  \"Barzov\"") && mine.contains("alias = \"Barzaw\""),
        "{mine}"
    );
    done(&folder.run("remove place/x -d theirs.toml -d mine.toml --to mine.toml", ""));
    assert_eq!(folder.get("theirs.toml"), theirs);
    assert_eq!(folder.run("lookup --exact Barzow -d theirs.toml -d mine.toml", "").code, 1);
}

#[test]
fn what_would_be_left_out_is_not_written() {
    let folder = Folder::new();
    for (flag, what) in [
        ("--country Tajikistan", "country code"),
        ("--lang tg", "did you mean `tgk`"),
        ("--type kishlak", "unknown type"),
    ] {
        let ran = folder.run(&format!("new place/tj-sarez Sarez {flag} --to new.toml"), "");
        assert!(ran.code == 2 && ran.errors.contains(what), "{flag}: {}", ran.errors);
        assert!(!folder.path().join("new.toml").exists(), "{flag}");
    }
}

#[test]
fn a_merged_name_that_is_another_stays_and_what_differs_is_told() {
    let folder = Folder::new();
    let table = "[[entity]]\nid = \"place/a\"\nname = \"Sarez\"\nkind = \"place\"\ncountry = \"TJ\"\nsource = \"press\"\n\n\
                 [[entity]]\nid = \"place/b\"\nname = \"Usoi Dam\"\nkind = \"place\"\ncountry = \"KG\"\nsource = \"BGN\"\nnote = \"since 1911\"\n";
    folder.put("t.toml", table);
    let ran = folder.run("merge place/b place/a -d t.toml --no-builtin", "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    for told in
        ["`Usoi Dam` is kept as a form", "country stays `TJ`, and `KG` goes", "its note goes with it: since 1911"]
    {
        assert!(ran.errors.contains(told), "{told}: {}", ran.errors);
    }
    let merged = folder.get("t.toml");
    assert!(
        merged.contains("source = [\"press\", \"BGN\"]") && merged.contains("[[entity.form]]\nname = \"Usoi Dam\""),
        "{merged}"
    );
}

#[test]
fn a_form_that_goes_is_told_with_its_spellings() {
    let folder = Folder::new();
    let table = "[[entity]]\nid = \"person/a\"\nname = \"Rahim Nazarovq\"\nkind = \"person\"\n\n[[entity.form]]\nname = \"Nazarovq\"\naliases = [\"Nazarowq\", \"Назаровқ\"]\n";
    folder.put("t.toml", table);
    let ran = folder.run("remove person/a Nazarovq -d t.toml --no-builtin", "");
    assert!(ran.errors.contains("`Nazarovq` names a form: `Nazarowq` and 1 more go with it"), "{}", ran.errors);
}

#[test]
fn tables_that_change_together_are_checked_as_they_will_be() {
    let folder = Folder::new();
    folder.put("below.toml", "[[entity]]\nid = \"place/x\"\nname = \"Qurghonak\"\n");
    folder.put("mine.toml", "[[entity]]\nid = \"place/x\"\nname = \"Qurghonak\"\naliases = [\n  \"Kurghonak\",\n]\n");
    done(&folder.run("rename place/x --id place/y -d below.toml -d mine.toml --no-builtin", ""));
}

#[test]
fn what_nobody_would_see_is_not_written() {
    let folder = Folder::new();
    let row = |name: &str| format!("[[entity]]\nid = \"place/a\"\nname = \"{name}\"\naliases = [\"Qurghonak\"]\n");
    folder.put("low.toml", row("Kurghonak"));
    folder.put("top.toml", row("Qurghonaq"));
    for words in ["add place/a Qorghonak", "remove place/a Qurghonak", "remove place/a"] {
        let ran = folder.run(&format!("{words} -d low.toml -d top.toml --to low.toml --no-builtin"), "");
        assert!(ran.code == 2 && ran.errors.contains("top.toml: lies above"), "{words}: {}", ran.errors);
    }
    folder.put("top.tsv", "id\tname\nplace/a\tQurghonaq\n");
    let ran = folder.run("add place/a Qorghonak -d low.toml -d top.tsv --to low.toml --no-builtin", "");
    assert!(ran.code == 2 && ran.errors.contains("top.tsv: lies above"), "{}", ran.errors);
    assert_eq!(folder.get("low.toml"), row("Kurghonak"));
}

#[test]
fn a_merge_keeps_comments_and_changes_all_tables() {
    let folder = Folder::new();
    folder.put("low.toml", "[[entity]]\nid = \"place/b\"\nname = \"Bee\"\nsource = \"BGN\"\n\n[[entity]]\nid = \"place/c\"\nname = \"Cee\"\nsource = \"press\" # Gazette\nnear = \"place/d\"\n\n[[entity]]\nid = \"place/d\"\nname = \"Dee\"\nnear = \"place/b\"\n");
    folder.put("top.toml", "[[extend]]\nid = \"place/b\"\naliases = [\"Bii\"]\n");
    let ran = folder.run("merge place/b place/c -d low.toml -d top.toml --to top.toml --no-builtin", "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let (low, top) = (folder.get("low.toml"), folder.get("top.toml"));
    assert!(!low.contains("id = \"place/b\"") && !top.contains("suppress"), "{low}{top}");
    assert!(low.contains("source = [\"press\", \"BGN\"] # Gazette"), "{low}");
    assert!(low.contains("near = \"place/c\""), "what refers to it goes along: {low}");
}
