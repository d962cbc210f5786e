//! What is likely behind a difference, from what is known to go wrong with the DNS of a data plane. Guesses, and worded as
//! such.

use super::hops::{Hop, HopKind, Plan};
use crate::chain::{Mesh, NoAnswer, Protocol};
use crate::coredns::dns;

/// What may be behind the difference at the hop with this index; the likeliest comes first.
#[must_use]
pub fn of(hops: &[Hop], index: usize, plan: &Plan<'_>) -> Vec<String> {
    let Some(hop) = hops.get(index) else { return Vec::new() };
    let reasons = match (&hop.exchange.reply, hop.kind) {
        (Err(no_answer), kind) => unanswered(hop, kind, *no_answer),
        (Ok(_), HopKind::Envoy) => envoy(hop, plan),
        (Ok(_), HopKind::Resolver) => vec![
            "the resolver knows something else than the mesh file says: mend resolver in the mesh file, or ask another \
             one with --resolver"
                .to_owned(),
        ],
        (Ok(_), kind) => front(hops, hop, kind, plan),
    };
    let nobody = hops.iter().all(|hop| hop.exchange.reply.is_err());
    let all = nobody.then(|| {
        "nobody answers: probe has to run where the data plane runs, in the pod's network namespace on Kubernetes"
            .to_owned()
    });
    all.into_iter().chain(reasons).collect()
}

fn unanswered(hop: &Hop, kind: HopKind, no_answer: NoAnswer) -> Vec<String> {
    let server = hop.exchange.server;
    let option = match kind {
        HopKind::Envoy => "--envoy",
        HopKind::Resolver => "--resolver",
        HopKind::CoreDns | HopKind::EmbeddedProxy => "--server",
    };
    let mut reasons = match no_answer {
        NoAnswer::Refused => vec![format!(
            "nobody listens at {server}: {kind} does not run, or it has another port on this release and platform \
             ({option} names it)"
        )],
        NoAnswer::Timeout if hop.exchange.remarks.lines().next().is_some() => vec![format!(
            "what came from {server} is no answer to this question (see above): something else than {kind} listens there, or \
             something on the way changes it"
        )],
        NoAnswer::Timeout => {
            vec![format!("{kind} hangs, or something drops what goes to {server} or comes from there")]
        }
        NoAnswer::Closed => vec![format!("something else than {kind} listens at {server}, such as a metrics server")],
    };
    let waits = hop.predicted.iter().map(|predicted| predicted.wait).max().unwrap_or_default();
    if no_answer == NoAnswer::Timeout && !waits.is_zero() {
        let seconds = waits.as_secs_f32().ceil();
        reasons.insert(0, format!("an answer can take about {seconds} s because an upstream is silent: --timeout"));
    }
    if no_answer == NoAnswer::Timeout && hop.depends {
        reasons
            .push("the resolver behind it is silent: name it with --resolver, then it is asked by itself".to_owned());
    }
    match kind {
        HopKind::Envoy if no_answer == NoAnswer::Refused => reasons.push(
            "the control plane has sent no DNS listener: no transparent proxy with DNS redirect, or not connected yet"
                .to_owned(),
        ),
        HopKind::EmbeddedProxy if hop.exchange.protocol == Protocol::Tcp => {
            reasons.insert(0, "the embedded DNS proxy speaks UDP only".to_owned());
        }
        _ => {}
    }
    reasons
}

fn envoy(hop: &Hop, plan: &Plan<'_>) -> Vec<String> {
    let mut reasons = Vec::new();
    let rcode = hop.exchange.reply.as_ref().map(|reply| reply.message.rcode);
    let has_upper = plan.query.name() != plan.query.lower();
    if let Mesh::Table(table) = &plan.world.envoy.mesh {
        let in_any_case = table.keys().any(|name| name.eq_ignore_ascii_case(plan.query.name()));
        let is_known = table.contains_key(plan.query.name());
        if in_any_case && (has_upper || !is_known) {
            reasons.push("letter case: Envoy finds a name only as it stands in its table".to_owned());
        }
        if is_known && rcode == Ok(dns::NXDOMAIN) {
            reasons.push(
                "Envoy has not got the name: no such service in this mesh, or none that this data plane may reach \
                 (reachable services), or the control plane's update has not arrived"
                    .to_owned(),
            );
        } else if rcode == Ok(dns::NOERROR) {
            reasons.push(
                "Envoy has other names or virtual IPs than the mesh file: write there what the control plane gave out"
                    .to_owned(),
            );
        }
    }
    if reasons.is_empty() {
        let server = hop.exchange.server;
        reasons.push(format!("something else than Envoy's DNS listener answers at {server} (--envoy names it)"));
    }
    reasons
}

fn front(hops: &[Hop], hop: &Hop, kind: HopKind, plan: &Plan<'_>) -> Vec<String> {
    let mut reasons = Vec::new();
    let has = |kind| hops.iter().any(|hop| hop.kind == kind);
    let not_asked = match (kind, has(HopKind::Envoy), has(HopKind::Resolver)) {
        (HopKind::CoreDns, false, _) => Some("Envoy was not asked: its real answer may be another (--envoy)"),
        (_, _, false) if hop.depends => {
            Some("the resolver was not asked, and what it says decides: name it with --resolver")
        }
        _ => None,
    };
    reasons.extend(not_asked.map(str::to_owned));
    if kind == HopKind::CoreDns {
        reasons.push(
            "CoreDNS runs with another Corefile than the one in force here: it reads a new one only when kuma-dp \
             restarts; compare with the Corefile in kuma-dp's configuration folder (--corefile takes it)"
                .to_owned(),
        );
        reasons.push(format!("something else than this data plane's CoreDNS answers at {}", hop.exchange.server));
    } else {
        reasons.push("the embedded DNS proxy has other names than the mesh file, or another resolver".to_owned());
    }
    if has(HopKind::Resolver) && hop.exchange.reply.as_ref().is_ok_and(|reply| reply.message.rcode == dns::NOERROR) {
        reasons.push("the resolver gives another answer each time: ask again".to_owned());
    }
    if plan.query.protocol == Protocol::Udp && hop.exchange.protocol == Protocol::Tcp {
        reasons.push("the answer was too large for UDP, and TCP takes another way to Envoy".to_owned());
    }
    reasons
}
