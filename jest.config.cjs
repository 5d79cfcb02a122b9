const { availableParallelism } = require('node:os');
const { basename } = require('node:path');

const project = (folder) => ({
	displayName: basename(folder),
	testEnvironment: '<rootDir>/test/harness/jest/environment.cjs',
	runtime: '<rootDir>/test/harness/jest/runtime.cjs',
	testMatch: [`<rootDir>/${folder}/**/*.test.cts`],
	moduleFileExtensions: ['ts', 'cts', 'js', 'cjs', 'mjs', 'json', 'node'],
	transform: {
		'^.+\\.c?ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.jest.json' }],
	},
	setupFiles: ['test/engine', 'test/thorough', 'test/variants'].includes(folder)
		? ['<rootDir>/test/harness/patience.cts']
		: [],
});

/** @type {import('jest').Config} */
module.exports = {
	// A busy machine is no failure: how long something takes is for the benchmark to say. This one limit is
	// for what never ends; no test has one of its own.
	testTimeout: 900_000,
	// Many tests wait, for a time-out or for a stand-in that is slow: two more files than there are cores.
	maxWorkers: availableParallelism() + 2,
	// Workers need up to 1.3 GB. One that is begun anew loads n8n's engine again.
	workerIdleMemoryLimit: '2GB',
	// To load it takes longer than the usual half a second, also where nothing is left to do.
	workerGracefulExitTimeout: 5_000,
	// The variants of the service run side by side: most of their time, they wait as well.
	maxConcurrency: 48,
	globalSetup: '<rootDir>/test/harness/jest/temporaryFolder.cjs',
	testSequencer: '<rootDir>/test/harness/jest/longestFirst.cjs',
	// `npm test` runs the first three of them (jest.quick.cjs), `npm run test:thorough` the others.
	projects: [
		...['test/unit', 'test/engine', 'simulator'],
		...['test/thorough', 'test/fuzz', 'test/variants'],
	].map(project),
};
