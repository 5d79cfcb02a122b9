/** Several forms in one send: what became of it, whatever the answer and the lists tell. */
import type { IDataObject } from 'n8n-workflow';

import { OTHER_VALUES } from '../../nodes/SecuredSigning/send/agreed.ts';
import { execute } from './executions.cts';
import { employee, employer, useFormPacks } from './formPacks.cts';
import { namesOf } from './packs.cts';
import { ana, ben, cleo } from './samples.cts';

const { packs, form, formsOf, sending, send, sent } = useFormPacks();

describe('what became of it', () => {
	type Documents = { Documents: Array<{ Signers: IDataObject[]; Reference: string }> };
	const spoilAnswer = (change: (documents: Documents['Documents']) => unknown[]) =>
		packs.bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'sendForms2'
				? { ...(answer as object), Documents: change((answer as Documents).Documents) }
				: answer,
		);

	test('of an answer that names one of two, the other is looked up', async () => {
		spoilAnswer((documents) => documents.slice(0, 1));
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(namesOf(items.map(({ json }) => json))).toEqual([
			'Employment Agreement',
			'Tax Declaration',
		]);
		expect(sent()).toHaveLength(1);
	});

	test('an answer in another order is the same', async () => {
		const details = { onlyInForm: form('Tax Declaration') };
		spoilAnswer((documents) => documents.reverse());
		const { items, error } = await send({
			signers: { signer: [employee, employer, { ...cleo, signerType: 'Employer', details }] },
		});
		expect(error).toBeUndefined();
		expect(namesOf(items.map(({ json }) => json))).toEqual([
			'Tax Declaration',
			'Employment Agreement',
		]);
	});

	test('somebody whom one of the documents does not name is told, though the other one does', async () => {
		const leaveOutBen = <T extends { Signers: IDataObject[] }>(document: T): T => ({
			...document,
			Signers: document.Signers.filter(({ Email }) => Email !== ben.email),
		});
		packs.bench.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId === 'sendForms2') {
				const { Documents } = answer as Documents;
				return { ...(answer as object), Documents: [Documents[0], leaveOutBen(Documents[1])] };
			}
			const { Name } = answer as { Name?: string };
			return operationId === 'getDocumentStatus' && Name === 'Tax Declaration.pdf'
				? leaveOutBen(answer as { Signers: IDataObject[] })
				: answer;
		});
		const { error } = await send();
		expect(error?.message).toBe('This was sent, but not to Ben Wu (ben@example.com)');
		expect(sent()).toHaveLength(1);
	});

	test('an answer that was lost is found, with both documents', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		const { items, error } = await send();
		expect(error).toBeUndefined();
		expect(namesOf(items.map(({ json }) => json))).toEqual([
			'Employment Agreement',
			'Tax Declaration',
		]);
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
		expect(sent()).toHaveLength(1);
	});

	test('of a lost answer, one document that no list shows yet is not passed over', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		const before = new Set(packs.bench.simulator.documents().map(({ reference }) => reference));
		packs.bench.simulator.faults.spoil((answer) =>
			Array.isArray(answer)
				? answer.filter(
						({ Name, Reference }: { Name: string; Reference: string }) =>
							Name !== 'Tax Declaration.pdf' || before.has(Reference),
					)
				: answer,
		);
		const { error } = await send();
		expect(error?.message).toBe('Only 1 of 2 documents of this send were found');
		expect(sent()).toHaveLength(1);
	});

	test('sent once per reference, the second run sends nothing', async () => {
		const options = { clientReference: 'hire-8', oncePerClientReference: true };
		await send({ options });
		const { items, error } = await send({ options });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
		expect(sent()).toHaveLength(1);
		const other = await send({
			...formsOf('Employment Agreement', 'Confidentiality Undertaking'),
			signers: { signer: [employee, employer, { ...cleo, signerType: 'Recipient' }] },
			options,
		});
		expect(other.error?.message).toMatch(/^This was sent, but /);
		expect(sent()).toHaveLength(1);
	});

	describe('sent once per reference, and asked for with the people of both forms exchanged', () => {
		const dan = { firstName: 'Dan', lastName: 'Fox', email: 'dan@example.com' };
		const peopleOf = (name: string, ...people: object[]) =>
			people.map((person, at) => ({
				...person,
				signerType: ['Employee', 'Employer'][at],
				details: { onlyInForm: form(name) },
			}));
		const arranged = (agreement: object[], tax: object[], clientReference: string) => ({
			signers: {
				signer: [
					...peopleOf('Employment Agreement', ...agreement),
					...peopleOf('Tax Declaration', ...tax),
				],
			},
			options: { clientReference, oncePerClientReference: true },
		});

		test.each(['in this process', 'after a restart'])('%s', async (where) => {
			const reference = `exchanged-${where}`;
			await send(arranged([ana, ben], [cleo, dan], reference));
			const again = async () => {
				const { error } = await send(arranged([cleo, dan], [ana, ben], reference));
				expect(error?.message).toMatch(
					/^This was sent, but the documents have each other's signers/,
				);
				expect(error?.message).toContain(
					'“Employment Agreement.pdf” goes to Ana Lopez (ana@example.com) as Employee and Ben Wu',
				);
			};
			await (where === 'in this process' ? again() : packs.stage.restarted(again));
			expect(sent()).toHaveLength(1);
		});

		test('where the names of the documents do not tell, nothing is said of it', async () => {
			packs.bench.simulator.faults.spoil((answer) =>
				JSON.parse(
					JSON.stringify(answer).replace(
						/"(Employment Agreement|Tax Declaration)\.pdf"/g,
						'"Forms.pdf"',
					),
				),
			);
			await send(arranged([ana, ben], [cleo, dan], 'nameless'));
			await packs.stage.restarted(async () => {
				const { items, error } = await send(arranged([cleo, dan], [ana, ben], 'nameless'));
				expect(error).toBeUndefined();
				expect(items.map(({ json }) => json.recovered)).toEqual([true, true]);
			});
			expect(sent()).toHaveLength(1);
		});
	});

	test('an answer that has the names of two documents exchanged is told', async () => {
		const details = { onlyInForm: form('Tax Declaration') };
		packs.bench.simulator.faults.spoil((answer, { operationId }) => {
			const swapped = (name: unknown) =>
				({
					'Employment Agreement.pdf': 'Tax Declaration.pdf',
					'Tax Declaration.pdf': 'Employment Agreement.pdf',
				})[String(name)] ?? name;
			if (operationId === 'getDocumentStatus') {
				return { ...(answer as IDataObject), Name: swapped((answer as IDataObject).Name) };
			}
			if (operationId !== 'sendForms2') return answer;
			const { Documents } = answer as { Documents: IDataObject[] };
			return {
				...(answer as object),
				Documents: Documents.map((own) => ({ ...own, Name: swapped(own.Name) })),
			};
		});
		const { error } = await send({
			signers: { signer: [employee, employer, { ...cleo, signerType: 'Employer', details }] },
		});
		expect(error?.message).toMatch(
			/each other's signers: .*“Tax Declaration.pdf” goes to [^;]*ben@example.com/,
		);
	});

	test.each<[string, string[]]>([
		['the second form alone', ['Tax Declaration']],
		['the first form alone', ['Employment Agreement']],
	])('under the reference of a lost answer, %s is another order', async (_what, names) => {
		const options = { clientReference: `lag-${names[0]}`, oncePerClientReference: true };
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		packs.bench.simulator.faults.spoil((answer) =>
			Array.isArray(answer)
				? answer.filter(
						(own: IDataObject) =>
							own.Name !== 'Tax Declaration.pdf' || own.ClientReference !== options.clientReference,
					)
				: answer,
		);
		const first = await send({ options });
		expect(first.error?.message).toBe('Only 1 of 2 documents of this send were found');
		const { error } = await send({ ...formsOf(...names), options });
		expect(error?.message).toMatch(new RegExp(`^${OTHER_VALUES}: .*Additional Forms`));
		expect(error?.description).toContain('give the item another client reference');
		expect(sent()).toHaveLength(1);
	});

	test('a try of n8n after one that could not be looked up finds both, and sends nothing', async () => {
		packs.bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
		packs.bench.simulator.faults.add({ kind: 'unauthorized', operation: 'getActiveDocuments' });
		const node = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		const { items, error } = await execute(packs.bench, sending({}), { node });
		expect(error).toBeUndefined();
		expect(namesOf(items.map(({ json }) => json))).toEqual([
			'Employment Agreement',
			'Tax Declaration',
		]);
		expect(sent()).toHaveLength(1);
	});
});
