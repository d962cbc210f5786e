#!/bin/sh
# Prints what Cargo.toml says about the package: about.sh version, about.sh repository.
set -eu
sed -n "/^\[package\]/,/^\[/s/^$1 = \"\(.*\)\"\$/\1/p" "$(dirname "$0")/../Cargo.toml"
