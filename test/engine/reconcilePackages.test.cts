/** Document > Reconcile: a row that means one document of a package stands for the whole send. */
import type { IDataObject } from 'n8n-workflow';

import { DAY_MS } from '../../nodes/SecuredSigning/shared/dates.ts';
import { employee, employer, useFormPacks } from './formPacks.cts';
import { both, cleo, dataFile, documentList, inDays } from './samples.cts';

const { packs, form, send } = useFormPacks();

const ROW = { resource: 'document', operation: 'reconcile', options: { includeOthers: true } };

/** Those of earlier tests are in the account, too. */
let before = 0;
beforeEach(() => {
	before = packs.bench.simulator.documents().length;
	packs.bench.simulator.faults.clear();
});

async function reconcile(rows: IDataObject[], parameters: object) {
	const { items, error } = await packs.bench.run(
		{ ...ROW, ...parameters },
		{ items: rows.map((json) => ({ json })) },
	);
	expect(error).toBeUndefined();
	const own = packs.bench.simulator.documents().slice(before);
	return items
		.map(({ json }) => json as IDataObject & { state: string })
		.filter(
			({ inNoRow, documentReference }) =>
				!inNoRow || own.some(({ reference }) => reference === documentReference),
		);
}

/** Signed by both. */
async function sign(reference: string) {
	await packs.bench.simulator.sign(reference);
	await packs.bench.simulator.sign(reference);
}

const spoilLists = (change: (one: IDataObject) => IDataObject) =>
	packs.bench.simulator.faults.spoil((answer, { operationId }) =>
		operationId === 'getActiveDocuments' ? (answer as IDataObject[]).map(change) : answer,
	);

/** An agreement of Ana and Ben, and a tax form of Ana and Cleo, in one send; the references of both. */
async function sendTwo(clientReference: string) {
	const details = { onlyInForm: form('Tax Declaration') };
	const { items, error } = await send({
		options: { clientReference },
		signers: { signer: [employee, employer, { ...cleo, signerType: 'employer', details }] },
	});
	expect(error).toBeUndefined();
	return items.map(({ json }) => json.documentReference as string);
}

describe('two forms in one send, of which one is signed', () => {
	const half = {
		state: 'pending',
		documentCount: 2,
		summary: expect.stringMatching(/^1 of 2 documents signed; /),
		documents: [
			{ name: expect.stringContaining('Tax Declaration'), state: 'pending' },
			{ state: 'signed' },
		],
	};

	test.each(['ben@example.com', 'cleo@example.com', 'ana@example.com', ''])(
		'a row with the email %j',
		async (signerEmail) => {
			const clientReference = `hire of ${signerEmail}`;
			const [agreement] = await sendTwo(clientReference);
			await sign(agreement);
			const rows = await reconcile([{}], { clientReference, signerEmail });
			expect(rows).toMatchObject([half]);
			expect(rows[0]).not.toHaveProperty('warning');
		},
	);

	test('a row with the reference of the signed one', async () => {
		const [agreement, tax] = await sendTwo('hire-2');
		await sign(agreement);
		const more = { documentReference: agreement };
		const rows = await reconcile([{}], { clientReference: 'hire-2', more });
		expect(rows).toMatchObject([half]);
		await sign(tax);
		const [all] = await reconcile([{}], { clientReference: 'hire-2', more });
		expect(all).toMatchObject({
			state: 'signed',
			documentReference: agreement,
			documents: [{ state: 'signed' }, { state: 'signed' }],
		});
	});

	test('a folder that could not be read may have the rest', async () => {
		const [agreement] = await sendTwo('hire-3');
		await sign(agreement);
		packs.bench.simulator.faults.choose(({ path }) =>
			path.includes('/GetActiveDocuments/Progress') ? { kind: 'paymentRequired' } : undefined,
		);
		const more = { documentReference: agreement };
		for (const row of [{ signerEmail: 'ben@example.com' }, { more }]) {
			const [first] = await reconcile([{}], { clientReference: 'hire-3', ...row });
			expect(first.state).toBe('unknown');
			expect(first.reason).toMatch(/folder Progress could not be read/);
		}
	});

	test('rows for each of them mean different documents', async () => {
		const [agreement] = await sendTwo('hire-4');
		await sign(agreement);
		const rows = await reconcile([{ to: 'ben@example.com' }, { to: 'cleo@example.com' }], {
			clientReference: 'hire-4',
			signerEmail: '={{ $json.to }}',
		});
		expect(rows.map(({ state, warning }) => [state, warning])).toEqual([
			['pending', undefined],
			['pending', undefined],
		]);
	});
});

const due = (days: number) =>
	new Date(packs.bench.simulator.clock.now().getTime() + days * DAY_MS).toISOString();

test('what is due first of a package says how many days are left', async () => {
	await sendTwo('hire-5');
	spoilLists((one) => ({
		...one,
		DueDate: /Tax/.test(one.Name as string) ? due(1) : due(9),
	}));
	const row = { clientReference: 'hire-5', signerEmail: 'ben@example.com' };
	const [first] = await reconcile([{}], row);
	expect(first).toMatchObject({ state: 'pending', documentCount: 2 });
	expect(first.name).toMatch(/Tax Declaration/);
	expect(first.daysLeft).toBe(1);
	// Of a date that nobody can read, nothing is known: it may be sooner.
	spoilLists((one) => ({ ...one, DueDate: /Tax/.test(one.Name as string) ? 'soon' : due(9) }));
	expect((await reconcile([{}], row))[0]).not.toHaveProperty('daysLeft');
});

test('documents with client references of their own in one package are rows of their own', async () => {
	const references = [];
	for (const name of ['contract', 'annex']) {
		const { items } = await packs.bench.run(
			{
				...{ resource: 'document', operation: 'upload' },
				options: { clientReference: `${name}-1` },
			},
			{ items: [await packs.bench.file(dataFile('confidentiality-agreement.pdf'), `${name}.pdf`)] },
		);
		references.push(items[0].json.documentReference as string);
	}
	const { error } = await packs.bench.run({
		...{ resource: 'smartTag', operation: 'send', documentsFrom: 'documents' },
		...{ documents: documentList(...references), signers: both, dueDate: inDays(9) },
	});
	expect(error).toBeUndefined();
	await sign(references[0]);
	const row = { clientReference: '={{ $json.order }}' };
	const told = async (...orders: string[]) =>
		(
			await reconcile(
				orders.map((order) => ({ order })),
				row,
			)
		).map(({ state, clientReference, inNoRow, warning }) => [
			...[state, clientReference, inNoRow, warning],
		]);
	expect(await told('contract-1')).toEqual([
		[
			...['signed', 'contract-1', undefined],
			'The same package has “annex.pdf”, not signed and in no item',
		],
		['pending', 'annex-1', true, undefined],
	]);
	expect(await told('contract-1', 'annex-1')).toEqual([
		['signed', 'contract-1', undefined, undefined],
		['pending', 'annex-1', undefined, undefined],
	]);
	await sign(references[1]);
	expect(await told('contract-1')).toEqual([
		['signed', 'contract-1', undefined, undefined],
		['signed', 'annex-1', true, undefined],
	]);
});

// docs/operations/document.md, `state`: “signed (this document and all others of the same send …)”. A list may leave out
// what a document has no value for, or what it does not show (docs/api/API.md section 3).
test.each([undefined, '', null])(
	'lists whose package reference is %j: one signed document of a send is not the whole send',
	async (PackageReference) => {
		const { items, error } = await send({});
		expect(error).toBeUndefined();
		const [signed, open] = items.map(({ json }) => json.documentReference as string);
		await sign(signed);
		spoilLists((one) => ({ ...one, PackageReference }));
		const more = { documentReference: signed };
		expect(await reconcile([{}], { clientReference: '', more })).toMatchObject([
			{ state: 'pending', documentCount: 2 },
		]);
		await sign(open);
		expect(await reconcile([{}], { clientReference: '', more })).toMatchObject([
			{ state: 'signed' },
		]);
	},
);

describe.each([
	['left out', undefined],
	['empty', ''],
	['no value', null],
])('lists whose package reference is %s', (how, PackageReference) => {
	const stateOf = async (documentReference: string) =>
		(await reconcile([{}], { clientReference: '', more: { documentReference } }))[0];

	test('a send with a client reference of its own, of which one document is signed', async () => {
		const [signed, open] = await sendTwo(`hire, ${how}`);
		await sign(signed);
		spoilLists((one) => ({ ...one, PackageReference }));
		expect(await stateOf(signed)).toMatchObject({
			state: 'unknown',
			reason: expect.stringMatching(/may be part of the same send, and is not signed/) as string,
		});
		await sign(open);
		expect((await stateOf(signed)).state).toBe('signed');
	});

	// docs/api/API.md section 12.4: a document that was sent alone has no package, in its status either.
	test('another contract under the same client reference does not matter', async () => {
		const alone = { options: { clientReference: `all, ${how}` }, additionalForms: {} };
		const { items, error } = await send(alone);
		expect([error, (await send(alone)).error]).toEqual([undefined, undefined]);
		const signed = items[0].json.documentReference as string;
		await sign(signed);
		spoilLists((one) => ({ ...one, PackageReference }));
		expect((await stateOf(signed)).state).toBe('signed');
	});
});
