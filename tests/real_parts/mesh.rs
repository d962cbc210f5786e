//! The mesh of the recordings, as a mesh file and as the world of a walk; Corefiles that start; recorded lines.

use std::collections::BTreeMap;
use std::path::Path;

use corefilectl::chain::{MeshFile, World};
use corefilectl::coredns::{self, Host, Plugin, Server, Version};
use corefilectl::corefile::{Corefile, ImportLimit};
use serde::de::DeserializeOwned;

use crate::surroundings::Recorded;

/// What the recordings had: Envoy's table, and the resolver of the host.
pub const MESH: &str = "\
services:
- hostname: httpbin.mesh
  vip: 240.0.0.1
- hostnames: [backend.test-ns.svc.8080.mesh, backend_test-ns_svc_8080.mesh]
  vip: 240.0.0.0
- hostname: v4only.mesh
  addresses: [240.0.0.5]
resolver:
  others: missing
  records:
  - example.com. 60 IN A 192.0.2.10
  - example.com. 60 IN AAAA 2001:db8::10
  - httpbin.mesh. 60 IN A 203.0.113.9
  - httpbin.mesh. 60 IN AAAA 2001:db8:bad::9
  rcodes: {refused.example.com.: REFUSED}
";

/// The world that `text` describes, with Envoy at this port and nobody at any address that it does not name.
pub fn world(text: &str, envoy_port: u16) -> World {
    let mut world = MeshFile::parse(text.as_bytes()).unwrap().world(World::unknown(envoy_port, &["mesh"])).unwrap();
    world.elsewhere = None;
    world
}

/// A CoreDNS that has started with this Corefile.
pub fn start(text: &str, version: Version, host: &Host) -> Server {
    let (env, files) = (BTreeMap::new(), BTreeMap::new());
    let surroundings = Recorded { env: &env, files: &files };
    let known = |name: &str| Plugin::named(name).is_some();
    let corefile = Corefile::parse("Corefile", text.as_bytes(), &known, ImportLimit::TenThousand, &surroundings);
    let corefile = corefile.unwrap_or_else(|error| panic!("{}: {text}", error.message));
    let started = coredns::start(&corefile, version, host);
    started.unwrap_or_else(|error| panic!("{}: {text}", error.message)).server
}

/// A file of the recordings.
pub fn recorded(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/data").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of a corpus.
pub fn lines<T: DeserializeOwned>(name: &str) -> Vec<T> {
    recorded(name)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}
