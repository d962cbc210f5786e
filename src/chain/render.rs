//! The records of a template rule: go-templates over what CoreDNS tells them of the query, each of which gives a line of a
//! zone file. What Kuma's build cannot fill (metadata) is empty.

use super::message::{Record, RecordData};
use super::query::Query;
use super::record;
use crate::coredns::config::{Record as Line, Template};
use crate::coredns::dns;
use crate::gotemplate::schema::{Field, StructType};
use crate::gotemplate::value::{Map, MapElements, Struct, UintType};
use crate::gotemplate::{self, Cause, Data, GoVersion, Limits, Phase};

/// CoreDNS's `templateData` (coredns: plugin/template/template.go).
static TEMPLATE_DATA: StructType = StructType {
    name: "*template.templateData",
    fields: &[
        Field { name: "Zone" },
        Field { name: "Name" },
        Field { name: "Regex" },
        Field { name: "Match" },
        Field { name: "Group" },
        Field { name: "Class" },
        Field { name: "Type" },
        Field { name: "Message" },
        Field { name: "Question" },
        Field { name: "Remote" },
    ],
    methods: &[],
};

/// `dns.Msg`; the fields of its header are within reach as if they were its own.
static MESSAGE: StructType = StructType {
    name: "*dns.Msg",
    fields: &[
        Field { name: "Id" },
        Field { name: "Response" },
        Field { name: "Opcode" },
        Field { name: "RecursionDesired" },
        Field { name: "Rcode" },
        Field { name: "Question" },
        Field { name: "Answer" },
        Field { name: "Ns" },
        Field { name: "Extra" },
    ],
    methods: &[],
};

/// `dns.Question`.
static QUESTION: StructType = StructType {
    name: "*dns.Question",
    fields: &[Field { name: "Name" }, Field { name: "Qtype" }, Field { name: "Qclass" }],
    methods: &[],
};

/// A record as it came out.
pub enum Rendered {
    /// A record.
    Record(Record),
    /// An empty line: a nil record, which CoreDNS cannot send.
    Nothing,
}

/// What the matching regular expression gives.
pub struct Captures {
    /// The expression as written.
    pub pattern: String,
    /// Its groups, the whole match first, with their names.
    pub groups: Vec<(Option<String>, String)>,
}

/// What a rule's records are told.
pub fn data(rule: &Template, query: &Query, zone: &str, captures: &Captures) -> Data {
    let (class, qtype) = (
        if query.qclass == dns::ANY { rule.class } else { query.qclass },
        if query.qtype == dns::ANY { rule.qtype } else { query.qtype },
    );
    let text = |text: &str| Data::string(text);
    let number = |number: u16| Data::Uint(UintType::Uint32, number.into());
    let question = Data::Struct(Struct {
        schema: &QUESTION,
        fields: vec![text(query.name()), number(query.qtype), number(query.qclass)],
    });
    let none = || Data::List(Vec::new());
    let message = Data::Struct(Struct {
        schema: &MESSAGE,
        fields: vec![
            number(0),
            Data::Bool(false),
            number(0),
            Data::Bool(query.recursion_desired),
            number(0),
            Data::List(vec![question.clone()]),
            none(),
            none(),
            none(),
        ],
    });
    let bytes = |text: &str| text.as_bytes().to_vec().into_boxed_slice();
    let numbered = captures.groups.iter().enumerate();
    let by_number = numbered.map(|(index, (_, group))| (bytes(&index.to_string()), text(group)));
    let by_name =
        captures.groups.iter().filter_map(|(name, group)| name.as_ref().map(|name| (bytes(name), text(group))));
    Data::Struct(Struct {
        schema: &TEMPLATE_DATA,
        fields: vec![
            text(zone),
            text(query.lower()),
            text(&captures.pattern),
            Data::List(captures.groups.iter().map(|(_, group)| text(group)).collect()),
            Data::Map(Map::new(MapElements::Strings, by_number.chain(by_name))),
            text(dns::class_name(class).unwrap_or_default()),
            text(dns::qtype_name(qtype).unwrap_or_default()),
            message,
            question,
            text(&query.client.to_string()),
        ],
    })
}

/// Renders a line and reads it.
///
/// # Errors
/// Go's message or the record's, where CoreDNS answers SERVFAIL.
pub fn render(line: &Line, section: &str, data: &Data, query: &Query) -> Result<Rendered, String> {
    match text(line, section, data).map_err(|error| error.to_string())? {
        Some(text) => match record::parse(&text)? {
            Some(record) => Ok(Rendered::Record(record)),
            None => Ok(Rendered::Nothing),
        },
        None => Ok(Rendered::Record(unknown(query))),
    }
}

/// The text of a line; none where it cannot be told.
///
/// # Errors
/// Go's.
pub fn text(line: &Line, section: &str, data: &Data) -> Result<Option<String>, Box<gotemplate::Error>> {
    let template = match gotemplate::Template::parse(section, line.text.as_str(), GoVersion::NEWEST, Limits::default())
    {
        Ok(template) => template,
        // It was accepted at start, so the function is CoreDNS's own.
        Err(error) if matches!(error.cause, Cause::UnknownFunction(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    match template.execute(data) {
        Ok(rendered) => Ok(Some(String::from_utf8_lossy(&rendered.text).into_owned())),
        // `.Meta` takes a name; what it gives is not reproduced.
        Err(failure) if failure.error.phase == Phase::Limit || template.reads_field("Meta").is_some() => Ok(None),
        Err(failure) => Err(failure.error),
    }
}

fn unknown(query: &Query) -> Record {
    let name = query.lower().to_owned();
    Record { name, ttl: None, class: query.qclass, qtype: query.qtype, data: RecordData::Unknown }
}
