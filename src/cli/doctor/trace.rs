//! `doctor --trace`: the walk of a query through the Corefile in force for each class.

use std::ffi::OsString;
use std::path::Path;

use crate::chain::side_car::world_of;
use crate::chain::{Answering, Capture, MeshFile, Query, SideCar, name, travel};
use crate::cli::imports::{Imports, working_folder};
use crate::cli::io::Io;
use crate::cli::refusal::Refusal;
use crate::cli::side_car::{Chosen, read_mesh_file, suppositions};
use crate::cli::{show, stops};
use crate::diagnostic::Diagnostic;
use crate::doctor::class::Class;
use crate::doctor::data_plane::Verdict;
use crate::gotemplate::Limits;
use crate::mesh::{LayerKind, Settings, Target};
use crate::report::trace::document::Document;
use crate::report::trace::{Setting, Trace, text};
use crate::report::visible::visible_line;
use crate::source::Source;

/// What control plane and default call the template in Go's messages.
const NAME: &str = "Corefile";

/// What is asked of every class.
pub struct Question<'q> {
    /// The name.
    pub name: &'q str,
    /// The type of the record.
    pub qtype: u16,
    /// The services of the mesh.
    pub mesh_file: Option<&'q OsString>,
    /// Bounds of the template engine.
    pub limits: Limits,
    /// Whether the text has colours.
    pub color: bool,
}

/// A walk.
pub struct Walked {
    /// For people.
    pub text: String,
    /// For programs.
    pub document: serde_json::Value,
}

/// The walk of each class; none where nothing can be walked, which is said.
///
/// # Errors
/// A name or a mesh file that is none.
pub fn all(question: &Question<'_>, classes: &[Class], io: &mut Io<'_>) -> anyhow::Result<Vec<Option<Walked>>> {
    let name = name::parse(question.name)
        .map_err(|error| anyhow::Error::msg(visible_line(error.to_string().as_bytes()).into_owned()))?;
    let query = Query::new(&name, question.qtype);
    let mesh = question.mesh_file.map(|path| read_mesh_file(path, io)).transpose()?;
    let mut walks = Vec::new();
    for class in classes {
        walks.push(one(question, &query, class, mesh.as_ref(), io)?);
    }
    Ok(walks)
}

fn one(
    question: &Question<'_>,
    query: &Query,
    class: &Class,
    mesh: Option<&(MeshFile, Source)>,
    io: &mut Io<'_>,
) -> anyhow::Result<Option<Walked>> {
    let Some((target, settings)) = &class.standing.settings else {
        show::warning(format_args!("{}: no walk, because {}", class.who(), class.verdict()), io);
        return Ok(None);
    };
    let answering = match &class.standing.verdict {
        Verdict::NotInForce(reason) => Answering::Other(reason.clone()),
        Verdict::InForce { layer, text, path, whereabouts } => {
            let (bytes, shown) = match (layer, text) {
                (_, Some(text)) => (text.bytes.clone(), whereabouts.clone().unwrap_or_default()),
                (LayerKind::BuiltIn, None) => {
                    let release = target.release();
                    (release.era.default_template().as_bytes().to_vec(), format!("<default of {release}>"))
                }
                (_, None) => {
                    let path = path.as_ref().map_or("", |(path, _)| path);
                    show::warning(
                        format_args!("{}: no walk, because no input has the template {path}", class.who()),
                        io,
                    );
                    return Ok(None);
                }
            };
            let base = path.as_ref().filter(|_| *layer == LayerKind::DataPlane).map(|(path, _)| path);
            let template_name = base.and_then(|path| Path::new(path).file_name()).map(|name| name.to_string_lossy());
            let here = working_folder()?;
            let imports = Imports::of(Path::new(""), &here, false);
            let name = template_name.as_deref().unwrap_or(NAME);
            match SideCar::from_template(Source::new(shown, bytes), name, settings, question.limits, &imports) {
                Ok(side_car) => Answering::CoreDns(Box::new(side_car)),
                Err(stopped) => {
                    let diagnostic = stops::side_car(&stopped, settings);
                    show::diagnostic(&diagnostic, Some(&stopped.source), io);
                    return Ok(None);
                }
            }
        }
        Verdict::NoCoreDns | Verdict::Stops(_) => {
            show::warning(format_args!("{}: no walk, because {}", class.who(), class.verdict()), io);
            return Ok(None);
        }
    };
    let chosen = chosen(*target, settings, answering, mesh)?;
    let walk = travel(&chosen.journey(), query);
    let (in_words, no_corefile) = (chosen.in_words(), chosen.no_corefile());
    let scene = Setting {
        target: &in_words,
        side_car: chosen.side_car(),
        no_corefile: no_corefile.as_deref(),
        world: &chosen.world,
        assumptions: &chosen.assumptions,
    };
    let trace = Trace { walk: &walk, scene };
    let document = serde_json::to_value(Document::new(&trace))?;
    Ok(Some(Walked { text: text::render(&trace, question.color), document }))
}

fn chosen(
    target: Target,
    settings: &Settings,
    answering: Answering,
    mesh: Option<&(MeshFile, Source)>,
) -> anyhow::Result<Chosen> {
    let file = mesh.map(|(file, _)| file);
    let world = world_of(settings, file).map_err(|error| {
        let source = mesh.map(|(_, source)| Source::new(source.name(), source.text()));
        let span = source.as_ref().map(|source| error.span(source.text(), &[])).unwrap_or_default();
        Refusal { diagnostic: Diagnostic::error(error.message).at(span, ""), text: source }
    })?;
    let assumptions = suppositions(settings, file, &world);
    let redirect = answering.redirect(settings, Capture::All);
    Ok(Chosen { target, settings: settings.clone(), answering, world, redirect, assumptions })
}
