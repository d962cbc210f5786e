#!/bin/sh
# Prints what CHANGELOG.md says about a version, for the text of its release: notes.sh VERSION.
set -eu
awk -v version="$1" '
  /^## / { inside = ($2 == version || $2 == "[" version "]"); next }
  inside { print; if (NF) found = 1 }
  END { if (!found) { print "notes: CHANGELOG.md has no section " version >"/dev/stderr"; exit 1 } }
' "$(dirname "$0")/../CHANGELOG.md"
