const { createRequire } = require('node:module');
const { dirname, isAbsolute, join } = require('node:path');
const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const isOurs = (name) => name.startsWith('.') || isAbsolute(name);
const isInPackage = (path) => path.includes('/node_modules/');

/** Our one file that is loaded once for each worker: it takes a while, and imports packages alone. */
const DESCRIPTION = join(__dirname, '../../../simulator/description.cts');
let description;

/** What this worker has compiled: of a script that is run again, V8 knows all functions that were called already. */
const compiled = new Map();

/** The function around a module's source, among the globals of the worker: see environment.cjs. */
function functionOf(source, filename, parameters) {
	const known = compiled.get(filename);
	if (known?.source === source) return known.script.runInThisContext();
	const head = `(function(${parameters.join(',')}){`;
	const script = new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
	compiled.set(filename, { source, script });
	return script.runInThisContext();
}

/**
 * Loads our own files anew for each file of tests, as jest does, and packages once for each worker, as Node.js does:
 * to load n8n's engine takes seconds.
 */
module.exports = class extends Runtime {
	constructor(...parameters) {
		super(...parameters);
		const { executor } = this;
		executor.compile = (source, filename) =>
			functionOf(source, filename, executor.injectedModuleParameters);
	}

	requireModuleOrMock(from, name) {
		if (name.endsWith('/description.cts') && join(dirname(from), name) === DESCRIPTION) {
			return (description ??= super.requireModuleOrMock(from, name));
		}
		// What jest itself answers is in no package of this name.
		if (isOurs(name) || name === '@jest/globals') return super.requireModuleOrMock(from, name);
		const require = createRequire(from);
		return isInPackage(require.resolve(name))
			? require(name)
			: super.requireModuleOrMock(from, name);
	}
};
