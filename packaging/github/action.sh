#!/usr/bin/env bash
# The steps of action.yml. Reads INPUT_… and what GitHub sets for a step, writes what GitHub reads after it.
set -euo pipefail

# GitHub refuses a summary of more than 1 MiB.
MAX_SUMMARY=1000000

fail() {
  printf '::error::corefilectl: %s\n' "$1" >&2
  exit 2
}

fetch() {
  curl --fail --silent --show-error --location --retry 3 --output "$2" "$1" || fail "$1 cannot be fetched"
}

# The version whose packages are taken: the input, that of the action's tag, or the newest.
version() {
  local releases=$1 wanted=${INPUT_VERSION:-}
  if [[ -z $wanted && ${ACTION_REF:-} =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
    wanted=$ACTION_REF
  fi
  if [[ -z $wanted || $wanted == latest ]]; then
    # Leads to …/releases/tag/vX.Y.Z.
    wanted=$(curl --fail --silent --show-error --location --output /dev/null --write-out '%{url_effective}' "$releases/latest") ||
      fail "$releases/latest cannot be fetched"
    wanted=${wanted##*/}
  fi
  wanted=${wanted#v}
  [[ $wanted =~ ^[0-9A-Za-z.+-]+$ ]] || fail "version: \"$wanted\" is no release"
  printf '%s' "$wanted"
}

download() {
  local folder=$1 repository="${GITHUB_SERVER_URL:?}/${ACTION_REPOSITORY:?}" machine number stem
  machine=$(uname -sm)
  [[ $machine == "Linux x86_64" ]] || fail "there is no package for $machine: build the program and name it with the input program"
  number=$(version "$repository/releases")
  stem="corefilectl-$number-x86_64-unknown-linux-gnu"
  fetch "$repository/releases/download/v$number/$stem.tar.gz" "$folder/$stem.tar.gz"
  fetch "$repository/releases/download/v$number/SHA256SUMS" "$folder/SHA256SUMS"
  (cd "$folder" && grep -F "  $stem.tar.gz" SHA256SUMS | sha256sum --check --strict --status) ||
    fail "$stem.tar.gz is not what SHA256SUMS says"
  mkdir -p "$folder/bin"
  tar -xzf "$folder/$stem.tar.gz" -C "$folder/bin" --strip-components 1 "$stem/corefilectl"
}

setup() {
  local folder program
  folder=$(mktemp -d "${RUNNER_TEMP:?}/corefilectl-XXXXXX")
  if [[ -n ${INPUT_PROGRAM:-} ]]; then
    program=$(command -v -- "$INPUT_PROGRAM") || fail "program: $INPUT_PROGRAM cannot be run"
    mkdir "$folder/bin"
    ln -s "$(realpath "$program")" "$folder/bin/corefilectl"
  else
    download "$folder"
  fi
  "$folder/bin/corefilectl" --version
  printf '%s\n' "$folder/bin" >>"${GITHUB_PATH:?}"
  # For this step and later ones: what `-o concise` prints, pre-commit's hooks among it, becomes annotations.
  printf '::add-matcher::%s\n' "${ACTION_PATH:?}/.github/corefilectl-matcher.json"
}

lint() {
  local -a arguments=() words=()
  local line code=0 shown=0
  [[ -n ${INPUT_MESH_VERSION:-} ]] && arguments+=("--mesh-version=$INPUT_MESH_VERSION")
  [[ -n ${INPUT_PLATFORM:-} ]] && arguments+=("--platform=$INPUT_PLATFORM")
  [[ -n ${INPUT_FAIL_ON:-} ]] && arguments+=("--fail-on=$INPUT_FAIL_ON")
  while IFS= read -r line; do
    # Without a shell's expansion of what stands there.
    read -ra words <<<"$line"
    arguments+=("${words[@]}")
  done <<<"${INPUT_ARGS:-}"
  arguments+=(--)
  while IFS= read -r line; do
    [[ -n $line ]] && arguments+=("$line")
  done <<<"${INPUT_PATHS:-.}"

  corefilectl lint "--output=${INPUT_FORMAT:-github}" "${arguments[@]}" || code=$?
  printf 'exit-code=%s\n' "$code" >>"${GITHUB_OUTPUT:?}"
  if [[ ${INPUT_SUMMARY:-true} == true ]]; then
    local summary
    summary=$(mktemp "${RUNNER_TEMP:?}/summary-XXXXXX")
    corefilectl lint --output=markdown "${arguments[@]}" >"$summary" 2>/dev/null || shown=$?
    # A release that has no such page yet, or input that cannot be read.
    if [[ $shown -eq 2 && ! -s $summary ]]; then
      printf '```text\n' >"$summary"
      corefilectl lint --output=concise "${arguments[@]}" >>"$summary" 2>&1 || true
      printf '```\n' >>"$summary"
    fi
    head -c "$MAX_SUMMARY" "$summary" >>"${GITHUB_STEP_SUMMARY:?}"
  fi
  exit "$code"
}

case ${1:-} in
  setup) setup ;;
  lint) lint ;;
  *) fail "action.sh: setup or lint" ;;
esac
