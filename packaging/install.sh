#!/bin/sh
# Puts the program with its manual pages, completions and licence below a prefix, or takes them away:
# install.sh install PROGRAM PREFIX, install.sh uninstall "" PREFIX.
set -eu

[ $# -eq 3 ] || {
  echo 'usage: install.sh install PROGRAM PREFIX, install.sh uninstall "" PREFIX' >&2
  exit 2
}
action=$1 program=$2 prefix=$3
# A file of the working folder, not what the PATH has under that name.
case $program in
  */*) ;;
  *) program=./$program ;;
esac
root=$(dirname "$0")/..
bash=$prefix/share/bash-completion/completions/corefilectl
zsh=$prefix/share/zsh/site-functions/_corefilectl
fish=$prefix/share/fish/vendor_completions.d/corefilectl.fish
documents=$prefix/share/doc/corefilectl

case $action in
  install)
    pages=$(mktemp -d)
    trap 'rm -rf "$pages"' EXIT
    "$program" man --dir "$pages"
    "$program" completion bash >"$pages/bash"
    "$program" completion zsh >"$pages/zsh"
    "$program" completion fish >"$pages/fish"
    install -D -m 0755 "$program" "$prefix/bin/corefilectl"
    for page in "$pages"/*.1; do
      install -D -m 0644 "$page" "$prefix/share/man/man1/${page##*/}"
    done
    install -D -m 0644 "$pages/bash" "$bash"
    install -D -m 0644 "$pages/zsh" "$zsh"
    install -D -m 0644 "$pages/fish" "$fish"
    install -D -m 0644 "$root/LICENSE" "$documents/LICENSE"
    ;;
  uninstall)
    rm -f "$prefix/bin/corefilectl" "$prefix/share/man/man1/corefilectl.1" "$prefix/share/man/man1"/corefilectl-*.1
    rm -f "$bash" "$zsh" "$fish" "$documents/LICENSE"
    rmdir "$documents" 2>/dev/null || true
    ;;
  *)
    echo "install.sh: install or uninstall" >&2
    exit 2
    ;;
esac
