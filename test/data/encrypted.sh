#!/bin/sh
# Makes the files in encrypted/ from encrypted/open.pdf. Needs qpdf (Debian: qpdf).
set -eu
cd "$(dirname "$0")/encrypted"

make() {
	name=$1
	shift
	qpdf --allow-weak-crypto --static-id --static-aes-iv --encrypt '' owner "$@" -- open.pdf "$name.pdf"
}

make rc4-40 40
make rc4-128 128 --use-aes=n
make rc4-128-metadata 128 --use-aes=n --force-V4 --cleartext-metadata
make aes-128 128 --use-aes=y
make aes-256-r5 256 --force-R5
make aes-256 256
qpdf --static-id --static-aes-iv --object-streams=generate open.pdf --encrypt '' owner 256 -- aes-256-packed.pdf
qpdf --static-id --static-aes-iv --encrypt user owner 256 -- open.pdf password.pdf
