//! Tables of texts and their layout.

use super::*;

fn template(text: &str) -> String {
    let once = super::text(text.as_bytes(), Kind::Template).unwrap_or_else(|refusal| panic!("{text:?}: {refusal}"));
    assert_eq!(super::text(&once, Kind::Template).unwrap(), once, "twice: {text:?}");
    String::from_utf8(once).unwrap()
}

fn corefile(text: &str) -> String {
    let once = super::text(text.as_bytes(), Kind::Corefile).unwrap_or_else(|refusal| panic!("{text:?}: {refusal}"));
    assert_eq!(super::text(&once, Kind::Corefile).unwrap(), once, "twice: {text:?}");
    String::from_utf8(once).unwrap()
}

#[test]
fn show() {
    for text in [
        "\n\n.:{{.CoreDNSPort}}   {\r\n\r\n  forward .   127.0.0.1:{{.EnvoyDNSPort}}#x  \n\n\n\tlog  # a\n errors # bcd\n\n}\n# c\na:1 {\n{{if .CoreDNSLogging}}\n\n\tlog{{end}}\n {{- if .Enabled -}}\n  x \n {{else}}\n y {\n z\n}  {{end}}\n   }",
    ] {
        println!("{}", template(text));
    }
    println!(
        "{}",
        corefile("a:1 {\nlog   \"a  b\n\n  c\"    d   # x\nforward  . 1.2.3.4 { # yyy\n  p  q\n}\n}\n\n\n\nb:1 {\n}")
    );
}
