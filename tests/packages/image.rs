//! The image: what the Dockerfile says, and where buildah is here, what it makes of it, run from its layer as the user of
//! kuma-dp.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::packed::{
    EPOCH, REPOSITORY, VERSION, packed, root, said, skipped, static_program, stem, succeeds, text, tool,
};

/// The instructions with their arguments, continued lines joined.
fn instructions() -> Vec<(String, String)> {
    let joined = text("Dockerfile").replace("\\\n", " ");
    let lines = joined.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split_once(' ').unwrap()).map(|(word, rest)| (word.to_owned(), rest.to_owned())).collect()
}

#[test]
fn the_dockerfile_is_what_install_expects() {
    let instructions = instructions();
    let find = |word: &str| {
        let found: Vec<_> =
            instructions.iter().filter(|(known, _)| known == word).map(|(_, rest)| rest.as_str()).collect();
        assert_eq!(found.len(), 1, "{word}: {found:?}");
        found[0]
    };
    assert_eq!(find("FROM"), "scratch");
    assert_eq!(find("ENTRYPOINT"), "[\"/corefilectl\"]");
    let user = find("USER");
    assert!(
        user.split(':').all(|id| id.parse::<u32>().is_ok_and(|id| id > 0)),
        "a kubelet that checks wants a number: {user}"
    );
    assert!(!instructions.iter().any(|(word, _)| word == "RUN"), "there is no shell");
    // By name, so that a folder without them makes no image, and nothing else of the folder gets in.
    let (files, to) = find("COPY").rsplit_once(' ').unwrap();
    assert_eq!(to, "/");
    let ignored = text(".dockerignore");
    let let_in: Vec<_> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    assert_eq!(let_in, files.split(' ').collect::<Vec<_>>());
    assert!(ignored.contains("\n*\n"), "nothing else");
    let manifest = text("templates/install/init-container.yaml.j2");
    assert!(manifest.contains("command: [\"/corefilectl\"]"));
}

fn json(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn buildah_makes_it() {
    if tool("buildah", "the image").is_none() {
        return;
    }
    let Some(program) = static_program() else {
        return skipped("the image", "COREFILECTL_STATIC is not set (make static)");
    };
    let folder = tempfile::tempdir().unwrap();
    let archive = format!("{}.tar.gz", stem());
    fs::copy(packed().join(&archive), folder.path().join(&archive)).unwrap();
    fs::copy(packed().join("SHA256SUMS"), folder.path().join("SHA256SUMS")).unwrap();
    let mut build = Command::new(root().join("packaging/image.sh"));
    let build = build.arg(folder.path()).arg("buildah").env("SOURCE_DATE_EPOCH", EPOCH).output().unwrap();
    // Without root it needs namespaces, which not every machine gives.
    let refused = ["not permitted", "permission denied", "newuidmap", "user namespace"];
    if !build.status.success() && refused.iter().any(|reason| said(&build.stderr).contains(reason)) {
        return skipped("the image", "buildah may not do its work here");
    }
    assert!(build.status.success(), "{}", said(&build.stderr));
    let image = folder.path().join("image");
    fs::create_dir(&image).unwrap();
    succeeds(
        Command::new("tar").arg("-xf").arg(folder.path().join(format!("{}-image.tar", stem()))).arg("-C").arg(&image),
    );
    let blob = |digest: &Value| image.join("blobs").join(digest.as_str().unwrap().replace(':', "/"));
    let index = json(&image.join("index.json"));
    let manifest = json(&blob(&index["manifests"][0]["digest"]));
    let config = json(&blob(&manifest["config"]["digest"]));
    assert_eq!(config["config"]["Entrypoint"], serde_json::json!(["/corefilectl"]));
    assert_eq!(config["config"]["User"].as_str(), Some("65532:65532"));
    assert_eq!(config["created"].as_str(), Some("2026-09-21T14:13:20Z"));
    for (label, value) in
        [("version", VERSION), ("source", REPOSITORY), ("licenses", "Apache-2.0"), ("title", "corefilectl")]
    {
        let label = format!("org.opencontainers.image.{label}");
        assert_eq!(config["config"]["Labels"][&label].as_str(), Some(value), "{label}");
    }
    let layers = manifest["layers"].as_array().unwrap();
    assert_eq!(layers.len(), 1);
    let layer = folder.path().join("layer");
    fs::create_dir(&layer).unwrap();
    succeeds(Command::new("tar").arg("-xpzf").arg(blob(&layers[0]["digest"])).arg("-C").arg(&layer));
    let mut inside: Vec<_> = fs::read_dir(&layer).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    inside.sort();
    assert_eq!(inside, ["LICENSE", "THIRD-PARTY-LICENSES.txt", "corefilectl"]);
    assert!(fs::read(layer.join("corefilectl")).unwrap() == fs::read(program).unwrap());
    // As kuma-dp's user, who owns nothing here.
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let mut run = Command::new("chroot");
    run.args(["--groups=", "--userspec=5678:5678"]).arg(&layer).args(["/corefilectl", "--version"]);
    match run.output() {
        Ok(output) if said(&output.stderr).contains("ermitted") => skipped("the image's program", "chroot needs root"),
        output => assert_eq!(said(&output.unwrap().stdout), format!("corefilectl {VERSION}\n")),
    }
    let sums = fs::read_to_string(folder.path().join("SHA256SUMS")).unwrap();
    assert_eq!(sums.matches(&format!("  {}-image.tar\n", stem())).count(), 1, "{sums}");
}
