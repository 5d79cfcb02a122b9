/**
 * docs/waiting-in-detail.md, “Missing parts”: what was fetched is kept, and a later try fetches only what is missing.
 * docs/evidence.md: the manifest has all files of its item, and the log, certificate details and field values.
 */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { passTime } from '../harness/clock.cts';
import { sendAndAwait, type Awaiting } from './awaiting.cts';
import { EVERYTHING, manifestIn } from './manifests.cts';
import { MINUTE, useRetention } from './retention.cts';

let stage: Awaiting;
const { signWhole, twoItems, onePackage, look, waiting } = useRetention((own) => ({ stage } = own));
const include = EVERYTHING.filter((one) => one !== 'uploadedFiles');
const SECOND = '7'.repeat(48);

afterEach(() => stage.bench.simulator.faults.clear());

/** The file of this certificate cannot be had: of each, if none is given. */
const withhold = (kind: 'serverErrorHtml' | 'notFound', certificate = '') =>
	stage.bench.simulator.faults.choose(({ operationId, path, query }) =>
		operationId === 'downloadSigningCompletionCertificate' &&
		`${path}${JSON.stringify(query)}`.includes(certificate)
			? { kind }
			: undefined,
	);

/** Gives a signed document a second certificate; the reference of the first. */
function addCertificate(document: string) {
	const held = stage.bench.simulator.documents().find(({ reference }) => reference === document);
	const { certificates } = held!;
	const [first] = certificates;
	certificates.push({ ...first, reference: SECOND, file: { ...first.file, name: 'Second.pdf' } });
	return certificates;
}

async function toEnd(id: string): Promise<void> {
	for (let looks = 0; looks < 25 && stage.n8n.status(id) === 'waiting'; looks++) {
		passTime(MINUTE);
		await look(id);
	}
	expect(stage.n8n.status(id)).toBe('success');
}

async function verdictOf({ binary }: INodeExecutionData): Promise<unknown> {
	const verify = { resource: 'document', operation: 'verify', source: 'manifest' };
	const { items } = await stage.bench.run(verify, { items: [{ json: {}, binary }] });
	return items[0].json.verdict;
}

const namesIn = ({ binary }: INodeExecutionData) =>
	Object.values(binary ?? {}).map(({ fileName }) => fileName);

let orders = 1;

/** A wait that finds the first document signed when it begins. */
async function begun(more: object, isOne: boolean, before: (documents: string[]) => unknown) {
	const options = { clientReference: `order-${orders++}`, oncePerClientReference: true };
	const all = {
		...{ ...sendAndAwait, options, include, ...more },
		...(!isOne && { binaryPropertyName: 'a,b' }),
	};
	const input = async () => (isOne ? (await twoItems()).slice(0, 1) : await onePackage());
	const { items } = await stage.bench.run({ ...all, operation: 'send' }, { items: await input() });
	const documents = items.map(({ json }) => String(json.documentReference));
	stage.bench.simulator.readings.callback = 'never';
	await stage.bench.simulator.sign(documents[0], undefined, { Comment: 'Fine' });
	await signWhole(documents[0]);
	await before(documents);
	const id = await stage.begin(all, await input(), 'continueErrorOutput');
	expect(stage.n8n.status(id)).toBe('waiting');
	return id;
}

const end = async (id: string, isRestarted: boolean) => {
	await (isRestarted ? stage.restarted(async () => await toEnd(id)) : toEnd(id));
	return stage.output(id, false);
};

describe.each([false, true])('with a restart: %s', (isRestarted) => {
	test('an item for the error output has a manifest of all that was fetched', async () => {
		const id = await begun({ whenNotSigned: 'error' }, false, async ([, second]) => {
			await stage.bench.simulator.decline(second);
			withhold('serverErrorHtml');
		});
		stage.bench.simulator.faults.clear();
		const [item] = (await end(id, isRestarted)).errorItems;
		expect(await manifestIn(item.binary)).toMatchObject({
			missing: [],
			fieldValues: { Comment: 'Fine' },
			certificates: [expect.anything()],
			log: expect.any(Array) as IDataObject[],
		});
	});

	test.each(['serverErrorHtml', 'notFound'] as const)(
		'a certificate that came first is there, although another one comes in its place (%s)',
		async (kind) => {
			const id = await begun({}, true, ([document]) => {
				const [first] = addCertificate(document);
				withhold(kind, first.reference);
			});
			withhold(kind, SECOND);
			const [item] = (await end(id, isRestarted)).items;
			expect(namesIn(item)).toEqual(
				expect.arrayContaining(['Second.pdf', 'A certificate.pdf']) as string[],
			);
			expect(await verdictOf(item)).toBe('unchanged');
		},
	);
});

test('a certificate that is not listed any more is there beside those that are', async () => {
	const { id, references, call } = await waiting((await twoItems()).slice(0, 1), { include });
	const [[signed]] = references;
	await signWhole(signed);
	const certificates = addCertificate(signed);
	withhold('notFound', SECOND);
	expect(await call()).toBe(503);
	stage.bench.simulator.faults.clear();
	certificates.shift();
	await toEnd(id);
	const [item] = stage.output(id, false).items;
	expect(namesIn(item)).toEqual(
		expect.arrayContaining(['Second.pdf', 'A certificate.pdf']) as string[],
	);
	expect(await verdictOf(item)).toBe('unchanged');
});
