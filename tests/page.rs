//! The page of `tag --format html`, as a browser shows it.
#![cfg(all(feature = "cli", feature = "builtin"))]

use std::path::Path;
use std::process::Command;

const TEXT: &str = "Emomali Rakhmon met <b>nobody</b> & \"all\" in Mazar-e- Sharif.\n\nRakhmon’s men were in \
                    Langar of Ishkashim District. A place in Ishkashim.\u{7}\n";

fn page(folder: &Path, more: &[&str]) -> String {
    let text = folder.join("a <b>.txt");
    std::fs::write(&text, TEXT).expect("a text");
    let output = Command::new(env!("CARGO_BIN_EXE_canonym"))
        .args(["tag", "--format", "html"])
        .args(more)
        .arg(&text)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_page_needs_nothing_else_and_its_text_is_the_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page(folder.path(), &[]);
    for outside in ["http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let body = page.split("<div class=\"text\">").nth(1).and_then(|rest| rest.split("</div>").next()).expect("a text");
    let mut plain = String::new();
    for piece in body.split('<') {
        plain.push_str(piece.split_once('>').map_or(piece, |(_, behind)| behind));
    }
    let plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    assert_eq!(plain, TEXT.replace('\u{7}', "\u{fffd}"));
    assert!(page.contains("a &lt;b&gt;.txt</h2>"), "the name of the text is no tag");
    let reason = "data-why=\"Emomali Rahmon (person/emomali-rahmon)\nrecorded so, 1.000\nwritten Rahmon by normalize\"";
    assert!(page.contains(reason), "{body}");
}

/// The document after its scripts have run; nothing without a browser.
fn shown(page: &Path, fragment: &str) -> Option<String> {
    let profile = tempfile::tempdir().expect("a folder");
    let address = format!("file://{}#{fragment}", page.display());
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let output = browsers.iter().find_map(|browser| {
        let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"];
        let own = format!("--user-data-dir={}", profile.path().display());
        Command::new(browser).args(flags).args([&own, &address]).output().ok()
    })?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_filter_of_a_page_shows_what_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.html");
    std::fs::write(&path, page(folder.path(), &[])).expect("a page");
    let Some(all) = shown(&path, "") else {
        eprintln!("no browser is installed: the filter of the page was not tried");
        return;
    };
    let count = |dom: &str| {
        let output = dom.split("<output>").nth(1).and_then(|rest| rest.split("</output>").next());
        output.unwrap_or_default().to_owned()
    };
    assert_eq!(count(&all), "6 of 6 shown");
    assert_eq!(all.matches("tabindex=\"0\"").count(), 6);
    let some = shown(&path, "emomali%20rahmon").expect("a browser");
    assert_eq!(count(&some), "2 of 6 shown");
    assert_eq!((some.matches(" off\"").count(), some.matches("tabindex=\"-1\"").count()), (4, 4));
}
