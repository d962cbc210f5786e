//! The formatter's promises, over everything that was recorded, Kuma's own templates, the examples, and thousands of broken
//! variants of them: what is formatted stays as it is when it is formatted again, CoreDNS reads the same words out of it on
//! every data plane and for every value, and no comment and no action is lost. Checked without the formatter's own means.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what is wrong by panicking")]

#[path = "recorded/data.rs"]
mod recorded;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corefilectl::corefile::{MAIN, Token, Tree, lexer};
use corefilectl::format;
use corefilectl::gotemplate::value::{Data, Map, Struct, UintType};
use corefilectl::gotemplate::{GoVersion, Lexer, Limits, Template, TokenKind};
use corefilectl::lint::suppress::Suppressions;
use corefilectl::lint::{Kind, RULES, kind};
use corefilectl::mesh::Era;
use corefilectl::mesh::setting::{Setting, SettingValue};
use corefilectl::source::Span;
use serde::Deserialize;

/// A line of either corpus.
#[derive(Deserialize)]
struct Recorded {
    template: Option<String>,
    template_b64: Option<String>,
    #[serde(default)]
    datatype: String,
    #[serde(default)]
    data: Option<Data>,
    corefile: Option<String>,
    corefile_b64: Option<String>,
}

fn corpus(text: &str) -> impl Iterator<Item = Recorded> + '_ {
    text.lines().map(|line| {
        let mut reader = serde_json::Deserializer::from_str(line);
        reader.disable_recursion_limit();
        Recorded::deserialize(&mut reader).unwrap()
    })
}

fn bytes(plain: Option<String>, base64: Option<String>) -> Vec<u8> {
    base64.map_or_else(|| plain.unwrap().into_bytes(), |text| STANDARD.decode(text).unwrap())
}

const GOTEMPLATE: &str = include_str!("conformance/data/gotemplate.jsonl");
const COREFILES: &str = include_str!("conformance/data/corefile_accept.jsonl");

/// What is in the recorded data in a usual spelling, and in one that is out to break things.
const STRINGS: [&str; 7] = ["/etc/x", "a \"b", "\"", "\n", "# c", "a\\", ""];

/// Kuma's struct of every era, with ports and switches and any text for a path.
fn kuma() -> Vec<Data> {
    let mut all = Vec::new();
    for (number, era) in Era::ALL.into_iter().enumerate() {
        for switch in [true, false] {
            let text = STRINGS[(2 * number + usize::from(switch)) % STRINGS.len()];
            let field = |name: &str| match Setting::of_field(name).map(Setting::default_value) {
                Some(SettingValue::Port(port)) => Data::Uint(UintType::Uint32, u64::from(port)),
                Some(SettingValue::Switch(_)) => Data::Bool(switch),
                Some(SettingValue::Text(_)) => Data::string(text),
                None => Data::Nil,
            };
            let schema = era.schema();
            all.push(Data::Struct(Struct { schema, fields: schema.fields.iter().map(|f| field(f.name)).collect() }));
        }
    }
    all
}

/// The same data with another text in place of every string.
fn with_strings(data: &Data, text: &str) -> Data {
    match data {
        Data::String(_) => Data::string(text),
        Data::List(items) => Data::List(items.iter().map(|item| with_strings(item, text)).collect()),
        Data::Map(map) => {
            let entries = map.entries().iter().map(|(key, value)| (key.clone(), with_strings(value, text)));
            Data::Map(Map::new(map.elements(), entries))
        }
        Data::Struct(whole) => Data::Struct(Struct {
            schema: whole.schema,
            fields: whole.fields.iter().map(|field| with_strings(field, text)).collect(),
        }),
        other => other.clone(),
    }
}

/// What CoreDNS makes of a text: its words, whether they are quoted, and whether there is a line's end before them.
fn words(text: &[u8]) -> Vec<(String, bool, bool)> {
    let mut end = 0;
    let word = |token: Token<'_>| {
        let starts_line = token.line > end;
        end = token.last_line();
        (token.text.into_owned(), token.quoted, starts_line)
    };
    lexer::lex(text, MAIN).into_iter().map(word).collect()
}

fn comments(text: &[u8]) -> Vec<Vec<u8>> {
    Tree::of(text).comments().map(|span| span.of(text).trim_ascii_end().to_vec()).collect()
}

/// The tokens of all actions, spaces aside, and all comments of the template.
fn actions(text: &[u8]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let (mut lexer, mut tokens) = (Lexer::new(text, GoVersion::NEWEST), Vec::new());
    loop {
        let token = lexer.next_token();
        match token.kind {
            TokenKind::Eof | TokenKind::Error(_) => break,
            TokenKind::Text | TokenKind::Space => {}
            _ => tokens.push(token.span.of(text).to_vec()),
        }
    }
    (tokens, lexer.comments().iter().map(|span| span.of(text).to_vec()).collect())
}

fn small() -> Limits {
    Limits { template: 1 << 24, output: 1 << 16, steps: 20_000, strings: 1 << 16 }
}

/// Formats a text and looks at what came of it; gives it if it was formatted at all.
fn formatted(text: &[u8], kind: Kind, data: &[Data]) -> Option<Vec<u8>> {
    let shown = || String::from_utf8_lossy(text).into_owned();
    let once = match format::text(text, kind) {
        Ok(once) => once,
        Err(refusal) => {
            assert!(!refusal.help.contains("mistake of corefilectl"), "{refusal}\n{:?}", shown());
            assert!(refusal.span.start as usize <= text.len(), "{refusal:?}");
            return None;
        }
    };
    let twice = format::text(&once, kind).unwrap_or_else(|refusal| panic!("{refusal}\n{:?}", shown()));
    let seen = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    assert_eq!(seen(&twice), seen(&once), "formatted twice: {:?}", shown());
    match kind {
        Kind::Corefile => compare(text, &once, text),
        Kind::Template => {
            assert_eq!(actions(text), actions(&once), "{:?}", shown());
            let parse = |text: &[u8]| Template::parse("Corefile", text, GoVersion::NEWEST, small()).unwrap();
            let (before, after) = (parse(text), parse(&once));
            for value in data {
                match (before.execute(value), after.execute(value)) {
                    (Ok(before), Ok(after)) => compare(&before.text, &after.text, text),
                    (Err(_), Err(_)) => {}
                    (before, after) => panic!("{before:?}\n{after:?}\n{:?}", shown()),
                }
            }
        }
    }
    Some(once)
}

fn compare(before: &[u8], after: &[u8], text: &[u8]) {
    let shown = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    assert_eq!(
        words(before),
        words(after),
        "{:?}\nrendered: {:?}\nand now: {:?}",
        shown(text),
        shown(before),
        shown(after)
    );
    assert_eq!(comments(before), comments(after), "{:?}", shown(text));
}

#[test]
fn recorded_templates() {
    let (mut count, mut changed) = (0, 0);
    for case in corpus(GOTEMPLATE) {
        let text = bytes(case.template, case.template_b64);
        let data = recorded::typed(&case.datatype, &case.data.unwrap_or(Data::Nil));
        let mut all = vec![data.clone()];
        all.extend(STRINGS.map(|text| with_strings(&data, text)));
        // Texts of megabytes are in the corpus for their depth.
        if text.len() > 100_000 {
            all.truncate(1);
        }
        if let Some(once) = formatted(&text, Kind::Template, &all) {
            count += 1;
            changed += usize::from(once != text);
        }
        formatted(&text, Kind::Corefile, &[]);
    }
    assert!(count > 2_000 && changed > 1_000, "{count} formatted, {changed} of them changed");
}

#[test]
fn recorded_corefiles() {
    let (mut count, kuma) = (0, kuma());
    for case in corpus(COREFILES) {
        let text = bytes(case.corefile, case.corefile_b64);
        count += usize::from(formatted(&text, Kind::Corefile, &[]).is_some());
        formatted(&text, Kind::Template, &kuma);
    }
    assert!(count > 250, "{count}");
}

/// Everything that people write: Kuma's templates, the examples, the examples of the rules.
fn written() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Era::ALL.map(|era| era.default_template().as_bytes().to_vec()).into();
    for folder in ["/examples", "/examples/how-to"] {
        let entries = std::fs::read_dir(env!("CARGO_MANIFEST_DIR").to_owned() + folder).unwrap();
        let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        all.extend(files.map(|path| std::fs::read(path).unwrap()));
    }
    for rule in RULES {
        all.extend(rule.info.examples.iter().map(|example| example.template.as_bytes().to_vec()));
    }
    all
}

/// The directives that comments for lint speak of, as the first words of their lines.
fn allowed(text: &[u8]) -> Vec<String> {
    let rules: Vec<_> = RULES.iter().map(|rule| &rule.info).collect();
    let mut suppressions = Suppressions::parse(text, &rules);
    let mut start = 0;
    let mut silenced = |line: &[u8]| {
        let at = u32::try_from(start + line.len() - line.trim_ascii_start().len()).unwrap();
        start += line.len();
        suppressions.silences("CF305", Span::at(at))
    };
    let lines = text.split_inclusive(|byte| *byte == b'\n').filter(|line| silenced(line));
    let first = |line: &[u8]| line.trim_ascii().split(u8::is_ascii_whitespace).next().unwrap_or_default().to_vec();
    let words = lines.map(first).filter(|word| !word.is_empty());
    words.map(|word| String::from_utf8_lossy(&word).into_owned()).collect()
}

#[test]
fn comments_for_lint_stay_at_their_directives() {
    const LINES: [&str; 12] = [
        "# corefilectl: allow CF305 because",
        "{{/* corefilectl: allow CF305 because */}}",
        "  log   # corefilectl: allow CF305 because",
        "log {   # corefilectl: allow CF305 because",
        "a:1   {",
        "}",
        "  }",
        "errors",
        "",
        "\t# other",
        "forward  .  1.1.1.1",
        "class  all",
    ];
    let (mut random, mut count) = (Random(0xbf58_476d_1ce4_e5b9), 0);
    for _ in 0..3_000 {
        let lines: Vec<&str> = (0..random.below(12)).map(|_| *random.pick(&LINES)).collect();
        let text = lines.join("\n");
        let once = formatted(text.as_bytes(), Kind::Template, &[Data::Nil]).unwrap();
        let before = allowed(text.as_bytes());
        assert_eq!(before, allowed(&once), "{text}");
        count += usize::from(!before.is_empty());
    }
    assert!(count > 1_000, "{count}");
}

#[test]
fn written_texts() {
    let kuma = kuma();
    let mut count = 0;
    for text in written() {
        count += usize::from(formatted(&text, kind::of(&text), &kuma).is_some());
    }
    assert!(count > 60, "{count}");
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound.max(1)
    }

    fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}

const CRUMBS: [&[u8]; 62] = [
    b" ",
    b"  ",
    b"\n",
    b"\n\n\n",
    b"\t",
    b"\r",
    b"\r\n",
    b"\"",
    b"\\",
    b"\\\"",
    b"#",
    b" # x ",
    b"{",
    b"}",
    b" {\n",
    b"\n}\n",
    b"{ ",
    b" }",
    b"a",
    b"\xff",
    b"\xc2",
    b"\x85",
    b"\xc2\x85",
    b"\xc2\xa0",
    b"\xe3\x80\x80",
    b"\xef\xbb\xbf",
    b"\xef\xbb",
    b"\xbf",
    b"\0",
    b"\x0c",
    b"{{ .CoreDNSPort }}",
    b"{{.EnvoyDNSPort}}",
    b"{{ .ConfigDir }}",
    b"{{- .CoreDNSPort -}}",
    b"{{if .CoreDNSLogging}}",
    b"{{- if .Enabled -}}",
    b"{{else}}",
    b"{{ else if .Enabled }}",
    b"{{end}}",
    b"{{- end -}}",
    b"{{ range 3 }}",
    b"{{ break }}",
    b"{{ continue }}",
    b"{{with .CoreDNSPort}}",
    b"{{.}}",
    b"{{/* c  d */}}",
    b"{{- /* c */ -}}",
    b"{{ define \"x\" }}",
    b"{{ template \"x\" . }}",
    b"{{ block \"y\" . }}",
    b"{{ `\"` }}",
    b"{{ \"\\n\" }}",
    b"{{ `{{ .Name }}` }}",
    b"{{ \"\" }}",
    b"{{ printf \"%d\" .CoreDNSPort }}",
    b"{{ print 1 2 }}",
    b"{{ $x := .CoreDNSPort }}",
    b"{{ $x }}",
    b"{{ $x = .ConfigDir }}",
    b"(x) {\n",
    b"import x\n",
    b"log\n",
];

fn mutated(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut text = random.pick(seeds).clone();
    for _ in 0..=random.below(8) {
        let at = random.below(text.len() + 1);
        let len = random.below(12).min(text.len() - at);
        match random.below(5) {
            0 => drop(text.drain(at..at + len)),
            1 => {
                let part = text[at..at + len].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, part);
            }
            _ => drop(text.splice(at..at, random.pick(&CRUMBS).iter().copied())),
        }
    }
    text
}

#[test]
fn broken_variants() {
    let mut seeds = written();
    seeds.retain(|text| text.len() < 2_000);
    seeds.extend(
        corpus(COREFILES).map(|case| bytes(case.corefile, case.corefile_b64)).filter(|text| text.len() < 1_000),
    );
    let kuma = kuma();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut counts = [0; 2];
    let rounds = std::env::var("FORMAT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(6_000);
    for _ in 0..rounds {
        let text = mutated(&mut random, &seeds);
        counts[0] += usize::from(formatted(&text, Kind::Template, &kuma).is_some());
        counts[1] += usize::from(formatted(&text, Kind::Corefile, &[]).is_some());
    }
    assert!(counts.iter().all(|count| *count > rounds / 4), "{counts:?}");
}

#[test]
fn texts_of_crumbs() {
    let kuma = kuma();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut counts = [0; 2];
    let rounds = std::env::var("FORMAT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(10_000);
    for _ in 0..rounds {
        let mut text = Vec::new();
        for _ in 0..random.below(14) {
            let crumb: &&[u8] = random.pick(&CRUMBS);
            text.extend_from_slice(crumb);
        }
        counts[0] += usize::from(formatted(&text, Kind::Template, &kuma).is_some());
        counts[1] += usize::from(formatted(&text, Kind::Corefile, &[]).is_some());
    }
    assert!(counts.iter().all(|count| *count > rounds / 10), "{counts:?}");
}

#[test]
fn bytes_of_any_kind() {
    let mut random = Random(0xd1b5_4a32_d192_ed03);
    for _ in 0..20_000 {
        let text: Vec<u8> = (0..random.below(40)).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        formatted(&text, Kind::Template, &[Data::Nil]);
        formatted(&text, Kind::Corefile, &[]);
    }
}

/// `UPDATE_GENERATED=1` writes the results anew.
#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/format");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "in") {
            continue;
        }
        let text = std::fs::read(&path).unwrap();
        let once = formatted(&text, kind::of(&text), &kuma()).unwrap();
        let expected = path.with_extension("out");
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::write(&expected, &once).unwrap();
        }
        let expected = std::fs::read(expected).unwrap();
        assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&expected), "{}", path.display());
        count += 1;
    }
    assert!(count >= 4, "{count} cases");
}
