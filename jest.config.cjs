const project = (name) => ({
	displayName: name,
	testMatch: [`<rootDir>/test/${name}/**/*.test.cts`],
	moduleFileExtensions: ['ts', 'cts', 'js', 'cjs', 'mjs', 'json', 'node'],
	transform: {
		'^.+\\.c?ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.jest.json' }],
	},
});

/** @type {import('jest').Config} */
module.exports = {
	// A busy machine is no failure: how long something takes is for the benchmark to say. This one limit is
	// for what never ends; no test has one of its own.
	testTimeout: 900_000,
	// Many tests wait for a look-up that takes its time: no core has to be kept free for them.
	maxWorkers: '100%',
	// The variants of the service run side by side: most of their time, they wait as well.
	maxConcurrency: 48,
	testSequencer: '<rootDir>/test/longestFirst.cjs',
	projects: ['unit', 'engine', 'sandbox', 'fuzz', 'variants'].map(project),
};
