//! `render` without a template: the default of every era on its own releases, and what chooses the release.

use predicates::prelude::*;

use crate::harness::{Said, Sandbox, tokens};

const UNTIL_1_3_0: &str = ".:15053 { forward . 127.0.0.1:15054 alternate NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf \
    prometheus localhost:19153 errors } .:15055 { template ANY ANY . { rcode NXDOMAIN } }";
const UNTIL_2_7: &str = ".:15053 { forward . 127.0.0.1:15054 alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . \
    /etc/resolv.conf prometheus localhost:19153 errors } .:15055 { template ANY ANY . { rcode NXDOMAIN } }";
const UNTIL_2_7_LOGGING: &str = ".:15053 { forward . 127.0.0.1:15054 alternate \
    NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf prometheus localhost:19153 errors log } .:15055 { \
    template ANY ANY . { rcode NXDOMAIN } log }";
const SINCE_2_8: &str = ".:15053 { forward . 127.0.0.1:15054 alternate NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . \
    /etc/resolv.conf prometheus localhost:19153 errors }";
const SINCE_2_8_LOGGING: &str = ".:15053 { forward . 127.0.0.1:15054 alternate \
    NOTIMP,FORMERR,NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf prometheus localhost:19153 errors log }";

fn expected(text: &'static str) -> Vec<&'static str> {
    text.split_whitespace().collect()
}

#[test]
fn without_arguments_it_is_the_default_of_the_default_target() {
    let run = Sandbox::new().run("render").success().stderr("target: 2.7.29, universal (default)\n");
    assert_eq!(tokens(&run.out()), expected(UNTIL_2_7));
    assert!(run.out().ends_with("}\n"), "2.5 and later end with a newline");
}

#[test]
fn each_era_has_its_default() {
    let sandbox = Sandbox::new();
    for (releases, wanted) in [
        (&["1.1.3", "1.2.3", "1.3.0"][..], UNTIL_1_3_0),
        (&["1.3.1", "1.8.1", "2.0.0", "2.4.0", "2.4", "2.5.0", "2.5", "2.6.0", "2.6", "2.7.0", "2.7.29"], UNTIL_2_7),
        (&["2.8.0", "2.8", "2.9.0", "2.10", "2.11.0", "2.12", "2.13.10", "2.14.0", "2.14"], SINCE_2_8),
    ] {
        for release in releases {
            let run = sandbox.run(&format!("render --mesh-version {release} --platform universal")).quietly();
            assert_eq!(tokens(&run.out()), expected(wanted), "{release}");
        }
    }
}

#[test]
fn the_default_ends_with_a_newline_since_2_5() {
    let sandbox = Sandbox::new();
    for (release, end) in [("1.1.3", "}"), ("2.4", "}"), ("2.5", "}\n"), ("2.6", "}\n"), ("2.14", "}\n")] {
        let out = sandbox.run(&format!("render --mesh-version {release}")).success().out();
        assert_eq!(&out[out.trim_end().len() - 1..], end, "{release}");
    }
}

#[test]
fn logging_adds_a_line_to_every_block_since_2_6() {
    let sandbox = Sandbox::new();
    for (release, wanted) in [
        ("2.6", UNTIL_2_7_LOGGING),
        ("2.7", UNTIL_2_7_LOGGING),
        ("2.8", SINCE_2_8_LOGGING),
        ("2.14", SINCE_2_8_LOGGING),
    ] {
        let run = sandbox.run(&format!("render --mesh-version {release} --dns-enable-logging")).success();
        assert_eq!(tokens(&run.out()), expected(wanted), "{release}");
    }
    let run = sandbox.run("render --mesh-version 2.5 --dns-enable-logging").saying("--dns-enable-logging is left out");
    assert_eq!(tokens(&run.out()), expected(UNTIL_2_7));
}

#[test]
fn the_target_is_told_where_it_is_assumed() {
    let sandbox = Sandbox::new();
    for (arguments, line) in [
        ("", "target: 2.7.29, universal (default)\n"),
        ("--mesh-version 2.8", "target: 2.8.8, universal (default)\n"),
        ("--platform universal", "target: 2.7.29 (default), universal\n"),
        ("--platform kubernetes", "target: 2.7.29 (default), kubernetes\n"),
        ("--mesh-version 2.8 --platform kubernetes", ""),
    ] {
        let run = sandbox.run(&format!("render {arguments}")).success().stderr(line);
        run.stdout(predicate::str::contains("target").not());
    }
}

#[test]
fn a_release_is_a_line_a_patch_and_may_have_a_v() {
    let sandbox = Sandbox::new();
    for (given, release) in [
        ("2.7", "2.7.29"),
        ("2.7.0", "2.7.0"),
        ("v2.7.3", "2.7.3"),
        ("v2.14", "2.14.3"),
        ("2.10", "2.10.11"),
        ("1.1", "1.1.6"),
        ("1.3", "1.3.1"),
    ] {
        let arguments = format!("render --mesh-version {given}");
        sandbox.run(&arguments).success().stderr(format!("target: {release}, universal (default)\n"));
    }
}

#[test]
fn releases_that_are_not_there() {
    let sandbox = Sandbox::new();
    for (given, part) in [
        ("2.7.40", "of this line 2.7.0 to 2.7.29 are known; a bare 2.7 means 2.7.29"),
        ("2.15", "Kuma 2.15 is newer than this corefilectl knows: newest known is 2.14.3; choose 2.14"),
        ("2.99.1", "newer than this corefilectl knows"),
        ("3.0", "Kuma 3.0 has no CoreDNS and no Corefile any more: since 3.0 the DNS proxy embedded in kuma-dp"),
        ("v3.0.0", "no Corefile any more"),
        ("4.1", "no Corefile any more"),
        ("1.9", "there is no Kuma 1.9: the line after 1.8 is 2.0"),
        ("1.1.2", "has no CoreDNS in the data plane: that came with 1.1.3"),
        ("0.7", "has no CoreDNS in the data plane"),
        ("latest", "\"latest\" is no Kuma release: write a line, such as 2.7"),
        ("2", "is no Kuma release"),
        ("2.7.29-rc1", "is no Kuma release"),
        ("2.07", "is no Kuma release"),
        ("vv2.7", "is no Kuma release"),
        ("2.7.99999999999999999999", "is no Kuma release"),
    ] {
        sandbox.run(&format!("render --mesh-version {given}")).refuses(part);
    }
    sandbox.run("render --mesh-version=").refuses("");
}

#[test]
fn words_that_no_flag_takes() {
    let sandbox = Sandbox::new();
    for (arguments, part) in [
        ("--platform kube", "[possible values: universal, kubernetes]"),
        ("--platform Universal", "invalid value"),
        ("--embedded-dns off", "[possible values: on, cp-off, pod-off]"),
        ("--mode 0600", "--output-file"),
        ("--output-file x --mode 0999", "not an octal mode between 0 and 0777"),
        ("--output-file x --mode 1777", "not an octal mode"),
        ("-o json", "--explain"),
        ("--explain --output-file x", "cannot be used with"),
        ("--explain --source-map x", "cannot be used with"),
        ("--explain -o toml", "[possible values: table, json, yaml]"),
        ("--mesh-version", "a value is required"),
        ("dns.tmpl", "Name the data plane's with --dp-template dns.tmpl"),
        ("--max-steps many", "invalid value"),
    ] {
        sandbox.run(&format!("render {arguments}")).refuses(part);
    }
    assert_eq!(sandbox.names(), [""; 0], "nothing is written");
}
