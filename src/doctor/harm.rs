//! Settings and annotations of a data plane that are fine by themselves, and do nothing or harm where they are.

use std::path::Path;

use super::annotation;
use super::data_plane::Around;
use super::evidence::{DataPlane, DeadAnnotation};
use super::mounts::{self, Found};
use super::remark::Remark;
use crate::diagnostic::Severity;
use crate::lint::{
    ANNOTATION_WITHOUT_EFFECT, DEAD_KEY, MESH_NEVER_ASKED, NO_BLOCK_ON_DNS_PORT, PORT_COLLISION, PORT_OUT_OF_RANGE,
    SETTING_REFUSED,
};
use crate::mesh::config_dir::{has_read_only_root, is_writable_in_side_car};
use crate::mesh::{Platform, Setting, Settings, Target};

impl Around<'_> {
    /// Annotations that say something else than what kuma-dp gets.
    pub(super) fn judge_annotations(&self, data_plane: &DataPlane, settings: &Settings, remarks: &mut Vec<Remark>) {
        let port = match settings.port(Setting::ProxyPort) {
            Some(port @ 1..) => Some(port),
            _ => settings.port(Setting::CoreDnsPort),
        };
        for (dead, written) in &data_plane.annotations {
            let text = written.text.trim();
            let (said, got) = match dead {
                DeadAnnotation::Port => (text.to_owned(), port.unwrap_or_default().to_string()),
                DeadAnnotation::Enabled => (normal(text), settings.is_on(Setting::Enabled).to_string()),
                DeadAnnotation::Logging => (normal(text), settings.is_on(Setting::CoreDnsLogging).to_string()),
            };
            if said == got {
                continue;
            }
            let variable = match dead {
                DeadAnnotation::Port if settings.port(Setting::ProxyPort).is_some_and(|port| port > 0) => {
                    Setting::ProxyPort
                }
                DeadAnnotation::Port => Setting::CoreDnsPort,
                DeadAnnotation::Enabled => Setting::Enabled,
                DeadAnnotation::Logging => Setting::CoreDnsLogging,
            };
            let consequence = match dead {
                DeadAnnotation::Port => "iptables sends queries to that port, and nobody listens there",
                DeadAnnotation::Enabled => "it changes the redirect of iptables only; DNS of kuma-dp runs as before",
                DeadAnnotation::Logging => "nothing reads it",
            };
            let message = format!("{} never reaches kuma-dp, which gets {got}", dead.key());
            remarks.push(
                Remark::new(ANNOTATION_WITHOUT_EFFECT, written.place, message)
                    .note(consequence)
                    .help(format!("kuma.io/sidecar-env-vars: {}={}", variable.variable(), wanted(*dead, &said)))
                    .of(&*data_plane.name),
            );
        }
    }

    /// Settings that are fine by themselves, and do nothing or harm where they are.
    pub(super) fn judge_settings(
        &self,
        data_plane: &DataPlane,
        target: &Target,
        settings: &Settings,
        remarks: &mut Vec<Remark>,
    ) {
        let place = |setting| self.place_of(data_plane, settings, setting);
        let port = |setting| settings.port(setting).unwrap_or_default();
        let mut say = |remark: Remark| remarks.push(remark.of(&*data_plane.name));
        let is_embedded = port(Setting::ProxyPort) > 0;
        if let Some(setting) = settings.keeps_names_out()
            && settings.is_on(Setting::Enabled)
        {
            let message = format!("with {setting} 0 the control plane gives out no names of the mesh");
            say(Remark::new(MESH_NEVER_ASKED, place(setting), message)
                .note("it takes DNS for switched off, also where the DNS proxy embedded in kuma-dp answers")
                .help(format!("leave {} out", setting.variable())));
        }
        if is_embedded && settings.is_on(Setting::CoreDnsLogging) {
            let message = "the DNS proxy embedded in kuma-dp logs no queries";
            say(Remark::new(DEAD_KEY, place(Setting::CoreDnsLogging), message)
                .severity(Severity::Warning)
                .help("switch the proxy off, or leave the logging out"));
        }
        if is_embedded && port(Setting::ProxyPort) > u32::from(u16::MAX) {
            let message = format!("{} is no port", port(Setting::ProxyPort));
            say(Remark::new(PORT_OUT_OF_RANGE, place(Setting::ProxyPort), message)
                .help("kuma-dp does not look at it; choose one up to 65535"));
        }
        if !is_embedded && port(Setting::CoreDnsPort) == port(Setting::EnvoyDnsPort) && port(Setting::EnvoyDnsPort) > 0
        {
            let message = format!("CoreDNS and Envoy's DNS both get port {}", port(Setting::EnvoyDnsPort));
            say(Remark::new(PORT_COLLISION, place(Setting::EnvoyDnsPort), message)
                .note("both start, queries go to Envoy, and the Corefile is bypassed")
                .help("give them different ports"));
        }
        let folder = settings.text(Setting::ConfigDir);
        let folder = String::from_utf8_lossy(folder);
        let is_read_only = target.platform() == Platform::Kubernetes && has_read_only_root(target.release().version);
        if is_read_only && !is_embedded && !folder.is_empty() && !is_writable_in_side_car(Path::new(&*folder)) {
            let found = mounts::look_up(&folder, data_plane.mounts.as_deref(), &data_plane.namespace, self.evidence);
            if matches!(found, Found::Nothing) || matches!(found, Found::Unknown) && data_plane.patches.is_empty() {
                let message = format!("kuma-dp cannot write to {folder}");
                say(Remark::new(SETTING_REFUSED, place(Setting::ConfigDir), message)
                    .note("the side-car's file system is read-only from 2.3 on, but for /tmp")
                    .help("take a folder below /tmp"));
            }
        }
        if !data_plane.is_injected
            && target.platform() == Platform::Kubernetes
            && !is_embedded
            && settings.is_on(Setting::Enabled)
        {
            let wanted = self.control.map(|control| control.builtin_dns).unwrap_or_default().injector().port;
            let is_told = data_plane.annotations.iter().any(|(dead, _)| *dead == DeadAnnotation::Port);
            if port(Setting::CoreDnsPort) != wanted && !is_told {
                let message = format!(
                    "CoreDNS listens on port {}, and iptables sends queries to {wanted}",
                    port(Setting::CoreDnsPort)
                );
                say(Remark::new(NO_BLOCK_ON_DNS_PORT, place(Setting::CoreDnsPort), message).help(format!(
                    "set kuma.io/builtin-dns-port to {} too, or leave the variable out",
                    port(Setting::CoreDnsPort)
                )));
            }
        }
    }
}

fn normal(switch: &str) -> String {
    annotation::switch(switch).map_or_else(|| switch.to_owned(), |on| on.to_string())
}

/// What the annotation wants, as the variable takes it.
fn wanted(dead: DeadAnnotation, said: &str) -> &str {
    match dead {
        DeadAnnotation::Port if said.parse::<u16>().is_ok() => said,
        DeadAnnotation::Port => "PORT",
        _ if ["true", "false"].contains(&said) => said,
        _ => "true or false",
    }
}
