//! The exit code of the process.

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: the work is done. A reader that went away counts as success, too.
    Success,
    /// 1: the work is done, and something was found.
    Findings,
    /// 2: the work could not be done.
    Failure,
}

impl Exit {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Failure => 2,
        }
    }
}

impl Exit {
    /// Of a command that finds something: `failed` beats `found`, which `exit_zero` turns into success.
    pub fn of_findings(failed: bool, found: bool, exit_zero: bool) -> Self {
        match (failed, found) {
            (true, _) => Self::Failure,
            (false, true) if !exit_zero => Self::Findings,
            (false, _) => Self::Success,
        }
    }
}
