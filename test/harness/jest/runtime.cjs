const { createRequire } = require('node:module');
const { isAbsolute } = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const isOurs = (name) => name.startsWith('.') || isAbsolute(name);
const isInPackage = (path) => path.includes('/node_modules/');

/**
 * Loads our own files anew for each file of tests, as jest does, and packages once for each worker, as Node.js does:
 * to load n8n's engine takes seconds.
 */
module.exports = class extends Runtime {
	constructor(...parameters) {
		super(...parameters);
		const { executor } = this;
		// Among the globals of the worker: see environment.cjs.
		executor.compile = (source, filename) =>
			compileFunction(source, executor.injectedModuleParameters, { filename });
	}

	requireModuleOrMock(from, name) {
		// What jest itself answers is in no package of this name.
		if (isOurs(name) || name === '@jest/globals') return super.requireModuleOrMock(from, name);
		const require = createRequire(from);
		return isInPackage(require.resolve(name))
			? require(name)
			: super.requireModuleOrMock(from, name);
	}
};
