//! The functions that a template can call: Go's builtins with the shape of their parameters, and names that a program
//! which embeds text/template adds.

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the language")]
pub enum Function {
    And,
    Call,
    Eq,
    Ge,
    Gt,
    Html,
    Index,
    Js,
    Le,
    Len,
    Lt,
    Ne,
    Not,
    Or,
    Print,
    Printf,
    Println,
    Slice,
    Urlquery,
    /// One of the embedding program's, known by name only: it parses, and fails when it is called.
    Foreign(&'static str),
    /// One of the embedding program's that looks a text up, `func(string) (string, error)`: see [`super::Lookup`].
    Lookup(&'static str),
}

/// How Go sees a parameter of a function, which decides what a nil or a literal becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `string`: the format of `printf`.
    String,
    /// `interface {}`.
    Any,
    /// `reflect.Value`: the function sees the value as it is.
    Reflected,
}

impl Function {
    /// Go's own functions.
    pub const BUILTIN: [Self; 19] = [
        Self::And,
        Self::Call,
        Self::Eq,
        Self::Ge,
        Self::Gt,
        Self::Html,
        Self::Index,
        Self::Js,
        Self::Le,
        Self::Len,
        Self::Lt,
        Self::Ne,
        Self::Not,
        Self::Or,
        Self::Print,
        Self::Printf,
        Self::Println,
        Self::Slice,
        Self::Urlquery,
    ];

    /// How it is called, and what it gives, in one sentence (Go's documentation of text/template).
    #[must_use]
    pub const fn documentation(self) -> (&'static str, &'static str) {
        match self {
            Self::And => ("and X Y…", "The first argument that is false, empty or zero, else the last one."),
            Self::Call => {
                ("call F X…", "What the function F gives for the arguments; a template of Kuma has none to call.")
            }
            Self::Eq => ("eq X Y…", "Whether X equals one of the others."),
            Self::Ge => ("ge X Y", "Whether X is greater than or equal to Y."),
            Self::Gt => ("gt X Y", "Whether X is greater than Y."),
            Self::Html => ("html X…", "The text of the arguments, escaped for HTML."),
            Self::Index => ("index X KEY…", "The element of a list or a map, or the byte of a text."),
            Self::Js => ("js X…", "The text of the arguments, escaped for JavaScript."),
            Self::Le => ("le X Y", "Whether X is less than or equal to Y."),
            Self::Len => ("len X", "The length of a text in bytes, or of a list or map."),
            Self::Lt => ("lt X Y", "Whether X is less than Y."),
            Self::Ne => ("ne X Y", "Whether X differs from Y."),
            Self::Not => ("not X", "Whether X is false, empty or zero."),
            Self::Or => ("or X Y…", "The first argument that is neither false, empty nor zero, else the last one."),
            Self::Print => ("print X…", "The arguments as text, with blanks between those of which neither is a text."),
            Self::Printf => ("printf FORMAT X…", "The arguments as the format wants them."),
            Self::Println => ("println X…", "The arguments with blanks between them, and the end of a line."),
            Self::Slice => ("slice X FROM [TO]", "A part of a text or a list."),
            Self::Urlquery => ("urlquery X…", "The text of the arguments, escaped for the query of a URL."),
            Self::Foreign(name) | Self::Lookup(name) => (name, "A function of the program that embeds the template."),
        }
    }

    /// The function called `name`.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"and" => Self::And,
            b"call" => Self::Call,
            b"eq" => Self::Eq,
            b"ge" => Self::Ge,
            b"gt" => Self::Gt,
            b"html" => Self::Html,
            b"index" => Self::Index,
            b"js" => Self::Js,
            b"le" => Self::Le,
            b"len" => Self::Len,
            b"lt" => Self::Lt,
            b"ne" => Self::Ne,
            b"not" => Self::Not,
            b"or" => Self::Or,
            b"print" => Self::Print,
            b"printf" => Self::Printf,
            b"println" => Self::Println,
            b"slice" => Self::Slice,
            b"urlquery" => Self::Urlquery,
            _ => return None,
        })
    }

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Call => "call",
            Self::Eq => "eq",
            Self::Ge => "ge",
            Self::Gt => "gt",
            Self::Html => "html",
            Self::Index => "index",
            Self::Js => "js",
            Self::Le => "le",
            Self::Len => "len",
            Self::Lt => "lt",
            Self::Ne => "ne",
            Self::Not => "not",
            Self::Or => "or",
            Self::Print => "print",
            Self::Printf => "printf",
            Self::Println => "println",
            Self::Slice => "slice",
            Self::Urlquery => "urlquery",
            Self::Foreign(name) | Self::Lookup(name) => name,
        }
    }

    /// How many arguments there must be.
    #[must_use]
    pub const fn required(self) -> usize {
        match self {
            Self::Html | Self::Js | Self::Print | Self::Println | Self::Urlquery | Self::Foreign(_) => 0,
            Self::Ge | Self::Gt | Self::Le | Self::Lt | Self::Ne => 2,
            _ => 1,
        }
    }

    /// Whether more than the required arguments may follow.
    #[must_use]
    pub const fn is_variadic(self) -> bool {
        !matches!(self, Self::Ge | Self::Gt | Self::Le | Self::Lt | Self::Ne | Self::Len | Self::Not | Self::Lookup(_))
    }

    /// The type of the parameter at `index`.
    #[must_use]
    pub const fn parameter(self, index: usize) -> Parameter {
        match self {
            Self::Printf if index == 0 => Parameter::String,
            Self::Lookup(_) => Parameter::String,
            Self::Html | Self::Js | Self::Print | Self::Printf | Self::Println | Self::Urlquery => Parameter::Any,
            _ => Parameter::Reflected,
        }
    }
}
