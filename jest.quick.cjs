const all = require('./jest.config.cjs');

const QUICK = ['unit', 'engine', 'simulator'];

/**
 * What `npm test` runs: what each operation does, refuses and reports.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...all,
	projects: all.projects.filter(({ displayName }) => QUICK.includes(displayName)),
};
