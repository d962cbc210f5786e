//! Connects the command line to the process.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use corefilectl::cli::{self, Io, Terminal};

fn main() -> ExitCode {
    let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    let terminal = Terminal {
        stderr_is_terminal: stderr.is_terminal(),
        stdout_is_terminal: stdout.is_terminal(),
        ..Terminal::default()
    };
    // The lock of standard input could not go to another thread.
    let (mut stdin, mut stdout, mut stderr) = (stdin, stdout.lock(), stderr.lock());
    let mut io = Io {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        environment: &|name| std::env::var_os(name),
        terminal,
        stdin_is_taken: false,
    };
    let exit = cli::run(std::env::args_os(), &mut io);
    match io.stdout.flush() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io.stderr, "error: standard output: {error}");
            ExitCode::from(cli::Exit::Failure.code())
        }
        _ => ExitCode::from(exit.code()),
    }
}
