#!/usr/bin/env bash
# Builds the image of the Dockerfile out of the release archive, as an OCI archive beside it: image.sh FOLDER BUILDAH.
# Without privileges for containers it takes chroot and plain folders; nothing is left in the user's own storage.
set -euo pipefail

folder=$1 buildah=$2
root=$(cd "$(dirname "$0")/.." && pwd)
command -v "$buildah" >/dev/null || {
  echo "image: $buildah is not here; docker build FOLDER does the same with the unpacked release archive" >&2
  exit 1
}
shopt -s nullglob
archives=("$folder"/corefilectl-*.tar.gz)
[[ ${#archives[@]} -eq 1 ]] || {
  echo "image: not one release archive in $folder: make dist" >&2
  exit 1
}
stem=$(basename "${archives[0]}" .tar.gz)
version=$("$root/packaging/about.sh" version)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/context"
tar -xpzf "${archives[0]}" -C "$scratch/context" --strip-components 1 "$stem/corefilectl" "$stem/LICENSE" "$stem/THIRD-PARTY-LICENSES.txt"
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 315532800)}
revision=$(git -C "$root" rev-parse HEAD 2>/dev/null || true)

storage=(--root "$scratch/storage" --runroot "$scratch/run" --storage-driver vfs)
"$buildah" "${storage[@]}" build --quiet --isolation chroot --timestamp "$epoch" --file "$root/Dockerfile" \
  --build-arg "VERSION=$version" --build-arg "REVISION=$revision" --build-arg "REPOSITORY=$("$root/packaging/about.sh" repository)" \
  --tag "corefilectl:$version" "$scratch/context" >/dev/null
"$buildah" "${storage[@]}" push --quiet "corefilectl:$version" "oci-archive:$scratch/image.tar:corefilectl:$version"
mv "$scratch/image.tar" "$folder/$stem-image.tar"
(
  cd "$folder"
  sed -i "/  $stem-image\.tar\$/d" SHA256SUMS
  sha256sum "$stem-image.tar" >>SHA256SUMS
)
echo "$folder/$stem-image.tar"
