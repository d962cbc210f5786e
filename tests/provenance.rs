//! Every rendered byte has exactly one origin: the segments of the map follow one another without gaps, literal text comes
//! from the very bytes of the template, and what a field wrote says so. Checked on templates that are put together at
//! random, and on every default.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use corefilectl::gotemplate::{GoVersion, Limits, Rendered, Template};
use corefilectl::mesh::{Era, Injector, Platform, Settings, Target, release};

/// Pieces that stand alone or around other pieces.
const TEXTS: [&str; 6] = ["a", ".:53 {\n", "    errors\n", " ", "größe\n", "}\n"];
const ACTIONS: [&str; 12] = [
    "{{ .CoreDNSPort }}",
    "{{ .EnvoyDNSPort -}} ",
    "{{ printf \"%d-%s\" .PrometheusPort .CoreDNSBinaryPath }}",
    "{{ $x := .CoreDNSPort }}{{ $x }}",
    "{{/* nothing */}}",
    "{{ .ConfigDir }}",
    "{{ \"literal\" }}",
    "{{ print .CoreDNSPort | len }}",
    "{{ template \"t\" .EnvoyDNSPort }}",
    "{{ and .Enabled .CoreDNSPort }}",
    "{{ html .CoreDNSBinaryPath }}",
    "{{ . }}",
];
const AROUND: [(&str, &str); 6] = [
    ("{{ if .Enabled }}", "{{ else }}never{{ end }}"),
    ("{{ if .CoreDNSLogging }}never{{ else }}", "{{ end }}"),
    ("{{ with .EnvoyDNSPort }}[{{ . }}]", "{{ end }}"),
    ("{{ range 3 }}{{ . }}", "{{ end }}"),
    ("{{- range $i := 2 }}{{ $i }}:{{ if $i }}{{ break }}{{ end }}", "{{ end -}}"),
    ("{{ block \"b\" . }}", "{{ end }}"),
];
const DEFINED: &str = "{{ define \"t\" }}<{{ . }}>{{ end }}";

/// Xorshift: the same templates on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn template(&mut self, depth: usize, blocks: &mut usize) -> String {
        let mut text = String::new();
        for _ in 0..self.below(5) {
            match self.below(if depth == 0 { 2 } else { 3 }) {
                0 => text += TEXTS[self.below(TEXTS.len())],
                1 => text += ACTIONS[self.below(ACTIONS.len())],
                _ => {
                    let (before, behind) = AROUND[self.below(AROUND.len())];
                    *blocks += 1;
                    // Two blocks of one name would clash, and inside a range the fields are out of reach.
                    let before = before.replace("\"b\"", &format!("\"b{blocks}\""));
                    let inner = if before.contains("range") || before.contains("with") {
                        TEXTS[self.below(TEXTS.len())].to_owned()
                    } else {
                        self.template(depth - 1, blocks)
                    };
                    text += &format!("{before}{inner}{behind}");
                }
            }
        }
        text
    }
}

fn check(text: &str, rendered: &Rendered, settings: &Settings) {
    let mut end = 0;
    for segment in rendered.provenance.segments() {
        assert_eq!(segment.rendered.start, end, "a gap in {text:?}");
        assert!(!segment.rendered.is_empty(), "an empty segment in {text:?}");
        end = segment.rendered.end;
        let (from, made) = (segment.template.of(text.as_bytes()), segment.rendered.of(&rendered.text));
        assert!(!from.is_empty(), "{made:?} comes from nowhere in {text:?}");
        if !from.starts_with(b"{{") {
            assert_eq!(from, made, "literal text in {text:?}");
            assert_eq!(segment.fields, 0, "literal text has no value in {text:?}");
        }
        let from = String::from_utf8_lossy(from);
        for (index, field) in settings.release().era.schema().fields.iter().enumerate() {
            if from.contains(&format!(".{}", field.name)) && !from.contains("and ") {
                assert_eq!(segment.fields >> index & 1, 1, "{from} reads {} in {text:?}", field.name);
            }
        }
    }
    assert_eq!(end as usize, rendered.text.len(), "{text:?}");
}

#[test]
fn segments_cover_what_random_templates_render() {
    let target = Target::new(release::find("2.14").unwrap(), Platform::Universal, None).unwrap();
    let settings = Settings::resolve(&target, &Injector::default(), &[], |_| None).unwrap();
    let data = settings.data();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut bytes, mut rendered_templates) = (0, 0);
    for _ in 0..5_000 {
        let text = format!("{DEFINED}{}", random.template(3, &mut 0));
        let template = match Template::parse("Corefile", text.as_str(), GoVersion::NEWEST, Limits::default()) {
            Ok(template) => template,
            Err(error) => panic!("{text:?}: {error}"),
        };
        match template.execute(&data) {
            Ok(rendered) => {
                check(&text, &rendered, &settings);
                bytes += rendered.text.len();
                rendered_templates += 1;
            }
            Err(failure) => panic!("{text:?}: {}", failure.error),
        }
    }
    assert!(rendered_templates == 5_000 && bytes > 50_000, "{rendered_templates} templates, {bytes} bytes");
}

#[test]
fn segments_cover_every_default() {
    for release in release::all() {
        for platform in [Platform::Universal, Platform::Kubernetes] {
            let target = Target::new(release, platform, None).unwrap();
            let settings = Settings::resolve(&target, &Injector::default(), &[], |_| None).unwrap();
            let text = Era::default_template(release.era);
            let template = Template::parse("Corefile", text, release.go.line, Limits::default()).unwrap();
            let rendered = template.execute(&settings.data()).unwrap();
            check(text, &rendered, &settings);
            assert!(rendered.provenance.segments().any(|segment| segment.fields != 0));
        }
    }
}
