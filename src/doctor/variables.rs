//! Variables that nothing reads: misspelt, meant for the other program, or of another release. kuma-cp and kuma-dp pass over
//! them without a word.

use std::sync::LazyLock;

use super::evidence::Variable;
use super::remark::Remark;
use crate::diagnostic::Severity;
use crate::lint::DEAD_KEY;
use crate::mesh::layers::CONTROL_PLANE_VARIABLE;
use crate::mesh::{Setting, builtin_dns, cp_config, dns_server};

/// How the variables of kuma-cp begin that are about DNS.
const OF_CONTROL_PLANE: [&str; 4] = ["KUMA_BOOTSTRAP_", builtin_dns::PREFIX, "KUMA_DNS_SERVER_", "KUMA_DNS_SERVICE_"];

fn known_to_control_plane(name: &str) -> bool {
    let of_builtin = || {
        name.strip_prefix(builtin_dns::PREFIX).is_some_and(|rest| builtin_dns::variables().any(|known| known == rest))
    };
    cp_config::params_variables().any(|known| known == name) || of_builtin() || dns_server::VARIABLES.contains(&name)
}

fn setting(name: &str) -> Option<Setting> {
    Setting::ALL.into_iter().find(|setting| [setting.variable(), setting.long_variable()].contains(&name))
}

/// All names that one of the programs reads.
static KNOWN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let builtin = builtin_dns::variables().map(|rest| format!("{}{rest}", builtin_dns::PREFIX));
    let settings = Setting::ALL.into_iter().map(|setting| setting.variable().to_owned());
    cp_config::params_variables()
        .chain(builtin)
        .chain(dns_server::VARIABLES.map(str::to_owned))
        .chain(settings)
        .collect()
});

/// How alike two names have to be, from 0 to 1.
const ALIKE: f64 = 0.8;

/// The known name that a misspelt one may have been meant for.
fn nearest(name: &str) -> Option<&'static str> {
    let longest = |known: &str| name.len().max(known.len());
    let scored = KNOWN
        .iter()
        .filter(|known| name.len().abs_diff(known.len()) * 5 <= longest(known))
        .map(|known| (strsim::normalized_damerau_levenshtein(name, known), known.as_str()));
    let near = scored.filter(|(score, _)| *score > ALIKE).max_by(|one, other| one.0.total_cmp(&other.0));
    near.map(|(_, known)| known)
}

/// What is wrong with a variable of kuma-cp, if its name says it.
#[must_use]
pub fn of_control_plane(variable: &Variable) -> Option<Remark> {
    let name = variable.name.as_str();
    if let Some(setting) = setting(name) {
        let remark =
            Remark::new(DEAD_KEY, variable.place, format!("kuma-cp does not read {name}: it is a variable of kuma-dp"))
                .severity(Severity::Warning)
                .help(format!(
                    "set it for kuma-dp; on Kubernetes with the annotation kuma.io/sidecar-env-vars: {name}=…"
                ));
        return Some(match setting {
            Setting::CoreDnsConfigTemplatePath => {
                remark.severity(Severity::Error).help(format!("kuma-cp's own template is {CONTROL_PLANE_VARIABLE}"))
            }
            _ => remark,
        });
    }
    if known_to_control_plane(name) || !OF_CONTROL_PLANE.iter().any(|prefix| name.starts_with(prefix)) {
        return None;
    }
    // Other blocks have variables of their own that are not listed here.
    let is_other_block = name.starts_with("KUMA_BOOTSTRAP_") && !name.contains("COREFILE") && nearest(name).is_none();
    if is_other_block {
        return None;
    }
    Some(unread(variable, "kuma-cp", nearest(name)))
}

/// What is wrong with a variable of kuma-dp, if its name says it.
#[must_use]
pub fn of_data_plane(variable: &Variable) -> Option<Remark> {
    let name = variable.name.as_str();
    if setting(name).is_some() {
        return None;
    }
    if name.trim() != name && setting(name.trim()).is_some() {
        let remark = unread(variable, "kuma-dp", Some(name.trim()));
        return Some(remark.note("there is a blank before or behind the name").of(variable.owner.to_string()));
    }
    if known_to_control_plane(name) {
        return Some(
            Remark::new(DEAD_KEY, variable.place, format!("kuma-dp does not read {name}: it is a variable of kuma-cp"))
                .help("set it for the control plane; of the data plane's template the variable is KUMA_DNS_CORE_DNS_CONFIG_TEMPLATE_PATH")
                .of(variable.owner.to_string()),
        );
    }
    let is_about_dns = name.starts_with("KUMA_DNS_")
        || name.starts_with("DNS_KUMA_DNS_")
        || name.starts_with("KUMA_BOOTSTRAP_SERVER_");
    is_about_dns.then(|| unread(variable, "kuma-dp", nearest(name)).of(variable.owner.to_string()))
}

fn unread(variable: &Variable, program: &str, near: Option<&str>) -> Remark {
    let name = &variable.name;
    let remark = Remark::new(DEAD_KEY, variable.place, format!("{program} does not read {name}"));
    let remark = match name.as_str() {
        dns_server::VARIABLE_THAT_DOES_NOTHING => {
            remark.note("the reference of kuma-cp's configuration names it, with a slip")
        }
        _ => remark,
    };
    match near {
        Some(near) => remark.help(format!("did you mean {near}?")),
        None => remark.severity(Severity::Warning).help("remove it"),
    }
}
