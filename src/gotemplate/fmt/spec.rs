//! How one operand is to be printed: flags, width and precision of a directive. The verb travels beside it, because
//! a wrong verb makes Go print the value with `v` under the same flags.

/// Flags, width and precision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spec {
    /// `+`: always a sign; ASCII only for `%q`.
    pub plus: bool,
    /// `-`: pad on the right.
    pub minus: bool,
    /// `#`: the alternate form.
    pub sharp: bool,
    /// Space: room for a left-out sign; spaces between bytes in hexadecimal.
    pub space: bool,
    /// `0`: pad with zeros.
    pub zero: bool,
    /// `%#v`: Go syntax. It replaces `sharp`.
    pub go_syntax: bool,
    /// `%+v`: names of struct fields. It replaces `plus`.
    pub field_names: bool,
    /// The least number of characters; 0, which a format may also say, has no effect.
    pub width: usize,
    /// What follows the point, if there is one.
    pub precision: Option<usize>,
}

impl Spec {
    /// What pads a field. Zeros go to the left only.
    pub(super) fn fill(&self) -> u8 {
        if self.fills_with_zeros() { b'0' } else { b' ' }
    }

    /// Whether zeros fill a field up to its width.
    pub(super) fn fills_with_zeros(&self) -> bool {
        self.zero && !self.minus
    }
}
