//! What a curator asks of a table: findings, cases, differences.
#![cfg(all(feature = "cli", feature = "builtin"))]

mod program;

use std::collections::BTreeSet;

use program::Folder;

const NAMES: &str = "\
[[entity]]
id = \"place/x\"
name = \"Barzow\"
kind = \"place\"
source = [\"press\"]
aliases = [
  \"Barzaw\",
]
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("names.toml", NAMES);
    folder
}

#[test]
fn every_rule_that_is_told_is_explained() {
    let mut told = BTreeSet::new();
    for file in std::fs::read_dir("src/table").expect("sources") {
        let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
        for call in [".error(", ".warn(", ".note(", "Severity::Error,", "Severity::Warning,", "(severity,"] {
            for rest in text.split(call).skip(1) {
                let name = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                told.extend(name.map(str::to_owned));
            }
        }
    }
    let known: BTreeSet<String> = canonym::table::lint::rules().map(|row| row[0].to_owned()).collect();
    let missing: Vec<_> = told.difference(&known).collect();
    assert!(told.len() > 20 && missing.is_empty(), "not in data/rules/lints.tsv: {missing:?}");
    let unused: Vec<_> = known.difference(&told).collect();
    assert!(unused.is_empty(), "told by nobody: {unused:?}");
    for [rule, severity, fix, about] in canonym::table::lint::rules() {
        assert!(["error", "warning", "note"].contains(&severity) && ["yes", "no"].contains(&fix), "{rule}");
        assert!(about.ends_with('.'), "{rule}: {about}");
    }
}

#[test]
fn rules_find_what_they_are_about() {
    let folder = folder();
    let rules = |table: &str| -> Vec<String> {
        folder.put("t.toml", table);
        let ran = folder.run("check t.toml --no-builtin --notes --format json", "");
        let found: Vec<serde_json::Value> =
            serde_json::from_str(&ran.text).unwrap_or_else(|_| panic!("{}", ran.errors));
        found.iter().map(|f| format!("{} {}", f["rule"].as_str().expect("a rule"), f["line"])).collect()
    };
    let entity = |id: &str, rest: &str| format!("[[entity]]\nid = \"{id}\"\n{rest}\n");
    assert_eq!(rules(&entity("place/a", "name = \"Kаbul\"")), ["mixed-script 3"]);
    assert_eq!(
        rules(&entity("place/a", "name = '\"Kabul\"'\naliases = [\"Cabul; Kabool\", 'Kabol\"']")),
        ["cell 3", "cell 4", "cell 4"]
    );
    assert_eq!(rules(&entity("place/a", "name = '\"Kabul\" hill'")), [""; 0]);
    assert_eq!(
        rules(&entity("place/a", "name = \"Kabul\"\naliases = [\"KABUL\", \"Constantinople\"]")),
        ["redundant 4", "far-alias 4"]
    );
    assert_eq!(rules(&entity("org/a", "name = \"Wotan Pact\"\naliases = [\"Qwrty Zed\"]\nkind = \"org\"")), [""; 0]);
    assert_eq!(rules(&entity("org/a", "name = \"ASEAN\"\naliases = [\"Asean\"]")), [""; 0]);
    let two = entity("place/b", "name = \"Kabul\"\nsource = [\"x\"]") + &entity("place/a", "name = \"Herat\"");
    assert_eq!(rules(&two), ["missing-source 6", "unsorted 6"]);
    let two = entity("place/a", "name = \"Šahin\"") + &entity("place/b", "name = \"Shahin\"");
    assert_eq!(rules(&two), ["key-collision 6"]);
    let never = two + "[[never]]\npair = [\"Šahin\", \"Shahin\"]\nwhy = \"two\"\n";
    assert_eq!(rules(&never), [""; 0]);
    let cells =
        "name = \"Kabul\"\naliases = [\"#N/A\", \"1.2E+05\", \"12.03.2024\", \"Кабул, Kabool\", \"Kabul / Kabol\"]";
    assert_eq!(rules(&entity("place/a", cells)), ["cell 4"; 5]);
    let whole = "name = \"Kabul, Afghanistan\"\naliases = [\"Lashkar-e-Taiba 2\"]\nkind = \"org\"";
    assert_eq!(rules(&entity("org/a", whole)), [""; 0]);
    assert_eq!(rules(&entity("Kabul", "name = \"place/af-kabul\"")), ["cell 3"]);
    let codes = "name = \"Kabul\"\ncountry = \"UK\"\nlang = [\"tg\", \"zzz\", \"tgk\"]";
    assert_eq!(rules(&entity("place/a", codes)), ["country 4", "lang 5", "lang 5"]);
    let parts =
        entity("place/b", "name = \"Kabul\"") + "# ==== Herat ====\n\n" + &entity("place/a", "name = \"Herat\"");
    assert_eq!(rules(&parts), ["unsorted 7"], "a heading right below a row is not one");
    assert_eq!(rules(&parts.replace("# ====", "\n# ====")), [""; 0], "each part is in order");
    let form = entity("place/a", "name = \"Kabul\"")
        + "[[extend]]\nid = \"place/a\"\nform = \"Kabull\"\naliases = [\"Kobull\"]\n";
    assert_eq!(rules(&form), ["new-form 6"]);
    assert_eq!(rules(&(entity("place/a", "name = \"Kabul\"") + "[[extend]]\nid = \"place/a\"\n")), ["no-change 5"]);
    let never = "[[never]]\npair = [\"Paktia\", \"Paktika\"]\n[[never]]\npair = [\"Paktika\", \"Paktia\"]\n";
    assert_eq!(rules(never), ["duplicate 4"]);
    let both = entity("place/a", "name = \"Kabul\"") + &entity("place/b", "name = \"Kabul\"");
    let row = "[[namesake]]\ntext = \"Kabul\"\nids = [\"place/a\", \"place/b\"]\n";
    assert_eq!(rules(&(both.clone() + row)), [""; 0]);
    assert_eq!(rules(&(both + row + row)), ["duplicate 11"]);
    let protect = entity("place/a", "name = \"Kabul\"") + "[[protect]]\ntext = \"Kabul\"\n";
    assert_eq!(rules(&protect), ["shadowed 3"]);
}

#[test]
fn spellings_that_are_added_are_looked_at_as_others_are() {
    let folder = folder();
    let row = |aliases: &str| format!("[[extend]]\nid = \"person/emomali-rahmon\"\naliases = [{aliases}]\n");
    folder.put("e.toml", row("\"Monday\", \"Рaхмон\""));
    let ran = folder.run("check e.toml", "");
    assert!(ran.text.contains("warning[common-word]: `Monday`") && ran.text.contains("[mixed-script]"), "{}", ran.text);
    folder.put("e.toml", row("\"Rahman\""));
    let ran = folder.run("check e.toml", "");
    assert_eq!(ran.code, 1);
    assert!(ran.text.contains("error[never]: `Rahman` is never `Rahmon`"), "{}", ran.text);
    let ran = folder.run("add person/emomali-rahmon Rahman -d new.toml", "");
    assert_eq!(ran.code, 2, "{}", ran.errors);
    assert!(ran.errors.contains("is never `Rahmon`"), "{}", ran.errors);
}

#[test]
fn what_can_be_mended_is_and_the_rest_stays() {
    let folder = folder();
    folder.put(
        "t.toml",
        "# Ours.\n\n[[entity]]\nid = \"place/b\"\nname = \"Kabul\"\naliases = [\n  \"Kаbol\", # look-alike\n  \"--\",\n  \"Kabul\",\n  \"KABUL\", # loud\n  \"Cabul\", # old\n]\nnot = [\"Kabul\"]\n",
    );
    let ran = folder.run("check t.toml --no-builtin --fix", "");
    assert_eq!(ran.code, 1, "an error stays: {}", ran.errors);
    assert!(ran.errors.contains("4 mended"), "{}", ran.errors);
    assert!(ran.text.contains("error[not-alias]") && ran.errors.contains("-  \"--\","), "{}", ran.text);
    let wanted = "# Ours.\n\n[[entity]]\nid = \"place/b\"\nname = \"Kabul\"\naliases = [\n  \"Kabol\", # look-alike\n  \"Cabul\", # old\n]\nnot = [\"Kabul\"]\n";
    assert_eq!(folder.get("t.toml"), wanted);
}

#[test]
fn a_file_is_mended_once_however_often_it_is_named() {
    let folder = folder();
    folder.put(
        "k.toml",
        "[[entity]]\nid = \"place/b\"\nname = \"Kabul\"\naliases = [\"Aabbaz\", \"Aabbaz\", \"Cccbaz\", \"Dddbaz\"]\n",
    );
    let ran = folder.run("check k.toml ./k.toml k.toml --no-builtin --fix --format json", "");
    assert_eq!((ran.code, &ran.text[..]), (0, "[]\n"), "{}", ran.errors);
    assert!(
        folder.get("k.toml").contains("\"Aabbaz\", \"Cccbaz\", \"Dddbaz\"") || folder.get("k.toml").contains("Cccbaz")
    );
    let spellings = folder.get("k.toml").matches("baz\"").count();
    assert_eq!(spellings, 3);
}

#[test]
fn rules_are_explained() {
    let folder = folder();
    assert!(folder.run("check --explain shadowed", "").text.starts_with("shadowed (warning)\n  "));
    assert!(folder.run("check --explain", "").text.contains("\nredundant (note, mended by --fix)\n"));
    let ran = folder.run("check --explain shadow", "");
    assert!(ran.errors.contains("there is no rule `shadow`; did you mean `shadowed`?"), "{}", ran.errors);
}

#[test]
fn notes_are_counted_and_shown_when_asked() {
    let folder = folder();
    folder.put("t.toml", NAMES.replace("\"Barzaw\"", "\"BARZOW\""));
    let ran = folder.run("check t.toml --no-builtin", "");
    assert_eq!((ran.code, &ran.text[..]), (0, "0 errors, 0 warnings, 1 note (--notes shows them)\n"));
    assert!(folder.run("check t.toml --no-builtin --notes", "").text.starts_with("note[redundant]: "));
}

#[test]
fn cases_beside_a_table_are_tried() {
    let folder = folder();
    let cases = "# Ours.\n[[case]]\ntext = \"Barzaw is big\"\nmentions = [\"Barzaw = place/x\"]\nnormalized = \"Barzow is big\"\n\n[[case]]\nname = \"not there\"\ntext = \"To Bargut\" # one letter\nmentions = []\n";
    folder.put("cases.toml", cases);
    let ran = folder.run("test --no-builtin -d names.toml", "");
    assert_eq!((ran.code, &ran.text[..]), (0, "2 cases, all as wanted\n"));
    folder.put("names.toml", NAMES.replace("Barzaw", "Bargut"));
    let ran = folder.run("test --no-builtin -d names.toml --exact", "");
    let wanted = "cases.toml:3: Barzaw is big\n  - Barzaw = place/x\n  - Barzow is big\n  + Barzaw is big\ncases.toml:9: not there\n  + Bargut = place/x\n2 cases, 2 not as wanted\n";
    assert_eq!((ran.code, &ran.text[..]), (1, wanted));
    let ran = folder.run("test --no-builtin -d names.toml --exact --update", "");
    assert_eq!(ran.code, 0);
    let now = folder.get("cases.toml");
    assert!(now.starts_with("# Ours.\n") && now.contains("# one letter\nmentions = [\"Bargut = place/x\"]\n"), "{now}");
    assert_eq!(folder.run("test --no-builtin -d names.toml --exact", "").code, 0);
    // In a folder, the cases are no table.
    assert_eq!(folder.run("lookup --no-builtin -d . Barzow", "").code, 0);
}

#[test]
fn cases_that_are_wrong_are_told_by_line() {
    let folder = folder();
    for (cases, wanted) in [
        ("[[case]]\ntext = \"x\"\n", "cases.toml:2: the case wants nothing"),
        ("[[case]]\ntext = \"x\"\nmention = []\n", "cases.toml:3: unknown field `mention`"),
        ("[[case]\n", "cases.toml:1: "),
    ] {
        folder.put("cases.toml", cases);
        let ran = folder.run("test --no-builtin -d names.toml", "");
        assert_eq!(ran.code, 2);
        assert!(ran.errors.contains(wanted), "{}", ran.errors);
    }
    let ran = folder.run("test", "");
    assert!(ran.errors.contains("no cases.toml beside the tables of --data"), "{}", ran.errors);
}

#[test]
fn a_change_of_tables_is_told_in_texts_and_in_entities() {
    let folder = folder();
    folder.put("new.toml", NAMES.replace("\"Barzaw\"", "\"Barzuw\"").replace("\"Barzow\"", "\"Barzov\""));
    folder.put("more.toml", format!("{NAMES}\n[[entity]]\nid = \"place/y\"\nname = \"Qaratogh\"\n"));
    folder.put("texts/a.txt", "Barzow, the\nBarzaw and Qaratogh\n");
    let ran = folder.run("diff --no-builtin --exact names.toml new.toml texts", "");
    let wanted = "- texts/a.txt:1:1  Barzow = place/x\n- texts/a.txt:2:1  Barzaw → Barzow = place/x\n\
        mentions: 0 gained, 2 lost, 0 changed in 1 text\n";
    assert_eq!((ran.code, &ran.text[..]), (0, wanted));
    let ran = folder.run("diff --no-builtin names.toml more.toml texts --format jsonl", "");
    assert!(
        ran.text.starts_with("{\"change\":\"gained\",\"doc\":\"texts/a.txt\",\"old\":null,\"new\":{"),
        "{}",
        ran.text
    );
    let ran = folder.run("diff --no-builtin names.toml more.toml", "");
    assert_eq!(ran.text, "+ place/y  Qaratogh (1 spelling)\nentities: 1 gained, 0 lost, 0 changed\n");
    // A pack, which does not tell the rows of the built-in table, loses none.
    folder.run("compile -d names.toml -o names.canonym", "");
    let ran = folder.run("diff names.toml names.canonym", "");
    assert_eq!(ran.text, "entities: 0 gained, 0 lost, 0 changed\n");
    assert!(ran.errors.contains("are not compared"), "{}", ran.errors);
    let ran = folder.run("diff --no-builtin names.toml new.toml", "");
    let wanted = "  place/x\n-   name = Barzow\n-   Barzaw → Barzow\n-   Barzow (form)\n+   name = Barzov\n+   Barzov (form)\n+   Barzuw → Barzov\nentities: 0 gained, 0 lost, 1 changed\n";
    assert_eq!(ran.text, wanted);
}

#[test]
fn settings_hold_for_a_folder_and_those_below_it() {
    let folder = folder();
    folder.put("canonym.toml", "tables = [\"names.toml\"]\nbuiltin = false\nthreshold = 0.9\n");
    assert_eq!(folder.run("", "Barzaw and Rakhmon").text, "Barzow and Rakhmon");
    assert_eq!(folder.run("--isolated", "Barzaw and Rakhmon").text, "Barzaw and Rahmon");
    let ran = folder.run("config --min-score 0.8", "");
    let wanted = "table      names.toml  canonym.toml:1\nbuiltin    no          canonym.toml:2\nkinds      all         default\nthreshold  0.8         --min-score\n";
    assert_eq!(ran.text, wanted);
    // A pack is of the tables named.
    let ran = folder.run("compile -d names.toml -o names.canonym", "");
    assert!(ran.errors.contains("1 entities") || ran.errors.contains("1 entity"), "{}", ran.errors);
    for (settings, wanted) in [
        ("kimds = []\n", "canonym.toml:1: unknown field `kimds`; the keys are tables, builtin, kinds and threshold"),
        ("\nkinds = [\"people\"]\n", "canonym.toml:2: unknown kind `people`"),
        ("threshold = 7\n", "canonym.toml:1: threshold = 7: write a number from 0 to 1"),
        ("tables = [\"none.toml\"]\n", ""),
    ] {
        if wanted.is_empty() {
            folder.put("canonym.toml", settings);
            assert!(folder.run("config", "").text.contains("none.toml  canonym.toml:1 (not there)"));
            let ran = folder.run("lookup Kabul", "");
            assert!(ran.errors.contains("none.toml: there is no such table; canonym.toml names it"), "{}", ran.errors);
            continue;
        }
        folder.put("canonym.toml", settings);
        let ran = folder.run("config", "");
        assert_eq!(ran.code, 2);
        assert!(ran.errors.contains(wanted), "{}", ran.errors);
    }
}

/// What a check of a table says, a line a finding.
fn told(folder: &Folder, table: &str) -> Vec<String> {
    folder.put("t.toml", table);
    let ran = folder.run("check t.toml --format json", "");
    let found: Vec<serde_json::Value> = serde_json::from_str(&ran.text).unwrap_or_else(|_| panic!("{}", ran.errors));
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    found.iter().map(|f| format!("{}: {}; {}", f["line"], text(&f["message"]), text(&f["remedy"]))).collect()
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_at_once() {
    let folder = folder();
    let table = "[[entity]]\nid = \"person/aziz-n\"\nname = \"Aziz Nasr\"\nkind = \"persn\"\nnotee = \"x\"\naliases = [\"Aziz\", \"Aziz\"]\n\
                 [[extend]]\nid = \"person/aziz-n\"\naliases = [\"Azeez Nasr\"]\n";
    let found = told(&folder, table);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("`persn`") && found[1].contains("`notee`") && found[2].contains("already stands"));
}

#[test]
fn what_is_no_toml_is_told_with_what_to_do() {
    let folder = folder();
    let row = |line: &str| format!("[[entity]]\nid = \"place/x\"\n{line}\n");
    for (table, advice) in [
        (row("name = \"Barzow"), "3: not valid TOML: invalid basic string, expected `\"`; close the quotation mark"),
        (row("name: Barzow"), "write `=` between a field and its value"),
        (row("name = Barzow"), "put the value in quotation marks"),
        (row("// a note\nname = \"Barzow\""), "begin a comment with `#`"),
        (row("name = “Barzow”"), "write straight quotation marks"),
        (row("name = \"Barzow\"\nname = \"Barzaw\""), "a field stands once in a row"),
        (row("name = \"Barzow\"\naliases = [\"a\" \"b\"]"), "a comma between them"),
        ("id = \"place/x\"\nname = \"Barzow\"\n".to_owned(), "1: `id` stands in no row; write `[[entity]]` above"),
        ("[[entity.form]]\nname = \"Barzow\"\n".to_owned(), "stands above its `[[entity]]`; write it below"),
        (row("name = \"Barzow\"\nkind = \"city\""), "write `place`, and `city` as its `type`"),
        (row("name = \"Barzow\"\nwithin = \"Dushanbe\""), "did you mean `place/tj-dushanbe`?"),
    ] {
        let found = told(&folder, &table);
        assert!(found.iter().any(|told| told.contains(advice)), "{table}: {found:#?}");
    }
}

#[test]
fn slips_are_mended_where_they_stand() {
    let folder = folder();
    let slips = "[[entity]]\nid = \"place/x\"\nname = \"Barzow\"\nkind = \"Place\" # a village\ncountry = \"tj\"\nlang = [\"tg\"]\nAliases = \"Barzaw\"\n\n\
                 [[entity]]\nid = \"place/a\"\nname = \"Kulyob\"\nkind = \"place\"\naliases = \"Kuliob\"\n";
    folder.put("t.toml", slips);
    folder.put("t.tsv", "id\tname\tkind\nplace/y\tBarzang\tPlace\n");
    let ran = folder.run("check --fix t.toml t.tsv --no-builtin", "");
    assert!(ran.errors.contains("5 mended; 1 more can be in a .toml table alone"), "{}", ran.errors);
    let mended = slips
        .replace("\"Place\"", "\"place\"")
        .replace("\"tj\"", "\"TJ\"")
        .replace("\"tg\"", "\"tgk\"")
        .replace("Aliases", "aliases")
        .replace("\"Kuliob\"", "[\"Kuliob\"]");
    assert_eq!(folder.get("t.toml"), mended);
    assert!(folder.run("check --fix t.toml --no-builtin", "").errors.contains("1 mended\n"), "the list shows then");
    assert!(folder.run("check --fix t.toml --no-builtin", "").errors.contains("0 mended\n"));
}

#[test]
fn a_file_that_is_no_text_hides_no_other() {
    let folder = Folder::new();
    folder.put("names/a.toml", b"[[entity]]\nid = \"place/x\"\nname = \"Caf\xe9\"\n");
    let utf16: Vec<u8> = "\u{feff}id\tname\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.put("names/b.tsv", utf16);
    folder.put("names/z.toml", "[[entity]]\nid = \"place/z\"\nname = \"Barzow\"\nkind = \"plaze\"\n");
    let ran = folder.run("check names --no-builtin", "");
    for told in ["this is not UTF-8\n --> names/a.toml:3:12", "the file is UTF-16\n --> names/b.tsv:1:1", "`plaze`"] {
        assert!(ran.text.contains(told), "{told}: {}", ran.text);
    }
    assert_eq!(folder.run("-d names", "").code, 2);
}

#[test]
fn formatting_keeps_what_headings_part() {
    let folder = Folder::new();
    let table = "# Names.\n\n# == Z ==\n\n[[entity]]\nid = \"b\"\nname = \"B\"\n# below b\n\n# above a\n[[entity]]\nid = \"a\"\nname = \"A\"\n\n\
                 # == Y ==\n\n[[entity]]\nid = \"0\"\nname = \"O\"\n\n# the end\n";
    folder.put("t.toml", table);
    assert_eq!(folder.run("fmt t.toml", "").code, 0);
    let wanted = "# Names.\n\n# == Z ==\n\n# above a\n[[entity]]\nid = \"a\"\nname = \"A\"\n\n[[entity]]\nid = \"b\"\nname = \"B\"\n# below b\n\n\
                  # == Y ==\n\n[[entity]]\nid = \"0\"\nname = \"O\"\n\n# the end\n";
    assert_eq!(folder.get("t.toml"), wanted);
    assert_eq!(folder.run("fmt --check t.toml", "").code, 0);
}

#[test]
fn settings_say_what_is_answered_and_not_what_is_edited() {
    let folder = folder();
    folder.put("canonym.toml", "tables = [\"below.toml\", \"names.toml\"]\nkinds = [\"person\"]\n");
    folder.put("below.toml", NAMES.replace("Barzaw", "Barzov"));
    assert_eq!(folder.run("new place/tj-sarez Sarez", "").code, 0);
    assert_eq!(folder.get("names.toml").matches("kind = \"place\"").count(), 2);
    assert_eq!(folder.run("stats", "").code, 0);
    assert_eq!(folder.run("lookup Sarez", "").code, 1, "places are not asked for");
    folder.put("cases.toml", "[[case]]\ntext = \"In Sarez.\"\nmentions = [\"Sarez = place/tj-sarez\"]\n");
    assert_eq!(folder.run("test", "").code, 0, "the table has it");
    assert!(folder.run("check below.toml", "").text.starts_with("0 errors, 0 warnings"), "nothing lies below it");
    assert!(folder.run("check names.toml", "").text.contains("lacks 1 of its spellings, such as `Barzov`"));
}

#[test]
fn all_bearers_of_a_spelling_are_told() {
    let folder = folder();
    let row = |id: &str| format!("[[entity]]\nid = \"place/{id}\"\nname = \"Qurghonak\"\n");
    folder.put("below.toml", row("a") + &row("b"));
    folder.put("t.toml", row("c"));
    let ran = folder.run("check t.toml -d below.toml --no-builtin", "");
    let told = "already belongs to `place/a` (in a table below), `place/b` (in a table below)";
    assert!(ran.text.contains(told), "{}", ran.text);
}

#[test]
fn what_is_merely_near_to_a_field_is_not_taken_for_it() {
    let folder = folder();
    let table = "[[entity]]\nid = \"place/x\"\nname = \"Barzow\"\ncounty = \"Kent\"\n";
    folder.put("t.toml", table);
    let ran = folder.run("check --fix t.toml --no-builtin", "");
    assert!(ran.text.contains("did you mean `country`?") && ran.errors.contains("0 mended"), "{}", ran.errors);
    folder.put("u.toml", b"[[entity]]\nid = \"place/y\"\nname = \"Caf\xe9\"\n");
    folder.put("t.toml", table.replace("county = \"Kent\"", "country = \"tj\" # ours"));
    let ran = folder.run("check --fix u.toml t.toml --no-builtin", "");
    assert!(ran.text.contains("u.toml:3:12") && ran.errors.contains("1 mended"), "{}{}", ran.text, ran.errors);
    assert!(folder.get("t.toml").contains("country = \"TJ\" # ours"));
}
