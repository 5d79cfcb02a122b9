/**
 * The build: `dist` holds exactly what n8n loads, and nothing else.
 *
 * `n8n-node build` copies every picture of the repository into `dist`; here each asset is named by
 * the place it is loaded from: icons, codex files (`*.node.json`) and output schemas (`__schema__`).
 */
const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { promisify } = require('node:util');
const { dest, series, src } = require('gulp');

const ASSETS = ['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

const clean = async () => await rm('dist', { recursive: true, force: true });

const compile = async () => {
	const run = promisify(execFile);
	const { stdout } = await run(process.execPath, [require.resolve('typescript/bin/tsc')]).catch(
		({ stdout: report }) => {
			throw new Error(`TypeScript refused the sources:\n${report}`);
		},
	);
	process.stdout.write(stdout);
};

const assets = () => src(ASSETS, { base: '.', allowEmpty: true }).pipe(dest('dist'));

exports.default = series(clean, compile, assets);
