/** Sends in the name of another sender of the account: a stage for a file of tests. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startAwaiting, type Awaiting } from './awaiting.cts';
import type { Bench } from './node.cts';
import { both, byReference, dataFile, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

export const CLIENT_REFERENCE = 'sender-7';
export const EMAIL = 'mia@example.com';

/** @param take gets these before the first test */
export function useSenders(
	take: (own: {
		stage: Awaiting;
		bench: Bench;
		references: { form: string; template: string; sender: string };
	}) => unknown,
) {
	let stage: Awaiting;
	let bench: Bench;
	let references: { form: string; template: string; sender: string };

	beforeAll(async () => {
		stage = await startAwaiting();
		({ bench } = stage);

		const { items } = await bench.run({
			...{ resource: 'account', operation: 'saveSender' },
			...{ firstName: 'Mia', lastName: 'Wong', email: EMAIL },
			options: { clientReference: CLIENT_REFERENCE },
		});
		references = {
			form: await referenceOf(bench, 'form', 'Tax Declaration'),
			template: await referenceOf(bench, 'template', 'Letter of Offer'),
			sender: items[0].json.senderReference as string,
		};
		take({ stage, bench, references });
	});
	afterAll(async () => await stage.close());
	beforeEach(() => {
		bench.simulator.requests.length = 0;
		bench.simulator.faults.clear();
	});
	afterEach(() => {
		bench.simulator.readings.sender = 'reference';
		expect(bench.simulator.problems).toEqual([]);
	});

	const sending = (kind: string, options: object): INodeParameters => ({
		...{ resource: kind, operation: 'send', signers: both, dueDate: inDays(9) },
		...(kind === 'form' && { form: byReference(references.form) }),
		...(kind === 'template' && { template: byReference(references.template) }),
		options: options as INodeParameters,
	});
	const contract = async () =>
		await bench.file(dataFile('confidentiality-agreement.pdf'), 'Contract.pdf');
	const send = async (kind: string, options: object, more: object = {}) =>
		await bench.run({ ...sending(kind, options), ...more }, { items: [await contract()] });
	/** In whose name each request came. */
	const named = () =>
		bench.simulator.requests.map(({ operationId, headers }) => [
			operationId,
			headers['x-custom-sender'],
		]);
	const names = () => [...new Set(named().map(([, name]) => name))];
	const sends = () =>
		bench.simulator.requests.filter(({ operationId }) => /^send[A-Z]/.test(operationId ?? ''));

	/** Only the sender sees the documents of a client reference: no source says who sees what (API.md section 2). */
	const shownToSenderOnly = (clientReference: string) => {
		const { faults } = bench.simulator;
		const isAnother = (headers: object) =>
			(headers as IDataObject)['x-custom-sender'] !== references.sender;
		faults.choose(({ path, headers }) =>
			isAnother(headers) &&
			bench.simulator
				.documents()
				.some((own) => own.clientReference === clientReference && path.includes(own.reference))
				? { kind: 'notFound' }
				: undefined,
		);
		faults.spoil((answer, { operationId, headers }) =>
			operationId === 'getActiveDocuments' && isAnother(headers)
				? (answer as IDataObject[]).filter((own) => own.ClientReference !== clientReference)
				: answer,
		);
	};

	/** The reference of another sender of the account. */
	const savedSender = async (firstName: string) => {
		const { items } = await bench.run({
			...{ resource: 'account', operation: 'saveSender' },
			...{ firstName, lastName: 'Levi', email: `${firstName}@example.com` },
		});
		bench.simulator.requests.length = 0;
		return items[0].json.senderReference as string;
	};

	return { sending, contract, send, named, names, sends, shownToSenderOnly, savedSender };
}
