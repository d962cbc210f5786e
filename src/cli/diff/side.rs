//! One side of a comparison: the template or Corefile that somebody names, rendered for a target, with the way back to the
//! places in its file.

use std::ffi::OsString;
use std::path::Path;

use crate::cli::imports::{Imports, working_folder};
use crate::cli::io::Io;
use crate::cli::limits::LimitOptions;
use crate::cli::refusal::Refusal;
use crate::cli::target::TargetOptions;
use crate::cli::{input, show, stops};
use crate::coredns::{Plugin, Probe, setup};
use crate::corefile::{Corefile, ParseError, ParseErrorKind, Place, Surroundings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::NamedVariables;
use crate::gotemplate::{Rendered, Template};
use crate::lint::Kind;
use crate::lint::input::{Input, Reading, read};
use crate::lint::kind;
use crate::mesh::config_dir::InConfigDir;
use crate::mesh::{LayerKind, NotInForce, Settings, Target, advice, in_force};
use crate::source::provenance::Provenance;
use crate::source::{Offsets, Position, Source, Span};

/// What CoreDNS and kuma-dp call the text in their messages.
const NAME: &str = "Corefile";

/// What stands on a side.
#[derive(Clone, Debug)]
pub enum Given {
    /// The template that is built into kuma-dp.
    Default,
    /// The template that wins on the target.
    Winner,
    /// A file; and what it is, if somebody says.
    File(OsString, Option<Kind>),
}

/// How sides are read.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    /// Bounds of the template engine.
    pub limits: LimitOptions,
    /// Whether the embedded proxy counts as off.
    pub ignore_embedded_dns: bool,
    /// Whether imports may lead out of the working folder.
    pub allow_import_outside: bool,
    /// Which template of a YAML file is meant.
    pub key: Option<&'a str>,
}

/// A side.
#[derive(Debug)]
pub struct Side {
    /// The file, for places and messages.
    pub source: Source,
    /// What it is called at the top: the file's name, and the template's in a YAML file.
    pub name: String,
    /// What it was rendered for.
    pub target: Target,
    /// Whether it is a finished Corefile, which does not depend on the target.
    pub is_finished: bool,
    /// Whether it is the template that is built into kuma-dp.
    pub is_built_in: bool,
    /// The Corefile, or why none is in force.
    pub rendered: Result<Rendered, NotInForce>,
    offsets: Option<Offsets>,
    imports: Imports,
}

impl Side {
    /// Reads and renders a side.
    ///
    /// # Errors
    /// What cannot be read, and what kuma-dp would not start with.
    pub fn new(given: &Given, options: &TargetOptions, manner: Manner<'_>, io: &mut Io<'_>) -> anyhow::Result<Self> {
        match given {
            Given::Winner => Self::winner(options, manner, io),
            Given::Default => {
                let plane = options.data_plane(io)?;
                let (target, settings) = (plane.target, plane.settings);
                let release = target.release();
                let text = release.era.default_template();
                let name = format!("<default of {release}>");
                Self::of_template(Source::new(name, text), None, NAME, target, &settings, manner, io)
            }
            Given::File(path, kind) => Self::file(path, *kind, options, manner, io),
        }
    }

    /// Whether it is the built-in template that wins.
    fn winner(options: &TargetOptions, manner: Manner<'_>, io: &mut Io<'_>) -> anyhow::Result<Self> {
        let scene = options.scene(manner.ignore_embedded_dns, manner.limits.max_template, io)?;
        let selection = scene.selection();
        show::layers(&selection, io);
        match &selection.winner {
            Ok(winner) => {
                let source = Source::new(scene.name_of(winner.kind), winner.text);
                let (target, settings) = (scene.target, &scene.settings);
                let side = Self::rendered(source, None, &winner.template_name, target, settings, manner)?;
                Ok(Self { is_built_in: winner.kind == LayerKind::BuiltIn, ..side })
            }
            Err(reason) => {
                let name = options.layers().next().map(|(_, path)| input::shown(path));
                let name = name.unwrap_or_else(|| format!("<default of {}>", scene.target.release()));
                Self::without_corefile(Source::new(name, Vec::new()), scene.target, reason.clone())
            }
        }
    }

    fn file(
        path: &OsString,
        kind: Option<Kind>,
        options: &TargetOptions,
        manner: Manner<'_>,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Self> {
        let plane = options.data_plane(io)?;
        let max_bytes = manner.limits.max_template;
        let bytes = input::read(path, max_bytes, Some("--max-template"), io)?;
        let input = read(&input::shown(path), bytes, Reading { named: true, max_bytes }).map_err(|unfit| {
            let mut diagnostic = Diagnostic::error(format!("{}: {}", unfit.file.name(), unfit.problem));
            if let Some(span) = unfit.problem.span() {
                diagnostic = diagnostic.at(span, "");
            }
            Refusal { diagnostic, text: Some(unfit.file) }
        })?;
        let is_wanted = |key: Option<&str>| key.is_none() || manner.key.is_none() || key == manner.key;
        let found: Vec<_> = input.templates().filter(|template| is_wanted(template.key)).collect();
        let [template] = found.as_slice() else { return Err(choice(&input, manner.key)) };
        let (text, offsets) = (template.text.to_vec(), template.offsets.cloned());
        let label = template.label.map(str::to_owned);
        let name = input.source.name().to_owned();
        let name = label.map_or_else(|| name.clone(), |label| format!("{name} ({label})"));
        let mut side = match kind.unwrap_or_else(|| kind::of(&text)) {
            Kind::Corefile => {
                let provenance = Provenance::of_itself(text.len());
                let rendered = Rendered { text, provenance, fields_read: 0 };
                let place = if path == input::STDIN { Path::new("") } else { Path::new(path) };
                Self {
                    source: input.source,
                    name: String::new(),
                    target: plane.target,
                    is_finished: true,
                    is_built_in: false,
                    rendered: Ok(rendered),
                    offsets,
                    imports: Imports::of(place, &working_folder()?, manner.allow_import_outside),
                }
            }
            Kind::Template => {
                let inner = offsets.map(|offsets| (text, offsets));
                Self::of_template(input.source, inner, NAME, plane.target, &plane.settings, manner, io)?
            }
        };
        side.name = name;
        Ok(side)
    }

    /// A template that is in force if any is.
    fn of_template(
        source: Source,
        inner: Option<(Vec<u8>, Offsets)>,
        name: &str,
        target: Target,
        settings: &Settings,
        manner: Manner<'_>,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Self> {
        match in_force::check(&target, settings) {
            Err(reason) if reason.yields_to(manner.ignore_embedded_dns) => {
                show::warning(format_args!("rendered all the same: {reason}"), io);
            }
            Err(reason) => return Self::without_corefile(source, target, reason),
            Ok(()) => {}
        }
        Self::rendered(source, inner, name, target, settings, manner)
    }

    fn without_corefile(source: Source, target: Target, reason: NotInForce) -> anyhow::Result<Self> {
        let imports = Imports::of(Path::new(""), &working_folder()?, false);
        let name = source.name().to_owned();
        Ok(Self {
            source,
            name,
            target,
            is_finished: false,
            is_built_in: false,
            rendered: Err(reason),
            offsets: None,
            imports,
        })
    }

    /// `inner` is the template where it is not the whole file.
    fn rendered(
        source: Source,
        inner: Option<(Vec<u8>, Offsets)>,
        template_name: &str,
        target: Target,
        settings: &Settings,
        manner: Manner<'_>,
    ) -> anyhow::Result<Self> {
        let release = target.release();
        let (text, offsets) = match inner {
            Some((text, offsets)) => (text, Some(offsets)),
            None => (source.text().to_vec(), None),
        };
        let data = settings.data();
        let rendered = Template::parse(template_name, text.as_slice(), release.go.line, manner.limits.limits())
            .and_then(|template| template.execute(&data).map_err(|failure| failure.error));
        let rendered = match rendered {
            Ok(rendered) => rendered,
            Err(error) => {
                let help = advice::advise(&error, &text, release, &data);
                let diagnostic = stops::template(&error, release, help);
                return Err(Refusal { diagnostic: in_file(diagnostic, offsets.as_ref()), text: Some(source) }.into());
            }
        };
        let imports = Imports::of(Path::new(""), &working_folder()?, manner.allow_import_outside);
        let name = source.name().to_owned();
        Ok(Self {
            source,
            name,
            target,
            is_finished: false,
            is_built_in: false,
            rendered: Ok(rendered),
            offsets,
            imports,
        })
    }

    /// What it is, for people: its name and the target.
    pub fn title(&self) -> String {
        match self.is_finished {
            true => format!("{}, a finished Corefile", self.name),
            false => format!("{} on {}", self.name, self.target),
        }
    }

    /// The Corefile's text; nothing where none is in force.
    pub fn text(&self) -> &[u8] {
        self.rendered.as_ref().map_or(&[], |rendered| &rendered.text)
    }

    /// The Corefile as CoreDNS reads it; none where none is in force. Directives that Kuma's CoreDNS does not have are
    /// warned of and read all the same.
    ///
    /// # Errors
    /// What CoreDNS's parser refuses besides.
    pub fn corefile(&self, io: &mut Io<'_>) -> Result<Option<Corefile<'_>>, Diagnostic> {
        let Ok(rendered) = &self.rendered else { return Ok(None) };
        let in_config_dir = InConfigDir(&self.imports);
        let files: &dyn Surroundings = if self.is_finished { &self.imports } else { &in_config_dir };
        let surroundings = NamedVariables(files);
        let limit = setup::import_limit(&Probe::new(self.target.release().coredns));
        let parse = |is_directive: &dyn Fn(&str) -> bool| {
            Corefile::parse(NAME, &rendered.text, is_directive, limit, &surroundings)
        };
        let corefile = match parse(&|name| Plugin::named(name).is_some()) {
            Err(error) if matches!(error.kind, ParseErrorKind::UnknownDirective(_)) => {
                let corefile = parse(&|_| true).map_err(|error| self.refused(&error))?;
                let mut warning = self.refused(&error);
                warning.severity = Severity::Warning;
                show::diagnostic(&warning, Some(&self.source), io);
                corefile
            }
            parsed => parsed.map_err(|error| self.refused(&error))?,
        };
        for import in corefile.imports.iter().filter(|import| import.is_outside) {
            let text = format_args!(
                "{}: an import of {} is not read, because it lies outside of the working folder: what it brings is missing \
                 here (--allow-import-outside reads it)",
                self.source.name(),
                import.pattern
            );
            show::warning(text, io);
        }
        Ok(Some(corefile))
    }

    fn refused(&self, error: &ParseError) -> Diagnostic {
        let coredns = self.target.release().coredns;
        let mut shown = Diagnostic::error(error.message.clone()).at(self.span(error.place), "");
        if !self.is_finished {
            shown = shown
                .note(format!("CoreDNS {coredns} stops with this message when it starts, and its data plane with it"));
        }
        shown.help("corefilectl lint says more about it, and what to write instead")
    }

    fn span(&self, place: Place) -> Span {
        let span = self.rendered.as_ref().map_or(Span::at(0), |rendered| rendered.provenance.origin(place.in_main()));
        self.offsets.as_ref().map_or(span, |offsets| offsets.outer_span(span))
    }

    /// Where something stands in the file that the user wrote.
    pub fn position(&self, place: Place) -> Position {
        self.source.position(self.span(place).start)
    }
}

fn in_file(mut diagnostic: Diagnostic, offsets: Option<&Offsets>) -> Diagnostic {
    if let Some(offsets) = offsets {
        diagnostic.labels.iter_mut().for_each(|label| label.span = offsets.outer_span(label.span));
    }
    diagnostic
}

/// No template of a YAML file is the one that is meant.
fn choice(input: &Input, key: Option<&str>) -> anyhow::Error {
    let name = input.source.name();
    let labels = input.templates().filter_map(|template| template.label.map(str::to_owned));
    let diagnostic = match key {
        Some(key) if input.templates().any(|template| template.key == Some(key)) => {
            Diagnostic::error(format!("{name}: several templates in it have the key {key}"))
        }
        Some(key) => Diagnostic::error(format!("{name}: no template in it has the key {key}")),
        None => {
            Diagnostic::error(format!("{name}: there are several templates in it")).help("--key says which is meant")
        }
    };
    Refusal::from(labels.fold(diagnostic, |diagnostic, label| diagnostic.note(label))).into()
}
