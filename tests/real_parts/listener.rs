//! A real Envoy takes the listener of every release.

use std::path::Path;
use std::process::Command;

use crate::envoy::{printed, printed_in, program};
use crate::mesh::MESH;

#[test]
fn envoy_takes_the_listener_of_every_release() {
    let Some(envoy) = program("the listeners") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mesh = folder.path().join("mesh.yaml");
    let odd = "- hostname: \"o'no!#$%&*+-^_|~`.mesh\"\n  vip: 240.0.0.9\n";
    let texts = [MESH.to_owned(), "services: []\n".to_owned(), MESH.replace("resolver:", &format!("{odd}resolver:"))];
    for text in &texts {
        std::fs::write(&mesh, text).unwrap();
        for version in ["1.1.3", "1.3.1", "2.5", "2.6", "2.8", "2.14"] {
            for more in [&[][..], &["--admin-port", "9901"], &["-o", "json"]] {
                let arguments = [&["--mesh-version", version, "--bootstrap"], more].concat();
                let bootstrap = folder.path().join(if more.contains(&"json") { "envoy.json" } else { "envoy.yaml" });
                std::fs::write(&bootstrap, printed(&mesh, &arguments)).unwrap();
                takes(&envoy, &bootstrap, &format!("{version} {more:?}\n{text}"));
            }
        }
    }
}

fn takes(envoy: &Path, bootstrap: &Path, what: &str) {
    let mut command = Command::new(envoy);
    command.env_clear().args(["--mode", "validate", "-l", "error", "-c"]);
    let output = command.arg(bootstrap).output().unwrap();
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Names and addresses of every origin: tags, an ExternalService, a VirtualOutbound, the newer kinds, IPv6.
#[test]
fn envoy_takes_what_resources_and_the_persisted_map_make() {
    let Some(envoy) = program("the listeners of resources") else { return };
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/shop.yaml");
    std::fs::copy(example, folder.path().join("shop.yaml")).unwrap();
    let map = "vips web host:httpbin.org:443 fqdn:a.mesh:81 --mesh-version 2.7 --platform universal -o configmap";
    std::fs::write(folder.path().join("map.yaml"), printed_in(folder.path(), map)).unwrap();
    for source in [
        "--persisted map.yaml",
        "-f shop.yaml --default-generators",
        "-f shop.yaml --persisted map.yaml --ip-family-mode ipv4",
        "web api --cidr fd00:fd00::/64",
    ] {
        for version in ["2.5", "2.7", "2.9", "2.14"] {
            let arguments = format!("envoy {source} --mesh-version {version} --platform universal --bootstrap");
            let bootstrap = folder.path().join("envoy.yaml");
            std::fs::write(&bootstrap, printed_in(folder.path(), &arguments)).unwrap();
            takes(&envoy, &bootstrap, &arguments);
        }
    }
}
