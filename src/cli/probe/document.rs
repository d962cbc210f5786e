//! What `probe` prints: the hops with what was predicted and what came, the verdict, the answer. As text, and as data for
//! JSON and YAML.

use std::fmt::Write as _;

use serde::Serialize;

use crate::chain::{Protocol, Query, Record, RecordData};
use crate::coredns::dns;
use crate::mesh::Target;
use crate::probe::{Difference, Exchange, Hop, HopKind, Predicted, Reply, Standing, Verdict};
use crate::report::dig::{self, Head};
use crate::report::table::table;
use crate::report::trace::document::QueryEntry;
use crate::report::visible::visible;

/// The version of the document; fields are added, never taken away.
const VERSION: u32 = 1;

/// What is printed as JSON and YAML.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    version: u32,
    target: TargetPart,
    query: QueryEntry,
    hops: Vec<HopPart>,
    verdict: VerdictPart,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TargetPart {
    mesh_version: String,
    platform: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HopPart {
    hop: &'static str,
    server: String,
    standing: &'static str,
    predicted: Vec<ReplyPart>,
    came: ReplyPart,
    differences: Vec<String>,
    remarks: Vec<String>,
    milliseconds: u128,
}

/// An answer, or why there is none.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplyPart {
    #[serde(skip_serializing_if = "Option::is_none")]
    rcode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<RecordPart>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authority: Vec<RecordPart>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    additional: Vec<RecordPart>,
}

#[derive(Debug, Serialize)]
struct RecordPart {
    name: String,
    ttl: Option<u32>,
    class: String,
    #[serde(rename = "type")]
    qtype: String,
    /// None where nobody can know.
    data: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct VerdictPart {
    agrees: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    hop: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    likely: Vec<String>,
}

impl Document {
    /// Puts it together.
    pub fn new(query: &Query, target: &Target, hops: &[Hop], verdict: &Verdict) -> Self {
        let (hop, likely) = match verdict {
            Verdict::Agrees => (None, Vec::new()),
            Verdict::Differs { hop, reasons } => (hops.get(*hop).map(|hop| key(hop.kind)), reasons.clone()),
        };
        Self {
            version: VERSION,
            target: TargetPart { mesh_version: target.release().to_string(), platform: target.platform().to_string() },
            query: QueryEntry::new(query),
            hops: hops.iter().map(HopPart::new).collect(),
            verdict: VerdictPart { agrees: *verdict == Verdict::Agrees, hop, likely },
        }
    }
}

impl HopPart {
    fn new(hop: &Hop) -> Self {
        let differences = match &hop.standing {
            Standing::Differs(differences) => differences.iter().map(ToString::to_string).collect(),
            Standing::Agrees | Standing::Fits => Vec::new(),
        };
        Self {
            hop: key(hop.kind),
            server: hop.exchange.server.to_string(),
            standing: match &hop.standing {
                Standing::Agrees => "agrees",
                Standing::Fits => "fits",
                Standing::Differs(_) => "differs",
            },
            predicted: hop.predicted.iter().map(ReplyPart::predicted).collect(),
            came: ReplyPart::came(&hop.exchange),
            differences,
            remarks: hop.exchange.remarks.lines().collect(),
            milliseconds: hop.exchange.took.as_millis(),
        }
    }
}

impl ReplyPart {
    fn predicted(predicted: &Predicted) -> Self {
        match &predicted.reply {
            Ok((rcode, answers)) => Self {
                rcode: Some(dns::rcode_text(*rcode).into_owned()),
                answers: answers.iter().map(RecordPart::new).collect(),
                ..Self::default()
            },
            Err(no_answer) => Self { no_answer: Some(no_answer.to_string()), ..Self::default() },
        }
    }

    fn came(exchange: &Exchange) -> Self {
        let reply = match &exchange.reply {
            Ok(reply) => reply,
            Err(no_answer) => return Self { no_answer: Some(no_answer.to_string()), ..Self::default() },
        };
        let records = |records: &[Record]| records.iter().map(RecordPart::new).collect();
        Self {
            rcode: Some(dns::rcode_text(reply.message.rcode).into_owned()),
            no_answer: None,
            protocol: Some(protocol(exchange.protocol)),
            flags: Some(dig::flags(&reply.message, &head(reply))),
            answers: records(&reply.message.answers),
            authority: records(&reply.message.authority),
            additional: records(&reply.message.additional),
        }
    }
}

impl RecordPart {
    fn new(record: &Record) -> Self {
        Self {
            name: record.name.clone(),
            ttl: record.ttl,
            class: dns::class_text(record.class).into_owned(),
            qtype: dns::qtype_text(record.qtype).into_owned(),
            data: match &record.data {
                RecordData::Address(address) => Some(address.to_string()),
                RecordData::Name(data) | RecordData::Text(data) => Some(data.clone()),
                RecordData::Unknown => None,
            },
        }
    }
}

fn key(kind: HopKind) -> &'static str {
    match kind {
        HopKind::Envoy => "envoy",
        HopKind::Resolver => "resolver",
        HopKind::CoreDns => "coredns",
        HopKind::EmbeddedProxy => "embedded-proxy",
    }
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Udp => "udp",
        Protocol::Tcp => "tcp",
    }
}

fn head(reply: &Reply) -> Head {
    Head {
        id: Some(reply.id),
        truncated: reply.truncated,
        recursion_desired: reply.recursion_desired,
        authentic_data: reply.authentic_data,
        checking_disabled: reply.checking_disabled,
        edns: reply.edns.map(|edns| (edns.version, edns.dnssec_ok, edns.udp_size)),
    }
}

/// The hops, the verdict and the answer of the last hop, for people; `walk` is the one that was predicted of it.
pub fn text(query: &Query, target: &Target, hops: &[Hop], verdict: &Verdict, walk: Option<&str>) -> String {
    let over = protocol(query.protocol).to_ascii_uppercase();
    let (class, qtype) = (dns::class_text(query.qclass), dns::qtype_text(query.qtype));
    let mut text = format!("target: {}, {}\n", target.release(), target.platform());
    let _ = writeln!(text, "query: {} {class} {qtype} over {over}\n", query.name());
    let rows: Vec<_> = hops.iter().map(row).collect();
    text += &table(&["HOP", "SERVER", "PREDICTED", "CAME", ""], &rows);
    for hop in hops {
        for remark in hop.exchange.remarks.lines() {
            let _ = writeln!(text, "{}: {remark}", hop.kind);
        }
    }
    text.push('\n');
    match verdict {
        Verdict::Agrees if hops.iter().all(|hop| hop.standing == Standing::Agrees) => {
            text.push_str("verdict: agrees\n");
        }
        Verdict::Agrees => text.push_str("verdict: agrees, as far as anything is known\n"),
        Verdict::Differs { hop, reasons } => {
            if let Some(hop) = hops.get(*hop) {
                differs(hop, reasons, &mut text);
            }
        }
    }
    if let Some(walk) = walk {
        let _ = write!(
            text,
            "\nthe walk that this was held against, in which the others answer as they have just done:\n{walk}"
        );
    }
    if let Some((hop, Ok(reply))) = hops.last().map(|hop| (hop, &hop.exchange.reply)) {
        let took = hop.exchange.took.as_millis();
        let over = protocol(hop.exchange.protocol).to_ascii_uppercase();
        let _ = write!(text, "\n{}", dig::dig(query, &reply.message, &head(reply)));
        let _ = writeln!(text, "\n;; {} bytes from {} over {over}, {took} ms", reply.size, hop.exchange.server);
    }
    visible(text.as_bytes()).into_owned()
}

fn row(hop: &Hop) -> Vec<String> {
    let predicted: Vec<_> = hop.predicted.iter().map(ToString::to_string).collect();
    let standing = match hop.standing {
        Standing::Agrees => "✓ agrees",
        Standing::Fits => "✓ fits (only supposed)",
        Standing::Differs(_) => "✗ differs",
    };
    let (kind, server) = (hop.kind.to_string(), hop.exchange.server.to_string());
    vec![kind, server, predicted.join(" or "), hop.exchange.to_string(), standing.to_owned()]
}

fn differs(hop: &Hop, reasons: &[String], text: &mut String) {
    let _ = writeln!(text, "verdict: differs at {}", hop.kind);
    let predicted: Vec<_> = hop.predicted.iter().map(ToString::to_string).collect();
    let _ = writeln!(text, "  predicted: {}", predicted.join(" or "));
    let _ = writeln!(text, "  came: {}", hop.exchange);
    if let Standing::Differs(differences) = &hop.standing {
        // Rcodes stand above.
        for difference in differences.iter().filter(|difference| !matches!(difference, Difference::Kind(..))) {
            let _ = writeln!(text, "  {difference}");
        }
    }
    for reason in reasons {
        let _ = writeln!(text, "  likely: {reason}");
    }
}
