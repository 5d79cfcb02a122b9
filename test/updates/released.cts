/** Fixtures say what a released version has left in people's n8n: they are recorded before, and never again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** When a version was released: the day in its heading of the changelog; undefined while there is none. */
export const releasedOn = (version: string, changelog: string): string | undefined => {
	const heading = changelog.split('\n').find((line) => line.startsWith(`## ${version} - `));
	return /\d{4}-\d\d-\d\d$/.exec(heading ?? '')?.[0];
};

/** What follows the name of a script that records, without its flag. */
export const toBeRecorded = (version: string): string[] => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { 'released-too': { type: 'boolean' } },
	});
	const changelog = readFileSync(join(__dirname, '../../CHANGELOG.md'), 'utf8');
	const day = releasedOn(version, changelog);
	if (day !== undefined && !values['released-too']) {
		throw new Error(
			`${version} was released on ${day} (CHANGELOG.md): its fixtures stay as they are. Raise the version in package.json first. To record them all the same, add --released-too.`,
		);
	}
	return positionals;
};
