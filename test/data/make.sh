#!/bin/sh
# Makes the test documents beside this script from source/. Needs LibreOffice Writer (soffice).
# Run it only when a source has changed: LibreOffice never writes the same bytes twice.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# make <name> <title> <docx|pdf>: page.fodt with the title and source/<name>.xml put in.
make() {
	awk -v title="$2" -v text="source/$1.xml" '
		/@TEXT@/ { while ((getline line < text) > 0) print line; next }
		{ gsub(/@TITLE@/, title); print }
	' source/page.fodt >"$work/$1.fodt"
	soffice --headless "-env:UserInstallation=file://$work/profile" \
		--convert-to "$3" --outdir . "$work/$1.fodt"
}

make employment-agreement 'Employment Agreement' docx
make confidentiality-agreement 'Confidentiality Agreement' pdf
make tenancy-agreement 'Tenancy Agreement' docx
make no-tags 'Notice' pdf
