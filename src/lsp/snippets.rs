//! Pieces of templates with places to fill in, in the protocol's snippet syntax.

/// A piece.
#[derive(Clone, Copy, Debug)]
pub struct Snippet {
    /// What is typed for it.
    pub label: &'static str,
    /// What it is.
    pub detail: &'static str,
    /// The text; `$1` and `${1:x}` are places to fill in.
    pub body: &'static str,
}

/// At the start of a line in a server block.
pub const IN_BLOCK: [Snippet; 4] = [
    Snippet { label: "forward to Envoy", detail: "mesh names", body: "forward . 127.0.0.1:{{ .EnvoyDNSPort \\}\\}" },
    Snippet { label: "forward a zone", detail: "stub domain", body: "forward ${1:corp.example} ${2:10.0.0.53}" },
    Snippet {
        label: "alternate",
        detail: "what Envoy does not know",
        body: "alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf",
    },
    Snippet {
        label: "{{ if .CoreDNSLogging }}",
        detail: "only while queries are logged",
        body: "{{ if .CoreDNSLogging \\}\\}${1:log}{{ end \\}\\}",
    },
];

/// Outside of server blocks.
pub const AT_TOP: [Snippet; 2] = [
    Snippet { label: "server block", detail: "on CoreDNS's port", body: "${1:.}:{{ .CoreDNSPort \\}\\} {\n    $0\n}" },
    Snippet { label: "snippet", detail: "for import", body: "(${1:name}) {\n    $0\n}" },
];

/// At the start of an action.
pub const IN_ACTION: [Snippet; 2] = [
    Snippet { label: "if … end", detail: "condition", body: "if ${1:.CoreDNSLogging} \\}\\}$0{{ end" },
    Snippet {
        label: "if … else … end",
        detail: "condition",
        body: "if ${1:.CoreDNSLogging} \\}\\}$2{{ else \\}\\}$0{{ end",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gotemplate::{GoVersion, Limits, Template};

    // What an editor makes of it where nothing is filled in.
    fn filled(body: &str) -> String {
        let (mut text, mut letters) = (String::new(), body.chars().peekable());
        let mut in_place = false;
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => text.extend(letters.next()),
                '$' if letters.next_if_eq(&'{').is_some() => {
                    in_place = true;
                    while letters.next() != Some(':') {}
                }
                '$' => {
                    letters.next();
                }
                '}' if in_place => in_place = false,
                letter => text.push(letter),
            }
        }
        text
    }

    #[test]
    fn they_are_templates() {
        let blocks = IN_BLOCK.iter().chain(&AT_TOP).map(|snippet| filled(snippet.body));
        for text in blocks.chain(IN_ACTION.iter().map(|snippet| format!("{{{{ {} }}}}", filled(snippet.body)))) {
            assert!(Template::parse("t", text.as_str(), GoVersion::NEWEST, Limits::default()).is_ok(), "{text}");
        }
        assert_eq!(filled(IN_BLOCK[3].body), "{{ if .CoreDNSLogging }}log{{ end }}");
    }
}
