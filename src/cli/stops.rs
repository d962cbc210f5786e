//! Why kuma-dp or CoreDNS does not start, as diagnostics at the place in what the user wrote.

use crate::chain::{Stop, Stopped};
use crate::diagnostic::Diagnostic;
use crate::gotemplate::{Error, Phase};
use crate::mesh::{Release, Settings, advice};

/// A template that does not render; `help` says what to do.
pub fn template(error: &Error, release: &Release, help: Vec<String>) -> Diagnostic {
    let note = match error.phase {
        Phase::Parse | Phase::Execute => {
            format!("kuma-dp {release} stops with this message when it starts, and its data plane with it")
        }
        Phase::Panic => {
            format!("Go panics out of the template here: kuma-dp {release}, built with Go {}, crashes", release.go)
        }
        Phase::Limit => "a limit of corefilectl, not of kuma-dp".to_owned(),
    };
    let mut shown =
        Diagnostic::error(error.to_string()).at(error.span, String::from_utf8_lossy(&error.detail)).note(note);
    if !release.go.line.is_recorded() && error.phase != Phase::Limit {
        shown = shown.note(format!("the behaviour of Go {} is not recorded; the wording can differ", release.go));
    }
    shown.help = help;
    shown
}

/// What keeps CoreDNS from answering.
pub fn side_car(stopped: &Stopped, settings: &Settings) -> Diagnostic {
    let Stopped { stop, source } = stopped;
    let release = settings.release();
    let stops =
        format!("CoreDNS {} stops with this message when it starts, and its data plane with it", release.coredns);
    let lint = "corefilectl lint says more about it, and what to write instead";
    match stop {
        Stop::Template(error) => {
            let help = advice::advise(error, source.text(), release, &settings.data());
            template(error, release, help)
        }
        Stop::Parser(_, span) | Stop::SetUp(_, span) => {
            Diagnostic::error(stop.to_string()).at(*span, "").note(stops).help(lint)
        }
    }
}
