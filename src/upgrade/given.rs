//! What somebody has around the override: flags and variables of kuma-dp, kuma-cp's configuration, the platforms. And which
//! changes can be seen in it.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::bound::{Bound, Step};
use super::change::{Change, Subject, When};
use super::changes;
use super::item::Item;
use crate::mesh::builtin_dns::BuiltinDns;
use crate::mesh::config_dir::is_writable_in_side_car;
use crate::mesh::envconfig::{look_up, read_bool, read_uint32};
use crate::mesh::origin::SettingsError;
use crate::mesh::settings::FlagValue;
use crate::mesh::yaml::Node;
use crate::mesh::{EmbeddedDns, NotInForce, Platform, Ports, Release, Setting, Settings, Target, in_force};
use crate::source::Span;

/// What surrounds the override.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The platforms that are looked at.
    pub platforms: &'a [Platform],
    /// Flags of kuma-dp.
    pub flags: &'a [FlagValue],
    /// Looks an environment variable up.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// kuma-cp's configuration.
    pub config: Option<&'a Node>,
    /// What was decided about the embedded DNS proxy.
    pub embedded_dns: Option<EmbeddedDns>,
    /// Whether there is an override.
    pub has_override: bool,
}

impl std::fmt::Debug for Given<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given").field("platforms", &self.platforms).finish_non_exhaustive()
    }
}

/// Something seen, and the place of it in kuma-cp's configuration, if it is from there.
type Seen = (Option<String>, Option<Span>);

impl Given<'_> {
    /// What a step changes besides what a template itself reads. Items with a place are about kuma-cp's configuration.
    ///
    /// # Errors
    /// A setting that kuma-dp cannot read.
    pub fn items(&self, step: &Step, change: &'static Change) -> Result<Vec<Item>, SettingsError> {
        if change.platform.is_some_and(|platform| !self.platforms.contains(&platform)) {
            return Ok(Vec::new());
        }
        match change.subject {
            Subject::InForce => return self.lost(step, change),
            Subject::Proxy if !self.has_proxy(&step.after)? => return Ok(Vec::new()),
            _ if change.when == When::OnUnderProxy && !self.has_proxy(&step.after)? => return Ok(Vec::new()),
            _ if change.when == When::OtherPort && self.has_proxy_port() => return Ok(Vec::new()),
            _ => {}
        }
        let item = |(name, span): Seen| {
            let mut item = Item::of(change, name.as_deref());
            if let Some(span) = span {
                item.finding.diagnostic = item.finding.diagnostic.at(span, "");
            }
            item
        };
        let mut seen = self.seen(change);
        if seen.is_empty() {
            seen.extend(self.implied(change).map(|name| (Some(name.to_owned()), None)));
        }
        Ok(seen.into_iter().map(item).collect())
    }

    fn seen(&self, change: &Change) -> Vec<Seen> {
        let matters = |value: &OsStr| matters(change.when, value);
        match change.subject {
            Subject::Flags(settings) => {
                let given = |setting: &Setting| {
                    let mut flags = self.flags.iter().filter(|flag| flag.setting == *setting);
                    flags.any(|flag| matters(&flag.value)).then(|| (Some(format!("--{}", setting.flag())), None))
                };
                settings.iter().filter_map(given).collect()
            }
            Subject::Variables(settings) => {
                let given = |setting: &Setting| {
                    let flag = self.flags.iter().find(|flag| flag.setting == *setting);
                    // The stand-in flag for what kuma-dp knows as a variable only.
                    let flag = flag.filter(|flag| !setting.is_kuma_dp_flag() && matters(&flag.value));
                    let set = look_up(*setting, self.environment).filter(|(_, value)| matters(value));
                    let name = set.map(|(name, _)| name).or(flag.map(|_| setting.variable()))?;
                    Some((Some(name.to_owned()), None))
                };
                settings.iter().filter_map(given).collect()
            }
            Subject::Key { path, variable } => {
                let set = variable.filter(|name| (self.environment)(name).is_some_and(|value| matters(&value)));
                let set = set.map(|name| (Some(name.to_owned()), None));
                self.key(path, change.when)
                    .into_iter()
                    .map(|span| (Some(path.to_owned()), Some(span)))
                    .chain(set)
                    .collect()
            }
            Subject::Override if !self.has_override => Vec::new(),
            Subject::Elsewhere(name) => vec![(Some(name.to_owned()), None)],
            Subject::Override | Subject::Proxy | Subject::Behaviour => vec![(None, None)],
            Subject::Field(_) | Subject::InForce => Vec::new(),
        }
    }

    // What has to be set somewhere for the embedded DNS proxy to be as was decided.
    fn implied(&self, change: &Change) -> Option<&'static str> {
        let decided = self.embedded_dns.filter(|_| self.platforms.contains(&Platform::Kubernetes))?;
        match change.subject {
            Subject::Variables([Setting::ProxyPort]) if decided == EmbeddedDns::PodOff => {
                Some(Setting::ProxyPort.variable())
            }
            Subject::Key { path, .. } if decided == EmbeddedDns::ControlPlaneOff && path == changes::PROXY_KEY => {
                Some(path)
            }
            _ => None,
        }
    }

    fn has_proxy_port(&self) -> bool {
        let is_port = |value: &OsStr| read_uint32(value).is_ok_and(|port| port > 0);
        let mut flags = self.flags.iter().filter(|flag| flag.setting == Setting::ProxyPort);
        flags.any(|flag| is_port(&flag.value))
            || look_up(Setting::ProxyPort, self.environment).is_some_and(|(_, value)| is_port(&value))
    }

    // Where a key stands with a value that matters; null counts as not given.
    fn key(&self, path: &str, when: When) -> Option<Span> {
        let mut nodes = vec![self.config?];
        let mut place = None;
        for name in path.split('.') {
            let entries: Vec<_> = nodes.iter().flat_map(|node| node.field_entries(name)).collect();
            place = entries.last().map(|entry| entry.key_span);
            nodes = entries.into_iter().map(|entry| &entry.value).collect();
        }
        let node = nodes.last().filter(|node| !node.is_null())?;
        let value = node.to_go_string().ok().flatten();
        let is_given = value.is_some_and(|value| !value.is_empty() && matters(when, OsStr::new(&value)));
        place.filter(|_| is_given)
    }

    // Where the Corefile was in force before the step and is not behind it, for each platform with its reason.
    fn lost(&self, step: &Step, change: &'static Change) -> Result<Vec<Item>, SettingsError> {
        let mut items: Vec<Item> = Vec::new();
        for platform in self.platforms {
            let before = self.not_in_force(&step.before, *platform)?;
            let Some(reason) = self.not_in_force(&step.after, *platform)?.filter(|_| before.is_none()) else {
                continue;
            };
            if !self.has_override || !matches!(reason, NotInForce::EmbeddedDns { .. }) {
                continue;
            }
            let mut item = Item::of(change, None);
            item.finding.holds.platforms = vec![platform.to_string()];
            item.finding.diagnostic.notes.insert(0, reason.to_string());
            item.finding.diagnostic.help.extend(reason.ways_into_force());
            items.push(item);
        }
        Ok(items)
    }

    // Whether the embedded DNS proxy answers on one of the platforms.
    fn has_proxy(&self, bound: &Bound) -> Result<bool, SettingsError> {
        let mut answers = !bound.has_coredns();
        for platform in self.platforms {
            answers |= matches!(self.not_in_force(bound, *platform)?, Some(NotInForce::EmbeddedDns { .. }));
        }
        Ok(answers)
    }

    /// Why no Corefile is in force on the newest release that a bound means; none where one is, or where there is no CoreDNS.
    ///
    /// # Errors
    /// A setting that kuma-dp cannot read.
    pub fn not_in_force(&self, bound: &Bound, platform: Platform) -> Result<Option<NotInForce>, SettingsError> {
        let Some(release) = bound.newest() else { return Ok(None) };
        let Some((target, settings)) = self.settings(*release, platform, None, &[])? else { return Ok(None) };
        Ok(in_force::check(&target, &settings).err())
    }

    /// A data plane as it is set up here; `embedded_dns` comes before what was decided, and `more` flags behind those that are
    /// given.
    ///
    /// # Errors
    /// A setting that kuma-dp cannot read.
    pub fn settings(
        &self,
        release: Release,
        platform: Platform,
        embedded_dns: Option<EmbeddedDns>,
        more: &[FlagValue],
    ) -> Result<Option<(Target, Settings)>, SettingsError> {
        let builtin = self.builtin_dns(release, platform);
        let decided = embedded_dns.or(self.embedded_dns).or(builtin.embedded_dns());
        let applies =
            release.era.has_embedded_dns() && (platform == Platform::Kubernetes || decided == Some(EmbeddedDns::On));
        let Ok(target) = Target::new(release, platform, decided.filter(|_| applies)) else { return Ok(None) };
        let flags = [self.flags, more].concat();
        let settings = Settings::resolve(&target, &builtin.injector(), &flags, self.environment)?;
        Ok(Some((target, settings)))
    }

    /// What kuma-cp says about side-cars; what it cannot read was refused before.
    #[must_use]
    pub fn builtin_dns(&self, release: Release, platform: Platform) -> BuiltinDns {
        let config = self.config.and_then(|root| BuiltinDns::from_config(root, release.era).ok()).unwrap_or_default();
        if platform != Platform::Kubernetes {
            return config;
        }
        config.with_environment(self.environment, release.era).unwrap_or(config)
    }

    /// The changes of a step that do not hang on the text of a template.
    ///
    /// # Errors
    /// A setting that kuma-dp cannot read.
    pub fn changed(&self, step: &Step, crosses: impl Fn(&Change) -> bool) -> Result<Vec<Item>, SettingsError> {
        let mut items = Vec::new();
        for change in changes::all().filter(|change| crosses(change)) {
            items.extend(self.items(step, change)?);
        }
        Ok(items)
    }
}

fn matters(when: When, value: &OsStr) -> bool {
    match when {
        When::Given => true,
        When::OnUnderProxy => read_bool(value) == Ok(true),
        When::Zero => read_uint32(value) == Ok(0),
        When::LeadingDot => value.as_encoded_bytes().starts_with(b"."),
        When::OtherPort => read_uint32(value).is_ok_and(|port| port != Ports::KUMA_DP.coredns),
        When::OutsideTmp => !value.is_empty() && !is_writable_in_side_car(Path::new(value)),
    }
}
