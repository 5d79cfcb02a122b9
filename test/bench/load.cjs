/**
 * `load.cjs PACKED`: milliseconds to load n8n-workflow, and then what package.json lists for n8n.
 * JavaScript, because what compiles TypeScript on the way would slow the loading down.
 */
const { basename, join } = require('node:path');

const [, , packed] = process.argv;
const start = performance.now();
require('n8n-workflow');
const workflow = performance.now();
const { nodes, credentials } = require(join(packed, 'package.json')).n8n;
for (const file of [...credentials, ...nodes]) {
	const { [basename(file).split('.')[0]]: Loaded } = require(join(packed, file));
	new Loaded();
}
const end = performance.now();
process.stdout.write(JSON.stringify({ workflow: workflow - start, own: end - workflow }));
