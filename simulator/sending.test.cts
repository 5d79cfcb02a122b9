import type { Schemas } from './api.cts';
import { inDays } from './testing/arrange.cts';
import { withSimulator } from './testing/client.cts';
import { ana, docxWith, tagFor } from './testing/files.cts';

type Document = Schemas['Document'];

const running = withSimulator();

async function send(reference: string, more: object = {}) {
	const json = { DocumentReferences: [reference], DueDate: inDays(7), ...more };
	const [document] = await running.client.json<Document[]>('POST', '/SmartTag/Send', { json });
	return document;
}

it('takes the people of the request in the order of the tags', async () => {
	const reference = await running.client.upload('Lease.docx', docxWith(tagFor(1), tagFor(2)));
	const person = (FirstName: string) => ({
		FirstName,
		LastName: 'Test',
		Email: `${FirstName}@example.com`,
	});
	const { Signers } = await send(reference, {
		Signers: [{ ...person('eva'), Embedded: true }, person('max')],
	});
	expect(Signers).toMatchObject([{ FirstName: 'eva' }, { FirstName: 'max' }]);
	expect(Signers[0].SigningKey).toBeDefined();
});

it.each([
	['a document without tags', ['No tags'], {}, 'no Smart Tag'],
	['a gap in the orders', [ana, tagFor(3)], {}, 'skip signer 2'],
	['a signer without an address', [tagFor(1)], {}, 'no e-mail address'],
	['a due date that cannot be read', [ana], { DueDate: 'soon' }, 'not a date'],
	['a due date in the past', [ana], { DueDate: '2020-01-01' }, 'has passed'],
	['a due date too far ahead', [ana], { DueDate: '2999-01-01' }, '365 days'],
])('refuses %s', async (_name, paragraphs, more, message) => {
	const { client, simulator } = running;
	const reference = await client.upload('Lease.docx', docxWith(...paragraphs));
	const json = { DocumentReferences: [reference], DueDate: inDays(7), ...more };
	const refused = await client.refusal('POST', '/SmartTag/Send', { json });
	expect(refused).toEqual({ status: 400, message: expect.stringContaining(message) });
	expect(simulator.documents()).toMatchObject([{ status: 'NotStart', sends: 1 }]);
});

it('refuses a PDF that is none', async () => {
	const { client } = running;
	const reference = await client.upload('Lease.pdf', Buffer.from('no PDF'));
	const json = { DocumentReferences: [reference], DueDate: inDays(7) };
	expect(await client.refusal('POST', '/SmartTag/Send', { json })).toEqual({
		status: 400,
		message: 'The document cannot be read: Error: Invalid PDF structure.',
	});
});

it.each([
	[{ DocumentReferences: ['1'] }, 'Unable to find document, please check reference'],
	[{ WorkflowReference: '1' }, 'Workflow not found: 1'],
	[{ InvitationEmailTemplateReference: '1' }, 'Invitation e-mail template not found: 1'],
	[{ CompletionEmailTemplateReference: '1' }, 'Completion e-mail template not found: 1'],
])('knows no %j', async (more, message) => {
	const { client } = running;
	const reference = await client.upload('Lease.docx', docxWith(ana));
	const json = { DocumentReferences: [reference], DueDate: inDays(7), ...more };
	expect(await client.refusal('POST', '/SmartTag/Send', { json })).toEqual({
		status: 404,
		message,
	});
});

it('makes a package of several documents, unless it is told not to', async () => {
	const { client, simulator } = running;
	const upload = () => client.upload('Lease.docx', docxWith(ana));
	const send2 = async (more: object) =>
		await client.json<Schemas['PackageResponse']>('POST', '/SmartTag/Send2', {
			json: { DocumentReferences: [await upload(), await upload()], DueDate: inDays(7), ...more },
		});
	const held = await send2({ PackageName: 'Two leases', QueueReference: 'q1' });
	expect(held).toMatchObject({ PackageName: 'Two leases', QueueReference: 'q1' });
	await simulator.sign(held.PackageReference ?? '');
	const path = `/Package/Status/${held.PackageReference}`;
	expect(await client.json('GET', path)).toMatchObject({ PackageStatus: 'Complete' });
	expect((await send2({ NoPackage: true })).PackageReference).toBeUndefined();
});

it('reads local and absolute due dates', async () => {
	const { client } = running;
	const dueFor = async (DueDate: string, GMT?: string) =>
		(await send(await client.upload('Lease.docx', docxWith(ana)), { DueDate, GMT })).DueDate;
	const date = inDays(7).slice(0, 10);
	expect(await dueFor(date)).toBe(`${date}T23:59:59.000Z`);
	expect(await dueFor(`${date}T12:00:00`, '720')).toBe(`${date}T00:00:00.000Z`);
	expect(await dueFor(`${date}T12:00:00Z`, '720')).toBe(`${date}T12:00:00.000Z`);
	expect(await dueFor(`${date.replaceAll('-', '/')} 12:00:00`)).toBe(`${date}T12:00:00.000Z`);
});
