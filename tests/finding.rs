//! Spellings that belong together: in texts, in columns, between tables.
#![cfg(all(feature = "cli", feature = "builtin"))]

mod program;

use program::Folder;

/// The four families of the dispatches without their other spellings.
const BARE: &str = r#"
[[entity]]
id = "person/emomali-rahmon"
name = "Emomali Rahmon"
kind = "person"
country = "TJ"
lang = ["tgk"]

[[entity.form]]
name = "Rahmon"

[[entity]]
id = "person/hamdullah-mohib"
name = "Hamdullah Mohib"
kind = "person"
country = "AF"
lang = ["pus"]

[[entity.form]]
name = "Mohib"

[[entity]]
id = "place/af-mazar-i-sharif"
name = "Mazar-i-Sharif"
kind = "place"
type = "city"
country = "AF"
lang = ["prs"]
within = "place/af-balkh-province"

[[entity]]
id = "place/af-ishkashim-district"
name = "Ishkashim"
kind = "place"
type = "district"
country = "AF"
lang = ["prs"]
within = "place/af-badakhshan-province"

[[suppress]]
id = "place/tj-ishkoshim"

[[suppress]]
id = "place/tj-ishkoshim-district"
"#;

fn dispatches() -> String {
    format!("{}/examples/dispatches", env!("CARGO_MANIFEST_DIR"))
}

/// The `field = "…"` of all rows of a section.
fn fields(review: &str, section: &str, field: &str) -> Vec<String> {
    let head = format!("[[{section}]]");
    let rows = review.split(&head).skip(1).map(|row| row.split("[[").next().unwrap_or(""));
    let value = |row: &str| row.lines().find_map(|line| line.strip_prefix(&format!("{field} = "))).map(str::to_owned);
    rows.filter_map(value).map(|value| value.trim_matches('"').to_owned()).collect()
}

#[test]
fn spellings_that_the_tables_lack_are_suggested_and_taken_over() {
    let folder = Folder::new();
    folder.put("bare.toml", BARE);
    let ran = folder.run_words(&["suggest", "-d", "bare.toml", &dispatches(), "-o", "review.toml", "--known"], "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let review = folder.get("review.toml");
    let mut found: Vec<String> = fields(&review, "variant", "alias");
    found.sort();
    let wanted = ["Emomali Rakhmon", "Hamdullah Muhib", "Ishkashem", "Mazar-e-Sharif", "Muhib", "Rakhmon"];
    assert_eq!(found, wanted);
    assert!(review.contains("form = \"Rahmon\"\nalias = \"Rakhmon\"\n"), "{review}");
    assert!(review.contains("kh→h, known in Persian and Tajik names"), "{review}");

    let ran = folder.run("add --from review.toml -d bare.toml", "");
    assert!(ran.errors.contains("review.toml: no row has accept = true"), "{}", ran.errors);
    folder.put("review.toml", review.replace("accept = false", "accept = true"));
    let ran = folder.run("add -q --from review.toml -d bare.toml", "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    assert!(folder.get("bare.toml").contains("name = \"Rahmon\"\naliases = [\n  \"Rakhmon\",\n]\n"));
    let again = folder.run_words(&["suggest", "-q", "-d", "bare.toml", &dispatches(), "--known"], "");
    assert_eq!(fields(&again.text, "variant", "alias"), [""; 0], "all are recorded now");
}

#[test]
fn names_of_nobody_are_brought_together() {
    let folder = folder_of_names();
    let ran = folder.run("suggest --no-builtin -q a.txt", "");
    assert_eq!(fields(&ran.text, "new", "name"), ["Zalmay Qortobi"]);
    assert!(ran.text.contains("id = \"?/zalmay-qortobi\"\n"), "{}", ran.text);
    assert!(ran.text.contains("aliases = [\n  \"Zalmai Qurtobi\",\n]\ncount = 3\n"), "{}", ran.text);
    assert!(ran.text.contains("Then [Zalmay Qortobi] came. Slowly"), "{}", ran.text);
    folder.put("r.toml", ran.text.replace("accept = false", "accept = true"));
    let ran = folder.run("add --no-builtin --from r.toml --to new.toml", "");
    assert!(ran.errors.contains("`?/zalmay-qortobi` (Zalmay Qortobi): say what it is"), "{}", ran.errors);
    folder.put("r.toml", folder.get("r.toml").replace("?/", "person/"));
    let ran = folder.run("add --no-builtin --from r.toml --to new.toml", "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let wanted = "[[entity]]\nid = \"person/zalmay-qortobi\"\nname = \"Zalmay Qortobi\"\nkind = \"person\"\naliases = [\"Zalmai Qurtobi\"]\n";
    assert_eq!(folder.get("new.toml"), wanted);
}

fn folder_of_names() -> Folder {
    let folder = Folder::new();
    folder.put("a.txt", "Then Zalmay Qortobi came.\nSlowly he and Zalmai Qurtobi left; Zalmay Qortobi stayed.\n");
    folder
}

#[test]
fn tags_and_scripts_of_pages_name_nobody() {
    let folder = Folder::new();
    folder.put(
        "a.html",
        "<script>let ZorkBlat = 1;</script>\n<p class=\"Zork Blat\">He met Zorin Blatov. Then Zorin Blatov left.</p>\n",
    );
    let ran = folder.run("suggest -q --no-builtin a.html --markup html", "");
    assert_eq!(fields(&ran.text, "new", "name"), ["Zorin Blatov"]);
}

#[test]
fn a_review_that_is_none_is_told_by_line() {
    let folder = Folder::new();
    folder.put("r.toml", "[[variant]]\naccept = true\nid = \"x\"\nform = \"X\"\nalais = \"Y\"\n");
    let ran = folder.run("add --from r.toml --to t.toml", "");
    assert!(ran.errors.contains("r.toml:5: unknown field `alais`; a review file has [[variant]]"), "{}", ran.errors);
}

#[test]
fn spellings_of_a_column_are_clustered_by_three_methods() {
    let folder = Folder::new();
    folder.put("c.csv", "who\nRakhmon\nRakhmon\nRahmon\nRahman\n\"Cruise, Tom\"\nTom Cruise\nParis\nP aris\n\n");
    let rows = |method: &str| folder.run(&format!("cluster -q -s who c.csv --format csv --method {method}"), "").text;
    let head = "cluster,canonical,spelling,count,score\n";
    assert_eq!(
        rows("fingerprint"),
        format!("{head}1,\"Cruise, Tom\",\"Cruise, Tom\",1,1\n1,\"Cruise, Tom\",Tom Cruise,1,1\n")
    );
    assert_eq!(rows("ngram"), format!("{head}1,P aris,P aris,1,1\n1,P aris,Paris,1,1\n"));
    let ours = rows("canonym");
    assert!(ours.starts_with(&format!("{head}1,Rakhmon,Rakhmon,2,1\n1,Rakhmon,Rahmon,1,1\n")), "{ours}");
    assert!(!ours.contains("Rahman") && ours.contains("Tom Cruise"), "{ours}");
    // What a table knows is told as its variant, and again when it is taken over.
    folder.put("own.toml", "[[entity]]\nid = \"place/x\"\nname = \"Qaratogh\"\n");
    folder.put("d.csv", "who\nQaratog\nQaratogh\nKafirnihan\nKafernihan\n");
    let ran = folder.run("cluster -q --no-builtin -d own.toml -s who d.csv -o review.toml", "");
    assert_eq!(ran.code, 0, "{}", ran.errors);
    let review = folder.get("review.toml");
    assert!(review.contains("id = \"place/x\"\nform = \"Qaratogh\"\nalias = \"Qaratog\"\n"), "{review}");
    assert!(review.contains("[[new]]") && review.matches("[[").count() == 2, "{review}");
    folder.put("review.toml", review.replacen("accept = false", "accept = true", 1));
    folder.run("add -q --no-builtin --from review.toml -d own.toml", "");
    assert!(folder.get("own.toml").contains("Qaratog\""), "{}", folder.get("own.toml"));
    let ran = folder.run("cluster -s whom c.csv", "");
    assert!(ran.errors.contains("c.csv:1: there is no column `whom`"), "{}", ran.errors);
}

#[test]
fn rows_of_two_tables_are_joined_by_their_names() {
    let folder = Folder::new();
    folder.put("a.csv", "id,city\n1,Mazar-e Sharif\n2,Nowhere\n3,\n4,Ishkashem,more\n5,Oldtown\n");
    folder.put("b.csv", "town,pop\nIshkamish,3\nMazar-i-Sharif,500\nIshkashim,\"1,0\"\nNewcastle,12\nIshkashim,11\n");
    let ran = folder.run("link a.csv -s city b.csv --with town --explain", "");
    let wanted = "\
id,city,link_score,link_status,link_reasons,b_town,b_pop
1,Mazar-e Sharif,1,match,\"e→i at the beginning, usual in Arabic names, cost 0.03\",Mazar-i-Sharif,500
2,Nowhere,,none,,,
3,,,none,,,
4,Ishkashem,1,ambiguous,\"e→i, usual in names of such letters, cost 0.19\",Ishkashim,\"1,0\",more
5,Oldtown,,none,,,
";
    assert_eq!(ran.text, wanted);
    assert_eq!(
        ran.errors,
        "2 of 5 rows linked, 1 of them ambiguous\nerror: a.csv:5: 3 cells where the first row has 2\n"
    );
    folder.put("t.tsv", "id\tname\taliases\nplace/x\tNewcastle\tOldtown\n");
    let skipped = folder.run("link -q a.csv -s city b.csv --with town --ambiguous skip --only-matched", "");
    assert!(ran.text.contains(",ambiguous,") && !skipped.text.contains("ambiguous"), "{}", skipped.text);
    folder.put("linked.csv", folder.run("link -q a.csv -s city b.csv --with town", "").text);
    let ran = folder.run("link -q linked.csv -s city b.csv --with town", "");
    assert!(ran.errors.contains("name it otherwise with --prefix"), "{}", ran.errors);
    let ran = folder.run("link -q linked.csv -s city b.csv --with town --prefix second_", "");
    assert!(ran.text.starts_with("id,city,link_score,link_status,b_town,b_pop,second_link_score,"), "{}", ran.text);
    let ran = folder.run("link -q a.csv -s city b.csv --with town -d t.tsv --only-matched", "");
    assert!(ran.text.ends_with("5,Oldtown,1,match,Newcastle,12\n"), "what a table knows counts: {}", ran.text);
}

#[test]
fn rows_that_are_linked_keep_their_bytes() {
    let folder = Folder::new();
    folder.put("a.csv", "id,n\r\n1,\"Rakhmon\"\r\n\r\n2,x");
    folder.put("b.csv", "n;m\nRahmon;\"1;2\"\n");
    let ran = folder.run("link -q a.csv -s n b.csv --b-delimiter ;", "");
    let wanted = "id,n,link_score,link_status,b_n,b_m\r\n1,\"Rakhmon\",1,match,Rahmon,1;2\r\n\r\n2,x,,none,,";
    assert_eq!((ran.code, &ran.text[..]), (0, wanted));
    folder.put("empty.csv", "");
    let ran = folder.run("link a.csv -s n empty.csv", "");
    assert!(ran.errors.contains("empty.csv:1: there is no column `n`; the table is empty"), "{}", ran.errors);
    folder.put("a.csv", "n,link_score\nx,1\n");
    let ran = folder.run("link a.csv -s n b.csv --b-delimiter ;", "");
    assert!(ran.errors.contains("a.csv:1: there is a column `link_score` already"), "{}", ran.errors);
}

#[test]
fn what_is_read_is_not_written_over() {
    let folder = Folder::new();
    folder.put("a.txt", "Rakhmon\n");
    folder.put("a.csv", "n\nRakhmon\n");
    for words in [
        "suggest a.txt -o a.txt",
        "suggest . -o a.txt",
        "cluster a.txt -o a.txt",
        "cluster -s n a.csv -o a.csv",
        "link a.csv -s n a.csv -o a.csv",
        "csv -s n a.csv -o a.csv",
        "report a.txt -o a.txt",
    ] {
        let ran = folder.run(words, "");
        assert!(ran.errors.contains("is read, too, and would be replaced"), "{words}: {}", ran.errors);
    }
    assert_eq!(folder.get("a.txt") + &folder.get("a.csv"), "Rakhmon\nn\nRakhmon\n");
}

#[test]
fn one_to_one_links_use_no_row_twice() {
    let folder = Folder::new();
    folder.put("a.csv", "n\nRakhmon\nRahmon\nRahmonn\n");
    folder.put("b.csv", "n\nRahmon\nRakhmonn\n");
    let ran = folder.run("link -q --no-builtin a.csv -s n b.csv --one-to-one", "");
    let rows: Vec<Vec<&str>> = ran.text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[1][3], "Rahmon", "the surest first: {}", ran.text);
    let linked: Vec<&str> = rows.iter().map(|row| row[3]).filter(|name| !name.is_empty()).collect();
    assert_eq!(linked.len(), 2, "{}", ran.text);
    assert_ne!(linked[0], linked[1]);
    folder.put("a.csv", "n\nKhorug\nKhorog\n");
    folder.put("b.csv", "n\nKhorog\n");
    let ran = folder.run("link -q a.csv -s n b.csv --one-to-one", "");
    assert!(ran.text.ends_with("Khorug,,none,\nKhorog,1,match,Khorog\n"), "nothing is as good as itself: {}", ran.text);
}

#[test]
fn names_that_are_asked_for_again_are_answered_in_their_places() {
    let folder = Folder::new();
    let (rahmon, nobody) = ("Rakhmon\tmatch\tperson/emomali-rahmon", "Qwx\tnone");
    let ran = folder.run("lookup -n 1 --format tsv", "Rakhmon\nQwx\nRakhmon\n\nQwx\nRakhm\u{f6}n\nRakhmon");
    let rows: Vec<&str> = ran.text.lines().skip(1).collect();
    assert_eq!(rows.len(), 7, "{}", ran.text);
    for (row, start) in rows.iter().zip([rahmon, nobody, rahmon, "\tnone", nobody, "Rakhm\u{f6}n\t", rahmon]) {
        assert!(row.starts_with(start), "{}", ran.text);
    }
    assert_eq!(ran.code, 1, "{}", ran.errors);
    let again = folder.run("lookup -n 1 --format tsv Rakhmon Qwx Rakhmon", "");
    assert_eq!(again.text.lines().skip(1).collect::<Vec<_>>(), rows[..3]);
}
