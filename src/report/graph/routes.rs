//! The lines of a drawing. Between two columns there is room for labels first, each at the height of its own line, then for
//! lanes in which lines go up and down: so no label meets another or a box.

use super::boxes::{LABEL_LINE, PAD, count, is_next, lane_x};
use super::layout::{Columns, Layout, MARGIN};

/// Room between a box and a label.
const BESIDE: i32 = 8;
/// Room for a lane.
const LANE: i32 = 11;
/// Room for the point of an arrow.
const POINT: i32 = 20;

/// A line.
#[derive(Debug)]
pub struct Route {
    /// The index of its edge.
    pub edge: usize,
    /// Its corners.
    pub points: Vec<(i32, i32)>,
    /// Left ends of the base lines of its labels.
    pub labels: Vec<(i32, i32, String)>,
}

/// A stretch between two columns.
#[derive(Debug)]
struct Stretch {
    edge: usize,
    from: i32,
    to: i32,
    lane: i32,
}

/// The room between a column and the next one.
#[derive(Debug, Default)]
struct Gutter {
    stretches: Vec<Stretch>,
    label: i32,
    lanes: i32,
    x: i32,
}

impl Gutter {
    /// Gives each stretch a lane in which it meets no other; lines that go the same way are nested.
    fn assign(&mut self) {
        self.stretches.sort_by_key(|stretch| {
            let is_down = stretch.to > stretch.from;
            (is_down, if is_down { -stretch.from } else { stretch.from }, stretch.edge)
        });
        for at in 0..self.stretches.len() {
            let (done, rest) = self.stretches.split_at_mut(at);
            let Some(stretch) = rest.first_mut() else { break };
            if stretch.from == stretch.to {
                continue;
            }
            let range = |other: &Stretch| (other.from.min(other.to) - 6, other.from.max(other.to) + 6);
            let (top, bottom) = range(stretch);
            let meets = |other: &&Stretch| {
                let (start, end) = range(other);
                other.from != other.to && start < bottom && top < end
            };
            stretch.lane = done.iter().filter(meets).map(|other| other.lane + 1).max().unwrap_or(0);
            self.lanes = self.lanes.max(stretch.lane + 1);
        }
    }

    fn width(&self) -> i32 {
        if self.stretches.is_empty() { 0 } else { BESIDE + self.label + BESIDE + self.lanes * LANE + POINT }
    }

    fn lane_x(&self, edge: usize, is_return: bool) -> Option<i32> {
        let mut own = self.stretches.iter().filter(|stretch| stretch.edge == edge && stretch.from != stretch.to);
        let stretch = if is_return { own.next_back() } else { own.next() }?;
        Some(self.x + BESIDE + self.label + BESIDE + stretch.lane * LANE + LANE / 2)
    }
}

/// Draws the lines between the columns and within the boxes.
pub fn routes(columns: Columns<'_>) -> Layout {
    let number = columns.items.len();
    let bottoms =
        columns.picture.nodes.iter().enumerate().map(|(node, _)| top(&columns, node) + columns.boxes[node].height);
    let passing = columns.tops.iter().flatten().map(|top| top + LANE);
    let bottom = bottoms.chain(passing).max().unwrap_or(0) + 2 * LANE;
    let mut gutters: Vec<Gutter> = (0..number).map(|_| Gutter::default()).collect();
    let mut back: Vec<usize> = Vec::new();
    for (edge, item) in columns.picture.edges.iter().enumerate().filter(|(_, edge)| !edge.is_inner()) {
        let (from, to) = (columns.column[item.from.node], columns.column[item.to.node]);
        gutters[from].label = gutters[from].label.max(columns.labels[edge].width());
        let here = columns.height_in(from, edge);
        if to > from {
            for (column, gutter) in gutters.iter_mut().enumerate().take(to).skip(from) {
                let (from, to) = (columns.height_in(column, edge), columns.height_in(column + 1, edge));
                gutter.stretches.push(Stretch { edge, from, to, lane: 0 });
            }
        } else {
            let channel = bottom + LANE * count(back.len());
            let there = top(&columns, item.to.node) + columns.arrives_at(edge);
            gutters[from].stretches.push(Stretch { edge, from: here, to: channel, lane: 0 });
            gutters[to.saturating_sub(1)].stretches.push(Stretch { edge, from: channel, to: there, lane: 0 });
            back.push(edge);
        }
    }
    let (mut x, mut corners) = (MARGIN, vec![(0, 0, 0); columns.boxes.len()]);
    for (column, gutter) in gutters.iter_mut().enumerate() {
        let own = || (0..columns.boxes.len()).filter(|node| columns.column[*node] == column);
        let width = own().map(|node| columns.boxes[node].width).max().unwrap_or(0);
        for node in own() {
            corners[node] = (x, MARGIN + top(&columns, node), width);
        }
        gutter.assign();
        gutter.x = x + width;
        x += width + gutter.width();
    }
    let mut routes = Vec::new();
    for (edge, item) in columns.picture.edges.iter().enumerate() {
        if item.is_inner() {
            routes.extend(inner(&columns, edge, &corners));
            continue;
        }
        let (from, to) = (columns.column[item.from.node], columns.column[item.to.node]);
        let here = columns.height_in(from, edge);
        let start = gutters[from].x;
        // A rule's line begins at the rule, a little within the box.
        let mut points = vec![(start - item.from.rule.map_or(0, |_| PAD), here)];
        let mut turn =
            |x: Option<i32>, from: i32, to: i32| points.extend(x.iter().flat_map(|x| [(*x, from), (*x, to)]));
        let end = if to > from {
            for (column, gutter) in gutters.iter().enumerate().take(to).skip(from) {
                let (from, to) = (columns.height_in(column, edge), columns.height_in(column + 1, edge));
                turn(gutter.lane_x(edge, false), from, to);
            }
            columns.height_in(to, edge)
        } else {
            let channel = bottom + LANE * count(back.iter().take_while(|other| **other != edge).count());
            let there = top(&columns, item.to.node) + columns.arrives_at(edge);
            turn(gutters[from].lane_x(edge, false), here, channel);
            turn(gutters[to.saturating_sub(1)].lane_x(edge, true), channel, there);
            there
        };
        points.push((corners[item.to.node].0, end));
        points.iter_mut().for_each(|(_, y)| *y += MARGIN);
        let label = &columns.labels[edge];
        let above = label.above.iter().rev().zip(0..).map(|(text, at)| (-6 - LABEL_LINE * at, text));
        let below = label.below.iter().zip(0..).map(|(text, at)| (13 + LABEL_LINE * at, text));
        let labels = above.chain(below).map(|(y, text)| (start + BESIDE, MARGIN + here + y, text.clone()));
        routes.push(Route { edge, points, labels: labels.collect() });
    }
    let height = bottom - 2 * LANE + if back.is_empty() { 0 } else { LANE * (2 + count(back.len())) };
    Layout { corners, routes, width: x + MARGIN, height: height + 2 * MARGIN, boxes: columns.boxes }
}

fn top(columns: &Columns<'_>, node: usize) -> i32 {
    let column = columns.column[node];
    let index = columns.items[column].iter().position(|item| *item == super::layout::Item::Node(node));
    index.map_or(0, |index| columns.tops[column][index])
}

/// A line from rule to rule; the first rule needs none.
fn inner(columns: &Columns<'_>, edge: usize, corners: &[(i32, i32, i32)]) -> Option<Route> {
    let item = &columns.picture.edges[edge];
    let from = item.from.rule?;
    let node = &columns.boxes[item.from.node];
    let (x, y, _) = corners[item.from.node];
    let source = &node.parts[from + 1];
    let labels = Vec::new();
    let target = &node.parts[item.to.rule.map_or(0, |rule| rule + 1)];
    if is_next(item) {
        let x = x + source.x + 14;
        return Some(Route { edge, points: vec![(x, y + source.y + source.height), (x, y + target.y)], labels });
    }
    let (_, lane) = node.detours.iter().find(|(detour, _)| *detour == edge)?;
    let lane = x + lane_x(node, *lane);
    let start = (x + source.x, y + source.y + source.height / 2 + 4);
    let mut points = vec![start, (lane, start.1)];
    if item.to.rule.is_some() {
        let end = y + target.y + target.height / 2 - 4;
        points.extend([(lane, end), (x + target.x, end)]);
    } else {
        points.push((lane, y + target.y + target.height));
    }
    Some(Route { edge, points, labels })
}
