import assert from 'node:assert/strict';
import { test } from 'node:test';

/** What a check found. No complaints means that it passed. */
export interface Finding {
	/** A few words for the line of the report, also when all is well. */
	note: string;
	complaints: string[];
}

export interface Check {
	name: string;
	run: () => Finding | Promise<Finding>;
}

/** Runs the checks one after another, each as a test that tells what was found. */
export const report = async (checks: Check[]): Promise<void> => {
	for (const { name, run } of checks) {
		await test(name, async (context) => {
			const { note, complaints } = await run();
			context.diagnostic(note);
			assert.deepEqual(complaints, []);
		});
	}
};
