//! A text as the template that renders to it, byte for byte: for what is executed once more by somebody else. Go takes
//! nothing in a text for its own but `{{`, so only that is rewritten; delimiters other than Go's own are left out.

use memchr::memmem;

use super::Rendered;
use crate::source::Span;
use crate::source::provenance::{Provenance, Segment};

const LEFT: &[u8] = b"{{";

// What stands for the two braces: `{{"{{"}}`, an action that prints them. No trim marker and no comment can come of what
// stands around it, and no `{` stands right before it, since the leftmost pairs of a run of braces are taken.
const FIRST: &[u8] = b"{{\"{";
const SECOND: &[u8] = b"{\"}}";

impl Rendered {
    /// The text as a template that every Go renders to these very bytes, whatever the data. Its provenance leads to the
    /// places that made the bytes which it prints.
    #[must_use]
    pub fn as_template(&self) -> Self {
        let mut escaped = Escaped { text: Vec::with_capacity(self.text.len()), provenance: Provenance::default() };
        let mut segments = self.provenance.segments().peekable();
        let mut copy = |from: usize, to: usize, instead: Option<&[u8]>| {
            let mut at = from;
            while at < to {
                while segments.next_if(|segment| segment.rendered.end as usize <= at).is_some() {}
                let segment = segments.peek().copied();
                let end = segment.map_or(to, |segment| to.min(segment.rendered.end as usize));
                let bytes = instead.unwrap_or_else(|| self.text.get(at..end).unwrap_or_default());
                escaped.push(bytes, segment, at, end);
                at = end;
            }
        };
        let mut done = 0;
        for found in memmem::find_iter(&self.text, LEFT) {
            copy(done, found, None);
            copy(found, found + 1, Some(FIRST));
            copy(found + 1, found + 2, Some(SECOND));
            done = found + LEFT.len();
        }
        copy(done, self.text.len(), None);
        Self { text: escaped.text, provenance: escaped.provenance, fields_read: self.fields_read }
    }
}

struct Escaped {
    text: Vec<u8>,
    provenance: Provenance,
}

impl Escaped {
    /// Adds what stands for the rendered bytes from `at` to `end`, which are part of `segment`.
    fn push(&mut self, bytes: &[u8], segment: Option<Segment>, at: usize, end: usize) {
        self.text.extend_from_slice(bytes);
        let Some(Segment { rendered, template, fields }) = segment else { return };
        let place = if rendered.len() == template.len() && fields == 0 {
            let offset =
                |at: usize| template.start + u32::try_from(at).unwrap_or(u32::MAX).saturating_sub(rendered.start);
            Span::new(offset(at), offset(end))
        } else {
            template
        };
        self.provenance.grow_to(u32::try_from(self.text.len()).unwrap_or(u32::MAX), place, fields);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gotemplate::{Data, GoVersion, Limits, Template};

    fn literal(text: &[u8]) -> Rendered {
        Rendered { text: text.to_vec(), provenance: Provenance::of_itself(text.len()), fields_read: 0 }
    }

    fn render(text: &[u8]) -> Rendered {
        let template = Template::parse("t", text, GoVersion::OLDEST, Limits::default()).unwrap();
        template.execute(&Data::Nil).unwrap()
    }

    #[test]
    fn only_double_braces_change() {
        for (text, template) in [
            ("", ""),
            ("a { b } }} -}}\n", "a { b } }} -}}\n"),
            ("{{", "{{\"{{\"}}"),
            ("{{{", "{{\"{{\"}}{"),
            ("{{{{", "{{\"{{\"}}{{\"{{\"}}"),
            ("{ {{- /* x */ -}} }", "{ {{\"{{\"}}- /* x */ -}} }"),
        ] {
            let escaped = literal(text.as_bytes()).as_template();
            assert_eq!(String::from_utf8(escaped.text.clone()).unwrap(), template);
            assert_eq!(render(&escaped.text).text, text.as_bytes());
            assert_eq!(escaped.provenance.rendered_len() as usize, escaped.text.len());
        }
    }

    #[test]
    fn places_stay_exact() {
        let template = b"ab {{ `{{ .Name }}` }} c{\n{{ `{` }}{ d";
        let rendered = render(template);
        let escaped = rendered.as_template();
        let place = |part: &[u8]| {
            let at = u32::try_from(memmem::find(&escaped.text, part).unwrap()).unwrap();
            let len = u32::try_from(part.len()).unwrap();
            escaped.provenance.origin(Span::new(at, at + len)).of(template)
        };
        assert_eq!(rendered.text, b"ab {{ .Name }} c{\n{{ d");
        assert_eq!(place(b"b "), b"b ");
        assert_eq!(place(b" .Name"), b"{{ `{{ .Name }}` }}");
        assert_eq!(place(b"c{"), b"c{");
        assert_eq!(place(b" d"), b" d");
        // Two braces of which each comes from elsewhere.
        assert_eq!(place(b"{\"}} d"), b"{ d");
    }
}
