//! `render --for-kuma-dp`: what is written is a template that renders to the Corefile, byte for byte, in every Go, whatever
//! the Corefile holds; and its map leads to the same places. Texts are put together at random from what could go wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use corefilectl::gotemplate::{Data, GoVersion, Limits, Rendered, Template};
use corefilectl::mesh::{Injector, Platform, Settings, Target, release};
use corefilectl::source::Span;

#[path = "recorded/braces.rs"]
mod braces;
use braces::Random;

fn render(text: &[u8], go: GoVersion, data: &Data) -> Rendered {
    let parsed = Template::parse("Corefile", text, go, Limits::default());
    let template = parsed.unwrap_or_else(|error| panic!("{}: {error}", text.escape_ascii()));
    template.execute(data).unwrap_or_else(|failure| panic!("{}: {}", text.escape_ascii(), failure.error))
}

fn versions() -> impl Iterator<Item = GoVersion> {
    std::iter::once(GoVersion::OLDEST).chain(GoVersion::OLDEST.newer())
}

/// A template that renders to `text`: long raw strings, and what they cannot hold as it is.
fn written(text: &[u8]) -> Vec<u8> {
    let mut template = Vec::new();
    for byte in text {
        match byte {
            b'{' | b'}' | b'-' => template.extend(format!("{{{{ \"{}\" }}}}", char::from(*byte)).bytes()),
            byte => template.push(*byte),
        }
    }
    template
}

#[test]
fn any_text_comes_through() {
    let settings = |release: &str| {
        let target = Target::new(release::find(release).unwrap(), Platform::Kubernetes, None).unwrap();
        Settings::resolve(&target, &Injector::default(), &[], |_| None).unwrap().data()
    };
    let data = [Data::Nil, settings("2.7"), settings("2.10")];
    let (mut random, mut braces) = (Random::new(1), 0);
    for round in 0..4_000 {
        let text = random.text();
        braces += usize::from(memchr::memmem::find(&text, b"{{").is_some());
        let once = render(&written(&text), GoVersion::NEWEST, &Data::Nil);
        assert_eq!(once.text, text);
        let template = once.as_template();
        assert_eq!(template.provenance.rendered_len() as usize, template.text.len());
        for go in versions() {
            let twice = render(&template.text, go, &data[round % data.len()]);
            assert!(twice.text == text, "Go {go}: {} became {}", text.escape_ascii(), twice.text.escape_ascii());
            assert_eq!(twice.fields_read, 0);
        }
    }
    assert!(braces > 1_000, "only {braces} texts had two braces: the test has gone blind");
}

/// What the second rendering printed came from the same place as it did the first time.
#[test]
fn the_map_leads_through_both() {
    let mut random = Random::new(2);
    for _ in 0..500 {
        let text = random.text();
        let original = written(&text);
        let once = render(&original, GoVersion::NEWEST, &Data::Nil);
        let template = once.as_template();
        let twice = render(&template.text, GoVersion::NEWEST, &Data::Nil);
        for at in 0..u32::try_from(text.len()).unwrap() {
            let byte = Span::new(at, at + 1);
            let through = template.provenance.origin(twice.provenance.origin(byte));
            let direct = once.provenance.origin(byte);
            // The action that prints two braces is one place for both.
            assert!(
                through.start <= direct.start && direct.end <= through.end,
                "{} at {at}: {through:?} is not around {direct:?}",
                text.escape_ascii()
            );
        }
    }
}

#[test]
fn what_needs_nothing_stays_as_it_is() {
    for era in corefilectl::mesh::Era::ALL {
        let release = release::all().find(|release| release.era == era).unwrap();
        let target = Target::new(release, Platform::Universal, None).unwrap();
        let data = Settings::resolve(&target, &Injector::default(), &[], |_| None).unwrap().data();
        let rendered = render(era.default_template().as_bytes(), release.go.line, &data);
        assert_eq!(rendered.as_template().text, rendered.text);
    }
}
