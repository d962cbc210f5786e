//! The options of forward's block.

use std::net::IpAddr;

use super::Rest;
use crate::coredns::config::{Forward, Policy};
use crate::coredns::dns::rcode;
use crate::coredns::options::{DOH_METHODS, PluginOption, Value};
use crate::coredns::setup::duration::Nanoseconds;
use crate::coredns::setup::number::{atoi, parse_uint, quoted};
use crate::coredns::setup::{Checked, Setup, StartErrorKind, at_line, bare, refusal, unknown_option, wrong_arguments};
use crate::coredns::{Plugin, Version};
use crate::corefile::address::{is_domain_name, split_host_port};
use crate::corefile::{Dispenser, Place, Token};

const SECOND: i64 = 1_000_000_000;
/// The first CoreDNS whose health checks can ask for a name. Not recorded.
const DOMAIN: Version = Version::new(1, 9, 2);

impl Setup<'_> {
    pub(super) fn block(&mut self, words: &mut Dispenser<'_, '_>, forward: &mut Forward) -> Checked<Rest> {
        let mut rest = Rest { tls_server_name: None, expire: Nanoseconds(10 * SECOND), max_age: Nanoseconds(0) };
        while words.next_block() {
            let name = words.val().to_owned();
            let place = words.place();
            let Some(option) = self.option(Plugin::Forward, &name) else {
                let kind = unknown_option(Plugin::Forward, &name);
                return Err(at_line(words, &format!("unknown property '{name}'"), kind).inside(&name));
            };
            let set = match (option.value, option.arity.max) {
                (Value::Flag, _) => flag(words, option, place, forward),
                (Value::HealthCheck, _) => self.health_check(words, forward),
                (_, Some(1)) => single(words, option, forward, &mut rest),
                _ => self.several(words, option, forward),
            };
            set.map_err(|refusal| refusal.inside(&name))?;
        }
        Ok(rest)
    }

    /// Options with any number of words.
    fn several(&mut self, words: &mut Dispenser<'_, '_>, option: &PluginOption, forward: &mut Forward) -> Checked<()> {
        let arguments = words.remaining_args();
        if arguments.len() < option.arity.min || option.arity.max.is_some_and(|max| arguments.len() > max) {
            return Err(wrong_arguments(words));
        }
        match option.value {
            Value::Zones => forward.except.extend(self.zones(&arguments)?),
            Value::Rcodes => {
                let is_failover = option.name == "failover";
                for word in arguments {
                    let fail = |message| refusal(message, word.place, StartErrorKind::BadValue);
                    let Some(rcode) = rcode(&word.text.to_uppercase()) else {
                        return Err(fail(format!("{} is not a valid rcode", word.text)));
                    };
                    if is_failover && rcode == 0 && self.probe.at_least(super::SERVER_NAMES) {
                        return Err(fail("NoError cannot be used in failover".to_owned()));
                    }
                    let list = if is_failover { &mut forward.failover } else { &mut forward.next };
                    list.push((rcode, word.place));
                }
            }
            Value::Addresses => {
                for word in arguments {
                    let host = split_host_port(&word.text).map_or(word.text.as_ref(), |(host, _)| host);
                    if host.parse::<IpAddr>().is_err() {
                        let message = format!("resolver must be an IP address or IP:port: {}", quoted(&word.text));
                        return Err(refusal(message, word.place, StartErrorKind::BadAddress));
                    }
                }
            }
            Value::Files => self.certificates(&arguments)?,
            _ => {}
        }
        Ok(())
    }

    /// `health_check DURATION [no_rec] [domain NAME]`.
    fn health_check(&self, words: &mut Dispenser<'_, '_>, forward: &mut Forward) -> Checked<()> {
        let fail = |words: &Dispenser<'_, '_>, message: String| bare(words, message, StartErrorKind::BadValue);
        if !words.next_arg() {
            return Err(wrong_arguments(words));
        }
        let duration = Nanoseconds::parse(words.val()).map_err(|reason| fail(words, reason))?;
        if duration.0 < 0 {
            return Err(fail(words, format!("health_check can't be negative: {}", duration.0)));
        }
        forward.health_check = Some(duration.magnitude());
        while words.next_arg() {
            match words.val() {
                "no_rec" => {}
                "domain" if self.probe.at_least(DOMAIN) => {
                    if !words.next_arg() {
                        return Err(wrong_arguments(words));
                    }
                    if !is_domain_name(words.val()) {
                        return Err(fail(words, format!("health_check: invalid domain name {}", words.val())));
                    }
                }
                other => {
                    let mut refusal = fail(words, format!("health_check: unknown option {other}"));
                    if other == "domain" {
                        refusal.kind =
                            StartErrorKind::UnknownOption { name: other.to_owned(), known_since: Some(DOMAIN) };
                    }
                    return Err(refusal);
                }
            }
        }
        Ok(())
    }

    /// `tls [CERT KEY] [CA]`.
    fn certificates(&mut self, files: &[&Token<'_>]) -> Checked<()> {
        let (pair, authority) = match files {
            [cert, key, rest @ ..] => (Some([cert, key]), rest.first()),
            rest => (None, rest.first()),
        };
        for file in pair.into_iter().flatten() {
            let content =
                self.need_file(&file.text, file.place, |reason| format!("could not load TLS cert: {reason}"))?;
            if content.is_some_and(|content| !holds_pem(&content)) {
                let what = if pair.is_some_and(|[cert, _]| cert.place == file.place) { "certificate" } else { "key" };
                let message = format!("could not load TLS cert: tls: failed to find any PEM data in {what} input");
                return Err(refusal(message, file.place, StartErrorKind::BadFile));
            }
        }
        let Some(file) = authority.filter(|file| !file.text.is_empty()) else { return Ok(()) };
        let path = &file.text;
        let content = self.need_file(path, file.place, |reason| format!("error reading {path}: {reason}"))?;
        if content.is_some_and(|content| !holds_pem(&content)) {
            let message = format!("could not read root certs from {path}");
            return Err(refusal(message, file.place, StartErrorKind::BadFile));
        }
        Ok(())
    }
}

fn holds_pem(content: &[u8]) -> bool {
    memchr::memmem::find(content, b"-----BEGIN").is_some()
}

fn flag(words: &mut Dispenser<'_, '_>, option: &PluginOption, place: Place, forward: &mut Forward) -> Checked<()> {
    // All words behind a flag are read before they are complained of, or only the first: CoreDNS has it both ways.
    let has_words = match option.name {
        "failfast_all_unhealthy_upstreams" => !words.remaining_args().is_empty(),
        _ => words.next_arg(),
    };
    if has_words {
        return Err(wrong_arguments(words));
    }
    match option.name {
        "force_tcp" => forward.force_tcp = Some(place),
        "prefer_udp" => forward.prefer_udp = true,
        "next_on_nodata" => forward.next_on_nodata = true,
        _ => forward.failfast = true,
    }
    Ok(())
}

/// Options with one word; what stands behind it is read as the next option.
fn single(words: &mut Dispenser<'_, '_>, option: &PluginOption, forward: &mut Forward, rest: &mut Rest) -> Checked<()> {
    if !words.next_arg() {
        return Err(wrong_arguments(words));
    }
    let (name, word) = (option.name, words.val());
    let fail = |message: String| bare(words, message, StartErrorKind::BadValue);
    match name {
        "max_fails" | "max_connect_attempts" => {
            let number = parse_uint(word, u64::from(u32::MAX)).map_err(fail)?;
            if name == "max_fails" {
                forward.max_fails = u32::try_from(number).unwrap_or(u32::MAX);
            }
        }
        "max_concurrent" | "max_idle_conns" => {
            let number = atoi(word).map_err(fail)?;
            let number = u64::try_from(number).map_err(|_| fail(format!("{name} can't be negative: {number}")))?;
            if name == "max_concurrent" {
                forward.max_concurrent = number;
            }
        }
        "expire" | "max_age" => {
            let duration = Nanoseconds::parse(word).map_err(fail)?;
            if duration.0 < 0 {
                return Err(fail(format!("{name} can't be negative: {duration}")));
            }
            *(if name == "expire" { &mut rest.expire } else { &mut rest.max_age }) = duration;
        }
        "read_timeout" => {
            let duration = Nanoseconds::parse(word).map_err(fail)?;
            if duration.0 <= 0 {
                return Err(fail(format!("read_timeout must be positive: {duration}")));
            }
        }
        "policy" => {
            forward.policy = match word {
                "random" => Policy::Random,
                "round_robin" => Policy::RoundRobin,
                "sequential" => Policy::Sequential,
                other => return Err(at_line(words, &format!("unknown policy '{other}'"), StartErrorKind::BadValue)),
            };
        }
        "doh_method" if !DOH_METHODS.contains(&word) => {
            return Err(fail(format!("doh_method must be either {} or {}", DOH_METHODS[0], DOH_METHODS[1])));
        }
        "source_address" if word.parse::<IpAddr>().is_err() => {
            return Err(fail(format!("source_address must be an IP address: {}", quoted(word))));
        }
        "tls_servername" => rest.tls_server_name = Some(word.to_owned()),
        _ => {}
    }
    Ok(())
}
