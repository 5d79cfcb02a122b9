const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * What waits most of its time and takes longest begins first: at the end it would keep all others waiting.
 * Without times of an earlier run, jest goes by the size of the files.
 */
module.exports = class extends Sequencer {
	sort(tests) {
		const isLong = ({ path }) =>
			/(variants|sendOnce|sendAgain|sentTwice|answersToSends|answerBounds|waiting(Trouble|OwnAddress)|[cC]haos)\.test\./.test(
				path,
			);
		const sorted = super.sort(tests);
		return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
	}
};
