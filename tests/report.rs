//! `report`: who is named, how often, how, where and when.
#![cfg(all(feature = "cli", feature = "builtin"))]

mod program;

use program::Folder;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("news/2021-07-05-a.txt", "Rakhmon came to Kabul. Rahmon left.\n");
    folder.put("news/b.txt", "DUSHANBE, 2021-07-07: Rakhmon & Kabul\n");
    folder.put("news/c.txt", "Nobody.\n");
    folder
}

#[test]
fn entities_are_counted_with_spellings_and_texts() {
    let ran = folder().run("report news", "");
    let lines: Vec<&str> = ran.text.lines().collect();
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(lines[0]), "name kind mentions texts id spellings");
    assert_eq!(words(lines[1]), "Emomali Rahmon person 3 2 person/emomali-rahmon Rakhmon 2, Rahmon 1");
    assert!(lines.iter().any(|line| words(line) == "Kabul place 2 2 place/af-kabul Kabul 2"), "{}", ran.text);
    assert_eq!(lines.last(), Some(&"6 mentions of 3 entities in 3 texts"), "{}", ran.text);
    let top = folder().run("report news --top 1", "");
    assert_eq!(top.text.lines().nth(2), Some("and 2 more"));
}

#[test]
fn a_report_of_tags_is_the_report_of_the_texts() {
    let folder = folder();
    let texts = folder.run("report news/2021-07-05-a.txt news/b.txt --format csv", "");
    let head = "id,name,kind,mentions,texts,first,last,spellings\n";
    let row = "person/emomali-rahmon,Emomali Rahmon,person,3,2,2021-07-05,2021-07-07,Rakhmon:2|Rahmon:1\n";
    assert!(texts.text.starts_with(&format!("{head}{row}")), "{}", texts.text);
    let tags = folder.run("tag news", "");
    let ran = folder.run("report --tags - --format csv", &tags.text);
    // What stands in the texts themselves is not known to their tags.
    assert_eq!(
        ran.text.replace("2021-07-05,2021-07-05", "2021-07-05,2021-07-07").lines().nth(1),
        texts.text.lines().nth(1)
    );
    let ran = folder.run("report --tags -", "{\"doc\":\"a\"}\n");
    assert_eq!(ran.code, 2);
    assert!(
        ran.errors.contains("-:1: missing field `text`") && ran.errors.contains("`canonym tag` wrote"),
        "{}",
        ran.errors
    );
}

#[test]
fn the_page_needs_nothing_else_and_has_bars_and_timelines() {
    let folder = folder();
    folder.put("news/<b>{rows}.txt", "Kabul\n");
    let ran = folder.run("report news --format html -o report.html", "");
    assert_eq!((ran.code, &ran.text[..]), (0, ""));
    let page = folder.get("report.html");
    assert!(!page.contains("http") && !page.contains("src="), "nothing is fetched");
    assert!(page.contains("2021-07-05 to 2021-07-07."), "{page}");
    assert!(
        page.contains("<title>2021-07-05: 2</title>") && page.contains("class=\"bar\" style=\"width:100%\""),
        "{page}"
    );
    assert_eq!(page.matches("<tr class=").count(), 3);
    let one = folder.run_words(&["report", "--format", "html", "news/<b>{rows}.txt"], "");
    assert!(one.text.contains("<h1>Names in news/&lt;b&gt;{rows}.txt</h1>"), "{}", one.text);
}
