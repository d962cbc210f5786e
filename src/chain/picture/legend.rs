//! Makes a picture of what the walks came to: brings rules in order, gives parts their names and edges their words, adds
//! what no walk reached, and keeps it all within bounds.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use super::collect::{Collected, Key};
use super::exchange::Strand;
use super::{Edge, End, MAX_PARTS, MAX_RULES, Node, Part, Picture, Role, Written};
use crate::chain::journey::{Capture, Journey};
use crate::coredns::config::{Alternate, Template};
use crate::coredns::dns;
use crate::corefile::Place;

/// More zones of a list are not named.
const MAX_NAMED: usize = 3;

/// The picture.
pub fn picture(collected: Collected<'_>, journey: &Journey<'_>, complete: bool) -> Picture {
    let blocks = collected.server.map_or(0, |server| server.blocks.len());
    let met = collected.met.iter().filter(|key| is_node(key)).cloned();
    let unmet = (0..blocks).map(Key::Block).filter(|key| !collected.is_met(key));
    let mut picture = Picture { complete, ..Picture::default() };
    let mut ends: BTreeMap<Key, End> = BTreeMap::new();
    let mut left = MAX_PARTS;
    for key in met.chain(unmet) {
        let mut rules = key.block().map_or_else(Vec::new, |block| rules_in_order(&collected, block));
        if left == 0 {
            picture.left_out += 1 + rules.len();
            continue;
        }
        let kept = rules.len().min(MAX_RULES).min(left - 1);
        picture.left_out += rules.len() - kept;
        rules.truncate(kept);
        left -= 1 + kept;
        let node = picture.nodes.len();
        ends.insert(key.clone(), End { node, rule: None });
        ends.extend(rules.iter().enumerate().map(|(rule, key)| (key.clone(), End { node, rule: Some(rule) })));
        let head = head(&collected, &key, journey);
        let rules = rules.iter().map(|key| rule(&collected, key)).collect();
        picture.nodes.push(Node { role: role(&key), head, rules });
    }
    picture.edges = edges(&collected, &ends);
    picture
}

const fn is_node(key: &Key) -> bool {
    !matches!(key, Key::Template(..) | Key::Alternate(..) | Key::Forward(..))
}

const fn role(key: &Key) -> Role {
    match key {
        Key::Client => Role::Client,
        Key::Iptables => Role::Iptables,
        Key::CoreDns(_) => Role::CoreDns,
        Key::Proxy => Role::Proxy,
        Key::Nobody => Role::Nobody,
        Key::Envoy => Role::Envoy,
        Key::Host => Role::Host,
        Key::Upstream(_) | Key::Unreachable(_) => Role::Upstream,
        Key::Block(_) | Key::Template(..) | Key::Alternate(..) | Key::Forward(..) => Role::Block,
    }
}

fn part(collected: &Collected<'_>, key: &Key, title: &str, mut details: Vec<String>, place: Option<Place>) -> Part {
    if let Some(notes) = collected.notes.get(key) {
        // What is written in the Corefile is often the address that is told already.
        let is_new = |note: &&String| !details.iter().any(|detail| detail.starts_with(note.as_str()));
        let notes: Vec<String> = notes.iter().filter(is_new).take(MAX_NAMED).cloned().collect();
        details.extend(notes);
    }
    let answers = collected.answers.get(key).filter(|_| !matches!(role(key), Role::Envoy | Role::Host));
    let answers = answers.map(super::exchange::Replies::lines).unwrap_or_default();
    let title = title.to_owned();
    Part { title, details, answers, trouble: Vec::new(), is_met: collected.is_met(key), place }
}

fn head(collected: &Collected<'_>, key: &Key, journey: &Journey<'_>) -> Part {
    let port = journey.redirect.port;
    let (title, details) = match key {
        Key::Client => ("client", Vec::new()),
        Key::Iptables if journey.redirect.capture == Capture::Off => ("iptables", Vec::new()),
        Key::Iptables => ("iptables", vec![format!("port 53 to {port}")]),
        Key::CoreDns(reason) => ("CoreDNS", vec![reason.clone()]),
        Key::Proxy => ("embedded DNS proxy", vec![format!("in kuma-dp, port {port}")]),
        Key::Nobody => ("nobody listens", vec![format!("port {port}")]),
        Key::Envoy => ("Envoy's DNS filter", vec![format!("127.0.0.1:{}, UDP", journey.world.envoy.port)]),
        Key::Host => ("the host's resolver", Vec::new()),
        Key::Unreachable(address) => (address.as_str(), vec!["cannot be asked".to_owned()]),
        Key::Upstream(name) => {
            let known = journey.world.listeners.iter().find(|listener| listener.name == *name);
            let address = known.map(|listener| SocketAddr::new(listener.ip, listener.port).to_string());
            (name.as_str(), address.into_iter().filter(|address| address != name).collect())
        }
        Key::Block(_) | Key::Template(..) | Key::Alternate(..) | Key::Forward(..) => ("server block", Vec::new()),
    };
    let Some(block) = key.block() else { return part(collected, key, title, details, None) };
    let place = collected.server.and_then(|server| server.blocks.get(block)?.place);
    part(collected, key, title, sites(collected, block), place)
}

/// The zones and ports that a block serves.
fn sites(collected: &Collected<'_>, block: usize) -> Vec<String> {
    let sites = collected.server.map_or(&[][..], |server| &server.sites).iter().filter(|site| site.block == block);
    shortened(sites.map(|site| format!("{}:{}", site.zone, site.port)))
}

/// The first few words of a list, and how many more there are.
fn shortened(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    if words.len() > MAX_NAMED {
        let more = words.len() - (MAX_NAMED - 1);
        words.truncate(MAX_NAMED - 1);
        words.push(format!("and {more} more"));
    }
    words
}

fn rule(collected: &Collected<'_>, key: &Key) -> Part {
    let Some(written) = collected.server.and_then(|server| Written::find(server, key)) else {
        return Part::default();
    };
    let (title, details) = match written {
        Written::Template(rule) => template_words(rule),
        Written::Forward(rule) => {
            let except = shortened(rule.except.iter().map(|(zone, _)| zone.clone()));
            let except = (!except.is_empty()).then(|| format!("except {}", except.join(", ")));
            (format!("forward {}", rule.from), except.into_iter().collect())
        }
        Written::Alternate(rule) => ("alternate".to_owned(), open_rcodes(collected, key, rule).into_iter().collect()),
    };
    part(collected, key, &title, details, Some(written.place()))
}

fn template_words(rule: &Template) -> (String, Vec<String>) {
    let zones = shortened(rule.zones.iter().cloned()).join(" ");
    let (class, qtype) = (dns::class_text(rule.class), dns::qtype_text(rule.qtype));
    let matches = rule.matches.iter().filter(|matcher| !matcher.is_everything());
    let matches = shortened(matches.map(|matcher| format!("match {}", matcher.pattern)));
    (format!("template {class} {qtype} {zones}"), matches)
}

/// The rcodes of an alternate that no walk brought.
fn open_rcodes(collected: &Collected<'_>, key: &Key, rule: &Alternate) -> Option<String> {
    let incoming = collected.strands.iter().filter(|((_, to), _)| to == key);
    let seen: BTreeSet<&str> = incoming.flat_map(|(_, strand)| strand.passes.iter().map(String::as_str)).collect();
    let names: Vec<_> = rule.rcodes.iter().map(|(rcode, _)| dns::rcode_text(*rcode)).collect();
    let open: Vec<&str> = names.iter().map(AsRef::as_ref).filter(|name| !seen.contains(name)).collect();
    let word = if seen.is_empty() { "on" } else { "also on" };
    (!open.is_empty()).then(|| format!("{word} {}", open.join(", ")))
}

/// The rules of a block in the order in which queries meet them; where no walk says it, in that of the text.
fn rules_in_order(collected: &Collected<'_>, block: usize) -> Vec<Key> {
    let Some(server) = collected.server else { return Vec::new() };
    let Some(rules) = server.blocks.get(block) else { return Vec::new() };
    let kinds: [Vec<Key>; 3] = [
        (0..rules.templates.len()).map(|rule| Key::Template(block, rule)).collect(),
        (0..rules.forwards.len()).map(|rule| Key::Forward(block, rule)).collect(),
        (0..rules.alternates.len()).map(|rule| Key::Alternate(block, rule)).collect(),
    ];
    let mut before: BTreeMap<&Key, BTreeSet<&Key>> = BTreeMap::new();
    for pair in kinds.iter().flat_map(|kind| kind.windows(2)) {
        if let [one, other] = pair {
            before.entry(other).or_default().insert(one);
        }
    }
    for (from, to) in collected
        .strands
        .keys()
        .filter(|(from, to)| from.block() == Some(block) && to.block() == Some(block) && !is_node(from) && !is_node(to))
    {
        before.entry(to).or_default().insert(from);
    }
    let place = |key: &Key| Written::find(server, key).map(|written| written.place());
    let mut waiting: Vec<&Key> = kinds.iter().flatten().collect();
    waiting.sort_by_key(|key| place(key));
    let mut ordered: Vec<Key> = Vec::new();
    let mut done: BTreeSet<&Key> = BTreeSet::new();
    while !waiting.is_empty() {
        let is_ready = |key: &&Key| before.get(*key).is_none_or(|before| before.is_subset(&done));
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        let key = waiting.remove(next);
        done.insert(key);
        ordered.push(key.clone());
    }
    ordered
}

fn edges(collected: &Collected<'_>, ends: &BTreeMap<Key, End>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for ((from, to), strand) in &collected.strands {
        let (Some(&start), Some(&end)) = (ends.get(from), ends.get(to)) else { continue };
        let passes =
            if let Key::Block(_) = to { zones_text(collected, from, to, strand) } else { strand.passes.clone() };
        let passes = strand.protocols_text().into_iter().chain(passes).collect();
        edges.push(Edge { from: start, to: end, passes, replies: strand.replies.lines() });
    }
    edges.sort_by_key(|edge| (edge.from, edge.to));
    edges
}

/// The zones for which a block takes queries: the root stands for all that no other block takes.
fn zones_text(collected: &Collected<'_>, from: &Key, to: &Key, strand: &Strand) -> Vec<String> {
    let is_other = |(sender, taker): &(Key, Key)| {
        sender == from && taker != to && matches!(taker, Key::Block(_) | Key::CoreDns(_))
    };
    let is_shared = collected.strands.keys().any(is_other);
    let root = if is_shared { "other names" } else { "all names" };
    shortened(strand.passes.iter().map(|zone| if zone == "." { root.to_owned() } else { zone.clone() }))
}
