/**
 * Named checks, told one by one as they are made. The last line is `N passed, N failed`.
 */
export class Checks {
	private passed = 0;
	private failed = 0;

	/** Makes one check. Its result is undefined when it failed: what builds on it will say so too. */
	async check<T>(name: string, look: () => Promise<T> | T): Promise<T | undefined> {
		try {
			const result = await look();
			this.passed++;
			console.log(`✔ ${name}`);
			return result;
		} catch (error) {
			this.failed++;
			console.log(`✖ ${name}\n${String((error as Error).message).replace(/^/gm, '    ')}`);
			return undefined;
		}
	}

	/** Prints the count, and returns the exit code for it. A run without a check is no success. */
	finish(): number {
		console.log(`\n${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0 && this.passed > 0 ? 0 : 1;
	}
}
