//! In which column of a drawing each node stands.

use std::collections::BTreeSet;

use crate::chain::picture::{Picture, Role};

/// The column of each node: one behind the latest of those that lead to it, lines that go back left out.
pub fn columns_of(picture: &Picture) -> Vec<usize> {
    let count = picture.nodes.len();
    let mut next: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    for edge in picture.edges.iter().filter(|edge| !edge.is_inner()) {
        if let Some(next) = next.get_mut(edge.from.node) {
            next.insert(edge.to.node);
        }
    }
    // Depth first, without recursion: a line to a node that is still open goes back.
    let (mut order, mut state) = (Vec::new(), vec![0_u8; count]);
    let mut back = BTreeSet::new();
    for start in 0..count {
        let mut stack = vec![(start, false)];
        while let Some((node, is_done)) = stack.pop() {
            if is_done {
                state[node] = 2;
                order.push(node);
            } else if state[node] == 0 {
                state[node] = 1;
                stack.push((node, true));
                for &other in next[node].iter().rev() {
                    match state[other] {
                        0 => stack.push((other, false)),
                        1 => {
                            back.insert((node, other));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    let mut column = vec![0; count];
    for &node in order.iter().rev() {
        for &other in next[node].iter().filter(|other| !back.contains(&(node, **other))) {
            column[other] = column[other].max(column[node] + 1);
        }
    }
    let blocks = picture.nodes.iter().zip(&column).filter(|(node, _)| node.role == Role::Block && node.head.is_met);
    let first = blocks.map(|(_, column)| *column).min().unwrap_or(2);
    for (_, column) in picture.nodes.iter().zip(&mut column).filter(|(node, _)| !node.head.is_met) {
        *column = first;
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::picture::{Edge, End, Node, Part};

    fn columns(edges: &[(usize, usize)]) -> Vec<usize> {
        let last = edges.iter().map(|(from, to)| *from.max(to)).max().unwrap_or(0);
        let head = Part { is_met: true, ..Part::default() };
        let nodes = (0..=last).map(|_| Node { role: Role::Block, head: head.clone(), rules: Vec::new() });
        let end = |node| End { node, rule: None };
        let edges = edges.iter().map(|(from, to)| Edge {
            from: end(*from),
            to: end(*to),
            passes: Vec::new(),
            replies: Vec::new(),
        });
        columns_of(&Picture { nodes: nodes.collect(), edges: edges.collect(), ..Picture::default() })
    }

    #[test]
    fn nodes_stand_behind_all_that_lead_to_them() {
        assert_eq!(columns(&[(0, 1), (1, 2), (0, 2)]), [0, 1, 2]);
        assert_eq!(columns(&[(0, 1), (1, 2), (2, 1), (2, 3)]), [0, 1, 2, 3], "what goes back counts not");
        assert_eq!(columns(&[(0, 1), (1, 1)]), [0, 1]);
    }
}
