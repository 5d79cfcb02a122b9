/** Sends to a service that answers what a test says. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GOOD, type Answer } from '../fuzz/answers.cts';
import { startStandIn, type StandIn } from '../fuzz/standIn.cts';
import type { Simulator } from '../../simulator/index.cts';
import { execute } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference, documentList, inDays } from './samples.cts';

export const ana = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
export const ben = { FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' };
export const doc = (Reference: string, more: IDataObject = {}): IDataObject => ({
	...{ Reference, Name: `${Reference}.pdf`, Status: 'Signing', Signers: [ana, ben] },
	...more,
});
const KINDS: Record<string, INodeParameters> = {
	smartTag: { documentsFrom: 'documents', documents: documentList('11', '12') },
	form: { form: byReference('7') },
	template: { template: byReference('7') },
};
const SEND = /POST \/(SmartTag\/Send|FormDirect\/SendForms|FormFiller\/Send)/;
const places = {
	Reference: '7',
	Name: 'Letter',
	Signers: [{ SignerReference: 'a' }, { SignerReference: 'b' }],
};
export const answered = (value: unknown): Answer => ({ ...GOOD, body: { json: value } });
export const failed: Answer = { ...GOOD, status: 404, body: { text: '' } };

/** @param take gets it before the first test */
export function useAnswers(take: (own: { service: StandIn }) => unknown = () => {}) {
	let bench: Bench;
	let service: StandIn;

	beforeAll(async () => {
		[bench, service] = await Promise.all([startBench(), startStandIn()]);
		service.answers = [{ ...GOOD, status: 404, body: { text: '' } }];
		take({ service });
	});
	afterAll(async () => await Promise.all([bench.close(), service.close()]));
	afterEach(() => service.forget());

	/** One send; what the service answers to it and to what is asked after it. */
	async function send(
		kind: string,
		answer: unknown,
		later: Record<string, unknown> = {},
		more: { tries?: number; options?: INodeParameters; parameters?: INodeParameters } = {},
	) {
		service.forget();
		service.specials = [
			{ route: SEND, answer: () => answered(answer) },
			{ route: /GetSingleForm|GetSignerTemplate|GetFieldTemplate/, answer: () => answered(places) },
			...Object.entries(later).map(([route, value]) => ({
				route: new RegExp(route),
				answer: () => (value === 'down' ? failed : answered(value)),
			})),
			{ route: /GetActiveDocuments/, answer: () => answered([]) },
		];
		const { tries = 1, options = {}, parameters = {} } = more;
		const { items, error } = await execute(
			{ ...bench, simulator: { credential: service.credential } as unknown as Simulator },
			{
				...KINDS[kind],
				...{ resource: kind, operation: 'send', signers: both, dueDate: inDays(9) },
				// What each document's status says is the matter of the look-up after the send alone.
				options: { ...(kind === 'smartTag' && { checkIfSent: false }), ...options },
				...parameters,
				requestOptions: { retries: 0 },
			},
			{ node: { retryOnFail: tries > 1, maxTries: tries, waitBetweenTries: 1 } },
		);
		return {
			error,
			json: items.map(({ json }) => json),
			references: items.map(({ json }) => json.documentReference),
			sends: service.requests.filter((request) => SEND.test(request)).length,
		};
	}

	return { send };
}
