//! Setting up a Corefile never panics and takes time in proportion to the text: random words on random lines, and long
//! Corefiles of one kind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by panicking")]

use std::time::{Duration, Instant};

use corefilectl::coredns::{Host, Plugin, Version, start};
use corefilectl::corefile::environment::Nothing;
use corefilectl::corefile::{Corefile, ImportLimit};

const WORDS: [&str; 92] = [
    ".",
    ".:53",
    "mesh",
    "MESH:1053",
    "10.0.0.0/23",
    "tls://.",
    "https3://a",
    "a..b",
    ":5",
    "\\",
    "a\\.b",
    "{",
    "}",
    "{",
    "}",
    "\"",
    "\"\"",
    "{}",
    "#x",
    "import",
    "(s)",
    "s",
    "forward",
    "forward",
    "alternate",
    "template",
    "template",
    "log",
    "errors",
    "prometheus",
    "127.0.0.1",
    "127.0.0.1:5",
    "[::1]",
    "[::1]:53",
    "::1",
    "fe80::1%lo",
    "tls://1.2.3.4%n:853",
    "https://1.1.1.1/x",
    "unix:///x",
    "https3://1.2.3.4",
    "/etc/resolv.conf",
    "/etc",
    "nope.conf",
    "dns.example",
    "x:y:z",
    "policy",
    "random",
    "sequential",
    "max_fails",
    "-1",
    "99999999999999999999",
    "expire",
    "1s",
    "-5m",
    "1.5h",
    "5",
    "health_check",
    "no_rec",
    "domain",
    "except",
    "next",
    "failover",
    "NOERROR",
    "SERVFAIL,NXDOMAIN",
    "nxdomain",
    "tls",
    "tls_servername",
    "max_concurrent",
    "resolver",
    "doh_method",
    "GET",
    "max_age",
    "original",
    "IN",
    "A",
    "ANY",
    "match",
    "(a|b)*",
    "a{2}{3}",
    "[z-a]",
    "(?P<n>x)",
    "answer",
    "\"{{ .Name }} IN A 1.2.3.4\"",
    "\"{{ x }}\"",
    "rcode",
    "ederror",
    "fallthrough",
    "class",
    "all",
    "{common}",
    "consolidate",
    "stacktrace",
];

const VERSIONS: [Version; 6] = [
    Version::new(1, 8, 3),
    Version::new(1, 10, 1),
    Version::new(1, 12, 2),
    Version::new(1, 13, 1),
    Version::new(1, 14, 2),
    Version::new(1, 14, 6),
];

/// Xorshift: the same words on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

fn parse(text: &str) -> Option<Corefile<'_>> {
    let known = |name: &str| Plugin::named(name).is_some();
    Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &Nothing).ok()
}

#[test]
fn random_words_never_panic() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let hosts = [Host::recorded(), Host::side_car()];
    let (mut started, mut refused) = (0, 0);
    for _ in 0..40_000 {
        let in_block = random.below(3) > 0;
        let mut text = if in_block { ".:1053 {\n".to_owned() } else { String::new() };
        for _ in 0..random.below(4) + 1 {
            if in_block {
                text += Plugin::ALL[random.below(6)].name();
            }
            for _ in 0..random.below(7) {
                text.push(' ');
                text += WORDS[random.below(WORDS.len())];
            }
            if in_block && random.below(2) == 0 {
                text += " {\n";
                for _ in 0..random.below(4) {
                    text += WORDS[45 + random.below(WORDS.len() - 45)];
                    text.push_str([" ", "\n"][random.below(2)]);
                }
                text += "\n}";
            }
            text.push('\n');
        }
        text += if in_block { "}\n" } else { "" };
        let Some(corefile) = parse(&text) else { continue };
        for host in &hosts {
            for version in VERSIONS {
                match start(&corefile, version, host) {
                    Ok(_) => started += 1,
                    Err(error) => {
                        assert!(!error.message.is_empty(), "{text}");
                        assert!(error.place.span.end as usize <= text.len(), "{text}: {error:?}");
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(started > 10_000 && refused > 50_000, "{started} started, {refused} refused");
}

/// The shortest of three runs.
fn took(text: &str) -> Duration {
    let corefile = parse(text).unwrap_or_else(|| panic!("{}", &text[..200]));
    let run = |_| {
        let begin = Instant::now();
        let result = start(&corefile, Version::new(1, 14, 6), &Host::side_car());
        let time = begin.elapsed();
        drop(result);
        time
    };
    (0..3).map(run).min().unwrap()
}

/// A Corefile of a length.
type Text = fn(usize) -> String;

#[test]
fn time_grows_with_the_text_only() {
    let kinds: [(&str, Text); 9] = [
        ("blocks", |count| {
            (0..count).map(|index| format!("z{index}:1053 {{\n errors\n template ANY ANY\n}}\n")).collect()
        }),
        ("addresses", |count| {
            let keys: String = (0..count).map(|index| format!("z{index}:1053 ")).collect();
            format!("{keys} {{\n template ANY ANY\n template ANY ANY\n}}")
        }),
        ("addresses and templates", |count| {
            let keys: String = (0..count).map(|index| format!("z{index}:1053 ")).collect();
            format!("{keys} {{\n{}}}", " template ANY ANY\n".repeat(count))
        }),
        ("forwards", |count| format!(".:1053 {{\n{}}}", " forward . 127.0.0.1\n".repeat(count))),
        ("options", |count| format!(".:1053 {{\n forward . 127.0.0.1 {{\n{}}}\n}}", " except a\n".repeat(count))),
        ("rcodes", |count| format!(".:1053 {{\n alternate {}NXDOMAIN . 127.0.0.1\n}}", "REFUSED,".repeat(count))),
        ("logs", |count| format!(".:1053 {{\n log {} \"{}{{x}}\"\n}}", "z ".repeat(count), "f".repeat(count))),
        ("a regular expression", |count| {
            format!(".:1053 {{\n template ANY ANY {{\n match {}\n }}\n}}", "(a|[b-c])*".repeat(count.min(900)))
        }),
        ("regular expressions", |count| {
            format!(".:1053 {{\n template ANY ANY {{\n match {}\n }}\n}}", "(a|[b-c])* ".repeat(count))
        }),
    ];
    for (name, text) in kinds {
        let (short, long) = (took(&text(2_000)), took(&text(20_000)));
        // Quadratic would be a hundred times as long.
        let bound = short * 40 + Duration::from_millis(20);
        assert!(long < bound, "{name}: {short:?} for 2,000, {long:?} for 20,000");
    }
}
