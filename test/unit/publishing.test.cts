/** That nothing gets into a release by the way, and that the repository has one address. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { homepage, repository, bugs, scripts } from '../../package.json';

const PROJECT = join(__dirname, '../..');
const FOLDER = join(PROJECT, '.github/workflows');

interface Step {
	uses?: string;
	run?: string;
}

interface Job {
	name: string;
	permissions?: Record<string, string>;
	steps: Step[];
}

const jobs = readdirSync(FOLDER).flatMap((file) => {
	const workflow = parse(readFileSync(join(FOLDER, file), 'utf8')) as { jobs: Record<string, Job> };
	return Object.values(workflow.jobs);
});

test('every action is pinned by the hash of its commit', () => {
	const used = jobs.flatMap(({ steps }) => steps.flatMap(({ uses = [] }) => uses));
	expect(used.length).toBeGreaterThan(5);
	for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[\da-f]{40}$/);
});

// docs.npmjs.com/trusted-publishers: whoever holds the workflow's identity may publish.
test('one job has the identity that npm trusts, and runs nothing of this project', () => {
	const trusted = jobs.filter(({ permissions = {} }) => 'id-token' in permissions);
	expect(trusted.map(({ name }) => name)).toEqual(['Publish to npm']);
	const [{ steps }] = trusted;
	const actions = steps.flatMap(({ uses = [] }) => uses).map((action) => action.split('@')[0]);
	expect(actions).toEqual(['actions/setup-node', 'actions/download-artifact']);
	expect(steps.flatMap(({ run = [] }) => run)).toEqual([
		expect.stringMatching(/^npm install --global --ignore-scripts npm@\d+\.\d+\.\d+$/),
		'npm publish ./*.tgz --provenance --access public --ignore-scripts',
	]);
});

test('what is packed is built first', () => {
	expect(scripts.prepack).toBe(scripts.build);
	// Against .npmrc, which turns prepack off as well.
	expect(scripts.package).toBe('npm pack --ignore-scripts=false');
	expect(readFileSync(join(PROJECT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

test('every address of the repository is the one in package.json', () => {
	expect(repository.url).toBe(`git+${homepage}.git`);
	expect(bugs.url).toBe(`${homepage}/issues`);
	const shipped = ['nodes', 'credentials'].flatMap((part) =>
		readdirSync(join(PROJECT, part), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(ts|json)$/.test(file))
			.map((file) => join(part, file)),
	);
	const others = shipped.filter((file) =>
		[
			...readFileSync(join(PROJECT, file), 'utf8').matchAll(
				/https:\/\/github\.com\/[^/\s]+\/[^/#\s"'<]+/g,
			),
		].some(([address]) => address !== homepage),
	);
	expect(others).toEqual([]);
});
