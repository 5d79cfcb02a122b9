import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

import { described } from '../../probe/redact/vocabulary.cts';

interface Workflow {
	nodes: Array<{ name: string; parameters: { jsCode?: string } }>;
}

const file = join(__dirname, '../../examples/probe.json');
const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as Workflow;
const code = nodes.find(({ name }) => name === 'What Was Found')?.parameters.jsCode;

// What it keeps of an answer is what the API description names.
test('the workflow that asks the service knows the names and words of the API description', () => {
	expect(code).toContain(`'${[...described.names].sort().join(' ')}'`);
	expect(code).toContain(`'${[...described.words].sort().join('|')}'`);
});

interface Found {
	environment: string;
	readings: Record<string, { value?: string }>;
}

/** What the workflow finds in answers that differ from usual ones. */
function found(other: Record<string, object> = {}): Found {
	const signer = { FirstName: 'Ann', LastName: 'Lee', SigningKey: 'abc' };
	const answers: Record<string, object> = {
		'Your Own Address': { 'First Name': 'Ann', 'Last Name': 'Lee' },
		Account: { UserId: '1' },
		Upload: { Reference: '1' },
		Send: { Reference: '1', Signers: [signer] },
		Status: {
			Reference: '1',
			Status: 'Signing',
			DueDate: '2026-12-04T00:00:00Z',
			Folder: 'Progress',
		},
		Documents: {},
		Forms: {},
		'Delete Again': { deleted: true },
		'At the Sandbox?': { error: 'x' },
		'At Production?': { error: 'x' },
		...other,
	};
	const $ = (name: string) => ({ all: () => [{ json: answers[name] }] });
	const [{ json }] = runInNewContext(`(() => {${code}})()`, { $ }) as Array<{ json: Found }>;
	return json;
}
const valueOf = (name: string, other?: Record<string, object>) => found(other).readings[name].value;

test('the workflow names a value only where the answer tells it from the others', () => {
	expect(valueOf('signerNames')).toBe('asGiven');
	expect(valueOf('signingKey')).toBe('key');
	expect(valueOf('singleDocument')).toBe('noPackage');
	expect(valueOf('folder')).toBe('named');

	const capitals = { FirstName: 'ANN', LastName: 'LEE' };
	const person = { 'First Name': 'ANN', 'Last Name': 'LEE' };
	const send = (held: object) => ({ Send: { Reference: '1', ...held } });
	const typed = { 'Your Own Address': person, ...send({ Signers: [capitals] }) };
	expect(valueOf('signerNames', typed)).toBeUndefined();
	for (const SigningKey of ['www.example.com/sign?k=1', 'secured://sign/1', 12, ''])
		expect(valueOf('signingKey', send({ Signers: [{ SigningKey }] }))).toBeUndefined();
	expect(valueOf('singleDocument', send({ PackageReference: '' }))).toBeUndefined();
	expect(valueOf('folder', { Status: { Reference: '1', error: 'x' } })).toBeUndefined();
	expect(valueOf('signingKey', send({ Signers: 'nobody' }))).toBeUndefined();
});

// The credential signs requests to its own address alone.
test('the workflow names the environment in which the account has answered, and no other', () => {
	const environmentOf = (sandbox: object, production: object, Account: object = { UserId: '1' }) =>
		found({ Account, 'At the Sandbox?': sandbox, 'At Production?': production }).environment;
	const refused = { error: 'The credential can be used only for 127.0.0.1' };
	expect(environmentOf({ UserId: '1' }, refused)).toBe('sandbox');
	expect(environmentOf(refused, { UserId: '1' })).toBe('production');
	expect(environmentOf(refused, refused)).toBe('notKnown');
	expect(environmentOf({}, {})).toBe('notKnown');
	// Another credential in these nodes than in the rest.
	expect(environmentOf({ UserId: '2' }, refused)).toBe('notKnown');
	expect(environmentOf(refused, refused, refused)).toBe('notKnown');
	expect(environmentOf({}, {}, {})).toBe('notKnown');
});
