#!/usr/bin/env bash
# The steps of action.yml. Reads INPUT_… and what GitHub sets for a step, writes what GitHub reads after it.
set -euo pipefail

# GitHub refuses a summary of more than 1 MiB.
MAX_SUMMARY=1000000

# What lint is given by this script: others of these would take the findings away from where GitHub reads them.
OURS='-o --output --output-file --output-template --format --exit-zero --fix --diff --write-baseline'

# The message is data: a line in it must not become a command of its own.
fail() {
  local message=${1//\%/%25}
  message=${message//$'\r'/%0D}
  message=${message//$'\n'/%0A}
  printf '::error::corefilectl: %s\n' "$message" >&2
  exit 2
}

fetch() {
  curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"
}

# The version whose packages are taken: the input, or that of the checkout this script is in.
version() {
  local releases=$1 wanted=${INPUT_VERSION:-}
  if [[ $wanted == latest ]]; then
    # Leads to …/releases/tag/vX.Y.Z, or to …/releases where there is none.
    wanted=$(curl --fail --silent --show-error --location --output /dev/null --write-out '%{url_effective}' "$releases/latest") ||
      fail "$releases/latest cannot be fetched"
    [[ $wanted == */tag/* ]] || fail "$releases has no release: build the program and name it with the input program"
    wanted=${wanted##*/}
  elif [[ -z $wanted ]]; then
    wanted=$(sh "${ACTION_PATH:?}/packaging/about.sh" version)
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
  fetch "$repository/releases/download/v$number/$stem.tar.gz" "$folder/$stem.tar.gz" ||
    fail "$repository has no release v$number with a package: name a release with the input version, or a program with the input program"
  fetch "$repository/releases/download/v$number/SHA256SUMS" "$folder/SHA256SUMS" ||
    fail "the release v$number of $repository has no SHA256SUMS that can be fetched"
  (cd "$folder" && grep -F "  $stem.tar.gz" SHA256SUMS | sha256sum --check --strict --status) ||
    fail "$stem.tar.gz is not what SHA256SUMS says"
  mkdir -p "$folder/bin"
  tar -xzf "$folder/$stem.tar.gz" -C "$folder/bin" --strip-components 1 "$stem/corefilectl"
}

# The program of the input, which has to be one of ours: neither a word of the shell nor any other program.
own_program() {
  local program=$1 answer
  [[ $program == /* ]] || program=$PWD/$program
  [[ -f $program && -x $program ]] || fail "program: $1 cannot be run: name the path of an executable file"
  answer=$("$program" version 2>/dev/null </dev/null) || answer=
  [[ $answer == "corefilectl "[0-9]* ]] || fail "program: $1 does not say that it is corefilectl"
  printf '%s' "$program"
}

setup() {
  local folder program
  folder=$(mktemp -d "${RUNNER_TEMP:?}/corefilectl-XXXXXX")
  if [[ -n ${INPUT_PROGRAM:-} ]]; then
    program=$(own_program "$INPUT_PROGRAM")
    mkdir "$folder/bin"
    ln -s "$program" "$folder/bin/corefilectl"
  else
    download "$folder"
  fi
  "$folder/bin/corefilectl" --version
  printf '%s\n' "$folder/bin" >>"${GITHUB_PATH:?}"
  # For this step and later ones: what `-o concise` prints, pre-commit's hooks among it, becomes annotations.
  printf '::add-matcher::%s\n' "${ACTION_PATH:?}/.github/corefilectl-matcher.json"
}

# Arguments that this script sets itself are refused.
refuse_ours() {
  local word
  for word in "$@"; do
    [[ $word == -o* || " $OURS " == *" ${word%%=*} "* ]] &&
      fail "args: $word is set by the action itself (the input format says what is printed): run corefilectl lint in a step of its own"
  done
  return 0
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
    # bash 3.2, that of macOS, knows no empty array.
    refuse_ours ${words[@]+"${words[@]}"}
    arguments+=(${words[@]+"${words[@]}"})
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
