//! Drawings of small and of crooked Corefiles: nothing is drawn over something else, no text leaves its box or its quotes.

use super::boxes::LABEL_LINE;
use super::layout::Layout;
use super::words::columns;
use super::*;
use crate::chain::picture::{Picture, Trouble};
use crate::chain::{Behaviour, Capture, Front, Journey, Redirect, Tcp, World};
use crate::coredns::{self, Host, Plugin, Version};
use crate::corefile::environment::Nothing;
use crate::corefile::{Corefile, ImportLimit};

const COREFILES: [&str; 5] = [
    ".:15053 {
    forward . 127.0.0.1:15054
    alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf
}
.:15055 {
    template ANY ANY . {
        rcode NXDOMAIN
    }
}
",
    "a.example:15053 b.example:15053 c.example:15053 d.example:15053 e.example:15053 {
    forward a.example 10.0.0.1 10.0.0.2 10.0.0.3 {
        next NXDOMAIN
    }
    forward b.example tls://9.9.9.9
    forward . 127.0.0.1:15053
    alternate SERVFAIL . 10.0.0.4
    alternate NXDOMAIN . 127.0.0.1:1053
}
.:1053 {
    forward . 127.0.0.1:15053
}
.:15053 {
    template IN AAAA .
    template IN A x.example {
        match \"^<script>[.]x[.]example[.]$\"
        answer \"{{ .Name }} 60 IN A 192.0.2.1\"
    }
    forward mesh 127.0.0.1:15054
    forward . 10.0.0.5 /etc/resolv.conf
    alternate NXDOMAIN . /etc/resolv.conf
    alternate NOTIMP . 10.0.0.6
}
",
    "a.example:15053 {\n}\n",
    ".:1053 {\n    errors\n}\n",
    ".:15053 {\n    forward . 127.0.0.1:1053\n}\n.:1053 {\n    forward . 127.0.0.1:15053\n}\n",
];

fn picture(text: &str, tcp: Tcp, capture: Capture) -> Picture {
    let known = |name: &str| Plugin::ALL.iter().any(|plugin| plugin.name() == name);
    let corefile = Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &Nothing).unwrap();
    let server = coredns::start(&corefile, Version::new(1, 14, 6), &Host::side_car()).unwrap().server;
    let mut world = World::unknown(15054, &["mesh"]);
    world.elsewhere = Some(Behaviour::Unknown);
    let redirect = Redirect { capture, tcp, port: 15053 };
    Picture::of(&Journey { redirect, front: Front::CoreDns(&server), world: &world })
}

fn pictures() -> impl Iterator<Item = Picture> {
    let ways = [
        (Tcp::Redirected, Capture::All),
        (Tcp::ToEnvoy, Capture::ResolvConf),
        (Tcp::Returned, Capture::All),
        (Tcp::Returned, Capture::Off),
    ];
    COREFILES.into_iter().flat_map(move |text| ways.map(|(tcp, capture)| picture(text, tcp, capture)))
}

/// Left, top, right, bottom.
type Area = (i32, i32, i32, i32);

fn meet(one: Area, other: Area) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

#[test]
fn nothing_is_drawn_over_something_else() {
    for picture in pictures() {
        let layout = Layout::of(&picture);
        let shapes = layout.boxes.iter().zip(&layout.corners);
        let boxes: Vec<Area> = shapes.map(|(shape, &(x, y, width))| (x, y, x + width, y + shape.height)).collect();
        let labels = layout.routes.iter().flat_map(|route| &route.labels).map(|(x, y, text)| {
            let width = i32::try_from(columns(text)).unwrap() * 67 / 10;
            (*x, y - LABEL_LINE + 4, x + width, y + 3)
        });
        let areas: Vec<Area> = boxes.iter().copied().chain(labels).collect();
        for (index, area) in areas.iter().enumerate() {
            for other in &areas[index + 1..] {
                assert!(!meet(*area, *other), "{area:?} {other:?} in {picture:#?}");
            }
            assert!(area.0 >= 0 && area.1 >= 0 && area.2 <= layout.width && area.3 <= layout.height, "{area:?}");
        }
        for route in &layout.routes {
            let edge = &picture.edges[route.edge];
            for pair in route.points.windows(2).filter(|_| !edge.is_inner()) {
                let [(x, y), (to_x, to_y)] = pair else { continue };
                assert!(x == to_x || y == to_y, "{:?}", route.points);
                let line = (*x.min(to_x) + 1, *y.min(to_y), *x.max(to_x) - 1, *y.max(to_y) + 1);
                let crossed = boxes.iter().enumerate().filter(|(node, _)| *node != edge.from.node);
                let labels = areas.get(boxes.len()..).unwrap_or_default();
                assert!(!labels.iter().any(|label| meet(line, *label)), "{:?} in {picture:#?}", route.points);
                for (node, area) in crossed {
                    assert!(!meet(line, *area), "{:?} crosses {node} in {picture:#?}", route.points);
                }
            }
        }
    }
}

#[test]
fn texts_stay_in_their_boxes() {
    for picture in pictures() {
        let layout = Layout::of(&picture);
        for (shape, (_, _, width)) in layout.boxes.iter().zip(&layout.corners) {
            for part in &shape.parts {
                for line in &part.lines {
                    let end = part.x + boxes::PAD + boxes::count(columns(&line.text)) * line.tone.tenths() / 10;
                    assert!(end <= *width, "{line:?}");
                }
                assert!(part.height >= boxes::LINE * boxes::count(part.lines.len()), "{part:?}");
            }
        }
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let mut picture = picture(COREFILES[1], Tcp::Redirected, Capture::All);
    let evil = "\"><script>alert(1)</script>\u{1b}[31m\r\n%%{init: {}}%% ]] --> x; 'y' \\";
    let message = evil.to_owned();
    picture.nodes[2].head.trouble.push(Trouble { code: "CF1", severity: Severity::Error, message, line: 1 });
    picture.nodes[2].rules[0].title = evil.to_owned();
    picture.nodes[2].rules[0].details = vec![evil.to_owned()];
    picture.edges[1].passes = vec![evil.to_owned()];
    picture.edges[1].replies = vec![evil.to_owned()];
    let notes = [evil.to_owned()];
    let drawing = Drawing { picture: &picture, title: evil, notes: &notes, color: false };
    for format in [GraphFormat::Text, GraphFormat::Mermaid, GraphFormat::Dot, GraphFormat::Svg] {
        let text = render(format, &drawing);
        assert!(!text.contains(['\u{1b}', '\r']), "{format:?}");
        if format != GraphFormat::Text {
            assert!(!text.contains("<script"), "{format:?}");
        }
        match format {
            GraphFormat::Text => {}
            GraphFormat::Mermaid => {
                assert!(!text.contains("%%"), "{text}");
                for line in text.lines() {
                    assert_eq!(line.matches('"').count() % 2, 0, "{line}");
                }
            }
            GraphFormat::Dot => {
                let quotes = text.replace("\\\\", "").replace("\\\"", "");
                assert!(quotes.lines().all(|line| line.matches('"').count() % 2 == 0), "{text}");
            }
            GraphFormat::Svg => {
                let document = roxmltree::Document::parse(&text).unwrap();
                assert!(document.descendants().all(|node| node.tag_name().name() != "script"));
                let titles = document.descendants().filter(|node| node.tag_name().name() == "title");
                assert!(titles.filter_map(|node| node.text()).any(|text| text.starts_with("CF1 \"><script>")));
            }
        }
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let mut picture = picture(COREFILES[0], Tcp::Redirected, Capture::All);
    let message = "bad".to_owned();
    picture.nodes[2].rules[0].trouble.push(Trouble { code: "CF1", severity: Severity::Error, message, line: 3 });
    let drawing = Drawing { picture: &picture, title: "t", notes: &[], color: true };
    let text = render(GraphFormat::Text, &drawing);
    assert!(text.contains("\u{1b}[1;31m! CF1 bad\u{1b}[0m"), "{text}");
    assert!(text.contains("\u{1b}[1;31m! error[CF1] line 3: bad\u{1b}[0m"), "{text}");
    assert!(!render(GraphFormat::Text, &Drawing { color: false, ..drawing }).contains('\u{1b}'));
}
