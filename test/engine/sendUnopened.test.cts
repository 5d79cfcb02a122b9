/**
 * No source says whether a document that is out, and that nobody has opened yet, has another status
 * than one that was only uploaded; nor whether every answer names the folder (docs/api/API.md,
 * section 6). A send whose answer was lost must be told truly all the same.
 */
import type { INodeParameters } from 'n8n-workflow';

import { UNCONFIRMED } from '../../nodes/SecuredSigning/send/recovered.ts';
import { NOT_SENT } from '../../nodes/SecuredSigning/send/sendOnce.ts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, dataFile, documentList, inDays } from './samples.cts';

let bench: Bench;
afterEach(async () => {
	expect(bench.simulator.problems).toEqual([]);
	await bench.close();
});

const readings = (['named', 'unnamed'] as const).flatMap((folder) =>
	(['Signing', 'NotStart'] as const).map((unopened) => ({ folder, unopened })),
);

async function sendWith(fault: 'cutBefore' | 'cutAfter') {
	const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf');
	const { items } = await bench.run(
		{ resource: 'document', operation: 'upload' },
		{ items: [file] },
	);
	const reference = items[0].json.documentReference;
	bench.simulator.faults.add({ kind: fault, operation: 'sendSmartTag2' });
	return await bench.run({
		resource: 'smartTag',
		operation: 'send',
		documentsFrom: 'documents',
		documents: documentList(reference),
		signers: both,
		dueDate: inDays(9),
	});
}

test.each(readings)('$unopened, folder $folder: what is out is the result', async (reading) => {
	bench = await startBench({ readings: reading });
	const { items, error } = await sendWith('cutAfter');
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ status: 'inProgress', recovered: true });
	expect(bench.simulator.documents()[0].sends).toBe(1);
});

test.each(readings)(
	'$unopened, folder $folder: what is out is shown in progress, what is not as not started',
	async (reading) => {
		bench = await startBench({ readings: reading });
		const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'Lease.pdf');
		const statusOf = async (parameters: INodeParameters) =>
			(await bench.run(parameters, { items: [file] })).items.map(({ json }) => json.status);
		const { items } = await bench.run(
			{ resource: 'document', operation: 'upload' },
			{ items: [file] },
		);
		const document = byReference(items[0].json.documentReference);
		const get = { resource: 'document', operation: 'get', document };
		expect(await statusOf(get)).toEqual(['notStarted']);
		const send = {
			resource: 'smartTag',
			operation: 'send',
			documentsFrom: 'documents',
			documents: documentList(document.value),
			signers: both,
			dueDate: inDays(9),
		};
		expect(await statusOf(send)).toEqual(['inProgress']);
		expect(await statusOf(get)).toEqual(['inProgress']);
		const filters = { status: ['inProgress'] };
		const getAll = { resource: 'document', operation: 'getAll', folder: 'Progress', filters };
		expect(await statusOf(getAll)).toEqual(['inProgress']);
	},
);

test.each(readings)(
	'$unopened, folder $folder: what is not out is not told as sent',
	async (reading) => {
		bench = await startBench({ readings: reading });
		const { items, error } = await sendWith('cutBefore');
		expect(items).toEqual([]);
		// docs/faults.md: lists prove nothing, and a status without its folder may be that of both.
		expect(error?.message).toBe(reading.folder === 'named' ? NOT_SENT : UNCONFIRMED);
		expect(bench.simulator.documents()[0].sends).toBe(0);
	},
);

test.each(readings)('$unopened, folder $folder: a form that is out is found', async (reading) => {
	bench = await startBench({ readings: reading });
	const { items: forms } = await bench.run({
		resource: 'form',
		operation: 'getAll',
		simplify: false,
	});
	bench.simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
	const { items, error } = await bench.run({
		resource: 'form',
		operation: 'send',
		form: byReference(forms[0].json.Reference),
		signers: both,
	});
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ status: 'inProgress', recovered: true });
});
