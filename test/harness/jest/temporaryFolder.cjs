const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * All that the tests of one run put into the temporary folder goes into one of its own, which is deleted in
 * the end: jest ends its workers without a chance to tidy up.
 */
module.exports = () => {
	const folder = mkdtempSync(join(tmpdir(), 'jest-'));
	process.env.TMPDIR = folder;
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
