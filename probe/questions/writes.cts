// What uploads and removals tell. All that they make is in the ledger.
import { field, listOf, namesOf, referenceOf, textOf } from '../answers.cts';
import { neither, notSettled, value, Unsettled, type Finding } from '../findings.cts';
import { isNoMore } from '../ledger.cts';
import type { Probe } from '../probe.cts';
import { seen, shapeOf, typeShape } from '../redact/shape.cts';
import { reading, type Question } from './question.cts';

const PARTS = ['file', 'upload', 'document'] as const;

/** A refused upload is tried a second time, with a plain request in between. */
async function isAccepted(probe: Probe, part: string): Promise<boolean> {
	if (await probe.upload(part)) return true;
	await probe.mustBeLetIn();
	if (await probe.upload(part)) throw new Unsettled('the same upload was answered in two ways');
	return false;
}

async function uploadPart(probe: Probe): Promise<Finding> {
	const accepted: string[] = [];
	for (const part of PARTS) if (await isAccepted(probe, part)) accepted.push(part);
	if (accepted.length > 0) [probe.part] = accepted;
	const known: Record<string, string> = {
		'file upload document': 'any',
		file: 'file',
		upload: 'upload',
	};
	const found = known[accepted.join(' ')];
	return found
		? value(found)
		: neither(seen({ 'accepted parts': accepted.join(', ') || 'none of three' }));
}

async function uploadAnswer(probe: Probe): Promise<Finding> {
	const answer = await probe.upload(probe.part);
	if (!answer) throw new Unsettled('an upload was refused');
	const names = namesOf(answer);
	if (names.length === 1 && names[0] === 'Reference') return value('reference');
	return names.includes('Name') ? value('document', shapeOf(answer)) : neither(shapeOf(answer));
}

const NUMBER = '4711';
const CATEGORY = 'Probe';

/** Uploads an attachment whose number is said in one place, and tells whether the service has read it. */
async function isNumberRead(probe: Probe, where: 'query' | 'form'): Promise<boolean> {
	const form = new FormData();
	const name = `${probe.newName()}.pdf`;
	if (where === 'form') {
		form.set('Number', NUMBER);
		form.set('Category', CATEGORY);
	}
	form.set(probe.part, new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), name);
	const query: Record<string, string> =
		where === 'query' ? { Number: NUMBER, Category: CATEGORY } : {};
	const answer = await probe.ledger.making(async () => {
		const given = await probe.client.ask({
			method: 'POST',
			path: '/Attachment/Uploader',
			query,
			form,
		});
		if (given.status >= 300) throw new Unsettled(`an attachment was answered with ${given.status}`);
		if (textOf(given.json, 'Reference') === '')
			throw new Unsettled('an attachment was answered without a reference');
		return given.json as object;
	});
	const reference = textOf(answer, 'Reference');
	probe.ledger.add('attachment', reference);
	const listed = await probe.twice(async () => {
		probe.newRound();
		const all = await probe.readList('/Attachment/GetAttachments');
		return all.find((held) => textOf(held, 'Reference') === reference) ?? {};
	});
	const found = [answer, listed].map((held) => [textOf(held, 'Number'), textOf(held, 'Category')]);
	return found.some(([number, category]) => number === NUMBER && category === CATEGORY);
}

async function attachmentFields(probe: Probe): Promise<Finding> {
	const isInQuery = await isNumberRead(probe, 'query');
	const isInForm = await isNumberRead(probe, 'form');
	if (isInQuery && isInForm) return value('either');
	if (isInQuery) return value('query');
	return isInForm ? value('form') : neither('number and category were read in neither place');
}

async function removeFromPackage(probe: Probe): Promise<Finding> {
	const reference = await probe.document();
	const path = `/Document/${encodeURIComponent(reference)}`;
	await probe.ledger.mustBeOurs(reference);
	const isTaken = await probe.takes({ method: 'DELETE', path }, (status) => status === 400);
	if (!isTaken) return value('required');
	const { status, name } = await probe.twice(async () => {
		const now = await probe.client.ask({
			path: `/Document/Status/${encodeURIComponent(reference)}`,
		});
		return { status: now.status, name: referenceOf(now.json) };
	});
	if (isNoMore(status)) {
		probe.ledger.forget(reference);
		return value('optional');
	}
	if (name !== reference) throw new Unsettled('the status of the document could not be read');
	return neither(
		seen({ 'delete without the flag': 'answered with success', 'the document': 'is still there' }),
	);
}

/** How a download says what it is; looked at with a document of the probe's own. */
export async function headersOf(probe: Probe, path: string) {
	return await probe.twice(async () => {
		const { status, headers } = await probe.client.ask({ path });
		if (status >= 300) throw new Unsettled(`a download was answered with ${status}`);
		const disposition = headers.get('content-disposition') ?? '';
		return {
			type: typeShape(headers.get('content-type')),
			disposition: /filename/i.test(disposition)
				? 'with a file name'
				: disposition
					? 'without a file name'
					: 'none',
		};
	});
}

async function downloadHeaders(probe: Probe): Promise<Finding> {
	const reference = await probe.document();
	const found = await headersOf(
		probe,
		`/Download/GetDocumentData/${encodeURIComponent(reference)}`,
	);
	if (found.type === 'application/pdf' && found.disposition === 'with a file name')
		return value('present');
	if (found.type === 'no content type' && found.disposition === 'none') return value('absent');
	return neither(seen(found));
}

/** A document that nobody has sent: its properties, as a list shows them. */
async function editUrl(probe: Probe): Promise<Finding> {
	const reference = await probe.document();
	const held = await probe.read(`/Document/Status/${encodeURIComponent(reference)}`);
	const url = field(held, 'EditUrl');
	return url === undefined || url === null
		? notSettled('a document that was uploaded has none')
		: value('seen', seen({ EditUrl: shapeOf(url), document: shapeOf(listOf([held])[0]) }));
}

/** Fetched by the service from an address of the operator, under two names. */
async function typesByUrl(probe: Probe): Promise<Finding> {
	const { fileUrl } = probe.operator;
	if (!fileUrl) return notSettled('it takes --file-url');
	const isFetched = async (FileType: string) => {
		const File = { Name: `${probe.newName()}.${FileType}`, FileType, FileUrl: fileUrl };
		const ask = { method: 'POST', path: '/Document/UploadByUrl', json: { File } } as const;
		const answer = await probe.ledger.making(() => probe.takes(ask));
		if (!answer) return false;
		const reference = textOf(answer.json, 'Reference');
		if (reference === '') probe.ledger.mayHaveMade();
		else probe.ledger.add('document', reference);
		return true;
	};
	if (!(await isFetched('pdf')))
		return notSettled('the service could not fetch a pdf from --file-url');
	return value((await isFetched('odt')) ? 'odt as well' : 'no odt');
}

export const questionsOfWrites: Question[] = [
	reading('uploadPart', 'Name of the file part of an upload', { writes: uploadPart }),
	reading('uploadAnswer', 'Answer to an upload', { writes: uploadAnswer }),
	reading('attachmentFields', 'Number and category of an attachment', { writes: attachmentFields }),
	reading('downloadHeaders', 'Type and file name of a download', { writes: downloadHeaders }),
	reading('removeFromPackage', 'Deletion without RemoveFromPackage', { writes: removeFromPackage }),
	{
		id: 'typesByUrl',
		title: 'File types of an upload by address',
		looks: { writes: typesByUrl },
		values: ['odt as well', 'no odt'],
	},
	{ id: 'editUrl', title: 'EditUrl of a document', looks: { writes: editUrl } },
];
