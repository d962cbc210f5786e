//! Where everything of a drawing stands: nodes in columns by the longest way from the client, brought into an order in which
//! few lines cross, each beside what it is connected with. What is drawn between them is left to `routes`.

use super::boxes::{Label, NodeBox, PAD, count, node_box};
use super::layers::columns_of;
use super::routes::{Route, routes};
use crate::chain::picture::{End, Picture};

/// Room between boxes of a column.
const GAP: i32 = 26;
/// Room around the drawing.
pub const MARGIN: i32 = 24;
/// Height of a line that only passes through a column.
const PASSING: i32 = 16;
const SWEEPS: usize = 6;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A node, by its index.
    Node(usize),
    /// A line on its way to a later column, by the index of its edge.
    Passing(usize),
}

/// A drawing.
#[derive(Debug)]
pub struct Layout {
    /// The boxes, in the order of the nodes.
    pub boxes: Vec<NodeBox>,
    /// Upper left corners of the boxes, and their widths.
    pub corners: Vec<(i32, i32, i32)>,
    /// The lines between boxes.
    pub routes: Vec<Route>,
    /// Width of all.
    pub width: i32,
    /// Height of all.
    pub height: i32,
}

/// The columns while they are made.
#[derive(Debug)]
pub struct Columns<'a> {
    /// What is drawn.
    pub picture: &'a Picture,
    /// The labels, by edge.
    pub labels: Vec<Label>,
    /// The boxes, by node.
    pub boxes: Vec<NodeBox>,
    /// The column of each node.
    pub column: Vec<usize>,
    /// What stands in each column, from the top.
    pub items: Vec<Vec<Item>>,
    /// The top of each item.
    pub tops: Vec<Vec<i32>>,
}

impl Layout {
    /// Lays a picture out.
    pub fn of(picture: &Picture) -> Self {
        let labels: Vec<Label> = picture.edges.iter().map(Label::of).collect();
        let room = |end: End| {
            let leaving = picture.edges.iter().zip(&labels).filter(|(edge, _)| edge.from == end && !edge.is_inner());
            leaving.map(|(_, label)| label.heights()).map(|(above, below)| above + below).sum::<i32>()
        };
        let boxes = picture.nodes.iter().enumerate();
        let boxes: Vec<NodeBox> =
            boxes.map(|(node, item)| node_box(picture, node, item, |rule| room(End { node, rule }))).collect();
        let mut columns =
            Columns { picture, labels, boxes, column: columns_of(picture), items: Vec::new(), tops: Vec::new() };
        columns.fill();
        for _ in 0..SWEEPS {
            columns.place();
            columns.reorder();
        }
        columns.place();
        columns.straighten();
        routes(columns)
    }
}

impl Columns<'_> {
    fn fill(&mut self) {
        let last = self.column.iter().max().map_or(0, |last| last + 1);
        self.items = vec![Vec::new(); last];
        for (node, &column) in self.column.iter().enumerate() {
            self.items[column].push(Item::Node(node));
        }
        for (index, edge) in self.picture.edges.iter().enumerate() {
            let (from, to) = (self.column[edge.from.node], self.column[edge.to.node]);
            for column in from + 1..to {
                self.items[column].push(Item::Passing(index));
            }
        }
        self.tops = self.items.iter().map(|items| vec![0; items.len()]).collect();
    }

    fn height(&self, item: Item) -> i32 {
        match item {
            Item::Node(node) => self.boxes[node].height,
            Item::Passing(_) => PASSING,
        }
    }

    /// Where a node, or the line of an edge, is in a column.
    fn position(&self, column: usize, item: Item) -> Option<i32> {
        let index = self.items[column].iter().position(|other| *other == item)?;
        self.tops[column].get(index).copied()
    }

    /// The height at which an edge leaves its part, from the top of the node.
    pub fn leaves_at(&self, index: usize) -> i32 {
        let edge = &self.picture.edges[index];
        let node = &self.boxes[edge.from.node];
        let part = &node.parts[edge.from.rule.map_or(0, |rule| rule + 1)];
        let siblings: Vec<usize> = self.leaving(edge.from);
        let heights = |index: usize| self.labels[index].heights();
        let total: i32 = siblings.iter().map(|index| heights(*index)).map(|(above, below)| above + below).sum();
        let before: i32 = siblings
            .iter()
            .take_while(|other| **other != index)
            .map(|other| {
                let (above, below) = heights(*other);
                above + below
            })
            .sum();
        part.y + (part.height - total) / 2 + before + heights(index).0
    }

    /// The edges that leave a part for other nodes, from the top.
    fn leaving(&self, from: End) -> Vec<usize> {
        let edges = self.picture.edges.iter().enumerate();
        let mut leaving: Vec<usize> =
            edges.filter(|(_, edge)| edge.from == from && !edge.is_inner()).map(|(index, _)| index).collect();
        leaving.sort_by_key(|index| (self.goes_to(*index), *index));
        leaving
    }

    /// About how high the next thing is that an edge goes to.
    fn goes_to(&self, index: usize) -> i32 {
        let edge = &self.picture.edges[index];
        let (from, to) = (self.column[edge.from.node], self.column[edge.to.node]);
        if to <= from {
            return i32::MAX;
        }
        let item = if to == from + 1 { Item::Node(edge.to.node) } else { Item::Passing(index) };
        self.position(from + 1, item).unwrap_or(0) + self.height(item) / 2
    }

    /// The height at which an edge comes to its node, from the node's top.
    pub fn arrives_at(&self, index: usize) -> i32 {
        let node = self.picture.edges[index].to.node;
        let arriving = self.arriving(node);
        let at = count(arriving.iter().position(|other| *other == index).unwrap_or(0));
        let height = self.boxes[node].parts.first().map_or(0, |head| head.height);
        let all = count(arriving.len());
        let step = ((height - PAD) / all.max(1)).clamp(1, 14);
        height / 2 + at * step - (all - 1) * step / 2
    }

    /// The edges that come to a node from others, from the top.
    fn arriving(&self, node: usize) -> Vec<usize> {
        let edges = self.picture.edges.iter().enumerate();
        let mut arriving: Vec<usize> =
            edges.filter(|(_, edge)| edge.to.node == node && !edge.is_inner()).map(|(index, _)| index).collect();
        arriving.sort_by_key(|index| (self.comes_from(*index), *index));
        arriving
    }

    fn comes_from(&self, index: usize) -> i32 {
        let edge = &self.picture.edges[index];
        let (from, to) = (self.column[edge.from.node], self.column[edge.to.node]);
        if to <= from {
            return i32::MAX;
        }
        if to == from + 1 {
            let part = &self.boxes[edge.from.node].parts[edge.from.rule.map_or(0, |rule| rule + 1)];
            return self.position(from, Item::Node(edge.from.node)).unwrap_or(0) + part.y + part.height / 2;
        }
        self.position(to - 1, Item::Passing(index)).unwrap_or(0) + PASSING / 2
    }

    /// The height of an edge in a column that it starts in, passes or ends in.
    pub fn height_in(&self, column: usize, index: usize) -> i32 {
        let edge = &self.picture.edges[index];
        if column == self.column[edge.from.node] {
            return self.position(column, Item::Node(edge.from.node)).unwrap_or(0) + self.leaves_at(index);
        }
        if column == self.column[edge.to.node] {
            return self.position(column, Item::Node(edge.to.node)).unwrap_or(0) + self.arrives_at(index);
        }
        self.position(column, Item::Passing(index)).unwrap_or(0) + PASSING / 2
    }

    /// Puts the items of every column below one another, each as near as can be to what it is connected with on the side
    /// of the highest column.
    fn place(&mut self) {
        let all = |column: usize| -> i32 { self.items[column].iter().map(|item| self.height(*item) + GAP).sum() };
        let Some(anchor) = (0..self.items.len()).max_by_key(|column| (all(*column), *column)) else { return };
        let mut top = 0;
        for at in 0..self.items[anchor].len() {
            self.tops[anchor][at] = top;
            top += self.height(self.items[anchor][at]) + GAP;
        }
        for column in anchor + 1..self.items.len() {
            self.place_beside(column, column - 1);
        }
        for column in (0..anchor).rev() {
            self.place_beside(column, column + 1);
        }
        let lowest = self.tops.iter().flatten().min().copied().unwrap_or(0);
        self.tops.iter_mut().flatten().for_each(|top| *top -= lowest);
    }

    /// Moves lines that only pass through a column to the height from which they come, where nothing is in the way.
    fn straighten(&mut self) {
        for column in 1..self.items.len() {
            for at in 0..self.items[column].len() {
                let Item::Passing(index) = self.items[column][at] else { continue };
                let wish = self.height_in(column - 1, index) - PASSING / 2;
                let above = at
                    .checked_sub(1)
                    .map_or(0, |above| self.tops[column][above] + self.height(self.items[column][above]) + GAP / 2);
                let below = self.tops[column].get(at + 1).map_or(i32::MAX, |below| below - PASSING - GAP / 2);
                if (above..=below).contains(&wish) {
                    self.tops[column][at] = wish;
                }
            }
        }
    }

    fn place_beside(&mut self, column: usize, other: usize) {
        let wishes: Vec<Option<i32>> = self.items[column].iter().map(|item| self.wish(column, other, *item)).collect();
        let mut bottom = i32::MIN;
        for (at, wish) in wishes.into_iter().enumerate() {
            let free = if bottom == i32::MIN { wish.unwrap_or(0) } else { bottom };
            let top = wish.unwrap_or(free).max(free);
            self.tops[column][at] = top;
            bottom = top + self.height(self.items[column][at]) + GAP;
        }
    }

    /// Where an item would stand if there were nothing else.
    fn wish(&self, column: usize, other: usize, item: Item) -> Option<i32> {
        let tops: Vec<i32> = self
            .between(column, other, item)
            .map(|index| {
                let own = match item {
                    Item::Passing(_) => PASSING / 2,
                    Item::Node(_) if column < other => self.leaves_at(index),
                    Item::Node(_) => self.arrives_at(index),
                };
                self.height_in(other, index) - own
            })
            .collect();
        // The middle one and no mean: then at least one line is straight.
        let mut tops = tops;
        tops.sort_unstable();
        tops.get(tops.len() / 2).copied()
    }

    /// The edges of an item that go between two columns side by side.
    fn between(&self, column: usize, other: usize, item: Item) -> impl Iterator<Item = usize> {
        let (left, right) = (column.min(other), column.max(other));
        self.picture.edges.iter().enumerate().filter_map(move |(index, edge)| {
            let crosses = self.column[edge.from.node] <= left && self.column[edge.to.node] >= right;
            let is_own = match item {
                Item::Passing(passing) => passing == index,
                Item::Node(node) if column == left => self.column[edge.from.node] == left && edge.from.node == node,
                Item::Node(node) => self.column[edge.to.node] == right && edge.to.node == node,
            };
            (crosses && is_own && !edge.is_inner()).then_some(index)
        })
    }

    /// Sorts every column by where its items would like to stand.
    fn reorder(&mut self) {
        for column in 1..self.items.len() {
            let mut wished: Vec<(bool, i32, usize)> = Vec::new();
            for (at, item) in self.items[column].iter().enumerate() {
                let wish = self.wish(column, column - 1, *item);
                let middle = wish.map_or(i32::MAX, |wish| wish.saturating_add(self.height(*item) / 2));
                wished.push((wish.is_none(), middle, at));
            }
            wished.sort_unstable();
            self.items[column] = wished.iter().map(|(_, _, at)| self.items[column][*at]).collect();
            let mut top = 0;
            for at in 0..self.items[column].len() {
                self.tops[column][at] = top;
                top += self.height(self.items[column][at]) + GAP;
            }
        }
    }
}
