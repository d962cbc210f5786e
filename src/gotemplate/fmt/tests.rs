//! Tables of what the real Go 1.27 answers, and the budget.

use super::*;
use crate::gotemplate::schema::{Field, StructType};
use crate::gotemplate::value::{Data, IntType, Map, MapElements, Struct, Text, UintType};

fn leaked(data: Data) -> Value<'static> {
    Value::element(Box::leak(Box::new(data)))
}

fn nil() -> Value<'static> {
    Value::INVALID
}

fn boolean(value: bool) -> Value<'static> {
    Value::of(Kind::Bool(value))
}

fn int(value: i64) -> Value<'static> {
    Value::of(Kind::Int(IntType::Int, value))
}

fn int64(value: i64) -> Value<'static> {
    Value::of(Kind::Int(IntType::Int64, value))
}

fn uint8(value: u64) -> Value<'static> {
    Value::of(Kind::Uint(UintType::Uint8, value))
}

fn uint32(value: u64) -> Value<'static> {
    Value::of(Kind::Uint(UintType::Uint32, value))
}

fn uint64(value: u64) -> Value<'static> {
    Value::of(Kind::Uint(UintType::Uint64, value))
}

fn float(value: f64) -> Value<'static> {
    Value::of(Kind::Float(value))
}

fn complex(real: f64, imaginary: f64) -> Value<'static> {
    Value::of(Kind::Complex(real, imaginary))
}

fn text(bytes: &'static [u8]) -> Value<'static> {
    Value::of(Kind::String(Text::Borrowed(bytes)))
}

fn list() -> Value<'static> {
    let inner = Data::List(vec![Data::Bool(true), Data::Float(1.5)]);
    leaked(Data::List(vec![Data::Int(IntType::Int, 1), Data::string("a"), Data::Nil, inner]))
}

fn map() -> Value<'static> {
    let entries = [("k", Data::Nil), ("a", Data::Uint(UintType::Uint8, 7))];
    leaked(Data::Map(Map::new(MapElements::Any, entries.map(|(key, value)| (key.as_bytes().into(), value)))))
}

fn strings() -> Value<'static> {
    leaked(Data::Map(Map::new(MapElements::Strings, [(b"x".as_slice().into(), Data::string("y z"))])))
}

static BASE: StructType = StructType { name: "config.BaseConfig", fields: &[], methods: &[] };

static DNS: StructType = StructType {
    name: "kumadp.DNS",
    fields: &[
        Field { name: "BaseConfig" },
        Field { name: "Enabled" },
        Field { name: "CoreDNSPort" },
        Field { name: "EnvoyDNSPort" },
        Field { name: "CoreDNSBinaryPath" },
        Field { name: "PrometheusPort" },
        Field { name: "CoreDNSLogging" },
    ],
    methods: &[],
};

fn dns() -> Value<'static> {
    let fields = vec![
        Data::Struct(Struct { schema: &BASE, fields: vec![] }),
        Data::Bool(true),
        Data::Uint(UintType::Uint32, 15053),
        Data::Uint(UintType::Uint32, 15054),
        Data::string("coredns"),
        Data::Uint(UintType::Uint32, 0),
        Data::Bool(false),
    ];
    leaked(Data::Struct(Struct { schema: &DNS, fields }))
}

type Print = fn(&mut Vec<u8>, &[Value<'_>], GoVersion, usize) -> Result<(), TooLong>;

fn formatted(format: &[u8], args: &[Value<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    sprintf(&mut out, format, args, GoVersion::NEWEST, 1 << 20).unwrap();
    out
}

fn same(context: &[u8], got: &[u8], want: &[u8]) {
    assert_eq!(String::from_utf8_lossy(got), String::from_utf8_lossy(want), "{}", String::from_utf8_lossy(context));
    assert_eq!(got, want);
}

/// A value, formats between bars, and what they give.
type OneValue = (Value<'static>, &'static [u8], &'static [u8]);

fn check_each(table: &[OneValue]) {
    for (value, formats, want) in table {
        let got: Vec<_> =
            formats.split(|byte| *byte == b'|').map(|one| formatted(one, std::slice::from_ref(value))).collect();
        same(formats, &got.join(&b'|'), want);
    }
}

fn check(table: &[(&[u8], Vec<Value<'_>>, &[u8])]) {
    for (format, args, want) in table {
        same(format, &formatted(format, args), want);
    }
}

#[test]
fn integers() {
    check_each(&[
        (
            int(42),
            b"%d|%+d|% d|%5d|%-5d|%05d|%.3d|%+06d|%8.3d|%-08d|%v",
            b"42|+42| 42|   42|42   |00042|042|+00042|     042|42      |42",
        ),
        (
            int(42),
            b"%b|%o|%O|%x|%X|%#b|%#o|%#O|%#x|%#X|%#08x|%#.4x|%#.4o",
            b"101010|52|0o52|2a|2A|0b101010|052|0o052|0x2a|0X2A|0x0000002a|0x002a|0052",
        ),
        (int(i64::MIN), b"%d|%x|%#v", b"-9223372036854775808|-8000000000000000|-9223372036854775808"),
        (int(-255), b"%x|%#X|%05d|%b|%.4d", b"-ff|-0XFF|-0255|-11111111|-0255"),
        (int(0), b"%.0d|%5.0d|%-5.0d|%d|%#o|%#x|%O", b"|     |     |0|0|0x0|0o0"),
        (uint32(15053), b"%v|%#v|%d|%T|% #v|%#.8v", b"15053|0x3acd|15053|uint32| 0x3acd|0x00003acd"),
        (uint8(97), b"%v|%#v|%c|%q", b"97|0x61|a|'a'"),
        (uint64(9223372036854775808), b"%v|%#v", b"9223372036854775808|0x8000000000000000"),
        (int64(-1), b"%#v|%T|%c|%U|%q", b"-1|int64|\xef\xbf\xbd|U+FFFFFFFFFFFFFFFF|'\xef\xbf\xbd'"),
        (
            int(65),
            b"%c|%03c|%-3c|%q|%U|%#U|%8U|%08U|%.6U",
            b"A|00A|A  |'A'|U+0041|U+0041 'A'|  U+0041|  U+0041|U+000041",
        ),
        (
            int(19990),
            b"%c|%q|%+q|%#U|%#.6U|%5c",
            b"\xe4\xb8\x96|'\xe4\xb8\x96'|'\\u4e16'|U+4E16 '\xe4\xb8\x96'|U+004E16 '\xe4\xb8\x96'|    \xe4\xb8\x96",
        ),
        (
            int(128512),
            b"%#U|%q|%+q|%6q",
            b"U+1F600 '\xf0\x9f\x98\x80'|'\xf0\x9f\x98\x80'|'\\U0001f600'|   '\xf0\x9f\x98\x80'",
        ),
        (int(1114112), b"%c|%q|%U|%#U", b"\xef\xbf\xbd|'\xef\xbf\xbd'|U+110000|U+110000"),
        (int(55296), b"%c|%q|%+q|%#U", b"\xef\xbf\xbd|'\xef\xbf\xbd'|'\\ufffd'|U+D800"),
        (int(39), b"%q|%#q", b"'\\''|'\\''"),
        (int(10), b"%q|%#U", b"'\\n'|U+000A"),
    ]);
}

#[test]
fn floats() {
    check_each(&[
        (float(1e+06), b"%v|%g|%#g|%.3g|%#.3g|%.10g|%f|%x", b"1e+06|1e+06|1.00000e+06|1e+06|1.00e+06|1000000|1000000.000000|0x1.e848p+19"),
        (float(123456.0), b"%v|%e|%.2G", b"123456|1.234560e+05|1.2E+05"),
        (float(1e-05), b"%v|%#g|%.3f|%E", b"1e-05|1.00000e-05|0.000|1.000000E-05"),
        (float(0.0001), b"%v|%#g", b"0.0001|0.000100000"),
        (float(1.0), b"%v|%#v|%#g|%e|%#.0f|%x|%#x|%.20x|%b|%.30g", b"1|1|1.00000|1.000000e+00|1.|0x1p+00|0x1.0000p+00|0x1.00000000000000000000p+00|4503599627370496p-52|1"),
        (float(1e+21), b"%v|%.0f", b"1e+21|1000000000000000000000"),
        (float(0.5), b"%.0f|%.0e|%+v|% v|%06v", b"0|5e-01|0.5| 0.5|0000.5"),
        (float(2.5), b"%.0f|%.0e|%.0g|%#.0f", b"2|2e+00|2|2."),
        (float(99.555), b"%.2f|%6.1f%%|%.1f", b"99.56|  99.6%|99.6"),
        (float(-7.26549), b"%08.3f|%+.3e|%-8.1f|% f|%+08.1f|%8.1f|%.0x|%X", b"-007.265|-7.265e+00|-7.3    |-7.265490|-00007.3|    -7.3|-0x1p+03|-0X1.D0FDC9C4DA9P+02"),
        (float(1.999), b"%.2x|%.0x|%x|%020x", b"0x1.00p+01|0x1p+01|0x1.ffbe76c8b4396p+00|0x1.ffbe76c8b4396p+00"),
        (float(0.0), b"%v|%#g|%#x|%x|%b|%e|%.3g", b"0|0.00000|0x0.0000p+00|0x0p+00|0p-1074|0.000000e+00|0"),
        (float(5e-324), b"%v|%x|%b|%.20g", b"5e-324|0x1p-1074|1p-1074|4.9406564584124654418e-324"),
        (float(1.7976931348623157e+308), b"%.5g|%x|%X", b"1.7977e+308|0x1.fffffffffffffp+1023|0X1.FFFFFFFFFFFFFP+1023"),
        (float(0.1), b"%.30f|%.20g|%.60g", b"0.100000000000000005551115123126|0.10000000000000000555|0.1000000000000000055511151231257827021181583404541015625"),
        (float(-0.0), b"%v|%+f|%x|%08.1f", b"-0|-0.000000|-0x0p+00|-00000.0"),
        (float(0.16379165649414062), b"%v", b"0.16379165649414062"),
        (float(5.684341886080802e-14), b"%v", b"5.684341886080802e-14"),
        (float(f64::INFINITY), b"%v|%+v|% v|%08f|%-8f@|%#g|%x", b"+Inf|+Inf| Inf|    +Inf|+Inf    @|+Inf|+Inf"),
        (float(f64::NEG_INFINITY), b"%v|%08f|% e", b"-Inf|    -Inf|-Inf"),
        (float(f64::NAN), b"%v|%+v|% v|%08f|%-8f@|%b", b"NaN|NaN| NaN|     NaN|NaN     @|NaN"),
        (complex(1.0, 2.0), b"%v|%+v|%8.2f|%x|%#g|%s|%T|% +e", b"(1+2i)|(1+2i)|(    1.00   +2.00i)|(0x1p+00+0x1p+01i)|(1.00000+2.00000i)|%!s(complex128=(1+2i))|complex128|(+1.000000e+00+2.000000e+00i)"),
        (complex(1.0, -2.25), b"%.1f|%08.1f", b"(1.0-2.2i)|(000001.0-00002.2i)"),
        (float(1.5), b"%d|%s|%#d|%t|%F|%6.1G", b"%!d(float64=1.5)|%!s(float64=1.5)|%!d(float64=1.50000)|%!t(float64=1.5)|1.500000|     2"),
    ]);
}

#[test]
fn strings_booleans_and_nil() {
    check_each(&[
        (text(b"abc"), b"%s|%5s|%-5s@|%05s|%.2s|%5.1s|%.0s|%q|%8q|%#q|%.2q|%#v|%T|%v|%10T|%.3T", b"abc|  abc|abc  @|00abc|ab|    a||\"abc\"|   \"abc\"|`abc`|\"ab\"|\"abc\"|string|abc|    string|str"),
        (text(b"h\xc3\xa9llo"), b"%.2s|%7s|%q|%+q|%#+q|%+v|% x", b"h\xc3\xa9|  h\xc3\xa9llo|\"h\xc3\xa9llo\"|\"h\\u00e9llo\"|`h\xc3\xa9llo`|h\xc3\xa9llo|68 c3 a9 6c 6c 6f"),
        (text(b"a\"b`"), b"%q|%#q|%#v", b"\"a\\\"b`\"|\"a\\\"b`\"|\"a\\\"b`\""),
        (text(b"a\\b"), b"%q|%#q", b"\"a\\\\b\"|`a\\b`"),
        (text(b"\xff\x00\x7f\n\t\x07"), b"%q|%#q|%+q", b"\"\\xff\\x00\\x7f\\n\\t\\a\"|\"\\xff\\x00\\x7f\\n\\t\\a\"|\"\\xff\\x00\\x7f\\n\\t\\a\""),
        (text(b"\xc2\xad\xef\xbb\xbf\xef\xbf\xbd\xf0\x9f\x98\x80"), b"%q|%+q|%#q", b"\"\\u00ad\\ufeff\xef\xbf\xbd\xf0\x9f\x98\x80\"|\"\\u00ad\\ufeff\\ufffd\\U0001f600\"|\"\\u00ad\\ufeff\xef\xbf\xbd\xf0\x9f\x98\x80\""),
        (text(b"\xff\xfea\xe4\xb8\x96"), b"%.3s|%7s|%.2q|%.2x", b"\xff\xfea|   \xff\xfea\xe4\xb8\x96|\"\\xff\\xfe\"|fffe"),
        (text(b"hi\xff"), b"%x|%X|% x|%#x|%# x|%# X|%.2x|%8x|%-8x@|%08x|%#09x", b"6869ff|6869FF|68 69 ff|0x6869ff|0x68 0x69 0xff|0X68 0X69 0XFF|6869|  6869ff|6869ff  @|006869ff|00x6869ff"),
        (text(b""), b"%x|%3x|%#x|%s|%q|%2s", b"|   |||\"\"|  "),
        (text(b"x"), b"%d|%t|%5.2d|%w|%#w|%p|%!|%\xc3\xa9|%\xff", b"%!d(string=x)|%!t(string=x)|%!d(string=    x)|%!w(string=x)|%!w(string=\"x\")|%!p(string=x)|%!!(string=x)|%!\xc3\xa9(string=x)|%!\xef\xbf\xbd(string=x)"),
        (boolean(true), b"%t|%v|%6t|%06v|%q|%.1v|%-6t@", b"true|true|  true|00true|%!q(bool=true)|true|true  @"),
        (nil(), b"%v|%+v|%#v|%5v|%07v|%T|%d|%p|%s|%w", b"<nil>|<nil>|<nil>|<nil>|00<nil>|<nil>|%!d(<nil>)|%!p(<nil>)|%!s(<nil>)|%!w(<nil>)"),
    ]);
}

#[test]
fn composites() {
    check_each(&[
        (list(), b"%v|%#v|%d|%s|%x|%q|%3v|%T", b"[1 a <nil> [true 1.5]]|[]interface {}{1, \"a\", interface {}(nil), []interface {}{true, 1.5}}|[1 %!d(string=a) <nil> [%!d(bool=true) %!d(float64=1.5)]]|[%!s(int=1) a <nil> [%!s(bool=true) %!s(float64=1.5)]]|[1 61 <nil> [%!x(bool=true) 0x1.8p+00]]|['\\x01' \"a\" <nil> [%!q(bool=true) %!q(float64=1.5)]]|[  1   a <nil> [true 1.5]]|[]interface {}"),
        (list(), b"%w|%#w|%t", b"%!w([]interface {}=[1 a <nil> [true 1.5]])|%!w([]interface {}=[]interface {}{1, \"a\", interface {}(nil), []interface {}{true, 1.5}})|[%!t(int=1) %!t(string=a) <nil> [true %!t(float64=1.5)]]"),
        (map(), b"%v|%#v|%s|%T", b"map[a:7 k:<nil>]|map[string]interface {}{\"a\":0x7, \"k\":interface {}(nil)}|map[a:%!s(uint8=7) k:<nil>]|map[string]interface {}"),
        (strings(), b"%v|%#v|%x|%q|%T", b"map[x:y z]|map[string]string{\"x\":\"y z\"}|map[78:79207a]|map[\"x\":\"y z\"]|map[string]string"),
        (dns(), b"%v|%+v|%s|%x|%T", b"{{} true 15053 15054 coredns 0 false}|{BaseConfig:{} Enabled:true CoreDNSPort:15053 EnvoyDNSPort:15054 CoreDNSBinaryPath:coredns PrometheusPort:0 CoreDNSLogging:false}|{{} %!s(bool=true) %!s(uint32=15053) %!s(uint32=15054) coredns %!s(uint32=0) %!s(bool=false)}|{{} %!x(bool=true) 3acd 3ace 636f7265646e73 0 %!x(bool=false)}|kumadp.DNS"),
        (dns(), b"%#v|%p", b"kumadp.DNS{BaseConfig:config.BaseConfig{}, Enabled:true, CoreDNSPort:0x3acd, EnvoyDNSPort:0x3ace, CoreDNSBinaryPath:\"coredns\", PrometheusPort:0x0, CoreDNSLogging:false}|%!p(kumadp.DNS={{} true 15053 15054 coredns 0 false})"),
    ]);
}

#[test]
fn mistakes_in_formats() {
    check(&[
        (
            b"%z %! %\xc3\xa9 %\xff",
            vec![int(1), text(b"a"), boolean(true), nil()],
            b"%!z(int=1) %!!(string=a) %!\xc3\xa9(bool=true) %!\xef\xbf\xbd(<nil>)",
        ),
        (b"%d %d", vec![int(1)], b"1 %!d(MISSING)"),
        (b"%d", vec![int(1), text(b"x"), nil(), float(2.5)], b"1%!(EXTRA string=x, <nil>, float64=2.5)"),
        (b"%", vec![], b"%!(NOVERB)"),
        (b"5%", vec![int(1)], b"5%!(NOVERB)%!(EXTRA int=1)"),
        (b"%-05%|%%", vec![], b"%|%"),
        (b"%.", vec![], b"%!.(MISSING)"),
        (b"%5.", vec![int(1)], b"%!.(int=    1)"),
        (b"%.5|", vec![int(1)], b"%!|(int=00001)"),
        (b"%10000010d", vec![int(1)], b"%!(NOVERB)%!(EXTRA int=1)"),
        (b"%.10000010d", vec![int(1)], b"%!(NOVERB)%!(EXTRA int=1)"),
    ]);
}

#[test]
fn operands_for_stars_and_indexes() {
    check(&[
        (b"%[2]d %[1]d|%[2]d %d", vec![int(1), int(2), int(3)], b"2 1|2 3"),
        (b"%[3]*.[2]*[1]f|", vec![float(12.0), int(2), int(6)], b" 12.00|"),
        (b"%*d|%-*d|%*d|", vec![int(5), int(1), int(5), int(2), int(-5), int(3)], b"    1|2    |3    |"),
        (b"%.*d|%.*d", vec![int(3), int(7), int(-3), int(7)], b"007|%!(BADPREC)7"),
        (b"%*d", vec![text(b"x"), int(1)], b"%!(BADWIDTH)1"),
        (b"%*d", vec![int(1000001), int(1)], b"%!(BADWIDTH)1"),
        (b"%*d", vec![uint8(3), int(5)], b"  5"),
        (b"%*d", vec![], b"%!(BADWIDTH)%!d(MISSING)"),
        (b"%[5]d|%[x]d|%[]d|%[0]d|%d", vec![int(7)], b"%!d(BADINDEX)|%!d(BADINDEX)|%!d(BADINDEX)|%!d(BADINDEX)|7"),
        (b"%[1|%d", vec![int(1)], b"%!|(BADINDEX)1"),
        (b"%[", vec![int(1)], b"%!(NOVERB)"),
        (b"%[]", vec![int(1)], b"%!](BADINDEX)"),
        (b"%[1]2d|%[1].2d|%.[1]2d|%[1]*d", vec![int(5), int(6)], b"%!d(BADINDEX)|%!d(BADINDEX)|05|    6"),
        (b"%[1]%|%[2]*[1]d", vec![int(5)], b"%|%!d(BADINDEX)"),
        (b"%[10000010]d %[01]d", vec![int(3)], b"%!d(BADINDEX) 3"),
    ]);
}

#[test]
fn spaces_between_operands() {
    let args = [int(1), int(2), text(b"a"), int(3), nil(), nil(), text(b"b"), text(b"c"), list(), boolean(true)];
    let cases: [(Print, &[u8]); 2] = [
        (sprint, b"1 2a3 <nil> <nil>bc[1 a <nil> [true 1.5]] true"),
        (sprintln, b"1 2 a 3 <nil> <nil> b c [1 a <nil> [true 1.5]] true\n"),
    ];
    for (print, want) in cases {
        let mut out = b">".to_vec();
        print(&mut out, &args, GoVersion::NEWEST, 100).unwrap();
        same(b"", &out, &[b">", want].concat());
    }
}

#[test]
fn lists_and_maps_have_a_made_up_address() {
    check_each(&[
        (
            list(),
            b"%p|%#p|%020p|%+p|%x",
            b"0xc000000000|c000000000|0x0000000000c000000000|+0xc000000000|[1 61 <nil> [%!x(bool=true) 0x1.8p+00]]",
        ),
        (map(), b"%p|%14p", b"0xc000000000|  0xc000000000"),
    ]);
}

#[test]
fn unicode_follows_the_release() {
    let args = [int(0xc5c), text("\u{c5c}".as_bytes())];
    let newest = "'\u{c5c}'|\"\u{c5c}\"|U+0C5C '\u{c5c}'";
    for (minor, want) in [(21, r#"'\u0c5c'|"\u0c5c"|U+0C5C"#), (26, r#"'\u0c5c'|"\u0c5c"|U+0C5C"#), (27, newest)] {
        let mut out = Vec::new();
        let go = GoVersion::new(minor).unwrap();
        sprintf(&mut out, b"%q|%[2]q|%#[1]U", &args, go, 100).unwrap();
        same(b"", &out, want.as_bytes());
    }
}

#[test]
fn the_budget_holds_for_every_part() {
    let args = [int(7), text(b"abc"), float(0.1), list(), dns()];
    for format in ["%1000000d", "%-1000000d", "%.1000000d", "%01000000d"] {
        let mut out = Vec::new();
        assert_eq!(sprintf(&mut out, format.as_bytes(), &args, GoVersion::NEWEST, 5_000), Err(TooLong), "{format}");
        assert!(out.capacity() <= 5_000);
    }
    let format = b"%[1]5d %[2]q%[2]9x %[3].40f%[3]e%[3]#v %[4]v%[5]+v%[9]d%[1]t %% %";
    let whole = formatted(format, &args);
    for budget in 0..whole.len() {
        let mut out = Vec::new();
        assert_eq!(sprintf(&mut out, format, &args, GoVersion::NEWEST, budget), Err(TooLong), "{budget}");
        assert!(out.len() <= budget);
    }
    assert_eq!(sprintf(&mut Vec::new(), format, &args, GoVersion::NEWEST, whole.len()), Ok(()));
    for print in [sprint as Print, sprintln] {
        assert_eq!(print(&mut Vec::new(), &args, GoVersion::NEWEST, 10), Err(TooLong));
    }
}
