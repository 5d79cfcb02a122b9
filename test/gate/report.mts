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

/** A check that cannot be made has not passed. */
const notMade = (error: unknown): Finding => ({
	note: 'not made',
	complaints: [error instanceof Error ? error.message : String(error)],
});

/** Runs the checks one after another, one line each, and returns how many failed. */
export const report = async (checks: Check[]): Promise<number> => {
	let failed = 0;
	for (const { name, run } of checks) {
		const { note, complaints } = await Promise.resolve().then(run).catch(notMade);
		if (complaints.length > 0) failed++;
		console.log(`${complaints.length > 0 ? 'FAIL' : 'pass'}  ${name} (${note})`);
		for (const complaint of complaints) console.log(`      ${complaint}`);
	}
	console.log(`\n${checks.length - failed} passed, ${failed} failed`);
	return failed;
};
