//! Generates templates that are mostly right: actions, control structures and definitions over data of a known shape,
//! with arguments that mostly fit.

use super::data::Shape;
use super::literal;
use super::random::Random;

const TREES: &[&str] = &["\"a\"", "\"b\"", "\"c\"", "`d`", "\"a%d\"", "\"\\x61\"", "\"Corefile\""];
const TEXTS: &[&str] = &[
    "text",
    "\n",
    " ",
    "  \n\t",
    ".:53 {\n    forward . 1.1.1.1\n}\n",
    "é世",
    "{",
    "}",
    "}}",
    "{ {",
    "%d",
    "\r\n",
    "\u{a0}",
    "\0",
    "-}}",
    "/*",
    "\u{2003}",
    "\u{85}",
];

/// What an expression gives.
#[derive(Clone, Copy)]
enum Type {
    String,
    Integer,
    Float,
    Complex,
    Bool,
    List,
    Map,
    Other,
}

const TYPES: [Type; 8] =
    [Type::String, Type::Integer, Type::Float, Type::Complex, Type::Bool, Type::List, Type::Map, Type::Other];

struct Writer<'r> {
    random: &'r mut Random,
    shape: &'static Shape,
    out: String,
    variables: Vec<&'static str>,
    loops: usize,
    // Statements that may still be written.
    budget: usize,
}

/// An unusual name for a template. Go builds the formats of its messages with the name in them.
pub fn name(random: &mut Random) -> String {
    let names = [
        "",
        "100%",
        "100%d",
        "%s",
        "%!d",
        "%[2]v",
        "%*d",
        "%%",
        "a b",
        "line\nbreak",
        "päth",
        "q\"uote",
        "a",
        "b",
        "%d %d %d",
        "%+q",
        "x%",
        "%[1]*d",
        "%v%v%v%v",
        "\u{1b}",
        "%.3s",
        "%x",
        "a%d",
        "%5T",
        "%T%T%T%T",
        "%w",
        "%w%w",
        "%#v %#v",
        "%+v",
        "%c|%U",
        "%[3]s %[1]q",
        "%8.3f",
        "%-10s|",
        "%t",
        "%p",
        "%é",
    ];
    if random.once_in(3) { literal::format(random, &["dsqv", "svTx"]) } else { random.pick(&names).to_owned() }
}

/// A template for data of `shape`.
pub fn template(random: &mut Random, shape: &'static Shape) -> Vec<u8> {
    let budget = 1 + random.below(12);
    let style = random.below(12);
    let mut writer = Writer { random, shape, out: String::new(), variables: Vec::new(), loops: 0, budget };
    match style {
        0 | 1 => writer.one_action(Writer::printf),
        2 => writer.one_action(Writer::comparison),
        3 => writer.one_action(Writer::element),
        4 => writer.one_action(|writer| {
            let constant = match writer.random.below(4) {
                0 => literal::string(writer.random),
                _ => literal::number(writer.random),
            };
            let function =
                writer.random.pick(&["", "", "print ", "printf \"%v %T\" 1 ", "len ", "eq 1 ", "not ", "slice .name "]);
            format!("{function}{constant}")
        }),
        5 => writer.one_action(|writer| {
            let kind = TYPES[writer.random.below(TYPES.len())];
            writer.pipeline(kind, 3)
        }),
        _ => writer.statements(3),
    }
    let mut template = writer.out.into_bytes();
    if random.once_in(40) {
        let at = random.below(template.len() + 1);
        template.insert(at, 0x80 + random.below(0x80) as u8);
    }
    template
}

impl Writer<'_> {
    fn one_action(&mut self, content: impl Fn(&mut Self) -> String) {
        for _ in 0..1 + self.random.below(2) {
            let content = content(self);
            self.action(&content);
        }
    }

    fn action(&mut self, content: &str) {
        let open = self.random.pick(&["{{", "{{", "{{", "{{ ", "{{- ", "{{-\n", "{{\t"]);
        let close = self.random.pick(&["}}", "}}", "}}", " }}", " -}}", "\n-}}", "\r\n}}"]);
        self.out.push_str(open);
        self.out.push_str(content);
        self.out.push_str(close);
    }

    fn text(&mut self) {
        let text = self.random.pick(TEXTS);
        self.out.push_str(text);
        if self.random.once_in(12) {
            self.out.push(self.random.character());
        }
    }

    fn statements(&mut self, depth: usize) {
        let scope = self.variables.len();
        for _ in 0..1 + self.random.below(4) {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            self.statement(depth);
        }
        self.variables.truncate(scope);
    }

    fn statement(&mut self, depth: usize) {
        match self.random.below(if depth == 0 { 9 } else { 18 }) {
            0 | 1 => self.text(),
            2..=4 => {
                let kind = self.kind();
                let content = self.pipeline(kind, 2);
                self.action(&content);
            }
            5 => {
                let kind = self.kind();
                let (variable, value) = (self.new_variable(), self.pipeline(kind, 2));
                self.action(&format!("{variable} := {value}"));
                self.variables.push(variable);
            }
            6 => {
                let kind = self.kind();
                let (variable, value) = (self.variable(), self.pipeline(kind, 2));
                let equals = self.random.pick(&[" = ", " = ", " = ", " := ", " ="]);
                self.action(&format!("{variable}{equals}{value}"));
            }
            7 if self.loops > 0 || self.random.once_in(20) => {
                let word = self.random.pick(&["break", "continue"]);
                self.action(word);
            }
            7 => {
                let comment = self.random.pick(&["/**/", "/* c */", "/* a\nb */", "/* }} */", "/*\n\n*/", "/* c */ x"]);
                self.action(comment);
            }
            8 => self.call(),
            9..=12 => self.branch(depth - 1),
            13..=15 => self.range(depth - 1),
            16 => {
                let name = self.random.pick(TREES);
                self.define(&format!("define {name}"), depth - 1);
            }
            _ => {
                let (name, kind) = (self.random.pick(TREES), self.kind());
                let value = self.pipeline(kind, 1);
                self.define(&format!("block {name} {value}"), depth - 1);
            }
        }
    }

    fn call(&mut self) {
        let (name, kind) = (self.random.pick(TREES), self.kind());
        let value = match self.random.below(4) {
            0 => String::new(),
            1 => " .".to_owned(),
            2 => " $".to_owned(),
            _ => format!(" {}", self.pipeline(kind, 1)),
        };
        self.action(&format!("template {name}{value}"));
    }

    fn define(&mut self, head: &str, depth: usize) {
        let (loops, variables) = (std::mem::take(&mut self.loops), std::mem::take(&mut self.variables));
        self.action(head);
        if self.random.once_in(6) {
            let blank = self.random.pick(&["", " ", "\n\t", "\u{a0}", "{{/* c */}}", "{{\"\"}}"]);
            self.out.push_str(blank);
        } else {
            self.statements(depth);
        }
        self.action("end");
        (self.loops, self.variables) = (loops, variables);
        if self.random.once_in(2) {
            self.call();
        }
    }

    fn branch(&mut self, depth: usize) {
        let word = self.random.pick(&["if", "with"]);
        let scope = self.variables.len();
        let head = self.condition(word);
        self.action(&head);
        self.statements(depth);
        for _ in 0..self.random.below(3) {
            let next = if self.random.once_in(30) { self.random.pick(&["if", "with", "range"]) } else { word };
            let head = self.condition(next);
            self.action(&format!("else {head}"));
            self.statements(depth);
        }
        if self.random.once_in(2) {
            self.action("else");
            self.statements(depth);
        }
        self.action("end");
        self.variables.truncate(scope);
    }

    fn condition(&mut self, word: &str) -> String {
        let kind = if self.random.once_in(2) { Type::Bool } else { self.kind() };
        let value = self.pipeline(kind, 2);
        if self.random.once_in(6) {
            let variable = self.new_variable();
            self.variables.push(variable);
            return format!("{word} {variable} := {value}");
        }
        format!("{word} {value}")
    }

    fn range(&mut self, depth: usize) {
        let scope = self.variables.len();
        let kind = match self.random.below(8) {
            0..=3 => Type::List,
            4 => Type::Map,
            5 => Type::Integer,
            _ => self.kind(),
        };
        let value = match kind {
            // Most integers would keep Go busy for too long.
            Type::Integer => {
                self.random.pick(&["3", "$.two", "(len .list)", "-1", "0", "'\\x03'", "$.CoreDNSEmptyPort"]).to_owned()
            }
            _ => self.pipeline(kind, 2),
        };
        let (one, two) = (self.new_variable(), self.new_variable());
        let head = match self.random.below(8) {
            0..=2 => String::new(),
            3 | 4 => format!("{one} := "),
            5 => format!("{one}, {two} := "),
            6 => format!("{one},{two}:="),
            _ => {
                let (one, two) = (self.variable(), self.variable());
                if self.random.once_in(2) { format!("{one} = ") } else { format!("{one}, {two} = ") }
            }
        };
        if head.contains(":=") {
            self.variables.push(one);
            if head.contains(',') {
                self.variables.push(two);
            }
        }
        self.action(&format!("range {head}{value}"));
        self.loops += 1;
        self.statements(depth);
        self.loops -= 1;
        if self.random.once_in(3) {
            self.action("else");
            self.statements(depth);
        }
        self.action("end");
        self.variables.truncate(scope);
    }

    fn new_variable(&mut self) -> &'static str {
        self.random.pick(&["$x", "$y", "$i", "$é", "$x1", "$"])
    }

    fn variable(&mut self) -> &'static str {
        if self.random.once_in(100) {
            return self.random.pick(&["$x", "$nosuch"]);
        }
        if self.variables.is_empty() {
            return "$";
        }
        self.variables[self.random.below(self.variables.len())]
    }

    fn kind(&mut self) -> Type {
        TYPES[self.random.below(TYPES.len())]
    }

    fn pipeline(&mut self, kind: Type, depth: usize) -> String {
        let mut text = self.bare(kind, depth);
        while self.random.once_in(5) {
            let stages = [
                "len",
                "html",
                "js",
                "urlquery",
                "print",
                "println",
                "not",
                "printf \"%v\"",
                "printf \"%q\"",
                "printf \"%d\"",
                "eq 1",
                "lt 2",
                "and 1",
                "or 0",
                "and true 0",
                "or",
                "and",
                "index .list",
                "index $.m",
                "slice",
                "printf",
                "call",
                "print 1 2",
                "ge \"a\"",
                ".x",
                "$",
                "(print)",
                "ne",
                "slice \"abc\" 1",
                "index",
                "(.name).x",
                "len 1",
                "true",
                "nil",
            ];
            let good = if self.random.once_in(3) { stages.len() } else { 17 };
            text.push_str(self.random.pick(&[" | ", "|", " |", "| ", "\n| "]));
            text.push_str(stages[self.random.below(good)]);
        }
        text
    }

    // An expression that can stand alone or before a pipe.
    fn bare(&mut self, kind: Type, depth: usize) -> String {
        let kind = if self.random.once_in(10) { self.kind() } else { kind };
        if depth == 0 || self.random.once_in(3) {
            return self.leaf(kind);
        }
        let depth = depth - 1;
        match kind {
            Type::String => match self.random.below(7) {
                0 | 1 => self.printf(),
                2 => {
                    let function = self.random.pick(&["print", "println", "html", "js", "urlquery"]);
                    let arguments: Vec<String> = (0..self.random.below(4)).map(|_| self.any(depth)).collect();
                    format!("{function} {}", arguments.join(" ")).trim_end().to_owned()
                }
                3 => format!("slice {} {}", self.operand(Type::String, depth), self.edges(2)),
                4 => format!("or {} {}", self.operand(Type::String, depth), self.operand(Type::String, depth)),
                _ => self.element(),
            },
            Type::Integer => match self.random.below(3) {
                0 => format!("index {} {}", self.operand(Type::String, depth), self.edges(1)),
                _ => {
                    let of = [Type::String, Type::List, Type::Map][self.random.below(3)];
                    format!("len {}", self.operand(of, depth))
                }
            },
            Type::Bool => match self.random.below(4) {
                0 => format!("not {}", self.any(depth)),
                1 => {
                    let function = self.random.pick(&["and", "or"]);
                    let arguments: Vec<String> = (0..1 + self.random.below(3)).map(|_| self.any(depth)).collect();
                    format!("{function} {}", arguments.join(" "))
                }
                _ => self.comparison(),
            },
            Type::List if self.random.once_in(2) => {
                format!("slice {} {}", self.operand(Type::List, depth), self.edges(3))
            }
            Type::List | Type::Map | Type::Other => match self.random.below(6) {
                0 => format!("and {} {}", self.any(depth), self.operand(kind, depth)),
                1 => {
                    format!("({}){}", self.bare(Type::Map, depth), self.random.pick(&[".name", ".a", ".x.y", ".é", ""]))
                }
                2 => self
                    .random
                    .pick(&["call .x 1", "call nil", "call .m", "call 1 2", "call (print) 1", "call"])
                    .to_owned(),
                3 => self.leaf(kind),
                _ => self.element(),
            },
            Type::Float | Type::Complex => self.leaf(kind),
        }
    }

    fn any(&mut self, depth: usize) -> String {
        let kind = self.kind();
        self.operand(kind, depth)
    }

    // An expression as an argument: in parentheses if need be.
    fn operand(&mut self, kind: Type, depth: usize) -> String {
        let text = self.bare(kind, depth);
        let is_word = !text.contains([' ', '\n', '\t', '|']) && !text.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_word && !self.random.once_in(12) { text } else { format!("({text})") }
    }

    fn leaf(&mut self, kind: Type) -> String {
        if self.random.once_in(6) {
            let variable = self.variable();
            return format!("{variable}{}", self.random.pick(&["", "", ".name", ".x", ".a.b"]));
        }
        let (paths, constant): (&[&str], String) = match kind {
            Type::String => (self.shape.strings, literal::string(self.random)),
            Type::Integer => (self.shape.integers, literal::integer(self.random)),
            Type::Float => (self.shape.floats, literal::float(self.random)),
            Type::Complex => (&["1i", "(1.5-2i)", "-1e3i"], literal::number(self.random)),
            Type::Bool => (self.shape.bools, self.random.pick(&["true", "false"]).to_owned()),
            Type::List => (self.shape.lists, ".".to_owned()),
            Type::Map => (self.shape.maps, "$".to_owned()),
            Type::Other => (self.shape.others, self.random.pick(&["nil", "."]).to_owned()),
        };
        if self.random.once_in(3) {
            return constant;
        }
        match self.random.pick(paths) {
            "" => self.random.pick(&[".", "$"]).to_owned(),
            path if path.starts_with('.') && !self.random.once_in(4) => format!("${path}"),
            path => path.to_owned(),
        }
    }

    fn printf(&mut self) -> String {
        const VERBS: [&str; 8] = ["sqxXv", "dxXobcqUOv", "feEgGxXbFv", "feEgGxXbFv", "tv", "vsdqx", "vsdqx", "vsdT"];
        let kinds: Vec<usize> = (0..1 + self.random.below(3)).map(|_| self.random.below(TYPES.len())).collect();
        let verbs: Vec<&str> = kinds.iter().map(|kind| VERBS[*kind]).collect();
        let format = literal::format(self.random, &verbs);
        let mut text = format!("printf \"{format}\"");
        for kind in &kinds {
            let stars = format.matches('*').count();
            if stars > 0 && self.random.once_in(2) {
                text.push_str(
                    self.random.pick(&[" 3", " 10", " -6", " 0", " .two", " 1000001", " \"x\"", " 2.0", " nil"]),
                );
            }
            text.push(' ');
            text.push_str(&self.operand(TYPES[*kind], 1));
        }
        if self.random.once_in(10) {
            text.truncate(text.rfind(' ').unwrap_or(text.len()));
        }
        text
    }

    fn comparison(&mut self) -> String {
        let function = self.random.pick(&["eq", "eq", "ne", "lt", "le", "gt", "ge"]);
        let kind = self.kind();
        let mut text = format!("{function} {}", self.operand(kind, 1));
        let arguments = if self.random.once_in(6) { self.random.below(4) } else { 1 };
        for _ in 0..arguments {
            let kind = if self.random.once_in(3) { self.kind() } else { kind };
            text.push(' ');
            text.push_str(&self.operand(kind, 1));
        }
        text
    }

    // An index or a slice of anything.
    fn element(&mut self) -> String {
        match self.random.below(5) {
            0 => format!("slice {} {}", self.any(1), self.edges(4)),
            1 => format!("index {} {}", self.operand(Type::Map, 1), self.operand(Type::String, 0)),
            2 => {
                let kind = self.kind();
                let (item, one, two) = (self.operand(kind, 1), self.any(0), self.any(0));
                if self.random.once_in(2) { format!("index {item} {one}") } else { format!("index {item} {one} {two}") }
            }
            _ => format!("index {} {}", self.operand(Type::List, 1), self.edges(2)),
        }
    }

    // Up to `most` indexes, many of them just outside.
    fn edges(&mut self, most: usize) -> String {
        let edges = [
            "0",
            "1",
            "2",
            "3",
            "4",
            "-1",
            "7",
            "(len .list)",
            "100",
            "$.two",
            "0x1",
            "'\\x01'",
            "1.0",
            "1e0",
            "9223372036854775807",
            "\"1\"",
            "nil",
            "$.big",
            "(index .name 0)",
            "true",
            "1i",
            "$.CoreDNSPort",
            "\"name\"",
            "\"k\"",
        ];
        let count = self.random.below(most + 1);
        let edges: Vec<&str> = (0..count)
            .map(|_| {
                let good = if self.random.once_in(3) { edges.len() } else { 5 };
                edges[self.random.below(good)]
            })
            .collect();
        edges.join(" ")
    }
}
