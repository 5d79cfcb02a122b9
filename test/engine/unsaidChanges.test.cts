/**
 * Changes whose answer does not say that they were made. 202 is by its definition not done yet (RFC 9110
 * section 15.3.3); DELETE /Document answers the document (docs/api/API.md section 5.2), the other deletions
 * and the reminder answer nothing (5.2, 5.3, 5.8). After a deletion that the service took, its own look
 * says what became of it.
 */
import type { INodeParameters } from 'n8n-workflow';

import { GOOD, type Answer } from '../fuzz/answers.cts';
import { startStandIn, type StandIn } from '../fuzz/standIn.cts';
import { execute } from './executions.cts';
import { startBench, type Bench } from './node.cts';
import { byReference } from './samples.cts';

let bench: Bench;
let service: StandIn;

beforeAll(async () => {
	[bench, service] = await Promise.all([startBench(), startStandIn()]);
});
afterAll(async () => await Promise.all([bench.close(), service.close()]));

const said = (status: number, value?: unknown): Answer => ({
	...GOOD,
	status,
	body: value === undefined ? { text: '' } : { json: value },
});
const UNSAID: Array<[string, Answer]> = [
	['202 and nothing', said(202)],
	['202 and the document', said(202, { Reference: '7', Name: 'a.pdf', Signers: [] })],
	['null', said(200, null)],
	['[]', said(200, [])],
	['{}', said(200, {})],
];
const NOTHING: Array<[string, Answer]> = [
	['204', said(204)],
	['200 and nothing', said(200)],
];

/** The service's own refusal (docs/api/API.md section 4). */
const notFound = said(404, { ResponseStatus: { ErrorCode: 'NotFound', Message: 'Not found' } });
/** 404s that a gateway may have answered: they prove no deletion (12.11). */
const FROM_ELSEWHERE: Array<[string, Answer]> = [
	['a web page', { ...said(404), body: { text: '<html>404 nginx</html>' } }],
	['other JSON', said(404, { message: 'no Route matched with those values' })],
	['plain text', { ...said(404), body: { text: '404 page not found' } }],
	['nothing', said(404)],
];

const document = { Reference: '7', Name: 'a.pdf', Status: 'InProgress', Signers: [] };
const THINGS: Record<string, { look: RegExp; there: unknown; gone: Answer }> = {
	document: { look: /GET \/Document\/Status\/7$/, there: document, gone: notFound },
	package: {
		look: /GET \/Package\/Status\/7$/,
		there: { PackageReference: '7', Documents: [document] },
		gone: notFound,
	},
	attachment: {
		look: /GET \/Attachment\/GetAttachments$/,
		there: [{ Reference: '7', Name: 'a.pdf' }],
		gone: said(200, [{ Reference: '8', Name: 'b.pdf' }]),
	},
};
type Thing = 'document' | 'package' | 'attachment';

async function run(
	parameters: INodeParameters,
	route: RegExp,
	answer: Answer,
	look: RegExp,
	found: Answer,
) {
	service.forget();
	service.specials = [
		{ route, answer: () => answer },
		{ route: look, answer: () => found },
	];
	const result = await execute(
		{ ...bench, simulator: { ...bench.simulator, credential: service.credential } } as Bench,
		{ ...parameters, requestOptions: { retries: 0 } },
	);
	return { ...result, looks: service.requests.filter((asked) => look.test(asked)).length };
}

describe.each<Thing>(['document', 'package', 'attachment'])('the deletion of one %s', (thing) => {
	const { look, there, gone } = THINGS[thing];
	const remove = async (answer: Answer, found: Answer) =>
		await run(
			{ resource: thing, operation: 'delete', [thing]: byReference('7') },
			/^DELETE /,
			answer,
			look,
			found,
		);
	// Nothing at all is the answer of these two.
	const unsaid = thing === 'document' ? [...UNSAID, ...NOTHING] : UNSAID;

	test.each(unsaid)('answered with %s is told by what a look finds', async (_, answer) => {
		const done = await remove(answer, gone);
		expect(done.error).toBeUndefined();
		expect(done.items[0].json).toEqual({ deleted: true, [`${thing}Reference`]: '7' });
		expect(done.looks).toBe(1);

		const open = await remove(answer, said(200, there));
		expect(open.error?.message).toBe(
			`Secured Signing accepted the request, but the ${thing} still exists`,
		);
		expect(open.looks).toBe(1);

		const unknown = await remove(answer, said(503));
		expect(unknown.error?.message).toBe(`Could not confirm whether the ${thing} was deleted`);
		expect(JSON.stringify(unknown.error)).not.toMatch(/Nothing was/);
	});

	if (thing !== 'attachment') {
		test.each(FROM_ELSEWHERE)(
			'whose check is answered with 404 and %s is not confirmed',
			async (_, elsewhere) => {
				const { error, looks } = await remove(said(202, {}), elsewhere);
				expect(error?.message).toBe(`Could not confirm whether the ${thing} was deleted`);
				expect(JSON.stringify(error)).not.toMatch(/Nothing was/);
				expect(looks).toBe(1);
			},
		);
	}

	if (thing !== 'document') {
		test.each(NOTHING)('answered with %s is done', async (_, answer) => {
			const done = await remove(answer, said(503));
			expect(done.error).toBeUndefined();
			expect(done.looks).toBe(0);
		});
	}
});

test('a deletion that answers the document is done', async () => {
	const done = await run(
		{ resource: 'document', operation: 'delete', document: byReference('7') },
		/^DELETE /,
		said(200, document),
		/Status/,
		said(503),
	);
	expect(done.error).toBeUndefined();
	expect(done.looks).toBe(0);
});

describe('a reminder', () => {
	const ana = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
	const invited = { SignerReference: 'a', ...ana, SignedStatus: 'Invitation' };
	const remind = async (
		answer: Answer,
		who: INodeParameters,
		found: unknown = { ...document, Signers: [invited] },
	) =>
		await run(
			{ resource: 'signer', operation: 'sendReminder', document: byReference('7'), ...who },
			/SendReminder/,
			answer,
			/Document\/Status/,
			said(200, found),
		);
	const one = { remind: 'one', signer: byReference('a') };

	test.each(UNSAID)('answered with %s cannot be confirmed', async (_, answer) => {
		const { error } = await remind(answer, one);
		expect(error?.message).toBe('Could not confirm whether the reminder was sent');
		expect(JSON.stringify(error)).not.toMatch(/Nothing was/);
	});

	test.each(NOTHING)('answered with %s is sent', async (_, answer) => {
		const { error, items } = await remind(answer, one);
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({ remindedCount: 1 });
	});

	test('to everybody that cannot be confirmed counts nobody as reminded', async () => {
		const signers = ['a', 'b'].map((SignerReference) => ({
			...{ SignerReference, FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' },
			SignedStatus: 'Invitation',
		}));
		const { error } = await remind(said(202), {}, { ...document, Signers: signers });
		expect(error?.message).toBe('Could not confirm whether the reminder was sent');
	});
});
