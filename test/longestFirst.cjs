const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The variants of the service begin first: one file, which waits most of its time and takes longest. At the end
 * it would keep all others waiting. Without times of an earlier run, jest goes by the size of the files.
 */
module.exports = class extends Sequencer {
	sort(tests) {
		const isLong = ({ path }) => path.endsWith('variants.test.cts');
		const sorted = super.sort(tests);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
};
