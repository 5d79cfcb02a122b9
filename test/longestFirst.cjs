const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The variants of the service begin first: two files, which wait most of their time and take longest. At the
 * end they would keep all others waiting. Without times of an earlier run, jest goes by the size of the files.
 */
module.exports = class extends Sequencer {
	sort(tests) {
		const isLong = ({ path }) => /variants\/(variants|stories)\./.test(path);
		const sorted = super.sort(tests);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
};
