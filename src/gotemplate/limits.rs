//! Bounds on what a template may spend. Go has none of them; they keep a hostile or mistaken template from using up the
//! machine, and lie far beyond any real Corefile.

/// The bounds of one parse and execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of template text.
    pub template: usize,
    /// Bytes of rendered text.
    pub output: usize,
    /// Steps of execution; one for each value, call, piece of text and round of a loop, and one for each 64 bytes compared.
    pub steps: u64,
    /// Bytes of strings that functions make during one execution, taken together.
    pub strings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { template: 4 << 20, output: 16 << 20, steps: 20_000_000, strings: 64 << 20 }
    }
}
