//! Comments behind words, in lines that follow each other, stand below each other.

/// Longer lines have their comment one blank behind them, so that the result cannot outgrow the text.
const MAX_WIDTH: usize = 80;

/// The comments behind words of a text that is being laid out.
#[derive(Debug, Default)]
pub(super) struct Comments {
    list: Vec<Trailing>,
}

/// A comment behind words.
#[derive(Debug)]
struct Trailing {
    /// Where it starts.
    at: usize,
    line: usize,
    indent: usize,
    /// Characters before it in its line.
    width: usize,
}

impl Comments {
    /// A comment starts at the end of `out`, in the line of that number, which starts at `line_start`.
    pub fn add(&mut self, out: &[u8], line: usize, line_start: usize) {
        let before = out.get(line_start..).unwrap_or_default();
        let indent = before.iter().take_while(|&&byte| byte == b' ').count();
        // Whoever looks at a line of megabytes again for each of its comments takes for ever; there is one in a line.
        let width = before.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        self.list.push(Trailing { at: out.len(), line, indent, width });
    }

    /// The text with the comments below each other.
    pub fn align(&self, out: &[u8]) -> Vec<u8> {
        let mut aligned = Vec::with_capacity(out.len() + out.len() / 16);
        let (mut done, mut group) = (0, 0);
        while let Some(first) = self.list.get(group) {
            let rest = self.list.get(group..).unwrap_or_default();
            let follows = |pair: &&[Trailing]| pair[0].is_followed_by(&pair[1]);
            let len = 1 + rest.windows(2).take_while(follows).count();
            let lines = rest.get(..len).unwrap_or_default();
            let width = lines.iter().map(|line| line.width).max().unwrap_or(first.width);
            for line in lines {
                aligned.extend_from_slice(out.get(done..line.at).unwrap_or_default());
                aligned.resize(aligned.len() + width - line.width, b' ');
                done = line.at;
            }
            group += len;
        }
        aligned.extend_from_slice(out.get(done..).unwrap_or_default());
        aligned
    }
}

impl Trailing {
    fn is_followed_by(&self, next: &Self) -> bool {
        self.line + 1 == next.line && self.indent == next.indent && self.width.max(next.width) <= MAX_WIDTH
    }
}
