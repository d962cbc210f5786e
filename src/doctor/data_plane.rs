//! One data plane: what its flags, its environment and the injector come to, which Corefile is in force, and what is wrong
//! with its settings by themselves. Unlike in the commands that take flags here, the environment beats the flag, as in kuma-dp.

use std::ffi::OsString;
use std::sync::Arc;

use super::control_plane::Control;
use super::evidence::{DataPlane, Evidence, Place, Text, Variable};
use super::mounts::{self, Found};
use super::remark::Remark;
use super::shelf::Shelf;
use super::{template_path, variables};
use crate::diagnostic::Severity;
use crate::lint::{
    COREFILE_IGNORED, DATA_PLANE_OVERRIDE_ON_KUBERNETES, DEAD_KEY, ENV_BEATS_FLAG, OVERRIDE_NOT_IN_RELEASE,
    PORT_OUT_OF_RANGE, SETTING_REFUSED,
};
use crate::mesh::envconfig::{look_up, parse};
use crate::mesh::origin::{Ignored, SettingsError};
use crate::mesh::release::{self, UnknownRelease};
use crate::mesh::validation::{self, Failure};
use crate::mesh::{
    EmbeddedDns, FlagValue, Injector, LayerKind, NotInForce, Origin, Platform, Release, Setting, SettingValue,
    Settings, Target, in_force,
};

/// What holds for a data plane.
#[derive(Debug)]
pub struct Standing {
    /// Its release, or that it has none with CoreDNS.
    pub release: Result<Release, UnknownRelease>,
    /// How it was found out which release that is.
    pub release_is_supposed: bool,
    /// Where it runs.
    pub platform: Platform,
    /// Target and settings, where kuma-dp gets that far.
    pub settings: Option<(Target, Settings)>,
    /// Which Corefile is in force.
    pub verdict: Verdict,
}

/// Which Corefile is in force.
#[derive(Debug)]
pub enum Verdict {
    /// No release with CoreDNS.
    NoCoreDns,
    /// Data planes do not start, for this reason.
    Stops(String),
    /// None.
    NotInForce(NotInForce),
    /// That of a layer.
    InForce {
        /// Which layer.
        layer: LayerKind,
        /// The path of its file, and by what it is set.
        path: Option<(String, String)>,
        /// The text, where the inputs have it.
        text: Option<Arc<Text>>,
        /// Where the text is, in words: `key corefile of ConfigMap kuma-system/corefile`.
        whereabouts: Option<String>,
    },
}

/// What is asked about all data planes.
#[derive(Debug)]
pub struct Around<'e> {
    /// Everything that was seen.
    pub evidence: &'e Evidence,
    /// The inputs.
    pub shelf: &'e Shelf<'e>,
    /// The control plane that data planes meet.
    pub control: Option<&'e Control<'e>>,
    /// The release of data planes whose image does not say it, and whether somebody named it.
    pub release: (Release, bool),
    /// What somebody said about the embedded proxy.
    pub embedded_dns: Option<EmbeddedDns>,
}

impl Around<'_> {
    /// The release of an image's tag. Patch numbers of Kong Mesh are its own, so an unknown one stands for its line's newest.
    fn release(&self, data_plane: &DataPlane) -> (Result<Release, UnknownRelease>, bool) {
        let image =
            data_plane.image.as_ref().or(self.evidence.data_plane_image.as_ref().filter(|_| !data_plane.is_injected));
        let Some(image) = image else { return (Ok(self.release.0), !self.release.1) };
        match release_of_tag(&image.tag.text) {
            Err(UnknownRelease::NotAVersion { .. }) => (Ok(self.release.0), !self.release.1),
            found => (found, false),
        }
    }

    /// Works a data plane out; what is wrong with it goes to `remarks`.
    pub fn stand(&self, data_plane: &DataPlane, remarks: &mut Vec<Remark>) -> Standing {
        let (found, release_is_supposed) = self.release(data_plane);
        let platform = data_plane.platform;
        let release = match found {
            Ok(release) => release,
            Err(error) => {
                self.judge_gone(data_plane, &error, remarks);
                let verdict = Verdict::NoCoreDns;
                return Standing { release: Err(error), release_is_supposed, platform, settings: None, verdict };
            }
        };
        remarks.extend(data_plane.variables.iter().filter_map(variables::of_data_plane));
        let is_injected_later = platform == Platform::Kubernetes && !data_plane.is_injected;
        let added = self.control.filter(|_| is_injected_later).map(|control| control.side_car_variables.as_slice());
        let lookup = |name: &str| {
            let named = |variable: &&Variable| variable.name == name;
            let variable = data_plane.variables.iter().rfind(named);
            let variable = variable.or_else(|| added.and_then(|added| added.iter().rfind(named)));
            variable.and_then(|variable| variable.value.clone()).map(OsString::from)
        };
        let (flags, unknown) = flags(data_plane, &release, release_is_supposed, &lookup, remarks);
        let builtin = self.control.map(|control| control.builtin_dns).unwrap_or_default();
        let embedded = self.embedded_dns.or(builtin.embedded_dns()).filter(|_| release.era.has_embedded_dns());
        let target = Target::new(release, platform, embedded.filter(|_| platform == Platform::Kubernetes));
        // With its side-car in place the environment is complete; what is missing there is kuma-dp's own default.
        let plain = Target::new(release, Platform::Universal, None);
        let (Ok(target), Ok(plain)) = (target, plain) else {
            let verdict = Verdict::Stops(String::new());
            return Standing { release: Ok(release), release_is_supposed, platform, settings: None, verdict };
        };
        let resolved =
            Settings::resolve(if is_injected_later { &target } else { &plain }, &builtin.injector(), &flags, lookup);
        let settings = match resolved {
            Ok(settings) => settings,
            Err(error) => {
                let message = error.to_string();
                let place = match &error {
                    SettingsError::Environment { variable, .. } => variable_place(data_plane, variable),
                    SettingsError::Flag { setting, .. } => flag_place(data_plane, *setting),
                };
                let remark = Remark::new(SETTING_REFUSED, place.unwrap_or(data_plane.place), message.clone());
                remarks.push(remark.note(format!("kuma-dp {release} stops with this message")).of(&*data_plane.name));
                let verdict = Verdict::Stops(format!("kuma-dp does not start: {message}"));
                return Standing { release: Ok(release), release_is_supposed, platform, settings: None, verdict };
            }
        };
        // On a release that is only supposed nothing can be said to be missing.
        for ignored in settings.ignored().iter().filter(|_| !release_is_supposed) {
            if let Ignored::Environment { variable, .. } = ignored {
                let place = variable_place(data_plane, variable).unwrap_or(data_plane.place);
                let remark = Remark::new(DEAD_KEY, place, ignored.to_string()).severity(Severity::Warning);
                remarks.push(remark.help("remove it").of(&*data_plane.name));
            }
        }
        self.judge_annotations(data_plane, &settings, remarks);
        self.judge_settings(data_plane, &target, &settings, remarks);
        let verdict = match validation::validate(&settings) {
            Err(error) => {
                let setting = error.setting();
                let code = if matches!(error.failure, Failure::Port(_)) { PORT_OUT_OF_RANGE } else { SETTING_REFUSED };
                let place = self.place_of(data_plane, &settings, setting);
                let mut remark = Remark::new(code, place, error.to_string())
                    .severity(Severity::Error)
                    .note(format!("kuma-dp {release} stops with this message"));
                if settings.get(setting).is_some_and(|entry| entry.origin == Origin::Injector) {
                    let ports = Injector { ..builtin.injector() }.ports();
                    remark = remark.note(format!(
                        "the injector counts from {}.port: Envoy's DNS port is {} then",
                        crate::mesh::builtin_dns::PATH,
                        ports.envoy
                    ));
                }
                remarks.push(remark.of(&*data_plane.name));
                Verdict::Stops(format!("kuma-dp does not start: {error}"))
            }
            Ok(()) => self.verdict(data_plane, &target, &settings, remarks),
        };
        let control = self.control.filter(|control| !control.is_global).and_then(|control| control.stops.as_ref());
        let verdict = match (&data_plane.stops, control, verdict) {
            (Some(why), _, _) => Verdict::Stops(why.clone()),
            (None, Some(message), Verdict::InForce { .. } | Verdict::NotInForce(_)) => {
                Verdict::Stops(format!("the control plane does not start: {message}"))
            }
            (None, _, verdict) => unknown.map_or(verdict, Verdict::Stops),
        };
        Standing { release: Ok(release), release_is_supposed, platform, settings: Some((target, settings)), verdict }
    }

    fn verdict(
        &self,
        data_plane: &DataPlane,
        target: &Target,
        settings: &Settings,
        remarks: &mut Vec<Remark>,
    ) -> Verdict {
        let release = target.release();
        let own = settings.template_path().map(|(path, origin)| (path.to_string_lossy().into_owned(), origin));
        let sent = self.control.filter(|control| !control.is_global).and_then(|control| control.template.as_ref());
        if let Err(reason) = in_force::check(target, settings) {
            let (what, place) = match (&own, sent) {
                (Some((path, _)), _) => {
                    let place = self.place_of(data_plane, settings, Setting::CoreDnsConfigTemplatePath);
                    (format!("the data plane's template {path}"), Some(place))
                }
                (None, Some(sent)) => (format!("the control plane's template {}", sent.path), Some(sent.place)),
                (None, None) => (String::new(), None),
            };
            if let Some(place) = place {
                let mut remark =
                    Remark::new(COREFILE_IGNORED, place, format!("{what} is not used: {}", brief(&reason)))
                        .note(reason.to_string())
                        .of(&*data_plane.name);
                remark.help = reason.ways_into_force();
                remarks.push(remark);
            }
            return Verdict::NotInForce(reason);
        }
        if let Some((path, origin)) = own {
            let place = self.place_of(data_plane, settings, Setting::CoreDnsConfigTemplatePath);
            let mounts = data_plane.mounts.as_deref();
            let mut text = None;
            let (mut whereabouts, mut is_there) = (None, true);
            if data_plane.platform == Platform::Kubernetes {
                remarks.push(
                    Remark::new(DATA_PLANE_OVERRIDE_ON_KUBERNETES, place, "a data plane's template on Kubernetes is not supported")
                        .note("it reaches kuma-dp through kuma.io/sidecar-env-vars only, and the file has to be mounted into the side-car")
                        .help("the control plane's template serves the whole zone: bootstrapServer.params.corefileTemplatePath")
                        .of(&*data_plane.name),
                );
                let found = mounts::look_up(&path, mounts, &data_plane.namespace, self.evidence);
                if let Found::Key { config_map, key, name } = &found {
                    text = self.shelf.value(config_map, key);
                    whereabouts = Some(format!("key {key} of ConfigMap {name}"));
                }
                is_there = template_path::is_there(&found);
                remarks.extend(template_path::of_data_plane(&path, place, &found, text.as_deref(), &data_plane.name));
            }
            if !is_there {
                let why = format!("kuma-dp stops when it starts DNS: there is no file at {path} ({origin})");
                return Verdict::Stops(why);
            }
            let path = Some((path, origin.to_string()));
            return Verdict::InForce { layer: LayerKind::DataPlane, path, text, whereabouts };
        }
        if let Some(sent) = sent {
            let is_told = self.control.is_some_and(|control| !control.release.era.has_control_plane_override());
            if !release.era.has_control_plane_override() {
                let message = format!("kuma-dp {release} takes no template from the control plane: that came with 2.6");
                let remark = Remark::new(OVERRIDE_NOT_IN_RELEASE, sent.place, message).of(&*data_plane.name);
                remarks.extend(Some(remark).filter(|_| !is_told));
            } else if !template_path::is_there(&sent.found) {
                return Verdict::Stops(template_path::without_file(sent));
            } else if sent.text.as_ref().is_none_or(|text| !text.bytes.is_empty()) {
                let whereabouts = match &sent.found {
                    Found::Key { key, name, .. } => Some(format!("key {key} of ConfigMap {name}")),
                    Found::NotGiven { config_map, key, .. } => {
                        Some(format!("key {key} of ConfigMap {config_map}, which is not among the inputs"))
                    }
                    _ => None,
                };
                let path = Some((sent.path.clone(), sent.origin.clone()));
                return Verdict::InForce { layer: LayerKind::ControlPlane, path, text: sent.text.clone(), whereabouts };
            }
        }
        let empty = sent.filter(|sent| sent.text.as_ref().is_some_and(|text| text.bytes.is_empty()));
        let path = empty.map(|sent| (sent.path.clone(), sent.origin.clone()));
        Verdict::InForce { layer: LayerKind::BuiltIn, path, text: None, whereabouts: None }
    }

    /// Overrides for a data plane that has no CoreDNS any more.
    fn judge_gone(&self, data_plane: &DataPlane, error: &UnknownRelease, remarks: &mut Vec<Remark>) {
        if !matches!(error, UnknownRelease::WithoutCoreDns { .. }) {
            return;
        }
        let sent = self.control.and_then(|control| control.template.as_ref()).map(|template| template.place);
        let own = Setting::CoreDnsConfigTemplatePath;
        let own = [own.variable(), own.long_variable()].into_iter().find_map(|name| variable_place(data_plane, name));
        for place in own.into_iter().chain(sent) {
            let remark =
                Remark::new(OVERRIDE_NOT_IN_RELEASE, place, "no override is used: kuma-dp has no CoreDNS from 3.0 on");
            remarks.push(remark.note(error.to_string()).of(&*data_plane.name));
        }
    }

    /// Where the value of a setting is written.
    pub(super) fn place_of(&self, data_plane: &DataPlane, settings: &Settings, setting: Setting) -> Place {
        let place = match settings.get(setting).map(|entry| entry.origin) {
            Some(Origin::Environment { variable }) => variable_place(data_plane, variable),
            Some(Origin::Flag { .. }) => flag_place(data_plane, setting),
            Some(Origin::Injector) => {
                let (key, variable) = match setting {
                    Setting::Enabled => ("enabled", "ENABLED"),
                    Setting::CoreDnsLogging => ("logging", "LOGGING"),
                    _ => ("port", "PORT"),
                };
                self.control.and_then(|control| control.place_of_builtin(key, variable))
            }
            Some(Origin::PlatformDefault) | None => None,
        };
        place.unwrap_or(data_plane.place)
    }
}

/// The flags that kuma-dp's environment leaves in force, and why it does not start with one that its release does not have.
fn flags(
    data_plane: &DataPlane,
    release: &Release,
    is_supposed: bool,
    lookup: &dyn Fn(&str) -> Option<OsString>,
    remarks: &mut Vec<Remark>,
) -> (Vec<FlagValue>, Option<String>) {
    let (mut kept, mut stops) = (Vec::new(), None);
    for flag in &data_plane.flags {
        let setting = flag.setting;
        if !setting.exists_in(release.era) {
            let message = format!("unknown flag: --{}", setting.flag());
            let note = format!("kuma-dp {release} stops with this message: {} has {setting}", setting.availability());
            if !is_supposed {
                stops.get_or_insert_with(|| format!("kuma-dp does not start: {message}"));
                let remark = Remark::new(SETTING_REFUSED, flag.value.place, message).note(note);
                remarks.push(remark.help("leave the flag out").of(&*data_plane.name));
            }
            continue;
        }
        let Some((name, value)) = look_up(setting, lookup) else {
            // A path of which a part is not known is a path all the same.
            if flag.is_known || setting.go_type() == "string" {
                kept.push(FlagValue::new(setting, flag.value.text.clone()));
            }
            continue;
        };
        if flag.is_known && parse(setting, &value) != parse(setting, flag.value.text.as_ref()) {
            let value = value.to_string_lossy();
            let message = format!("--{} {} counts for nothing: {name} says {value:?}", setting.flag(), flag.value.text);
            let mut remark = Remark::new(ENV_BEATS_FLAG, flag.value.place, message)
                .note("kuma-dp reads its flags first and lets the environment overwrite them")
                .help("unset the variable, or leave the flag out")
                .of(&*data_plane.name);
            if let Some(place) = variable_place(data_plane, name) {
                remark = remark.also_at(place, "the variable");
            }
            remarks.push(remark);
        }
    }
    (kept, stops)
}

/// The release that an image's tag names; an unknown patch of a known line stands for the newest of the line.
///
/// # Errors
/// What is no release.
pub fn release_of_tag(tag: &str) -> Result<Release, UnknownRelease> {
    // `2.10.11-fips`, `2.10.11+build`.
    let number = tag.split(['-', '+']).next().unwrap_or_default();
    match release::find(number) {
        // `0.0.0-preview.v…` is a build of a branch.
        Err(UnknownRelease::TooOld { text }) if number.starts_with("0.") => Err(UnknownRelease::NotAVersion { text }),
        Err(UnknownRelease::UnknownPatch { version, .. }) => release::find(&version.line().to_string()),
        found => found,
    }
}

fn brief(reason: &NotInForce) -> &'static str {
    match reason {
        NotInForce::Disabled { .. } => "DNS is switched off",
        NotInForce::EmbeddedDns { .. } => "the DNS proxy embedded in kuma-dp answers",
    }
}

fn variable_place(data_plane: &DataPlane, name: &str) -> Option<Place> {
    data_plane.variables.iter().rfind(|variable: &&Variable| variable.name == name).map(|variable| variable.place)
}

fn flag_place(data_plane: &DataPlane, setting: Setting) -> Option<Place> {
    data_plane.flags.iter().rfind(|flag| flag.setting == setting).map(|flag| flag.value.place)
}

/// The values of a data plane's settings that tell it from others.
#[must_use]
pub fn values(settings: &Settings) -> Vec<(Setting, String, String)> {
    let entries = settings.entries().iter();
    let text = |value: &SettingValue| value.to_string();
    entries.map(|entry| (entry.setting, text(&entry.value), entry.origin.to_string())).collect()
}
