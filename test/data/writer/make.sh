#!/bin/sh
# Makes the documents beside this script from source/, with LibreOffice Writer (7.4 was used) and the font DejaVu Sans,
# and what they say: LibreOffice's own export to text, and what pdftotext (22.12) reads in the PDF.
# Run it only when a source has changed: LibreOffice never writes the same bytes twice.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

office() { soffice --headless "-env:UserInstallation=file://$work/profile" "$@" >/dev/null; }

for source in source/*.xml; do
	awk -v text="$source" '
		/<!-- headers alone -->/ && text !~ /headers/ { skip = 1 }
		/<!-- all -->/ { skip = 0 }
		skip { next }
		/^@TEXT@/ { while ((getline line < text) > 0) print line; next }
		{ print }
	' source/page.fodt >"$work/$(basename "$source" .xml).fodt"
done
for kind in odt docx pdf; do office --convert-to "$kind" --outdir . "$work"/*.fodt; done
office --convert-to 'txt:Text (encoded):UTF8' --outdir . "$work"/*.fodt
for pdf in *.pdf; do pdftotext -raw -nopgbrk "$pdf" "${pdf%.pdf}.pdf.txt"; done
