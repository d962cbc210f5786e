//! What in a server block never has an effect, whatever is asked: rules that another one shadows, forwards that a template
//! pre-empts, rcodes that nobody sends. Told without walking, for the whole of a block.

use super::reach::is_envoy;
use super::world::World;
use super::zone::is_under;
use crate::coredns::config::{Forward, Template};
use crate::coredns::{Block, dns};
use crate::corefile::{MAIN, Place};

/// The template in front that ends every query that this one would answer.
#[must_use]
pub fn template_shadow(block: &Block, index: usize) -> Option<usize> {
    let rule = block.templates.get(index)?;
    let ender = |zone: &String| block.templates.iter().take(index).position(|earlier| ends_all(earlier, rule, zone));
    let enders: Option<Vec<usize>> = rule.zones.iter().map(ender).collect();
    enders?.into_iter().min()
}

/// Whether `earlier` ends all that `rule` would answer in `zone`.
fn ends_all(earlier: &Template, rule: &Template, zone: &str) -> bool {
    let covers = |earlier: u16, rule: u16| earlier == dns::ANY || earlier == rule;
    if !covers(earlier.class, rule.class)
        || !covers(earlier.qtype, rule.qtype)
        || !earlier.zones.iter().any(|earlier| is_under(zone, earlier))
    {
        return false;
    }
    let Some(fall) = earlier.fall.as_ref().filter(|_| earlier.has_match) else { return true };
    if !fall.zones.iter().any(|through| is_under(zone, through) || is_under(through, zone)) {
        return true;
    }
    let is_known = |pattern: &str| earlier.matches.iter().any(|matcher| matcher.pattern == pattern);
    rule.has_match && rule.fall.is_some() && rule.matches.iter().all(|matcher| is_known(&matcher.pattern))
}

/// The forward in front that takes every name of this one.
#[must_use]
pub fn forward_shadow(block: &Block, index: usize) -> Option<usize> {
    let rule = block.forwards.get(index)?;
    block.forwards.iter().take(index).position(|earlier| {
        let excepts = |(zone, _): &(String, Place)| is_under(&rule.from, zone) || is_under(zone, &rule.from);
        is_last(earlier) && is_under(&rule.from, &earlier.from) && !earlier.except.iter().any(excepts)
    })
}

/// Whether no other forward is asked behind this one.
fn is_last(forward: &Forward) -> bool {
    forward.next.is_empty() && !forward.next_on_nodata
}

/// The forward that stands in front of a template in the text, and gets what the template leaves of their common names: the
/// template is asked first.
#[must_use]
pub fn pre_empted(block: &Block, index: usize) -> Option<usize> {
    let template = block.templates.get(index)?;
    let is_ours = |place: Place| place.file == MAIN && place.import.is_none();
    let shares = |forward: &Forward, zone: &str| {
        let is_excepted = forward.except.iter().any(|(excepted, _)| is_under(zone, excepted));
        !is_excepted && (is_under(zone, &forward.from) || is_under(&forward.from, zone))
    };
    block.forwards.iter().position(|forward| {
        is_ours(forward.place)
            && is_ours(template.place)
            && forward.place.span.start < template.place.span.start
            && template.zones.iter().any(|zone| shares(forward, zone))
    })
}

/// Whether an upstream of a forward can send a reply with this rcode that CoreDNS takes for one: it finds that Envoy's
/// FORMERR is not to its question, and SERVFAIL is its own word for silence.
#[must_use]
pub fn is_received(world: &World, forward: &Forward, rcode: u16) -> bool {
    let only_envoy = forward.upstreams.iter().all(|upstream| is_envoy(world, upstream));
    !only_envoy || matches!(rcode, dns::NOERROR | dns::NXDOMAIN | dns::NOTIMP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coredns::{Host, Plugin, Server, Version, start};
    use crate::corefile::environment::Nothing;
    use crate::corefile::{Corefile, ImportLimit};

    fn server(block: &str) -> Server {
        let text = format!(".:1053 {{\n{block}\n}}\n");
        let is_directive = |name: &str| Plugin::named(name).is_some();
        let corefile = Corefile::parse("Corefile", text.as_bytes(), &is_directive, ImportLimit::TenThousand, &Nothing);
        start(&corefile.unwrap(), Version::new(1, 14, 6), &Host::side_car()).unwrap().server
    }

    #[test]
    fn templates_in_front() {
        let cases = [
            ("template IN A\ntemplate IN A corp.", Some(0)),
            ("template ANY ANY corp.\ntemplate IN A db.corp.", Some(0)),
            ("template IN A corp.\ntemplate IN A", None),
            ("template IN A corp.\ntemplate IN AAAA corp.", None),
            ("template IN A corp.\ntemplate IN ANY corp.", None),
            ("template IN A corp. {\nmatch ^a\n}\ntemplate IN A corp.", Some(0)),
            ("template IN A corp. {\nmatch ^a\nfallthrough\n}\ntemplate IN A corp.", None),
            ("template IN A corp. {\nmatch ^a\nfallthrough b.corp.\n}\ntemplate IN A a.corp.", Some(0)),
            (
                "template IN A corp. {\nmatch ^a\nfallthrough\n}\ntemplate IN A corp. {\nmatch ^a\nfallthrough\n}",
                Some(0),
            ),
            ("template IN A corp. {\nfallthrough\n}\ntemplate IN A corp.", Some(0)),
            ("template IN A corp. x.\ntemplate IN A corp. x. y.", None),
        ];
        for (text, shadow) in cases {
            assert_eq!(template_shadow(&server(text).blocks[0], 1), shadow, "{text}");
        }
        let three = server("template IN A x.\ntemplate IN A y.\ntemplate IN A y. x.");
        assert_eq!(template_shadow(&three.blocks[0], 2), Some(0));
    }

    #[test]
    fn forwards_in_front() {
        let cases = [
            ("forward . 10.0.0.1\nforward corp. 10.0.0.2", Some(0)),
            ("forward corp. 10.0.0.1\nforward CORP. 10.0.0.2", Some(0)),
            ("forward corp. 10.0.0.1\nforward . 10.0.0.2", None),
            ("forward . 10.0.0.1 {\nexcept corp.\n}\nforward corp. 10.0.0.2", None),
            ("forward . 10.0.0.1 {\nexcept db.corp.\n}\nforward corp. 10.0.0.2", None),
            ("forward . 10.0.0.1 {\nexcept x.\n}\nforward corp. 10.0.0.2", Some(0)),
            ("forward . 10.0.0.1 {\nnext NXDOMAIN\n}\nforward . 10.0.0.2", None),
        ];
        for (text, shadow) in cases {
            assert_eq!(forward_shadow(&server(text).blocks[0], 1), shadow, "{text}");
        }
    }

    #[test]
    fn templates_behind_forwards() {
        for (text, taken) in [
            ("forward . 10.0.0.1\ntemplate IN A corp.", Some(0)),
            ("template IN A corp.\nforward . 10.0.0.1", None),
            ("forward x. 10.0.0.1\ntemplate IN A corp.", None),
            ("forward db.corp. 10.0.0.1\ntemplate IN A corp.", Some(0)),
            ("forward . 10.0.0.1 {\nexcept corp.\n}\ntemplate IN A corp.", None),
        ] {
            assert_eq!(pre_empted(&server(text).blocks[0], 0), taken, "{text}");
        }
    }

    #[test]
    fn what_envoy_sends() {
        let world = World::unknown(1054, &["mesh"]);
        let server = server("forward . 127.0.0.1:1054\nforward corp. 127.0.0.1:1054 10.0.0.1");
        let is_received = |index: usize, rcode| is_received(&world, &server.blocks[0].forwards[index], rcode);
        assert!(is_received(0, dns::NXDOMAIN) && is_received(0, dns::NOTIMP));
        assert!(!is_received(0, dns::FORMERR) && !is_received(0, dns::SERVFAIL) && !is_received(0, dns::REFUSED));
        assert!(is_received(1, dns::SERVFAIL));
    }
}
