//! A real Envoy takes the listener of every release.

use std::process::Command;

use crate::envoy::{printed, program};
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
                let mut command = Command::new(&envoy);
                command.env_clear().current_dir(folder.path()).args(["--mode", "validate", "-l", "error", "-c"]);
                let output = command.arg(&bootstrap).output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{version} {more:?}: {said}\n{text}");
            }
        }
    }
}
