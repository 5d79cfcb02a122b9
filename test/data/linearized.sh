#!/bin/sh
# Makes the files in linearized/ from no-tags.pdf. Needs qpdf and pdfattach (Debian: qpdf, poppler-utils).
set -eu
cd "$(dirname "$0")"
note=$(mktemp)
trap 'rm -f "$note"' EXIT
echo 'An attachment' >"$note"

make() {
	qpdf --linearize "--object-streams=$2" no-tags.pdf "linearized/$1.pdf"
	pdfattach "linearized/$1.pdf" "$note" "linearized/$1-updated.pdf"
}

make table disable
make stream generate
