//! What a rule looks at: a file with all its renderings, a refusal, or one Corefile on one kind of data plane.

use std::collections::BTreeSet;

use std::cell::OnceCell;

use super::draft::{Draft, Where};
use super::holds::Points;
use super::probes::{Probes, Worlds};
use super::rendering::{Kind, Refusal, Rendering, Renderings};
use crate::chain::World;
use crate::coredns::setup::{StartError, Started};
use crate::coredns::{Block, Server};
use crate::corefile::environment::PLACEHOLDERS;
use crate::corefile::{Corefile, MAIN, ParseError, Place, ServerBlock, Token, Tree};
use crate::diagnostic::Severity;
use crate::gotemplate::Phase;
use crate::mesh::advice::Mistake;
use crate::mesh::{Injector, LayerKind, Matrix, NotInForce, Point, Ports, Release, Setting, SettingValue};
use crate::source::Span;

/// A file.
#[derive(Debug)]
pub struct FileCase<'a> {
    /// The template's text.
    pub text: &'a [u8],
    /// What it is taken for.
    pub kind: Kind,
    /// The data planes that it is looked at for.
    pub matrix: &'a Matrix,
    /// Those of them that were looked at.
    pub examined: &'a Points,
    /// What it renders to.
    pub renderings: &'a Renderings,
    /// Whether nothing was pinned: what no point reaches is out of reach.
    pub is_unpinned: bool,
    /// Whose template it is, if that is known.
    pub role: Option<LayerKind>,
    /// Why no Corefile is in force on the chosen platform, unless somebody switches the embedded proxy off.
    pub not_in_force: Option<&'a NotInForce>,
}

/// A template that does not parse or execute somewhere.
#[derive(Debug)]
pub struct RefusedCase<'a> {
    /// The template's text.
    pub text: &'a [u8],
    /// What it is looked at for.
    pub matrix: &'a Matrix,
    /// The refusal.
    pub refusal: &'a Refusal,
}

/// A rendered Corefile on one kind of data plane.
pub struct Case<'a> {
    /// The template's text.
    pub text: &'a [u8],
    /// What it is taken for.
    pub kind: Kind,
    /// What it is looked at for.
    pub matrix: &'a Matrix,
    /// One of the data planes.
    pub point: &'a Point,
    /// All for which everything here is the same.
    pub points: &'a Points,
    /// The rendered text.
    pub rendering: &'a Rendering,
    /// Its words.
    pub tokens: &'a [Token<'a>],
    /// What the parser makes of it.
    pub corefile: Result<&'a Corefile<'a>, &'a ParseError>,
    /// What the plugins make of it; none where the parser refuses.
    pub start: Option<Result<&'a Started, &'a StartError>>,
    pub(super) worlds: &'a Worlds,
    pub(super) probes: Probes<'a>,
    pub(super) tree: OnceCell<Tree<'a>>,
}

impl std::fmt::Debug for Case<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Case").field("target", &self.point.target).finish_non_exhaustive()
    }
}

impl<'a> FileCase<'a> {
    /// The data planes that it was looked at for, with their indexes.
    pub fn points(&self) -> impl Iterator<Item = (usize, &'a Point)> + use<'a> {
        let points = &self.matrix.points;
        self.examined.iter().filter_map(|index| Some((index, points.get(index)?)))
    }
}

impl RefusedCase<'_> {
    /// A data plane that refuses it; it stands for the others.
    #[must_use]
    pub fn point(&self) -> Option<&Point> {
        self.refusal.points.iter().next().map(|index| &self.matrix.points[index])
    }

    /// What is behind the refusal, where that can be told.
    #[must_use]
    pub fn mistake(&self) -> Option<Mistake> {
        let point = self.point()?;
        Mistake::of(&self.refusal.error, self.text, point.target.release(), &self.matrix.data[point.data])
    }

    /// The finding about Go's message, with ways out.
    #[must_use]
    pub fn draft(&self) -> Draft {
        self.draft_saying(String::from_utf8_lossy(&self.refusal.error.detail))
    }

    /// The same with a message of one's own.
    #[must_use]
    pub fn draft_saying(&self, message: impl Into<String>) -> Draft {
        let error = &self.refusal.error;
        let mut draft = Draft::new(Where::Template(error.span), message);
        let Some(release) = self.point().map(|point| point.target.release()) else { return draft };
        draft = match error.phase {
            Phase::Parse | Phase::Execute => {
                draft.note(format!("kuma-dp stops when it starts, with this message: {error}"))
            }
            Phase::Panic => {
                draft.note(format!("Go panics here: kuma-dp {release}, built with Go {}, crashes", release.go))
            }
            Phase::Limit => draft.note("a limit of corefilectl, not of kuma-dp"),
        };
        let Some(mistake) = self.mistake() else { return draft };
        draft = draft.help(mistake.way_out(release));
        match mistake.mend(self.text, error.span) {
            Some(edit) => draft.fix("write the field's name", vec![(Where::Template(edit.span), edit.text)]),
            None => draft,
        }
    }
}

impl<'a> Case<'a> {
    /// The rendered text in pieces.
    #[must_use]
    pub fn tree(&self) -> &Tree<'a> {
        self.tree.get_or_init(|| Tree::around(&self.rendering.rendered.text, self.tokens))
    }

    /// Whether a word has a placeholder in it: what CoreDNS makes of it depends on an environment that nobody knows here.
    #[must_use]
    pub fn is_unknown(&self, place: Place) -> bool {
        let written = place.in_main().of(&self.rendering.rendered.text);
        PLACEHOLDERS.iter().any(|(start, _)| memchr::memmem::find(written, start.as_bytes()).is_some())
    }

    /// The server, if CoreDNS starts and all of its Corefile is known.
    #[must_use]
    pub fn server(&self) -> Option<&'a Server> {
        known_server(self.corefile, self.start)
    }

    /// The server's blocks with their indexes; none where CoreDNS does not start.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        self.server().into_iter().flat_map(|server| server.blocks.iter().enumerate())
    }

    /// Why CoreDNS does not start, once the parser has let the text pass.
    #[must_use]
    pub fn refusal(&self) -> Option<&'a StartError> {
        self.start?.err()
    }

    /// Whether CoreDNS does not start.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.corefile.is_err() || self.refusal().is_some()
    }

    /// Error where CoreDNS does not start, else a warning: for what it can take one way or the other.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.is_refused() { Severity::Error } else { Severity::Warning }
    }

    /// A finding at a place of the Corefile, in the server block to which that belongs.
    #[must_use]
    pub fn draft(&self, place: Place, message: impl Into<String>) -> Draft {
        let draft = Draft::new(self.at(place), message);
        let Ok(corefile) = self.corefile else { return draft };
        let span = place.in_main();
        let starts = |block: &ServerBlock<'_>| block.place.in_main().start <= span.start;
        let block = corefile.blocks.partition_point(starts).checked_sub(1);
        match block.filter(|block| span.end <= corefile.blocks[*block].place.in_main().end) {
            Some(block) => draft.in_block(block),
            None => draft,
        }
    }

    /// The release that stands for the others.
    #[must_use]
    pub fn release(&self) -> &'a Release {
        self.point.target.release()
    }

    /// The number of a port; 0 where the release has no such port.
    #[must_use]
    pub fn port(&self, setting: Setting) -> u32 {
        self.point.settings.port(setting).unwrap_or_default()
    }

    /// The port to which iptables sends queries.
    #[must_use]
    pub fn dns_port(&self) -> u32 {
        self.port(Setting::CoreDnsPort)
    }

    /// Envoy's DNS port.
    #[must_use]
    pub fn envoy_port(&self) -> u32 {
        self.port(Setting::EnvoyDnsPort)
    }

    /// What stands for a port in such a text: the field in a template, the number in a finished Corefile.
    #[must_use]
    pub fn port_as_written(&self, setting: Setting) -> String {
        match self.kind {
            Kind::Template => format!("{{{{ .{} }}}}", setting.field()),
            Kind::Corefile => self.port(setting).to_string(),
        }
    }

    /// A place of the Corefile, for a finding.
    #[must_use]
    pub fn at(&self, place: Place) -> Where {
        Where::Rendered(place.in_main())
    }

    /// A place that a mend can change: one in the Corefile itself.
    #[must_use]
    pub fn written(&self, place: Place) -> Option<Where> {
        (place.file == MAIN).then_some(Where::Rendered(place.span))
    }

    /// The numbers that a port has on the data planes that are looked at, and by default.
    #[must_use]
    pub fn known_ports(&self, setting: Setting) -> BTreeSet<u32> {
        let (dp, injected) = (Ports::KUMA_DP, Injector::default().ports());
        let defaults = match setting {
            Setting::CoreDnsPort => [dp.coredns, injected.coredns],
            Setting::CoreDnsEmptyPort => [dp.empty, injected.empty],
            Setting::EnvoyDnsPort => [dp.envoy, injected.envoy],
            _ => match setting.default_value() {
                SettingValue::Port(port) => [port; 2],
                _ => return BTreeSet::new(),
            },
        };
        self.matrix.port_numbers(setting).chain(defaults).filter(|port| *port != 0).collect()
    }

    /// Bytes of the rendered text, for a finding.
    #[must_use]
    pub fn rendered(&self, span: Span) -> Where {
        Where::Rendered(span)
    }

    /// What stands around CoreDNS here.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.worlds.up
    }

    /// The queries that matter, walked.
    #[must_use]
    pub fn probes(&self) -> &Probes<'a> {
        &self.probes
    }
}

/// A message of CoreDNS without the line of the rendered text, which differs from rendering to rendering.
#[must_use]
pub fn without_line(message: &str) -> String {
    let Some((before, at)) = message.split_once("Corefile:") else { return message.to_owned() };
    let behind = at.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(behind) = behind.strip_prefix(" - ") else { return message.to_owned() };
    format!("{before}{}", behind.strip_prefix("Error during parsing: ").unwrap_or(behind))
}

/// The server that a Corefile makes; none where CoreDNS refuses it, or where a part of it was not read.
pub(super) fn known_server<'a>(
    corefile: Result<&Corefile<'_>, &ParseError>,
    start: Option<Result<&'a Started, &StartError>>,
) -> Option<&'a Server> {
    let is_whole = corefile.is_ok_and(|corefile| !corefile.imports.iter().any(|import| import.is_outside));
    start?.ok().filter(|_| is_whole).map(|started| &started.server)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_out_of_messages() {
        for (message, cut) in [
            ("Corefile:3 - Error during parsing: Unexpected EOF", "Unexpected EOF"),
            ("plugin/log: Corefile:12 - Error during parsing: x", "plugin/log: x"),
            ("Corefile:1 - Syntax error: Unexpected token", "Syntax error: Unexpected token"),
            ("cannot serve dns://.:53", "cannot serve dns://.:53"),
            ("Corefile: no", "Corefile: no"),
        ] {
            assert_eq!(without_line(message), cut);
        }
    }
}
