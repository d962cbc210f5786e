//! `corefilectl diff`: what two renderings differ in, by directive or as unified text.

mod both;
mod human;
mod json;
mod side;

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use super::choices::{EmbeddedDnsChoice, KindChoice, PlatformChoice};
use super::exit::Exit;
use super::input::{InputError, STDIN};
use super::io::Io;
use super::limits::LimitOptions;
use super::refusal::Refusal;
use super::show;
use super::target::TargetOptions;
use super::unified::{CONTEXT, Look, unified_diff_of};
use crate::corefile::Corefile;
use crate::diagnostic::Diagnostic;
use crate::diff::{Comparison, has_same_words};
use crate::lint::Kind;
use crate::mesh::Setting;
use crate::mesh::settings::FlagValue;
use crate::report::safe_json;
use crate::source::Source;
use both::for_both;
use side::{Given, Manner, Side};

/// Compare two renderings: templates, targets, a template and its default, or what a cluster runs
///
/// Two files are compared with each other, one with the template that is built into kuma-dp; without a file, the template
/// that wins (--cp-template, --dp-template) is. With a --to-... option the same template is compared on two targets, or OLD
/// on one with NEW on the other. Files are templates, finished Corefiles, ConfigMaps or Helm values; - is standard input.
/// What differs is told by directive, as CoreDNS reads it, with the places in the templates; comments and layout make no
/// difference, and the order of different plugins has no effect.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 compared, 1 with --exit-code where something differs that CoreDNS looks at (with -o unified: \
                  where the texts differ), 2 the work could not be done."
)]
pub struct DiffCommand {
    /// The old side; alone: the new side, and the default of kuma-dp is the old one
    #[arg(value_name = "OLD", conflicts_with_all = ["cp_template", "dp_template"])]
    old: Option<OsString>,
    /// The new side
    #[arg(value_name = "NEW")]
    new: Option<OsString>,
    /// What a cluster runs, a finished Corefile, as the old side; the new one is OLD, or the template that wins
    #[arg(long, value_name = "FILE", help_heading = "Inputs", conflicts_with = "new")]
    running: Option<OsString>,
    /// What the files are
    #[arg(long = "as", value_enum, value_name = "KIND", default_value = "auto", help_heading = "Inputs")]
    kind: KindChoice,
    /// The template that stands under KEY, in YAML files with several
    #[arg(long, value_name = "KEY", help_heading = "Inputs")]
    key: Option<String>,
    /// Read imported files outside of the working folder, too
    #[arg(long, help_heading = "Inputs")]
    allow_import_outside: bool,
    /// Exit with 1 where something differs
    #[arg(long, help_heading = "Output")]
    exit_code: bool,
    /// Print no differences; implies --exit-code
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    /// Output format [default: human, with -U unified]
    #[arg(short, long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    output: Option<DiffFormat>,
    /// Lines around changes in unified text [default: 3]
    #[arg(short = 'U', long, value_name = "LINES", help_heading = "Output")]
    unified: Option<u16>,
    #[command(flatten)]
    target: TargetOptions,
    /// Render even where the embedded DNS proxy runs and no Corefile is in force
    #[arg(long, help_heading = "Target")]
    ignore_embedded_dns: bool,
    #[command(flatten)]
    to: ToOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

/// In what the new side's target differs.
#[derive(Debug, Args)]
#[command(next_help_heading = "Target of the new side")]
struct ToOptions {
    /// Kuma release of the new side, or a line for its newest patch
    #[arg(long, value_name = "X.Y[.Z]")]
    to_mesh_version: Option<String>,
    /// Where the new side's data plane runs
    #[arg(long, value_enum, value_name = "PLATFORM")]
    to_platform: Option<PlatformChoice>,
    /// The embedded DNS proxy on the new side
    #[arg(long, value_enum, value_name = "STATE")]
    to_embedded_dns: Option<EmbeddedDnsChoice>,
    /// A flag of kuma-dp on the new side: dns-enable-logging=true; repeatable
    #[arg(long, value_name = "FLAG=VALUE", value_parser = field, allow_hyphen_values = true)]
    to_set: Vec<FlagValue>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// By server block and directive
    Human,
    /// The rendered texts, as diff -u and git diff show them
    Unified,
    /// Versioned JSON (docs/diff.md)
    Json,
}

impl ToOptions {
    fn is_given(&self) -> bool {
        self.to_mesh_version.is_some()
            || self.to_platform.is_some()
            || self.to_embedded_dns.is_some()
            || !self.to_set.is_empty()
    }
}

fn field(text: &str) -> Result<FlagValue, String> {
    let (name, value) = text.split_once('=').ok_or("write FLAG=VALUE, as in dns-enable-logging=true")?;
    let name = name.trim_start_matches('-');
    let setting = Setting::ALL.into_iter().find(|setting| setting.flag() == name);
    let names = || Setting::ALL.map(Setting::flag).join(", ");
    setting
        .map(|setting| FlagValue::new(setting, value))
        .ok_or_else(|| format!("no flag of kuma-dp's DNS: there are {}", names()))
}

/// What the two sides differ in.
#[derive(Debug)]
struct Difference<'s> {
    old: &'s Side,
    new: &'s Side,
    /// Empty where no Corefile is in force on one side.
    comparison: Comparison,
    relation: Relation,
}

/// How the two texts are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// They are the same, byte for byte.
    Same,
    /// They have the same words, so that comments and layout differ.
    SameWords,
    /// They have other words.
    Different,
}

impl Difference<'_> {
    /// Whether a Corefile is in force on one side only.
    fn is_about_force(&self) -> bool {
        self.old.rendered.is_ok() != self.new.rendered.is_ok()
    }

    /// Whether something differs that CoreDNS looks at.
    fn matters(&self) -> bool {
        self.is_about_force() || self.comparison.matters()
    }
}

impl DiffCommand {
    pub fn run(self, io: &mut Io<'_>) -> anyhow::Result<Exit> {
        let format = self.format()?;
        self.check_stdin()?;
        let (old, new) = self.sides(io)?;
        if let (Err(reason), Err(_)) = (&old.rendered, &new.rendered) {
            let mut diagnostic = Diagnostic::error(format!("nothing to compare: {reason}"));
            diagnostic.help = reason.ways_out();
            return Err(Refusal::from(diagnostic).into());
        }
        let relation = match (old.text(), new.text()) {
            (one, other) if one == other => Relation::Same,
            (one, other) if has_same_words(one, other) => Relation::SameWords,
            _ => Relation::Different,
        };
        let differs = if format == DiffFormat::Unified {
            self.print_unified(&old, &new, io)?
        } else {
            let corefiles = parsed(&old, io).and_then(|one| Ok((one, parsed(&new, io)?)));
            let comparison = match corefiles.map_err(|diagnostic| *diagnostic)? {
                (Some(one), Some(other)) => Comparison::of(&one, &other),
                _ => Comparison::default(),
            };
            let difference = Difference { old: &old, new: &new, comparison, relation };
            self.print(&difference, format, io)?;
            difference.matters()
        };
        Ok(if differs && (self.exit_code || self.quiet) { Exit::Findings } else { Exit::Success })
    }

    fn format(&self) -> anyhow::Result<DiffFormat> {
        match (self.output, self.unified) {
            (Some(format), Some(_)) if format != DiffFormat::Unified => {
                anyhow::bail!("--unified is about unified text: leave it out, or write -o unified")
            }
            (Some(format), _) => Ok(format),
            (None, Some(_)) => Ok(DiffFormat::Unified),
            (None, None) => Ok(DiffFormat::Human),
        }
    }

    /// Each side is read by itself, so that two inputs called `-` would not be noticed.
    fn check_stdin(&self) -> Result<(), InputError> {
        let target = &self.target;
        let inputs = [&self.old, &self.new, &self.running, &target.cp_config, &target.cp_template, &target.dp_template];
        let count = inputs.into_iter().flatten().filter(|input| *input == STDIN).count();
        if count > 1 { Err(InputError::StdinTwice) } else { Ok(()) }
    }

    /// What stands on the two sides.
    fn given(&self) -> anyhow::Result<(Given, Given)> {
        let file = |path: &OsString| Given::File(path.clone(), self.kind.kind());
        let to = self.to.is_given();
        if let Some(running) = &self.running {
            if to {
                anyhow::bail!(
                    "what runs is taken as it is: choose the target of the new side with --mesh-version, --platform and \
                     the like"
                );
            }
            let new = self.old.as_ref().map_or(Given::Winner, file);
            return Ok((Given::File(running.clone(), Some(Kind::Corefile)), new));
        }
        Ok(match (&self.old, &self.new) {
            (Some(old), Some(new)) => (file(old), file(new)),
            (Some(only), None) if to => (file(only), file(only)),
            (Some(only), None) => (Given::Default, file(only)),
            (None, _) if to => (Given::Winner, Given::Winner),
            (None, _) => (Given::Default, Given::Winner),
        })
    }

    fn sides(&self, io: &mut Io<'_>) -> anyhow::Result<(Side, Side)> {
        let (old, new) = self.given()?;
        let manner = Manner {
            limits: self.limits,
            ignore_embedded_dns: self.ignore_embedded_dns,
            allow_import_outside: self.allow_import_outside,
            key: self.key.as_deref(),
        };
        let to = &self.to;
        let target = self.target.towards(to.to_mesh_version.as_deref(), to.to_platform, to.to_embedded_dns, &to.to_set);
        let (old, new) = for_both(
            io,
            |io| Side::new(&old, &self.target, manner, io),
            |io| {
                let side = Side::new(&new, &target, manner, io)?;
                if matches!(old, Given::Default) && side.is_built_in {
                    anyhow::bail!(
                        "nothing to compare with the default of kuma-dp: name a file, a template that wins \
                         (--cp-template, --dp-template), or another target (--to-mesh-version, --to-platform)"
                    );
                }
                Ok(side)
            },
        )?;
        Ok((old, new))
    }

    fn print_unified(&self, old: &Side, new: &Side, io: &mut Io<'_>) -> anyhow::Result<bool> {
        for side in [old, new] {
            if let Err(reason) = &side.rendered {
                show::warning(format_args!("no Corefile is in force for {}: {reason}", side.title()), io);
            }
        }
        let name = |side: &Side| match &side.rendered {
            Ok(_) if side.is_finished => side.name.clone(),
            Ok(_) => format!("{}\t{}", side.name, side.target),
            Err(_) => "/dev/null".to_owned(),
        };
        let context = self.unified.map_or(CONTEXT, usize::from);
        let look = Look { color: io.terminal.color_stdout, visible: io.terminal.stdout_is_terminal };
        let texts = [old.text(), new.text()];
        let text = unified_diff_of([&name(old), &name(new)], texts, context, look);
        if !self.quiet {
            io.stdout.write_all(text.as_bytes())?;
        }
        Ok(texts[0] != texts[1] || old.rendered.is_ok() != new.rendered.is_ok())
    }

    fn print(&self, difference: &Difference<'_>, format: DiffFormat, io: &mut Io<'_>) -> anyhow::Result<()> {
        if self.quiet {
            return Ok(());
        }
        if format == DiffFormat::Json {
            io.stdout.write_all(&safe_json::write(&json::Document::new(difference))?)?;
            return Ok(());
        }
        io.stdout.write_all(human::render(difference, io.terminal.color_stdout).as_bytes())?;
        if difference.comparison.blocks.is_empty() && !difference.is_about_force() {
            show::notice(format_args!("no difference: {}", human::likeness(difference.relation)), io);
        }
        Ok(())
    }
}

/// The Corefile of a side, or the refusal with its text.
fn parsed<'s>(side: &'s Side, io: &mut Io<'_>) -> Result<Option<Corefile<'s>>, Box<Refusal>> {
    side.corefile(io).map_err(|diagnostic| {
        let text = Some(Source::new(side.source.name(), side.source.text()));
        let diagnostic = diagnostic.help("-o unified compares the texts all the same");
        Box::new(Refusal { diagnostic, text })
    })
}
