import assert from 'node:assert/strict';
import { clientOf } from '../../n8n/sending.mts';
import { activate, importExample, nodeOf } from '../imported.mts';
import type { Place } from '../place.mts';
import {
	executionOf,
	onlyDocument,
	refusedNothing,
	submitForm,
	waits,
	type Story,
} from '../story.mts';

const RECORD = {
	employeeNumber: 'E-7',
	firstName: 'Dana',
	lastName: 'Poe',
	email: 'dana@example.com',
	position: 'Baker & <Barista>',
	startDate: '2027-02-01',
	hours: '',
	documentReference: '',
	onboarding: '',
};
const OTHER = { ...RECORD, employeeNumber: 'E-8', email: 'eli@example.com', hours: 'Full time' };

/** The data table that the note asks for, with two people in it; returns its address. */
async function makeTable({ owner }: Place): Promise<string> {
	const { data: project } = await owner.get<{ data: { id: string } }>('/rest/projects/personal');
	const tables = `/rest/projects/${project.id}/data-tables`;
	const columns = Object.keys(RECORD).map((name) => ({ name, type: 'string' }));
	const { data } = await owner.post<{ data: { id: string } }>(tables, {
		name: 'employees',
		columns,
	});
	await owner.post(`${tables}/${data.id}/insert`, { data: [RECORD, OTHER], returnType: 'count' });
	return `${tables}/${data.id}`;
}

/** A row without the columns that n8n adds to each table. */
const withoutOwnColumns = (row: object): object =>
	Object.fromEntries(Object.entries(row).filter(([name]) => name in RECORD));

export const onboardingForm: Story = {
	example: 'onboarding-form',
	tells:
		'a form is prefilled from a record, signed, and what was typed is written back; what is missing empties nothing',
	async play(place) {
		const simulator = place.simulatorOf(this.example);
		const table = await makeTable(place);
		const forms = await clientOf(simulator).json<Array<{ Name: string; Reference: string }>>(
			'GET',
			'/FormDirect/GetFormList',
		);
		const form = forms.find(({ Name }) => Name === 'Employment Agreement');
		assert.ok(form);
		const workflow = await importExample(place, this.example, (imported) => {
			nodeOf(imported, 'Send Form and Await').parameters.form = {
				__rl: true,
				mode: 'list',
				value: form.Reference,
			};
		});
		await activate(place, workflow);
		await submitForm(place, workflow, ['E-7']);
		const execution = await executionOf(place, workflow);
		await waits(place, execution);

		const { reference, fields, signers, clientReference } = onlyDocument(simulator);
		assert.equal(clientReference, 'E-7');
		const valueOf = (id: string) => fields.find((field) => field.id === id)?.value;
		// As XML holds it: the simulator takes the text of an element as it stands.
		assert.equal(valueOf('Position'), 'Baker &amp; &lt;Barista&gt;');
		assert.equal(valueOf('StartDate'), '2027-02-01');
		assert.deepEqual(
			signers.map(({ email, signerType }) => [email, signerType]),
			[
				['dana@example.com', 'Employee'],
				['ben@example.com', 'Employer'],
			],
		);
		await simulator.sign(reference, 'dana@example.com', { Hours: 'Part time', Position: 'Baker' });
		await simulator.sign(reference, 'ben@example.com');
		await place.executions.until(execution, 'success');

		const rows = async () => {
			const { data } = await place.owner.get<{ data: { data: Array<typeof RECORD> } }>(
				`${table}/rows`,
			);
			return data.data;
		};
		assert.deepEqual((await rows()).map(withoutOwnColumns), [
			{
				...RECORD,
				position: 'Baker',
				hours: 'Part time',
				documentReference: reference,
				onboarding: 'signed',
			},
			OTHER,
		]);
		refusedNothing(simulator);

		/** Has the form of the other one signed by both, and gives the record that comes of it. */
		const signedByOther = async (): Promise<typeof RECORD> => {
			await submitForm(place, workflow, ['E-8']);
			const [{ id }] = await place.executions.untilMany(workflow.id, 'waiting', 1);
			const sent = simulator.documents().at(-1);
			assert.ok(sent);
			await simulator.sign(sent.reference, 'eli@example.com', { Hours: 'None', Position: 'Boss' });
			await simulator.sign(sent.reference, 'ben@example.com');
			await place.executions.until(id, 'success');
			const [, other] = await rows();
			const { onboarding, documentReference, ...values } = other;
			assert.deepEqual(withoutOwnColumns(values), withoutOwnColumns(KEPT));
			assert.equal(documentReference, sent.reference);
			return other;
		};
		const { documentReference: _, onboarding: __, ...KEPT } = OTHER;
		simulator.faults.choose(({ operationId }) =>
			operationId === 'getFieldData' ? { kind: 'paymentRequired' } : undefined,
		);
		const refused = await signedByOther();
		assert.match(refused.onboarding, /^signed, but no answer is written here: /);
		assert.match(refused.onboarding, /Open the document in Secured Signing soon/);
		simulator.faults.clear();

		simulator.faults.spoil((was, { operationId }) =>
			operationId === 'getFieldData' && Array.isArray(was)
				? was.filter(({ Label }: { Label?: string }) => Label !== 'Position')
				: was,
		);
		const without = await signedByOther();
		assert.match(
			without.onboarding,
			/^signed, but no answer is written here: at least one is empty/,
		);
		simulator.faults.clear();
	},
};
