//! What the generated templates work on: the data of the recorded corpus, and a few of our own whose shape the grammar
//! knows.

use corefilectl::gotemplate::Data;
use serde::Deserialize;
use serde_json::Value;

use crate::recorded::typed;

/// Data in both tongues.
pub struct Dataset {
    /// How the oracle decodes it.
    pub datatype: String,
    /// What the oracle decodes.
    pub json: String,
    /// The same for our engine.
    pub data: Data,
}

impl Dataset {
    pub fn new(datatype: &str, json: &Value) -> Self {
        let plain = Data::deserialize(json).expect("template data");
        let data = typed(datatype, &plain);
        Self { datatype: datatype.to_owned(), json: json.to_string(), data }
    }
}

/// Where the grammar finds what in a [`Dataset`].
pub struct Shape {
    pub datatype: &'static str,
    pub json: &'static str,
    pub strings: &'static [&'static str],
    pub integers: &'static [&'static str],
    pub floats: &'static [&'static str],
    pub bools: &'static [&'static str],
    pub lists: &'static [&'static str],
    pub maps: &'static [&'static str],
    pub others: &'static [&'static str],
}

const RICH: &str = r#"{"name": "dns", "empty": "", "html": "<a href=\"x\">'&=</a>\u0000", "uni": "héllo, 世界",
    "pct": "100%d", "odd": "\u0007\t\n\r\u001b\\\"`\u007f\u0080\u00a0\u00ad\u0301\u200b\u2028\ufeff\ufffd😀",
    "port": 5353, "zero": 0, "neg": -7, "two": 2, "big": 9223372036854775807, "min": -9223372036854775808, "rune": 128512,
    "rate": 0.5, "fzero": 0.0, "negzero": -0.0, "tiny": 5e-324, "huge": 1.5e308, "third": 0.3333333333333333,
    "e21": 1e21, "e20": 1e20, "small": 0.00001234, "on": true, "off": false, "nil": null,
    "list": ["a", "b", "c"], "nums": [3, 1, 2], "none": [], "mixed": [1, "two", null, true, 2.5, [1, 2], {"k": "v"}, []],
    "m": {"b": 2, "a": 1, "c": 3, "é": [1]}, "em": {}, "nested": {"a": {"b": {"c": "deep"}}, "n": null},
    "zones": [{"name": "corp.local", "servers": ["10.0.0.2", "10.0.0.3"], "port": 53}, {"name": "void", "servers": []}],
    "tree": {"name": "r", "kids": [{"name": "x", "kids": []}, {"name": "y", "kids": [{"name": "z", "kids": null}]}]},
    "é": "accent", "_": 1, "break": "b", "": "nothing"}"#;

const RICH_STRINGS: &[&str] =
    &[".name", ".empty", ".html", ".uni", ".pct", ".odd", ".nested.a.b.c", ".é", ".break", ".tree.name"];
const RICH_LISTS: &[&str] = &[".list", ".nums", ".none", ".mixed", ".zones", ".tree.kids"];
const RICH_MAPS: &[&str] = &[".m", ".em", ".nested", ".nested.a", ".tree", ""];
const RICH_OTHERS: &[&str] = &[".nil", ".missing", ".nested.n", ".nested.a.x", ".nil.x", ".name.x", ".missing.x.y"];

const ERA_STRINGS: &[&str] = &[".CoreDNSBinaryPath", ".CoreDNSConfigTemplatePath", ".ConfigDir"];
const ERA_INTEGERS: &[&str] = &[".CoreDNSPort", ".EnvoyDNSPort", ".PrometheusPort"];
const ERA_BOOLS: &[&str] = &[".Enabled", ".CoreDNSLogging"];
const ERA_OTHERS: &[&str] = &[
    "",
    ".BaseConfig",
    ".PostProcess",
    ".Sanitize",
    ".Validate",
    ".BaseConfig.Sanitize",
    ".BaseConfig.Validate",
    ".BaseConfig.PostProcess",
    ".CoreDNSEmptyPort",
    ".ProxyPort",
    ".enabled",
    ".Missing",
    ".PostProcess.x",
    ".ConfigDir.x",
];

const fn rich(datatype: &'static str) -> Shape {
    Shape {
        datatype,
        json: RICH,
        strings: RICH_STRINGS,
        integers: &[".port", ".zero", ".neg", ".two", ".big", ".min", ".rune"],
        floats: &[".rate", ".fzero", ".negzero", ".tiny", ".huge", ".third", ".e21", ".e20", ".small"],
        bools: &[".on", ".off"],
        lists: RICH_LISTS,
        maps: RICH_MAPS,
        others: RICH_OTHERS,
    }
}

const fn era(datatype: &'static str, json: &'static str) -> Shape {
    Shape {
        datatype,
        json,
        strings: ERA_STRINGS,
        integers: ERA_INTEGERS,
        floats: &["1.5"],
        bools: ERA_BOOLS,
        lists: &["nil"],
        maps: &[""],
        others: ERA_OTHERS,
    }
}

const fn root(json: &'static str) -> Shape {
    Shape {
        datatype: "typed",
        json,
        strings: &["", ".x"],
        integers: &["", ".x"],
        floats: &[""],
        bools: &[""],
        lists: &[""],
        maps: &[""],
        others: &["", ".x", ".x.y"],
    }
}

const ERA: &str = r#"{"Enabled": true, "CoreDNSPort": 15055, "EnvoyDNSPort": 4294967295, "CoreDNSBinaryPath": "coredns",
    "CoreDNSConfigTemplatePath": "", "ConfigDir": "/etc/kuma/%d", "PrometheusPort": 0"#;

const NESTED: &str = r#"{"a": {"b": [1, [2, {"c": null}], "x\u0000y"], "": {"é": {}}}, "l": [[], [[]], [{}], [null, [null]]],
    "b": [true, false], "s": "a b", "t": "\"q\"", "name": {"name": {"name": "n"}}, "x": [{"x": {"y": [0]}}]}"#;
const FLOATS: &str = r#"[0.1, 1e6, 1e-7, 1234567.0, 12345678.9, 2.5e-5, 1e100, 0.30000000000000004, 123456789012345680.0, 1e22, 3.0,
    -1.5, 4503599627370496.5, 2.2250738585072014e-308, [1e5, 99999.5], {"f": 6.02e23}]"#;

/// All shapes; the rich ones first.
pub const SHAPES: &[Shape] = &[
    rich("typed"),
    rich("json"),
    era("dns20", r#""CoreDNSEmptyPort": 15055}"#),
    era("dns25", r#""CoreDNSEmptyPort": 1}"#),
    era("dns27", r#""CoreDNSEmptyPort": 1, "CoreDNSLogging": true}"#),
    era("dns28", r#""CoreDNSLogging": true}"#),
    era("dns211", r#""CoreDNSLogging": false, "ProxyPort": 15001}"#),
    root("null"),
    root(r#"["a", 1, null, [2.5], {"x": {"y": 1}}]"#),
    root(r#""te%st""#),
    root(NESTED),
    root(FLOATS),
    root("-3"),
    root("2.5"),
    root("true"),
    root("{}"),
    root("[]"),
];

impl Shape {
    pub fn dataset(&self) -> Dataset {
        let json =
            if self.datatype.starts_with("dns") { format!("{ERA}, {}", self.json) } else { self.json.to_owned() };
        Dataset::new(self.datatype, &serde_json::from_str(&json).expect("JSON"))
    }
}
