//! Which names lie in which zone.

/// Whether `name` is `zone` or lies under it, label by label; ASCII letters match in any case. Both end with a dot.
#[must_use]
pub fn is_under(name: &str, zone: &str) -> bool {
    zone == "." || boundary(name, zone).is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(zone.as_bytes()))
}

/// The same with letter case counting, as where CoreDNS looks a server block up.
pub fn is_under_exactly(name: &str, zone: &str) -> bool {
    zone == "." || boundary(name, zone).is_some_and(|at| name.as_bytes()[at..] == *zone.as_bytes())
}

/// The longest of the zones that `name` lies in.
pub fn longest<'a>(name: &str, zones: &'a [String]) -> Option<&'a str> {
    let taking = zones.iter().map(String::as_str).filter(|zone| is_under(name, zone));
    // Of equals CoreDNS keeps the first.
    taking.fold(None, |best: Option<&str>, zone| match best {
        Some(best) if best.len() >= zone.len() => Some(best),
        _ => Some(zone),
    })
}

/// Where in `name` a zone of this length would start, if a label starts there.
fn boundary(name: &str, zone: &str) -> Option<usize> {
    let at = name.len().checked_sub(zone.len())?;
    let before = &name.as_bytes()[..at];
    let Some((last, rest)) = before.split_last() else { return Some(0) };
    // An escaped dot belongs to a label.
    let escapes = rest.iter().rev().take_while(|byte| **byte == b'\\').count();
    (*last == b'.' && escapes % 2 == 0).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_count() {
        for (name, zone, under) in [
            ("a.mesh.", "mesh.", true),
            ("mesh.", "mesh.", true),
            ("amesh.", "mesh.", false),
            ("a.MESH.", "mesh.", true),
            ("a\\.mesh.", "mesh.", false),
            ("a\\\\.mesh.", "mesh.", true),
            ("a.", ".", true),
            (".", "mesh.", false),
            ("h.", "mesh.", false),
        ] {
            assert_eq!(is_under(name, zone), under, "{name} {zone}");
        }
        assert!(!is_under_exactly("a.mesh.", "MESH."));
    }

    #[test]
    fn the_longest_wins() {
        let zones = [".", "mesh.", "a.mesh."].map(String::from);
        assert_eq!(longest("x.a.mesh.", &zones), Some("a.mesh."));
        assert_eq!(longest("x.mesh.", &zones), Some("mesh."));
        assert_eq!(longest("x.", &zones), Some("."));
        assert_eq!(longest("x.", &zones[1..]), None);
    }
}
