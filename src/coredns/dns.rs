//! The names of DNS classes, types and rcodes and their numbers, as CoreDNS's DNS library (miekg/dns 1.1) has them. What a
//! record of a type looks like is not known here.

use std::borrow::Cow;

/// Where servers listen.
pub const PORT: u16 = 53;

/// The class Internet.
pub const IN: u16 = 1;
/// The class CHAOS.
pub const CH: u16 = 3;
/// Any class, or any type.
pub const ANY: u16 = 255;

/// An IPv4 address.
pub const A: u16 = 1;
/// Another name for this one.
pub const CNAME: u16 = 5;
/// What a zone's authority says of it.
pub const SOA: u16 = 6;
/// A mail exchanger.
pub const MX: u16 = 15;
/// Text.
pub const TXT: u16 = 16;
/// An IPv6 address.
pub const AAAA: u16 = 28;
/// A service.
pub const SRV: u16 = 33;
/// A delegation's signer, which the parent zone holds.
pub const DS: u16 = 43;
/// How to reach an HTTP server.
pub const HTTPS: u16 = 65;

/// It went well.
pub const NOERROR: u16 = 0;
/// The query could not be read.
pub const FORMERR: u16 = 1;
/// The server could not answer.
pub const SERVFAIL: u16 = 2;
/// There is no such name.
pub const NXDOMAIN: u16 = 3;
/// The server does not do this kind of query.
pub const NOTIMP: u16 = 4;
/// The server does not want to answer.
pub const REFUSED: u16 = 5;

const RCODES: &[(&str, u16)] = &[
    ("NOERROR", NOERROR),
    ("FORMERR", FORMERR),
    ("SERVFAIL", SERVFAIL),
    ("NXDOMAIN", NXDOMAIN),
    ("NOTIMP", NOTIMP),
    ("REFUSED", REFUSED),
    ("YXDOMAIN", 6),
    ("YXRRSET", 7),
    ("NXRRSET", 8),
    ("NOTAUTH", 9),
    ("NOTZONE", 10),
    ("DSOTYPENI", 11),
    ("BADSIG", 16),
    ("BADKEY", 17),
    ("BADTIME", 18),
    ("BADMODE", 19),
    ("BADNAME", 20),
    ("BADALG", 21),
    ("BADTRUNC", 22),
    ("BADCOOKIE", 23),
    // A second spelling is read, never written.
    ("NOTIMPL", NOTIMP),
];

const CLASSES: &[(&str, u16)] = &[("IN", IN), ("CS", 2), ("CH", CH), ("HS", 4), ("NONE", 254), ("ANY", ANY)];

const TYPES: &[(&str, u16)] = &[
    ("None", 0),
    ("A", A),
    ("NS", 2),
    ("MD", 3),
    ("MF", 4),
    ("CNAME", CNAME),
    ("SOA", SOA),
    ("MB", 7),
    ("MG", 8),
    ("MR", 9),
    ("NULL", 10),
    ("PTR", 12),
    ("HINFO", 13),
    ("MINFO", 14),
    ("MX", MX),
    ("TXT", TXT),
    ("RP", 17),
    ("AFSDB", 18),
    ("X25", 19),
    ("ISDN", 20),
    ("RT", 21),
    ("NSAP-PTR", 23),
    ("SIG", 24),
    ("KEY", 25),
    ("PX", 26),
    ("GPOS", 27),
    ("AAAA", AAAA),
    ("LOC", 29),
    ("NXT", 30),
    ("EID", 31),
    ("NIMLOC", 32),
    ("SRV", SRV),
    ("ATMA", 34),
    ("NAPTR", 35),
    ("KX", 36),
    ("CERT", 37),
    ("DNAME", 39),
    ("OPT", 41),
    ("APL", 42),
    ("DS", DS),
    ("SSHFP", 44),
    ("IPSECKEY", 45),
    ("RRSIG", 46),
    ("NSEC", 47),
    ("DNSKEY", 48),
    ("DHCID", 49),
    ("NSEC3", 50),
    ("NSEC3PARAM", 51),
    ("TLSA", 52),
    ("SMIMEA", 53),
    ("HIP", 55),
    ("NINFO", 56),
    ("RKEY", 57),
    ("TALINK", 58),
    ("CDS", 59),
    ("CDNSKEY", 60),
    ("OPENPGPKEY", 61),
    ("CSYNC", 62),
    ("ZONEMD", 63),
    ("SVCB", 64),
    ("HTTPS", HTTPS),
    ("SPF", 99),
    ("UINFO", 100),
    ("UID", 101),
    ("GID", 102),
    ("UNSPEC", 103),
    ("NID", 104),
    ("L32", 105),
    ("L64", 106),
    ("LP", 107),
    ("EUI48", 108),
    ("EUI64", 109),
    ("NXNAME", 128),
    ("TKEY", 249),
    ("TSIG", 250),
    ("IXFR", 251),
    ("AXFR", 252),
    ("MAILB", 253),
    ("MAILA", 254),
    ("ANY", ANY),
    ("URI", 256),
    ("CAA", 257),
    ("AVC", 258),
    ("AMTRELAY", 260),
    ("RESINFO", 261),
    ("TA", 32768),
    ("DLV", 32769),
    ("Reserved", 65535),
];

fn number(table: &[(&str, u16)], name: &str) -> Option<u16> {
    table.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
}

fn name(table: &[(&'static str, u16)], number: u16) -> Option<&'static str> {
    table.iter().find(|(_, known)| *known == number).map(|(name, _)| *name)
}

fn named_or_numbered(table: &[(&str, u16)], prefix: &str, text: &str) -> Option<u16> {
    let known = table.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    known.map(|(_, number)| *number).or_else(|| {
        let is_prefixed = text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let digits = if is_prefixed { text.get(prefix.len()..)? } else { text };
        // Rust takes a plus in front of a number.
        if digits.starts_with('+') { None } else { digits.parse().ok() }
    })
}

/// The rcode of this name. Upper case counts, as in template's `rcode`; alternate, `next` and `failover` raise it first.
#[must_use]
pub fn rcode(name: &str) -> Option<u16> {
    number(RCODES, name)
}

/// The name of an rcode; none for those that CoreDNS's library has no name for.
#[must_use]
pub fn rcode_name(rcode: u16) -> Option<&'static str> {
    name(RCODES, rcode)
}

/// The name of an rcode, or `RCODE` and its number, as dig writes it.
#[must_use]
pub fn rcode_text(rcode: u16) -> Cow<'static, str> {
    rcode_name(rcode).map_or_else(|| format!("RCODE{rcode}").into(), Cow::Borrowed)
}

/// What an rcode says, in one sentence (RFC 1035, RFC 2136, RFC 6895); none for the rarer ones.
#[must_use]
pub fn rcode_meaning(rcode: u16) -> Option<&'static str> {
    Some(match rcode {
        NOERROR => "It went well; the answer may be empty all the same.",
        FORMERR => "The server could not read the query.",
        SERVFAIL => "The server could not answer; `forward` without any answer counts as this, too.",
        NXDOMAIN => "There is no such name.",
        NOTIMP => "The server does not do this kind of query.",
        REFUSED => "The server does not want to answer.",
        6..=10 => "The answer to an update of a zone.",
        16..=22 => "Something about the query's signature or version does not hold.",
        _ => return None,
    })
}

/// The names of rcodes that are written, in the order of their numbers.
pub fn rcode_names() -> impl Iterator<Item = &'static str> {
    RCODES.iter().filter(|(name, number)| rcode_name(*number) == Some(name)).map(|(name, _)| *name)
}

/// The names of classes.
pub fn class_names() -> impl Iterator<Item = &'static str> {
    CLASSES.iter().map(|(name, _)| *name)
}

/// The names of types.
pub fn qtype_names() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|(name, _)| *name)
}

/// The class of this name, in upper case.
#[must_use]
pub fn class(name: &str) -> Option<u16> {
    number(CLASSES, name)
}

/// The class that people mean: its name in any letter case, `CLASS3` (RFC 3597), or its number.
#[must_use]
pub fn class_of(text: &str) -> Option<u16> {
    named_or_numbered(CLASSES, "CLASS", text)
}

/// The name of a class.
#[must_use]
pub fn class_name(class: u16) -> Option<&'static str> {
    name(CLASSES, class)
}

/// The name of a class, or `CLASS` and its number (RFC 3597).
#[must_use]
pub fn class_text(class: u16) -> Cow<'static, str> {
    class_name(class).map_or_else(|| format!("CLASS{class}").into(), Cow::Borrowed)
}

/// The type of this name, in the letter case of the table: mostly upper case.
#[must_use]
pub fn qtype(name: &str) -> Option<u16> {
    number(TYPES, name)
}

/// The type that people mean: its name in any letter case, `TYPE65` (RFC 3597), or its number.
#[must_use]
pub fn qtype_of(text: &str) -> Option<u16> {
    named_or_numbered(TYPES, "TYPE", text)
}

/// The name of a type.
#[must_use]
pub fn qtype_name(qtype: u16) -> Option<&'static str> {
    name(TYPES, qtype)
}

/// The name of a type, or `TYPE` and its number (RFC 3597).
#[must_use]
pub fn qtype_text(qtype: u16) -> Cow<'static, str> {
    // CoreDNS's library has words for these two, which are no types.
    let name = qtype_name(qtype).filter(|_| !matches!(qtype, 0 | u16::MAX));
    name.map_or_else(|| format!("TYPE{qtype}").into(), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_agree() {
        for (text, number) in RCODES {
            assert_eq!(rcode(text), Some(*number));
            assert_eq!(rcode(rcode_name(*number).unwrap()), Some(*number));
        }
        for (text, _) in TYPES {
            assert_eq!(qtype_name(qtype(text).unwrap()), Some(*text));
        }
        for (text, _) in CLASSES {
            assert_eq!(class_name(class(text).unwrap()), Some(*text));
        }
    }

    /// Recorded: the second spelling of NOTIMP starts, these others do not.
    #[test]
    fn spellings_are_the_library_s() {
        assert_eq!(rcode("NOTIMPL"), Some(NOTIMP));
        assert_eq!(rcode_name(NOTIMP), Some("NOTIMP"));
        for wrong in ["BADVERS", "STATEFULNOTIMP", "STATEFULTYPENOTIMPLEMENTED", "nxdomain", "", "3"] {
            assert_eq!(rcode(wrong), None, "{wrong}");
        }
        assert_eq!(class("in"), None);
        assert_eq!(qtype("BOGUS"), None);
    }

    #[test]
    fn people_write_types_and_classes_as_they_like() {
        for (text, number) in
            [("A", A), ("aaaa", AAAA), ("Https", HTTPS), ("type65", HTTPS), ("TYPE1234", 1234), ("65", 65), ("0", 0)]
        {
            assert_eq!(qtype_of(text), Some(number), "{text}");
        }
        for (text, number) in [("in", IN), ("CH", CH), ("class3", CH), ("255", ANY), ("none", 254)] {
            assert_eq!(class_of(text), Some(number), "{text}");
        }
        for text in ["", "bogus", "type", "TYPE65536", "type+1", "+1", "-1", "65536", "1.5", "tÿpe1"] {
            assert_eq!((qtype_of(text), class_of(text)), (None, None), "{text}");
        }
    }

    #[test]
    fn what_has_no_name_shows_its_number() {
        assert_eq!(rcode_text(12), "RCODE12");
        assert_eq!(class_text(7), "CLASS7");
        assert_eq!((qtype_text(1234), qtype_text(0)), ("TYPE1234".into(), "TYPE0".into()));
        assert_eq!(qtype_text(HTTPS), "HTTPS");
    }
}
