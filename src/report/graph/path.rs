//! The lines of an SVG, with round corners.

use std::fmt::Write as _;

/// Corners of lines are this round.
const ROUND: i32 = 6;

/// A line with round corners.
pub fn path(points: &[(i32, i32)]) -> String {
    let mut points = points.to_vec();
    points.dedup();
    let mut path = String::new();
    let towards = |from: (i32, i32), to: (i32, i32), by: i32| {
        let step = |from: i32, to: i32| from + (to - from).clamp(-by, by);
        (step(from.0, to.0), step(from.1, to.1))
    };
    for (at, &point) in points.iter().enumerate() {
        let neighbours = at.checked_sub(1).and_then(|before| Some((points.get(before)?, points.get(at + 1)?)));
        let _ = match neighbours {
            None if at == 0 => write!(path, "M{} {}", point.0, point.1),
            None => write!(path, "L{} {}", point.0, point.1),
            Some((before, after)) => {
                let half = |other: &(i32, i32)| ((other.0 - point.0).abs() + (other.1 - point.1).abs()) / 2;
                let by = ROUND.min(half(before)).min(half(after));
                let (start, end) = (towards(point, *before, by), towards(point, *after, by));
                write!(path, "L{} {}Q{} {} {} {}", start.0, start.1, point.0, point.1, end.0, end.1)
            }
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_round() {
        assert_eq!(path(&[(0, 0), (0, 0), (20, 0)]), "M0 0L20 0");
        assert_eq!(path(&[(0, 0), (20, 0), (20, 4), (40, 4)]), "M0 0L18 0Q20 0 20 2L20 2Q20 4 22 4L40 4");
    }
}
