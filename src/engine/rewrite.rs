//! What stands instead of a mention.

/// The canonical spelling with what of the mention's own layout must stay:
/// a line break keeps its place between words, so that lines are neither
/// lost nor won, and a full stop that is also the point of an abbreviation
/// stays a full stop.
///
/// # Examples
///
/// `Mazar-e-⏎Sharif` becomes `Mazar-i-⏎Sharif`.
pub(crate) fn replacement(surface: &[u8], canonical: &str, ends_sentence: bool) -> String {
    let mut out = canonical.to_owned();
    let keeps_stop = ends_sentence && surface.ends_with(b".") && !canonical.ends_with('.');
    if let Some((at, line_break)) = line_break(surface) {
        let before = words(&surface[..at]);
        let all = before + words(&surface[at..]);
        out = broken(canonical, before, all, &String::from_utf8_lossy(&surface[at..at + line_break]));
    }
    if keeps_stop {
        out.push('.');
    }
    out
}

/// The blanks around the line break of a mention: offset and length.
fn line_break(surface: &[u8]) -> Option<(usize, usize)> {
    let at = surface.iter().position(|&b| b == b'\n' || b == b'\r')?;
    let blank = |b: &u8| b.is_ascii_whitespace();
    let start = surface[..at].iter().rposition(|b| !blank(b)).map_or(0, |i| i + 1);
    let end = surface[at..].iter().position(|b| !blank(b)).map_or(surface.len(), |i| at + i);
    Some((start, end - start))
}

fn words(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes)
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
        .count()
}

/// Puts the break at the gap of the canonical spelling that lies as far in
/// as it did; behind the name when that has no gap.
fn broken(canonical: &str, before: usize, all: usize, blanks: &str) -> String {
    let gaps: Vec<(usize, char)> = canonical.char_indices().filter(|(_, c)| *c == ' ' || *c == '-').collect();
    if gaps.is_empty() {
        return format!("{canonical}{blanks}");
    }
    let wanted = (2 * before * (gaps.len() + 1) + all) / (2 * all.max(1));
    let (at, c) = gaps[wanted.clamp(1, gaps.len()) - 1];
    let (head, tail) = canonical.split_at(at);
    if c == ' ' { format!("{head}{blanks}{}", &tail[1..]) } else { format!("{head}-{blanks}{}", &tail[1..]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_keep_their_place() {
        let broken = |surface: &str, canonical| replacement(surface.as_bytes(), canonical, false);
        assert_eq!(broken("Mazar-e-\nSharif", "Mazar-i-Sharif"), "Mazar-i-\nSharif");
        assert_eq!(broken("Emomali\r\n  Rakhmon", "Emomali Rahmon"), "Emomali\r\n  Rahmon");
        assert_eq!(broken("Lashkar\nGah", "Lashkargah"), "Lashkargah\n");
        assert_eq!(
            broken("Afghan National\nSecurity and Defense Forces", "Afghan National Defense and Security Forces"),
            "Afghan National\nDefense and Security Forces"
        );
    }

    #[test]
    fn a_full_stop_stays() {
        assert_eq!(replacement(b"U.S.", "US", true), "US.");
        assert_eq!(replacement(b"U.S.", "US", false), "US");
    }
}
