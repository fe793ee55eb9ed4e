//! Draws canonym at work, from its real output:
//! `cargo run --example picture > examples/at-work.svg`

use canonym::{Engine, Mention, Status};

/// What five desks wrote.
const LINES: [&str; 6] = [
    "Rakhmon spoke to Hamdollah Moheb on Monday.",
    "Rahmon’s office said: Мохиб rang Раҳмон.",
    "Consulates in Mazar-e- Sharif are closed,",
    "those in Mazari Sharif, too; Mazār-e Sharīf waits.",
    "Ishkashem District fell; Ishkamish did not.",
    "A Rahman Khan of Lashkar Gah is nobody’s president.",
];

const LEFT: usize = 30;
const RIGHT: usize = 560;
const TOP: usize = 84;
const STEP: usize = 34;
const LETTER: f64 = 9.0;

fn main() -> Result<(), canonym::Error> {
    let engine = Engine::builtin()?;
    let height = TOP + STEP * LINES.len() + 24;
    println!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1080 {height}\" role=\"img\" \
         font-family=\"ui-monospace, Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <title>Six lines with names in many spellings, and the same lines with one spelling for each</title>\n\
         <style>.p{{fill:#9ecbff}} .l{{fill:#8fdc9f}} .o{{fill:#ffc878}} .t{{fill:#d7dee6}} .f{{fill:#7f8c99}}</style>\n\
         <rect width=\"1080\" height=\"{height}\" rx=\"12\" fill=\"#14181c\"/>\n\
         <text class=\"f\" x=\"{LEFT}\" y=\"44\">$ cat wires.txt</text>\n\
         <text class=\"f\" x=\"{RIGHT}\" y=\"44\">$ canonym wires.txt</text>"
    );
    let text = LINES.join("\n\n");
    let mentions = engine.tag(&text);
    let mut start = 0;
    for (number, line) in LINES.iter().enumerate() {
        let end = start + line.len();
        let own: Vec<&Mention> = mentions.iter().filter(|m| (start..end).contains(&m.span.start)).collect();
        let y = TOP + STEP * number;
        println!("{}", drawn(line, start, &own, LEFT, y, |m| m.text.clone()));
        let new = |m: &Mention| m.replacement.clone().unwrap_or_else(|| m.text.clone());
        println!("{}", drawn(line, start, &own, RIGHT, y, new));
        start = end + 2;
    }
    println!("</svg>");
    Ok(())
}

/// A line with its mentions in colours, as `shown` writes them.
fn drawn(
    line: &str,
    start: usize,
    mentions: &[&Mention],
    x: usize,
    y: usize,
    shown: impl Fn(&Mention) -> String,
) -> String {
    let mut out = format!("<text class=\"t\" x=\"{x}\" y=\"{y}\" xml:space=\"preserve\">");
    let (mut at, mut letters) = (0, 0);
    for mention in mentions {
        let (from, to) = (mention.span.start - start, mention.span.end - start);
        let class = match mention.kind.map(|kind| kind.as_str()) {
            Some("person") => "p",
            Some("place") => "l",
            _ => "o",
        };
        let name = shown(mention);
        let dashed = if mention.status == Status::Ambiguous { " text-decoration=\"underline\"" } else { "" };
        out.push_str(&escaped(&line[at..from]));
        letters += line[at..from].chars().count() + name.chars().count();
        out.push_str(&format!("<tspan class=\"{class}\"{dashed}>{}</tspan>", escaped(&name)));
        at = to;
    }
    letters += line[at..].chars().count();
    // Wide fonts must not run into the other column.
    let length = (letters as f64 * LETTER).round();
    let fit = format!("textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" xml:space");
    out = out.replacen("xml:space", &fit, 1);
    out + &escaped(&line[at..]) + "</text>"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
