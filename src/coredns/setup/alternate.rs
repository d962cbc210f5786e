//! `alternate [original] RCODE[,RCODE…] FROM TO…` (coredns/alternate: setup.go, forward.go). FROM is not looked at.

use std::collections::HashSet;

use super::{Checked, Setup, StartErrorKind, bare, refusal, up_to_here, wrong_arguments};
use crate::coredns::Plugin;
use crate::coredns::config::{Alternate, Transport};
use crate::coredns::dns::{rcode, rcode_name};
use crate::corefile::{Dispenser, Place, Token};
use crate::source::Span;

impl Setup<'_> {
    pub(super) fn alternates(&mut self, mut words: Dispenser<'_, '_>) -> Checked<Vec<Alternate>> {
        let (mut alternates, mut taken) = (Vec::new(), HashSet::new());
        while words.next_token() {
            let start = words.place();
            // The next word counts wherever it stands: only a missing one is missed.
            if !words.next_token() {
                return Err(wrong_arguments(&words));
            }
            let original = words.val() == "original";
            if original && !words.next_token() {
                return Err(wrong_arguments(&words));
            }
            let rcodes_place = words.place();
            let rcodes = words.token().map(rcodes).transpose()?.unwrap_or_default();
            for (rcode, place) in &rcodes {
                if taken.contains(rcode) {
                    let message =
                        format!("rcode '{}' is specified more than once", rcode_name(*rcode).unwrap_or_default());
                    return Err(refusal(message, *place, StartErrorKind::RcodeTwice));
                }
            }
            let mut alternate = Alternate {
                original,
                rcodes,
                rcodes_place,
                from: String::new(),
                from_place: rcodes_place,
                upstreams: Vec::new(),
                place: start,
            };
            self.upstreams_of(&mut words, &mut alternate).map_err(|refusal| refusal.of(Plugin::Alternate))?;
            alternate.place = up_to_here(&words, start);
            taken.extend(alternate.rcodes.iter().map(|(rcode, _)| *rcode));
            alternates.push(alternate);
        }
        Ok(alternates)
    }

    fn upstreams_of(&mut self, words: &mut Dispenser<'_, '_>, alternate: &mut Alternate) -> Checked<()> {
        if !words.next_arg() {
            return Err(wrong_arguments(words));
        }
        alternate.from = words.val().to_owned();
        alternate.from_place = words.place();
        let to = words.remaining_args();
        if to.is_empty() {
            return Err(wrong_arguments(words));
        }
        alternate.upstreams = self.upstreams(&to)?;
        if words.next_block() {
            let option = words.val().to_owned();
            let kind = StartErrorKind::UnknownOption { name: option.clone(), known_since: None };
            return Err(bare(words, "additional parameters not allowed", kind).inside(&option));
        }
        for upstream in &alternate.upstreams {
            if upstream.transport != Transport::Dns {
                return Err(refusal("only dns transport allowed", upstream.place, StartErrorKind::NotSupported));
            }
            self.note_dependence(upstream);
        }
        Ok(())
    }
}

/// The rcodes of a list, each once, with their places.
fn rcodes(list: &Token<'_>) -> Checked<Vec<(u16, Place)>> {
    let (mut rcodes, mut offset) = (Vec::<(u16, Place)>::new(), 0);
    // Within quotes, escapes and placeholders may be in the way: then the whole word is the place.
    let is_as_written = list.place.span.len() as usize == list.text.len();
    for name in list.text.split(',') {
        let len = u32::try_from(name.len()).unwrap_or(u32::MAX);
        let start = list.place.span.start.saturating_add(offset);
        let span = Span::new(start, start.saturating_add(len));
        let place = if is_as_written { Place { span, ..list.place } } else { list.place };
        let Some(rcode) = rcode(&name.to_uppercase()) else {
            return Err(refusal(format!("{name} is not a valid rcode"), place, StartErrorKind::BadValue));
        };
        if rcodes.iter().all(|(known, _)| *known != rcode) {
            rcodes.push((rcode, place));
        }
        offset = offset.saturating_add(len).saturating_add(1);
    }
    Ok(rcodes)
}
