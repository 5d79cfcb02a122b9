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
const OTHER = { ...RECORD, employeeNumber: 'E-8', email: 'eli@example.com' };

/** The data table that the note asks for, with two people in it; returns its address. */
async function makeTable({ owner }: Place): Promise<string> {
	const { data: project } = await owner.get<{ data: { id: string } }>('/rest/projects/personal');
	const tables = `/rest/projects/${project.id}/data-tables`;
	const columns = Object.keys(RECORD).map((name) => ({ name, type: 'string' }));
	const { data } = await owner.post<{ data: { id: string } }>(tables, {
		name: 'employees',
		columns,
	});
	await owner.post(`${tables}/${data.id}/insert`, { data: [RECORD, OTHER] });
	return `${tables}/${data.id}`;
}

/** A row without the columns that n8n adds to each table. */
const withoutOwnColumns = (row: object): object =>
	Object.fromEntries(Object.entries(row).filter(([name]) => name in RECORD));

export const onboardingForm: Story = {
	example: 'onboarding-form',
	tells: 'a form is prefilled from a record, signed, and what was typed is written back',
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

		const rows = await place.owner.get<{ data: { data: Array<typeof RECORD> } }>(`${table}/rows`);
		assert.deepEqual(rows.data.data.map(withoutOwnColumns), [
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
	},
};
