//! `prometheus [ADDRESS]`, from CoreDNS 1.14.3 on with a block (coredns: plugin/metrics/setup.go). Whether the address can be
//! bound does not matter for the start.

use super::{Checked, Setup, StartErrorKind, at_line, bare, unknown_option, wrong_arguments};
use crate::coredns::config::Prometheus;
use crate::coredns::{Plugin, Version};
use crate::corefile::Dispenser;
use crate::corefile::address::split_host_port;

const DEFAULT: &str = "localhost:9153";

/// What CoreDNS says of a plugin that is there twice.
pub(super) const ONLY_ONCE: &str = "this plugin can only be used once per Server Block";

impl Setup<'_> {
    pub(super) fn prometheus(&mut self, mut words: Dispenser<'_, '_>) -> Checked<Option<Prometheus>> {
        self.metrics(&mut words).map_err(|refusal| refusal.of(Plugin::Prometheus))
    }

    fn metrics(&mut self, words: &mut Dispenser<'_, '_>) -> Checked<Option<Prometheus>> {
        let mut found = None;
        while words.next_token() {
            if found.is_some() {
                return Err(bare(words, ONLY_ONCE, StartErrorKind::OnlyOnce));
            }
            let place = words.place();
            let mut prometheus = Prometheus { address: DEFAULT.to_owned(), place, address_place: None };
            match words.remaining_args().as_slice() {
                [] => {}
                [address] => {
                    split_host_port(&address.text)
                        .map_err(|error| bare(words, error.to_string(), StartErrorKind::BadAddress))?;
                    prometheus.address = address.text.to_string();
                    prometheus.address_place = Some(address.place);
                }
                _ => return Err(wrong_arguments(words)),
            }
            // Before, a block's brace counts as a second use.
            let mut look_ahead = words.clone();
            let has_block = look_ahead.next_arg() && look_ahead.val() == "{";
            if has_block && self.probe.at_least(Version::new(1, 14, 3)) {
                while words.next_block() {
                    let option = words.val().to_owned();
                    self.metrics_option(words, &option).map_err(|refusal| refusal.inside(&option))?;
                }
            }
            found = Some(prometheus);
        }
        Ok(found)
    }

    fn metrics_option(&mut self, words: &mut Dispenser<'_, '_>, name: &str) -> Checked<()> {
        let Some(option) = self.option(Plugin::Prometheus, name) else {
            return Err(at_line(words, &format!("unknown option: {name}"), unknown_option(Plugin::Prometheus, name)));
        };
        let arguments = words.remaining_args();
        if arguments.len() != option.arity.min {
            return Err(wrong_arguments(words));
        }
        if let [file] = arguments.as_slice() {
            self.need_file(&file.text, file.place, |reason| reason)?;
        }
        Ok(())
    }
}
