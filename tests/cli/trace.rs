//! `trace`: the walk of a query as its users see it.

use predicates::prelude::*;

use crate::harness::{Said, Sandbox};

const STUB: &str = "corp.example:{{ .CoreDNSPort }} {\n    forward . 10.0.0.53\n}\n.:{{ .CoreDNSPort }} {\n    forward . \
                    127.0.0.1:{{ .EnvoyDNSPort }}\n    alternate NXDOMAIN . /etc/resolv.conf\n}\n";
const MESH: &str = "services:\n- service: backend_demo_svc_80\n  vip: 240.0.0.9\nresolver:\n  others: missing\n  records: \
                    [www.example.com. 60 IN A 192.0.2.10]\n";
const ON: &str = "--mesh-version 2.7 --platform universal";

fn sandbox() -> Sandbox {
    Sandbox::with([("dns.tmpl", STUB), ("mesh.yaml", MESH)])
}

fn json(sandbox: &Sandbox, arguments: &str) -> serde_json::Value {
    serde_json::from_str(&sandbox.run(&format!("trace {arguments} -o json")).success().out()).unwrap()
}

#[test]
fn each_hop_has_the_line_that_is_responsible() {
    let sandbox = sandbox();
    let run = sandbox.run(&format!("trace www.example.com {ON} --dp-template dns.tmpl --mesh-file mesh.yaml"));
    assert_eq!(
        run.success().out(),
        "www.example.com. IN A over UDP, kuma-dp 2.7.29, universal, CoreDNS 1.14.6

   1  iptables redirects it to port 15053
   2  server block takes it for the zone .         dns.tmpl:4:1   .:{{ .CoreDNSPort }} {
   3  forward asks Envoy over UDP                  dns.tmpl:5:15  forward . 127.0.0.1:{{ .EnvoyDNSPort }}
   4  Envoy answers NXDOMAIN
   5  alternate takes over because of NXDOMAIN     dns.tmpl:6:15  alternate NXDOMAIN . /etc/resolv.conf
   6  alternate asks the host's resolver over UDP  dns.tmpl:6:26  alternate NXDOMAIN . /etc/resolv.conf
   7  the host's resolver answers NOERROR with a record
  => NOERROR, answered by the host's resolver

;; ->>HEADER<<- opcode: QUERY, status: NOERROR
;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

;; QUESTION SECTION:
;www.example.com.\t\tIN\tA

;; ANSWER SECTION:
www.example.com.\t60\tIN\tA\t192.0.2.10
"
    );
}

#[test]
fn what_is_supposed_is_said() {
    let sandbox = sandbox();
    let run = sandbox.run(&format!("trace a.mesh {ON}"));
    let run = run.saying("supposed: names under mesh. and mesh.local. are taken to exist").out();
    assert!(run.contains("a.mesh.\t\t\t30\tIN\tA\t?"), "{run}");
    let run = sandbox.run("trace a.mesh --mesh-version 2.7 --platform kubernetes --mesh-file mesh.yaml");
    assert_eq!(run.success().err(), "", "nothing is supposed where everything is said");
}

#[test]
fn an_unknown_server_forks_the_walk() {
    let sandbox = sandbox();
    let out = sandbox.run(&format!("trace db.corp.example {ON} --dp-template dns.tmpl")).success().out();
    for line in [
        "  ├─ if 10.0.0.53:53 knows the name\n",
        "  └─ if 10.0.0.53:53 does not answer\n",
        "      => SERVFAIL, answered by CoreDNS itself, after about 6 s\n",
        ";; answer 3 of 3\n",
    ] {
        assert!(out.contains(line), "{line} in {out}");
    }
    let document = json(&sandbox, &format!("db.corp.example {ON} --dp-template dns.tmpl"));
    assert_eq!(document["certain"], false);
    let branches = document["walk"]["branches"].as_array().unwrap();
    let ends: Vec<_> = branches.iter().map(|branch| branch["outcome"]["rcode"].as_str().unwrap()).collect();
    assert_eq!(ends, ["NOERROR", "NXDOMAIN", "SERVFAIL"]);
    assert_eq!(branches[1]["condition"], "if 10.0.0.53:53 does not know the name");
}

#[test]
fn documents_have_places_and_outcomes() {
    let sandbox = sandbox();
    let document =
        json(&sandbox, &format!("backend.demo.svc.80.mesh AAAA {ON} --dp-template dns.tmpl --mesh-file mesh.yaml"));
    let outcome = &document["walk"]["outcome"];
    assert_eq!(outcome["answeredBy"], "envoy");
    assert_eq!(outcome["answers"][0], "backend.demo.svc.80.mesh. 30 IN AAAA ::ffff:240.0.0.9");
    assert_eq!(outcome["asked"][0], "envoy/udp");
    let step = &document["walk"]["steps"][2];
    assert_eq!((&step["place"]["line"], &step["place"]["path"]), (&5.into(), &"dns.tmpl".into()));
    assert_eq!(step["place"]["rendered"]["text"], "forward . 127.0.0.1:15054");
    let yaml = sandbox.run(&format!("trace a.mesh {ON} -o yaml")).success().out();
    let yaml: serde_json::Value = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(yaml, json(&sandbox, &format!("a.mesh {ON}")));
}

#[test]
fn without_a_name_the_queries_that_matter_are_a_table() {
    let sandbox = sandbox();
    let out = sandbox.run(&format!("trace {ON} --dp-template dns.tmpl --mesh-file mesh.yaml")).success().out();
    let row = |name: &str, qtype: &str| {
        let row = out.lines().find(|line| line.starts_with(name) && line.contains(&format!(" {qtype} "))).unwrap();
        row.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("backend", "A"), "backend.demo.svc.80.mesh. A NOERROR Envoy Envoy 240.0.0.9");
    assert_eq!(row("www", "MX"), "www.example.com. MX NOTIMP Envoy Envoy -");
    assert_eq!(row("www", "A"), "www.example.com. A NOERROR the host's resolver Envoy, the host's resolver 192.0.2.10");
    assert!(row("no-such-name", "A").contains("NXDOMAIN"));
    let document = json(&sandbox, &format!("{ON} --mesh-file mesh.yaml"));
    assert_eq!(document["queries"].as_array().unwrap().len(), 6);
}

#[test]
fn the_way_to_coredns_depends_on_release_and_redirect() {
    let sandbox = sandbox();
    let told = |arguments: &str| sandbox.run(&format!("trace a.mesh {arguments}")).success().out();
    let on = |version: &str| format!("--mesh-version {version} --platform universal");
    assert!(told(&format!("{} --redirect off", on("2.7"))).contains("iptables leaves it alone: no redirect"));
    assert!(told(&format!("{} --tcp", on("2.12.0"))).contains("iptables redirects it to port 15053"));
    assert!(told(&format!("{} --tcp", on("2.14"))).contains("the client asks the host's resolver over TCP"));
    assert!(told(&format!("{} --envoy-down", on("2.7"))).contains("Envoy: connection refused"));
    let old = sandbox.run("trace x.example --mesh-version 2.5 --platform universal").success().out();
    assert!(old.contains("Envoy asks CoreDNS over UDP") && old.contains("template answers NXDOMAIN"), "{old}");
    let embedded = told("--mesh-version 2.14 --platform kubernetes");
    assert!(embedded.contains("the embedded DNS proxy finds the name in the mesh's table"), "{embedded}");
    assert!(embedded.contains("runs the DNS proxy embedded in it instead of CoreDNS"), "{embedded}");
    let off = told(&format!("{} --dns-enabled=false", on("2.7")));
    assert!(off.contains("DNS disabled") && off.contains("=> connection refused"), "{off}");
}

#[test]
fn a_finished_corefile_is_walked_as_it_is() {
    let sandbox = Sandbox::with([
        ("Corefile", ".:15053 {\n    import more.conf\n    forward . 10.0.0.1\n}\n"),
        ("more.conf", "template IN A {\n    answer \"{{ .Name }} 60 IN A 192.0.2.1\"\n}\n"),
        ("outside", ".:15053 {\n    import /etc/passwd\n    forward . {$NOPE}10.0.0.1\n}\n"),
    ]);
    let out = sandbox.run(&format!("trace a.org {ON} --corefile Corefile")).success().out();
    assert!(
        out.contains("a.org.\t\t\t60\tIN\tA\t192.0.2.1") && out.contains("Corefile:2:5  import more.conf"),
        "{out}"
    );
    let run = sandbox.run(&format!("trace a.org {ON} --corefile outside")).success();
    assert!(run.err().contains("import of /etc/passwd is not read") && run.err().contains("environment variables"));
    let mut stdin = sandbox.command();
    stdin.args(format!("trace a.org {ON} --corefile -").split_whitespace()).write_stdin(".:15053 {\n    errors\n}\n");
    stdin.assert().success().stdout(predicate::str::contains("<stdin>:1:1"));
    sandbox.run("trace a.org --corefile Corefile --dp-template Corefile").refuses("cannot be used with");
}

#[test]
fn names_types_and_classes_are_read_as_people_write_them() {
    let sandbox = sandbox();
    let head = |name: &str, rest: &str| {
        let mut command = sandbox.command();
        let out =
            command.arg("trace").arg(name).args(rest.split_whitespace()).args(ON.split_whitespace()).assert().success();
        out.out().lines().next().unwrap().split(", ").next().unwrap().to_owned()
    };
    assert_eq!(head("bücher.example", "aaaa"), "xn--bcher-kva.example. IN AAAA over UDP");
    assert_eq!(head("a\\.b.\\255x", "TYPE65280"), "a\\.b.\\255x. IN TYPE65280 over UDP");
    assert_eq!(head(".", "65 --class ch"), ". CH HTTPS over UDP");
    for (name, rest, message) in [
        ("a..b", "", "empty label"),
        (&*"a.".repeat(130), "", "takes 261 bytes"),
        (&*"a".repeat(64), "", "a label of 64 bytes"),
        ("", "", "the name is empty"),
        ("a\\300", "", "bad escape"),
        ("bücher\\.x", "", "without ASCII form"),
        ("\u{1b}[2J", "NOPE", "no type of DNS records"),
        ("a", "A --class NOPE", "no class"),
    ] {
        let mut command = sandbox.command();
        command.arg("trace").arg(name).args(rest.split_whitespace()).args(ON.split_whitespace());
        let err = command.assert().refuses(message).err();
        assert!(!err.contains('\u{1b}'), "{err}");
    }
}

#[test]
fn mesh_files_that_cannot_be_are_told_with_their_place() {
    for (text, message, place) in [
        ("services: [{hostname: a}, {hostname: a}]", "the name a. comes twice", "m.yaml:1:38"),
        ("services:\n- service: a\n  vip: 10.0.0.1\n", "not in the range of virtual IPs", "m.yaml:3:8"),
        ("resolver: {records: [x]}", "is no record", "m.yaml:1:22"),
        ("servces: []", "unknown field `servces`", "m.yaml:1:1"),
        ("a: &a [*a]", "", "m.yaml"),
        ("\u{1b}[2J: 1", "", "m.yaml"),
    ] {
        let sandbox = Sandbox::with([("m.yaml", text)]);
        let err = sandbox.run(&format!("trace a {ON} --mesh-file m.yaml")).refuses(message).err();
        assert!(err.contains(place) && !err.contains('\u{1b}'), "{text}: {err}");
    }
    let sandbox = sandbox();
    sandbox.run(&format!("trace a {ON} --mesh-file missing")).refuses("open missing: no such file or directory");
    let mut twice = sandbox.command();
    twice
        .args(format!("trace a {ON} --mesh-file - --corefile -").split_whitespace())
        .write_stdin(".:15053 {\n errors\n}\n");
    twice.assert().refuses("standard input can be read only once");
}

#[test]
fn what_does_not_start_is_told() {
    let sandbox = Sandbox::with([
        ("a.tmpl", "{{ .Nope }}"),
        ("b.tmpl", ".:53 {\n    cache\n}\n"),
        ("c.tmpl", ".:1053 {\n    forward\n}\n"),
        ("d.tmpl", ".:1053 {"),
    ]);
    for (file, message) in [
        ("a.tmpl", "can't evaluate field Nope"),
        ("b.tmpl", "Unknown directive 'cache'"),
        ("c.tmpl", "Wrong argument count"),
        ("d.tmpl", "Syntax error: Unexpected token '{'"),
    ] {
        let err = sandbox.run(&format!("trace a {ON} --dp-template {file}")).refuses(message).err();
        assert!(err.contains(&format!("--> {file}:")), "{err}");
    }
}

#[test]
fn walks_of_hostile_corefiles_are_bounded() {
    let upstreams: String = (0..15).map(|number| format!(" 10.0.0.{number}")).collect();
    let blocks: String = (0..20_000).map(|number| format!("z{number}.example:15053 {{\n    errors\n}}\n")).collect();
    let sandbox = Sandbox::with([
        ("many", &*format!(".:15053 {{\n    forward .{upstreams}\n    alternate SERVFAIL .{upstreams}\n}}\n")),
        (
            "round",
            ".:15053 {\n    forward . 127.0.0.1:15053 127.0.0.1:15053\n    alternate SERVFAIL . 127.0.0.1:15053\n}\n",
        ),
        ("blocks", &blocks),
    ]);
    let many = sandbox.run_within(20, &format!("trace a {ON} --corefile many")).success().out();
    assert!(many.contains("… more ways than are walked"), "{}", many.len());
    let round = sandbox.run_within(20, &format!("trace a {ON} --corefile round")).success().out();
    assert!(round.contains("the query comes round again"), "{round}");
    let blocks = sandbox.run_within(20, &format!("trace a.z7.example {ON} --corefile blocks")).success().out();
    assert!(blocks.contains("takes it for the zone z7.example."), "{blocks}");
}

/// 27 blocks, each of which asks the next two and the first.
fn labyrinth() -> String {
    let block = |number: u16| {
        let (own, next, over) = (15053 + number, 15054 + number, 15055 + number);
        format!(
            ".:{own} {{\n    forward . 127.0.0.1:{next} 127.0.0.1:{over} 127.0.0.1:15053\n    alternate SERVFAIL,NXDOMAIN . \
             127.0.0.1:{next} 127.0.0.1:15053\n}}\n"
        )
    };
    (0..27).map(block).collect()
}

#[test]
fn ways_that_are_cut_short_are_said_to_be() {
    let sandbox = Sandbox::with([("labyrinth", &*labyrinth())]);
    let on = format!("{ON} --dns-envoy-port 15999");
    let out = sandbox.run_within(60, &format!("trace a.org {on} --corefile labyrinth")).success().out();
    assert!(out.contains("more ways than are walked"), "{out}");
    let out = sandbox.run_within(60, &format!("trace {on} --corefile labyrinth")).success().out();
    assert!(out.ends_with("there are more ways than are walked\n"), "{out}");
    let drawn = sandbox.run_within(60, &format!("graph {on} --corefile labyrinth")).success().out();
    assert!(drawn.contains("server block .:15054"), "{drawn}");
}

#[test]
fn who_is_asked_by_whomever_is_asked() {
    let sandbox = sandbox();
    let asked = |arguments: &str| {
        let document = json(&sandbox, &format!("nosuch.mesh {arguments} --mesh-file mesh.yaml"));
        document["walk"]["outcome"]["asked"].to_string()
    };
    assert_eq!(asked("--mesh-version 2.14 --platform kubernetes"), r#"["host/udp"]"#, "by the embedded proxy");
    assert_eq!(asked(&format!("{ON} --redirect off")), r#"["host/udp"]"#, "by the client");
    let old = asked("--mesh-version 2.5 --platform universal");
    assert_eq!(old, r#"["envoy/udp","coredns/udp","host/udp"]"#, "by an Envoy with an upstream");
}

#[test]
fn a_corefile_that_is_not_in_force_answers_nothing() {
    let sandbox = Sandbox::with([("Corefile", ".:15053 {\n    forward . 127.0.0.1:15054\n}\n")]);
    let out = sandbox.run("trace a.mesh --corefile Corefile --mesh-version 2.14 --platform kubernetes").success().out();
    assert!(out.contains("reads no Corefile") && out.contains("answered by the embedded DNS proxy"), "{out}");
    let run = "trace a.mesh --corefile Corefile --mesh-version 2.14 --platform kubernetes --embedded-dns pod-off";
    assert!(sandbox.run(run).success().out().contains("answered by Envoy"));
}

#[test]
fn without_its_port_nobody_gets_the_mesh_s_names() {
    let sandbox = sandbox();
    let told = |arguments: &str| {
        let run = sandbox.run(&format!("trace backend.demo.svc.80.mesh {arguments} --mesh-file mesh.yaml")).success();
        (run.out(), run.err())
    };
    for arguments in [
        "--mesh-version 2.14 --platform kubernetes --dns-envoy-port 0",
        "--mesh-version 2.5 --platform kubernetes --dns-coredns-empty-port 0",
    ] {
        let (out, err) = told(arguments);
        assert!(out.contains("=> NXDOMAIN, answered by the host's resolver"), "{out}");
        assert!(err.contains("supposed: the control plane gives out no names of the mesh, because "), "{err}");
        let envoy = format!("envoy {arguments} --mesh-file mesh.yaml --ignore-embedded-dns");
        sandbox.run(&envoy).refuses("Envoy gets no DNS listener");
    }
}

#[test]
fn the_domain_of_the_file_counts_without_names_too() {
    for (file, name) in [
        ("domain: corp.test\n", "a.corp.test"),
        ("domain: corp.test\nservices: [{service: b}]\n", "a.corp.test"),
        ("envoy: up\n", "a.mesh"),
        ("services: [{service: b}]\n", "a.mesh.local"),
    ] {
        let sandbox = Sandbox::with([("m.yaml", file)]);
        let run = sandbox.run(&format!("trace {name} {ON} --mesh-file m.yaml --dns-envoy-port 0")).success().out();
        assert!(run.contains("=> NXDOMAIN, answered by the host's resolver"), "{file}: {run}");
    }
}

#[test]
fn ports_at_which_nobody_listens_are_closed() {
    let corefile = |upstream: &str| format!(".:15053 {{\n    forward . {upstream}\n}}\n");
    let end = |upstream: &str, arguments: &str| {
        let sandbox = Sandbox::with([("Corefile", &*corefile(upstream))]);
        sandbox.run(&format!("trace a.mesh --corefile Corefile {arguments}")).success().out()
    };
    // Envoy is on IPv4 only, and on Kubernetes at another port.
    assert!(end("[::1]:15054", ON).contains("[::1]:15054: connection refused"));
    let on_kubernetes = end("127.0.0.1:15054", "--mesh-version 2.10 --platform kubernetes");
    assert!(on_kubernetes.contains("127.0.0.1:15054: connection refused"), "{on_kubernetes}");
    assert!(end("127.0.0.1:53", ON).contains("if 127.0.0.1:53 knows the name"), "somebody may be there");
    let bypassed = end("10.0.0.1", &format!("{ON} --dns-envoy-port 15053"));
    assert!(bypassed.contains("Envoy has that port, so that CoreDNS is bypassed"), "{bypassed}");
}
