//! Pictures of small Corefiles, in words: who stands there, what passes, what is left out, where trouble goes.

use super::*;
use crate::chain::journey::{Capture, Redirect, Tcp};
use crate::chain::tests::{server, world};
use crate::chain::{Behaviour, World};
use crate::diagnostic::{Diagnostic, Finding, Holds};
use crate::source::Span;

fn journey<'a>(front: Front<'a>, world: &'a World) -> Journey<'a> {
    Journey { redirect: Redirect { capture: Capture::All, tcp: Tcp::Redirected, port: 15053 }, front, world }
}

fn picture(text: &str) -> Picture {
    let (server, mut world) = (server(text), world());
    world.elsewhere = Some(Behaviour::Unknown);
    Picture::of(&journey(Front::CoreDns(&server), &world))
}

fn name(picture: &Picture, end: End) -> String {
    let node = &picture.nodes[end.node].head;
    let part = picture.part(end).unwrap();
    match (end.rule, node.details.first()) {
        (Some(_), _) => part.title.clone(),
        (None, Some(detail)) => format!("{} {detail}", part.title),
        (None, None) => part.title.clone(),
    }
}

fn edges(picture: &Picture) -> Vec<String> {
    let say = |edge: &Edge| {
        let (from, to) = (name(picture, edge.from), name(picture, edge.to));
        format!("{from} > {to} | {} | {}", edge.passes.join("; "), edge.replies.join("; "))
    };
    picture.edges.iter().map(say).collect()
}

const DEFAULT: &str = ".:15053 {
    forward . 127.0.0.1:15054
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
}
.:15055 {
    template ANY ANY . {
        rcode NXDOMAIN
    }
}
";

#[test]
fn the_default_in_words() {
    let picture = picture(DEFAULT);
    assert_eq!(
        edges(&picture),
        [
            "client > iptables port 53 to 15053 | UDP, TCP | ",
            "iptables port 53 to 15053 > server block .:15053 | UDP, TCP; all names | ",
            "server block .:15053 > forward . |  | ",
            "forward . > alternate | NXDOMAIN; NOTIMP; SERVFAIL; FORMERR | ",
            "forward . > Envoy's DNS filter 127.0.0.1:15054, UDP | UDP, TCP | NOERROR, NXDOMAIN, NOTIMP, FORMERR; TCP: \
             connection refused",
            "alternate > the host's resolver /etc/resolv.conf | UDP, TCP | NOERROR, NXDOMAIN, REFUSED",
        ]
    );
    let block = &picture.nodes[2];
    assert_eq!(block.rules[0].answers, ["NOERROR"]);
    assert_eq!(block.rules[1].details, ["also on REFUSED"]);
    let unmet = picture.nodes.iter().filter(|node| !node.head.is_met);
    assert_eq!(unmet.map(|node| node.head.details.join("")).collect::<Vec<_>>(), [".:15055"]);
    assert!(picture.complete);
}

#[test]
fn rules_stand_in_the_order_of_the_walk() {
    let picture = picture(
        ".:15053 {
    alternate NXDOMAIN . 10.0.0.9
    forward a.example 10.0.0.1
    forward . 127.0.0.1:15054
    template IN AAAA . {
        rcode NOERROR
    }
}
b.example:15053 {
    errors
}
",
    );
    let titles: Vec<_> = picture.nodes[2].rules.iter().map(|rule| rule.title.as_str()).collect();
    assert_eq!(titles, ["template IN AAAA .", "forward a.example.", "forward .", "alternate"]);
    let edges = edges(&picture);
    for edge in [
        "template IN AAAA . > forward a.example. | other types; other classes | ",
        "forward a.example. > forward . | other names | ",
        "forward a.example. > alternate | NXDOMAIN | ",
        "iptables port 53 to 15053 > server block b.example.:15053 | UDP, TCP; b.example. | ",
        "iptables port 53 to 15053 > server block .:15053 | UDP, TCP; other names | ",
    ] {
        assert!(edges.contains(&edge.to_owned()), "{edge} in {edges:#?}");
    }
    assert_eq!(picture.nodes[2].rules[0].answers, ["NODATA"]);
    let empty = picture.nodes.iter().find(|node| node.head.details == ["b.example.:15053"]).unwrap();
    assert_eq!(empty.head.answers, ["SERVFAIL"]);
}

#[test]
fn what_stands_beside_the_blocks() {
    let nowhere = picture("a.example:15053 {\nforward . 10.0.0.1\n}\n");
    assert!(edges(&nowhere).iter().any(|edge| edge.contains("> CoreDNS no server block takes the name")));
    let round = picture(".:15053 {\nforward . 127.0.0.1:15053\n}\n");
    assert!(
        edges(&round).iter().any(|edge| edge.starts_with("forward . > server block .:15053 |")),
        "{:#?}",
        edges(&round)
    );
    let world = world();
    let proxy = Picture::of(&journey(Front::EmbeddedProxy, &world));
    let proxy = edges(&proxy);
    assert!(proxy.iter().any(|edge| edge.starts_with("embedded DNS proxy in kuma-dp, port 15053 > the host's")));
    let nobody = Picture::of(&journey(Front::Nobody, &world));
    assert_eq!(nobody.nodes.last().map(|node| node.role), Some(Role::Nobody));
    assert_eq!(nobody.nodes.last().unwrap().head.answers, ["connection refused"]);
}

#[test]
fn huge_files_are_cut() {
    let many: String = (0..3000).map(|block| format!("z{block}.example:15053 {{\nerrors\n}}\n")).collect();
    let picture = picture(&many);
    assert!(picture.parts().count() <= MAX_PARTS);
    assert!(picture.left_out > 2700, "{}", picture.left_out);
    let rules: String = (0..300).map(|rule| format!("template IN A z{rule}.example\n")).collect();
    let picture = self::picture(&format!(".:15053 {{\n{rules}}}\n"));
    assert_eq!(picture.left_out, 300 - MAX_RULES);
}

#[test]
fn trouble_goes_to_the_smallest_part() {
    let mut picture = picture(DEFAULT);
    let at = |text: &str| u32::try_from(DEFAULT.find(text).unwrap()).unwrap();
    let finding = |span: Option<Span>| {
        let mut diagnostic = Diagnostic::error("bad");
        if let Some(span) = span {
            diagnostic = diagnostic.at(span, "");
        }
        let holds = Holds::default();
        Finding { code: "CF1", name: "n", diagnostic, rendered: None, holds, fix: None, walk: Vec::new() }
    };
    let origin = |place: Place| place.in_main();
    picture.mark(&finding(Some(Span::new(at("SERVFAIL"), at("SERVFAIL") + 8))), 3, origin);
    picture.mark(&finding(Some(Span::new(at(".:15055"), at(".:15055") + 3))), 5, origin);
    picture.mark(&finding(None), 1, origin);
    let placed: Vec<_> =
        picture.trouble().map(|(part, trouble)| (part.map(|part| &*part.title), trouble.line)).collect();
    assert_eq!(placed, [(Some("alternate"), 3), (Some("server block"), 5), (None, 1)]);
}
