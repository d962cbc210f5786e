//! What the process is connected to. Commands get it from `main` (or a test) and use nothing else.

use std::ffi::OsString;
use std::io::{Read, Write};

use super::choices::Color;

/// Streams, environment and terminal.
pub struct Io<'a> {
    /// Standard input; the language server reads it in a thread of its own.
    pub stdin: &'a mut (dyn Read + Send),
    /// Data go here.
    pub stdout: &'a mut dyn Write,
    /// Everything else goes here.
    pub stderr: &'a mut dyn Write,
    /// Looks up an environment variable.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// What is known about the terminal.
    pub terminal: Terminal,
    /// Whether standard input has been read.
    pub stdin_is_taken: bool,
}

/// What is known about the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Standard error is one.
    pub stderr_is_terminal: bool,
    /// Standard output is one.
    pub stdout_is_terminal: bool,
    /// Messages on standard error are coloured.
    pub color: bool,
    /// What is for people on standard output is coloured.
    pub color_stdout: bool,
}

impl Io<'_> {
    /// Decides whether messages are coloured: the flag, then `NO_COLOR`, then `CLICOLOR_FORCE`, then the terminal.
    pub(super) fn choose_color(&mut self, choice: Color) {
        let set = |name: &str| (self.environment)(name).is_some_and(|value| !value.is_empty());
        let forced = (self.environment)("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
        let color = |is_terminal: bool| match choice {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("NO_COLOR") => false,
            Color::Auto => forced || is_terminal,
        };
        let (stderr, stdout) = (color(self.terminal.stderr_is_terminal), color(self.terminal.stdout_is_terminal));
        (self.terminal.color, self.terminal.color_stdout) = (stderr, stdout);
    }
}
