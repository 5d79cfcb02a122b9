/** That nothing gets into a release by the way, and that the repository has one address. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

import { PACKAGE } from '../../nodes/SecuredSigning/shared/version';
import {
	homepage,
	name,
	repository,
	bugs,
	publishConfig,
	scripts,
	version,
} from '../../package.json';
import { releasedOn } from '../updates/released.cts';

const PROJECT = join(__dirname, '../..');
const FOLDER = join(PROJECT, '.github/workflows');

interface Step {
	name?: string;
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
	// The same for a bare `npm publish`, which reads this after .npmrc.
	expect(publishConfig).toEqual({ 'ignore-scripts': false });
});

describe('the heading of the changelog', () => {
	test.each([
		['## 0.1.0 - 2026-12-01', '2026-12-01'],
		['## 0.1.0 - Unreleased', undefined],
		['## 0.1.0', undefined],
		['## 0.1.01 - 2026-12-01', undefined],
		['## 0.1.0-rc.1 - 2026-12-01', undefined],
		['## 0x1x0 - 2026-12-01', undefined],
	])('%s: released %s, and published only then', (heading, day) => {
		const changelog = `# Changelog\n\n${heading}\n\nText.\n`;
		expect(releasedOn('0.1.0', changelog)).toBe(day);

		const folder = mkdtempSync(join(tmpdir(), 'publishing-'));
		try {
			writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
			writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '0.1.0' }));
			const steps = jobs.flatMap((job) => job.steps);
			const { run = '' } = steps.find(({ name }) => name?.includes('changelog')) ?? {};
			const { status } = spawnSync('bash', ['-e', '-c', run], {
				cwd: folder,
				env: { ...process.env, GITHUB_REF_NAME: '0.1.0' },
			});
			expect(status).toBe(day === undefined ? 1 : 0);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	test('is that of the version in package.json', () => {
		const changelog = readFileSync(join(PROJECT, 'CHANGELOG.md'), 'utf8');
		const [heading] = /^## .*/m.exec(changelog) ?? [];
		expect(heading).toBe(`## ${version} - ${releasedOn(version, changelog) ?? 'Unreleased'}`);
	});
});

test('what the package says of itself is what package.json says', () => {
	expect(PACKAGE).toEqual({ package: name, version });
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
