//! The command with stubs for Envoy, the resolver and CoreDNS.

use std::fs;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use corefilectl::coredns::dns;
use serde_json::Value;
use tempfile::TempDir;

use crate::stub::{Asked, Deed, Stub, answer};

const MESH: &str =
    "services:\n- hostname: web.mesh\n  vip: 240.0.0.1\n- hostname: four.mesh\n  addresses: [240.0.0.5]\n";
const NXDOMAIN: u8 = 3;
const NOTIMP: u8 = 4;

/// What is asked, and what stands around.
struct Scene {
    folder: TempDir,
    arguments: Vec<String>,
}

impl Scene {
    fn new(arguments: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mesh.yaml"), MESH).unwrap();
        let arguments = arguments.split_whitespace().map(str::to_owned);
        let fixed = ["--mesh-version", "2.7", "--platform", "universal", "--timeout", "500ms"].map(str::to_owned);
        Self { folder, arguments: arguments.chain(fixed).collect() }
    }

    fn at(mut self, option: &str, stub: &Stub) -> Self {
        self.arguments.extend([format!("--{option}"), stub.address.to_string()]);
        self
    }

    fn run(&self) -> (i32, String, String) {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("corefilectl"));
        command.current_dir(self.folder.path()).env_clear().arg("probe").args(&self.arguments);
        let started = Instant::now();
        let output = command.timeout(Duration::from_secs(30)).output().unwrap();
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(!err.contains("panicked"), "{err}");
        (output.status.code().unwrap(), out, err)
    }

    fn json(mut self) -> (i32, Value) {
        self.arguments.extend(["-o".to_owned(), "json".to_owned()]);
        let (code, out, err) = self.run();
        (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}")))
    }
}

/// A server that knows web.mesh under this address and four.mesh, and else says NXDOMAIN or NOTIMP as Envoy does.
fn envoy(web: [u8; 4]) -> Stub {
    Stub::start_udp(move |asked| {
        let address = match asked.name.as_str() {
            "web.mesh." => web,
            "four.mesh." => [240, 0, 0, 5],
            _ => [0; 4],
        };
        Deed::Send(match asked.qtype {
            dns::A if address != [0; 4] => answer(asked, 0, &[(dns::A, address.to_vec())]),
            dns::A | dns::AAAA | dns::SRV => answer(asked, NXDOMAIN, &[]),
            _ => answer(asked, NOTIMP, &[]),
        })
    })
}

fn says(address: [u8; 4]) -> Stub {
    Stub::start(move |asked| Deed::Send(answer(asked, 0, &[(dns::A, address.to_vec())])))
}

fn fails(rcode: u8) -> Stub {
    Stub::start(move |asked: &Asked| Deed::Send(answer(asked, rcode, &[])))
}

fn standings(document: &Value) -> Vec<String> {
    let part = |hop: &Value| format!("{}: {}", hop["hop"].as_str().unwrap(), hop["standing"].as_str().unwrap());
    document["hops"].as_array().unwrap().iter().map(part).collect()
}

#[test]
fn it_agrees() {
    let (envoy, coredns) = (envoy([240, 0, 0, 1]), says([240, 0, 0, 1]));
    let scene = || Scene::new("web.mesh --mesh-file mesh.yaml").at("server", &coredns).at("envoy", &envoy);
    let (code, out, err) = scene().run();
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for part in [
        "target: 2.7.29, universal\nquery: web.mesh. IN A over UDP\n",
        "NOERROR 240.0.0.1   NOERROR 240.0.0.1   ✓ agrees\n",
        "\nverdict: agrees\n",
        ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: ",
        ";; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0\n\n;; QUESTION SECTION:\n;web.mesh.",
        "\nweb.mesh.\t\t30\tIN\tA\t240.0.0.1\n",
    ] {
        assert!(out.contains(part), "{part:?} is not in\n{out}");
    }
    let (code, document) = scene().json();
    assert_eq!((code, standings(&document)), (0, vec!["envoy: agrees".to_owned(), "coredns: agrees".to_owned()]));
    assert_eq!(document["verdict"]["agrees"], true);
    assert_eq!(document["hops"][1]["came"]["answers"][0]["data"], "240.0.0.1");
    let mut yaml = scene();
    yaml.arguments.extend(["-o".to_owned(), "yaml".to_owned()]);
    let (_, out, _) = yaml.run();
    let read: Value = serde_yaml::from_str(&out).unwrap();
    assert_eq!(read["query"], document["query"]);
}

#[test]
fn coredns_differs() {
    let (envoy, coredns) = (envoy([240, 0, 0, 1]), says([203, 0, 113, 9]));
    let (code, document) =
        Scene::new("web.mesh --mesh-file mesh.yaml").at("server", &coredns).at("envoy", &envoy).json();
    assert_eq!((code, standings(&document)), (1, vec!["envoy: agrees".to_owned(), "coredns: differs".to_owned()]));
    assert_eq!(document["verdict"]["hop"], "coredns");
    assert!(document["verdict"]["likely"][0].as_str().unwrap().contains("another Corefile"));
    let differences = document["hops"][1]["differences"].to_string();
    assert!(differences.contains("missing: web.mesh. 30 IN A 240.0.0.1"), "{differences}");
    assert!(differences.contains("not predicted: web.mesh. 30 IN A 203.0.113.9"), "{differences}");
}

/// CoreDNS passes on what Envoy really says, so only Envoy is to blame.
#[test]
fn envoy_differs() {
    let (envoy, coredns) = (envoy([240, 0, 0, 77]), says([240, 0, 0, 77]));
    let scene = Scene::new("web.mesh --mesh-file mesh.yaml").at("server", &coredns).at("envoy", &envoy);
    let (code, out, _) = scene.run();
    assert_eq!(code, 1);
    assert!(
        out.contains("verdict: differs at Envoy\n  predicted: NOERROR 240.0.0.1\n  came: NOERROR 240.0.0.77\n"),
        "{out}"
    );
    assert!(out.contains("likely: Envoy has other names or virtual IPs than the mesh file"), "{out}");
    let (_, document) = scene.json();
    assert_eq!(standings(&document), ["envoy: differs", "coredns: agrees"]);
}

#[test]
fn a_name_that_envoy_lacks_is_told() {
    let (envoy, coredns, resolver) = (fails(NXDOMAIN), fails(NXDOMAIN), fails(NXDOMAIN));
    let scene = Scene::new("web.mesh --mesh-file mesh.yaml").at("server", &coredns).at("envoy", &envoy);
    let (code, out, _) = scene.at("resolver", &resolver).run();
    assert_eq!(code, 1);
    assert!(out.contains("differs at Envoy") && out.contains("reachable services"), "{out}");
}

#[test]
fn the_resolver_s_own_answer_counts() {
    let (envoy, resolver) = (envoy([240, 0, 0, 1]), says([192, 0, 2, 10]));
    let ask = |coredns: &Stub| {
        let scene = Scene::new("example.com --mesh-file mesh.yaml").at("server", coredns).at("envoy", &envoy);
        scene.at("resolver", &resolver).json()
    };
    let (code, document) = ask(&says([192, 0, 2, 10]));
    assert_eq!(code, 0, "{document:#}");
    assert_eq!(standings(&document), ["envoy: agrees", "resolver: fits", "coredns: agrees"]);
    let (code, document) = ask(&says([198, 51, 100, 7]));
    assert_eq!((code, document["verdict"]["hop"].as_str()), (1, Some("coredns")));
    let (code, _) = ask(&fails(NXDOMAIN));
    assert_eq!(code, 1);
}

#[test]
fn a_resolver_that_was_not_asked_may_say_anything() {
    let envoy = envoy([240, 0, 0, 1]);
    for (coredns, expected) in [(says([192, 0, 2, 1]), 0), (fails(NXDOMAIN), 0), (fails(0), 0), (fails(5), 1)] {
        let scene = Scene::new("example.com --mesh-file mesh.yaml").at("server", &coredns).at("envoy", &envoy);
        let (code, document) = scene.json();
        assert_eq!(code, expected, "{document:#}");
        if expected == 1 {
            assert!(document["verdict"]["likely"][0].as_str().unwrap().contains("--resolver"));
        }
    }
}

/// The resolver is asked at another address than that in the host's resolv.conf.
#[test]
fn the_resolver_stands_for_the_nameservers_of_resolv_conf() {
    let (envoy, resolver) = (envoy([240, 0, 0, 1]), says([192, 0, 2, 10]));
    for (coredns, expected) in [(says([192, 0, 2, 10]), 0), (says([192, 0, 2, 11]), 1)] {
        let mut scene = Scene::new("example.com --mesh-file conf.yaml").at("server", &coredns).at("envoy", &envoy);
        let text = format!("{MESH}resolv-conf: {{/etc/resolv.conf: [10.96.0.10, 10.96.0.11]}}\n");
        fs::write(scene.folder.path().join("conf.yaml"), text).unwrap();
        scene = scene.at("resolver", &resolver);
        let (code, document) = scene.json();
        assert_eq!(code, expected, "{document:#}");
    }
}

#[test]
fn what_the_mesh_file_says_of_the_resolver_is_held_against_it() {
    let (envoy, resolver, coredns) = (envoy([240, 0, 0, 1]), says([192, 0, 2, 99]), says([192, 0, 2, 99]));
    let mut scene = Scene::new("example.com --mesh-file knows.yaml").at("server", &coredns).at("envoy", &envoy);
    let knows = format!("{MESH}resolver: {{records: [example.com. 60 IN A 192.0.2.10], others: missing}}\n");
    fs::write(scene.folder.path().join("knows.yaml"), knows).unwrap();
    scene = scene.at("resolver", &resolver);
    let (code, document) = scene.json();
    assert_eq!((code, document["verdict"]["hop"].as_str()), (1, Some("resolver")), "{document:#}");
}

#[test]
fn without_a_mesh_file_the_kind_of_answer_counts() {
    // NXDOMAIN is alright for a name that may or may not be there, NOTIMP is not.
    for (rcode, standing) in [(NXDOMAIN, "envoy: fits"), (NOTIMP, "envoy: differs")] {
        let (envoy, coredns) = (fails(rcode), fails(NXDOMAIN));
        let (_, document) = Scene::new("web.mesh").at("server", &coredns).at("envoy", &envoy).json();
        assert_eq!(standings(&document)[0], standing);
    }
}

#[test]
fn a_mesh_that_is_only_supposed_is_not_held_against_coredns() {
    for (rcode, code) in [(0, 0), (NXDOMAIN, 0), (NOTIMP, 1)] {
        let coredns = fails(rcode);
        let (found, document) = Scene::new("web.mesh --envoy none").at("server", &coredns).json();
        assert_eq!(found, code, "{document:#}");
    }
}

#[test]
fn nobody_answers() {
    let silent = || Stub::start(|_| Deed::Nothing);
    let (envoy, coredns) = (silent(), silent());
    let scene = Scene::new("web.mesh --mesh-file mesh.yaml").at("server", &coredns).at("envoy", &envoy);
    let (code, out, _) = scene.run();
    assert_eq!(code, 1);
    assert!(out.contains("no answer") && out.contains("likely: nobody answers: probe has to run where"), "{out}");
    let scene = Scene::new("example.com --envoy none").at("server", &coredns);
    let (code, out, _) = scene.run();
    assert_eq!(code, 1);
    assert!(out.contains("likely: the resolver behind it is silent"), "{out}");
    let free = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let arguments = format!("web.mesh --envoy none --server localhost:{free}");
    let (code, out, _) = Scene::new(&arguments).run();
    assert_eq!(code, 1);
    assert!(out.contains(&format!("likely: nobody listens at 127.0.0.1:{free}: CoreDNS does not run")), "{out}");
}

#[test]
fn tcp_goes_another_way() {
    // Envoy has no TCP, so alternate asks the resolver.
    let (envoy, resolver, coredns) = (envoy([240, 0, 0, 1]), says([192, 0, 2, 10]), says([192, 0, 2, 10]));
    let scene = Scene::new("web.mesh --tcp --mesh-file mesh.yaml").at("server", &coredns).at("envoy", &envoy);
    let (code, document) = scene.at("resolver", &resolver).json();
    assert_eq!((code, document["hops"][2]["came"]["protocol"].as_str()), (0, Some("tcp")), "{document:#}");
    assert_eq!(document["hops"][0]["came"]["protocol"], "udp");
}

#[test]
fn the_embedded_proxy_is_probed_too() {
    let (proxy, resolver) = (says([240, 0, 0, 1]), says([192, 0, 2, 10]));
    let mut scene = Scene::new("web.mesh --mesh-file mesh.yaml").at("server", &proxy).at("resolver", &resolver);
    scene.arguments[4] = "2.14".to_owned();
    scene.arguments[6] = "kubernetes".to_owned();
    let (code, document) = scene.json();
    assert_eq!(
        (code, standings(&document)),
        (0, vec!["resolver: fits".to_owned(), "embedded-proxy: agrees".to_owned()])
    );
}

#[test]
fn what_cannot_be_done_is_told() {
    for (arguments, part) in [
        ("", "<NAME>"),
        ("a..b", "empty label"),
        ("web.mesh BOGUS", "no type of DNS records"),
        ("web.mesh AXFR", "AXFR is nothing"),
        ("web.mesh --class NO", "no class: write IN"),
        ("web.mesh --server dns.corp:53", "--server"),
        ("web.mesh --server dns.corp:53", "write an IP"),
        ("web.mesh --envoy 127.0.0.1:0", "no port"),
        ("web.mesh --resolver 0.0.0.0", "no single server"),
        ("web.mesh --tries 0", "--tries"),
        ("web.mesh --mesh-file missing.yaml", "missing.yaml"),
        ("web.mesh --dns-enabled=false", "nobody to probe"),
        ("web.mesh --dns-coredns-port 0", "CoreDNSPort is 0"),
    ] {
        let (code, out, err) = Scene::new(arguments).run();
        assert_eq!((code, out.as_str()), (2, ""), "{arguments}: {err}");
        assert!(err.contains(part), "{arguments}: {err}");
    }
}

#[test]
fn types_and_names_as_people_write_them() {
    let (envoy, coredns) = (fails(NOTIMP), fails(0));
    for (arguments, name, qtype) in [
        ("web.mesh type65", "web.mesh.", "HTTPS"),
        ("web.mesh. mx", "web.mesh.", "MX"),
        ("bücher.example 16", "xn--bcher-kva.example.", "TXT"),
        ("a\\.b.mesh TYPE1234", "a\\.b.mesh.", "TYPE1234"),
    ] {
        let (code, document) = Scene::new(arguments).at("server", &coredns).at("envoy", &envoy).json();
        assert_eq!((document["query"]["name"].as_str(), document["query"]["type"].as_str()), (Some(name), Some(qtype)));
        assert_eq!(code, 0, "{document:#}");
    }
}
