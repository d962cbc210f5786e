//! The canonical layout: four blanks a level, one blank between words, one line between server blocks. White space is all
//! that is replaced, and only by white space that CoreDNS takes for the same; where a quoted word may be open, on whichever
//! way through the template, nothing is touched.

use super::action::{self, STEP};
use super::comments::Comments;
use super::flow::Flow;
use super::pieces::{Class, Piece, PieceKind, Pieces, Role};
use super::state::{BYTE_ORDER_MARK, States};

/// Deeper levels are laid out like this one: the result grows with the text, however deep it nests.
const MAX_LEVEL: usize = 16;

/// The text in canonical layout.
pub(super) fn lay_out(text: &[u8], pieces: &Pieces, flow: &Flow) -> Vec<u8> {
    let mut writer = Writer {
        text,
        pieces,
        flow,
        out: Vec::with_capacity(text.len() + text.len() / 4 + 1),
        line: 0,
        line_start: 0,
        depth: 0,
        open: Vec::new(),
        opens: false,
        behind_block: false,
        comments: Comments::default(),
    };
    for index in 0..pieces.list.len() {
        writer.piece(index);
    }
    writer.end();
    writer.comments.align(&writer.out)
}

struct Writer<'a> {
    text: &'a [u8],
    pieces: &'a Pieces,
    flow: &'a Flow,
    out: Vec<u8>,
    line: usize,
    line_start: usize,
    depth: usize,
    /// The depth at every open control action.
    open: Vec<usize>,
    /// The line opens a block or a branch, comments aside.
    opens: bool,
    /// A server block has been closed, and nothing has followed.
    behind_block: bool,
    comments: Comments,
}

/// What a solid piece is for the layout.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brace {
    Opens,
    Closes,
}

impl Writer<'_> {
    fn at(&self, index: usize) -> Option<&Piece> {
        self.pieces.list.get(index)
    }

    fn piece(&mut self, index: usize) {
        let Some(&piece) = self.at(index) else { return };
        match piece.kind {
            PieceKind::Solid => {
                let brace = self.brace(index);
                if !self.starts_comment(index) && !self.flow.before(index).may_be_comment() {
                    self.opens = brace == Some(Brace::Opens);
                }
                match brace {
                    Some(Brace::Opens) => self.depth += 1,
                    Some(Brace::Closes) => {
                        self.behind_block |= self.depth == 1;
                        self.depth = self.depth.saturating_sub(1);
                    }
                    None => {}
                }
                self.out.extend_from_slice(piece.span.of(self.text));
            }
            PieceKind::Gap { class, .. } => self.gap(index, class, piece.span.of(self.text)),
            PieceKind::Mark | PieceKind::Comment => self.write(piece.span.of(self.text)),
            PieceKind::Action { role, first, last } => {
                let indent = (self.depth.min(MAX_LEVEL) + 1) * STEP;
                let start = self.out.len();
                action::lay_out(self.text, piece.span, self.pieces.tokens(first, last), indent, &mut self.out);
                self.count_lines(start);
                self.role(role);
            }
        }
    }

    fn role(&mut self, role: Role) {
        self.opens = role.opens();
        match role {
            Role::If | Role::With | Role::Range | Role::Define | Role::Block => self.open.push(self.depth),
            Role::Else { .. } => {
                self.depth = self.open.last().copied().unwrap_or(self.depth);
                self.behind_block = false;
            }
            Role::End => {
                self.open.pop();
            }
            Role::Print | Role::Template | Role::Break | Role::Continue => {}
        }
    }

    /// A brace that is a word by itself, as far as that can be told.
    fn brace(&self, index: usize) -> Option<Brace> {
        let piece = self.at(index).filter(|piece| piece.kind == PieceKind::Solid)?;
        let brace = match piece.span.of(self.text) {
            b"{" | b"\"{\"" => Brace::Opens,
            b"}" | b"\"}\"" => Brace::Closes,
            _ => return None,
        };
        let ends = match self.at(index + 1).map(|next| next.kind) {
            None | Some(PieceKind::Comment | PieceKind::Gap { .. }) => true,
            Some(PieceKind::Action { role, .. }) => role != Role::Print,
            Some(PieceKind::Mark | PieceKind::Solid) => false,
        };
        (ends && self.flow.before(index).is_between_words()).then_some(brace)
    }

    fn gap(&mut self, index: usize, class: Class, written: &[u8]) {
        let states = self.flow.before(index);
        let is_last = index + 1 == self.pieces.list.len();
        if states.may_be_quoted() {
            return self.write(written);
        }
        if is_last {
            // The end of the text is a line's end.
            return;
        }
        if self.pieces.is_first(index) {
            return self.start(index, written);
        }
        match class {
            Class::Return => self.write(written),
            Class::Blank if states.may_be_comment() => self.write(written),
            Class::Blank => self.blank(index + 1),
            Class::Break => self.line_break(index, written),
        }
    }

    /// White space at the start means nothing, unless a byte order mark may follow, which only counts at the very start.
    fn start(&mut self, index: usize, written: &[u8]) {
        let behind = self.at(index).and_then(|gap| self.text.get(gap.span.end as usize..)).unwrap_or_default();
        let is_text = self.at(index + 1).is_some_and(|next| next.kind == PieceKind::Solid);
        let may_follow = match behind.first() {
            Some(&first) if is_text => BYTE_ORDER_MARK.starts_with(&[first]),
            _ => self.flow.prints_anything || memchr::memmem::find(behind, BYTE_ORDER_MARK).is_some(),
        };
        if may_follow {
            self.write(written);
        }
    }

    fn blank(&mut self, next: usize) {
        self.out.push(b' ');
        if self.starts_comment(next) {
            self.comments.add(&self.out, self.line, self.line_start);
        }
    }

    fn starts_comment(&self, index: usize) -> bool {
        let is_hash =
            |piece: &Piece| piece.kind == PieceKind::Solid && self.text.get(piece.span.start as usize) == Some(&b'#');
        self.at(index).is_some_and(is_hash) && self.flow.before(index).is_between_words()
    }

    fn line_break(&mut self, index: usize, written: &[u8]) {
        let next = self.at(index + 1).map(|piece| piece.kind);
        let closes = matches!(next, Some(PieceKind::Action { role, .. }) if role.closes());
        let closing = self.closing(index + 1);
        let has_blank_line = memchr::memchr_iter(b'\n', written).nth(1).is_some();
        let lines = match () {
            () if closes || closing > 0 => 1,
            () if self.behind_block => 2,
            () if self.opens => 1,
            () => 1 + usize::from(has_blank_line),
        };
        self.behind_block &= closes;
        self.opens = false;
        let depth = match (closes, self.open.last()) {
            (true, Some(&depth)) => depth,
            _ => self.depth.saturating_sub(closing),
        };
        self.out.resize(self.out.len() + lines, b'\n');
        self.line += lines;
        self.line_start = self.out.len();
        self.out.resize(self.out.len() + depth.min(MAX_LEVEL) * STEP, b' ');
    }

    /// How many braces a line closes that starts with this piece, before it says anything else.
    fn closing(&self, mut index: usize) -> usize {
        let mut count = 0;
        while self.brace(index) == Some(Brace::Closes) {
            count += 1;
            match self.at(index + 1).map(|piece| piece.kind) {
                Some(PieceKind::Gap { class: Class::Blank, .. }) => index += 2,
                _ => break,
            }
        }
        count
    }

    fn end(&mut self) {
        let states: States = self.flow.before(self.pieces.list.len());
        if !self.text.is_empty() && !states.may_be_quoted() && !self.out.ends_with(b"\n") {
            self.out.push(b'\n');
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        let start = self.out.len();
        self.out.extend_from_slice(bytes);
        self.count_lines(start);
    }

    fn count_lines(&mut self, from: usize) {
        let written = self.out.get(from..).unwrap_or_default();
        if let Some(last) = memchr::memrchr(b'\n', written) {
            self.line += memchr::memchr_iter(b'\n', written).count();
            self.line_start = from + last + 1;
        }
    }
}
