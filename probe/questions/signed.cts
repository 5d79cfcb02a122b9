// What is seen after the operator has signed one document and declined another by hand.
import { field, listOf, textOf } from '../answers.cts';
import { neither, notSettled, value, Unsettled, type Finding } from '../findings.cts';
import type { Probe } from '../probe.cts';
import { seen, shapeOf } from '../redact/shape.cts';
import { reading, type Question } from './question.cts';
import { documentsOf } from './reads.cts';
import { mailed } from './sends.cts';
import { headersOf } from './writes.cts';

/** The operator has done what was asked, and the service says so. */
const done = (probe: Probe, what: 'sign' | 'decline') =>
	probe.once(what, async () => {
		const { reference, sent } = await mailed(probe, what === 'sign' ? 'signed' : 'declined');
		// Where the answer names nothing, what every name of the probe begins with.
		const name = textOf(sent.documents[0], 'Name') || probe.ledger.mark;
		await probe.operator.act?.(what, name, reference);
		const held = await probe.readObject(`/Document/Status/${encodeURIComponent(reference)}`);
		const signers = listOf(field(held, 'Signers'));
		const has = (word: string) =>
			textOf(held, 'Status') === word ||
			signers.some((signer) => textOf(signer, 'SignedStatus') === word);
		const isDone =
			what === 'sign' ? has('Complete') || has('Signed') : has('Declined') || has('Rejected');
		if (!isDone)
			throw new Unsettled(
				`the service did not say that the document was ${what === 'sign' ? 'signed' : 'declined'}`,
			);
		return { reference, held, path: encodeURIComponent(reference) };
	});

async function endedDocuments(probe: Probe): Promise<Finding> {
	const { reference } = await done(probe, 'decline');
	return await probe.twice(async () => {
		probe.newRound();
		const found: string[] = [];
		for (const folder of ['InBox', 'Progress', 'Signed']) {
			const held = await documentsOf(probe, folder);
			if (held.some((each) => textOf(each, 'Reference') === reference)) found.push(folder);
		}
		if (found.length === 0) return value('unlisted');
		return found.join() === 'Progress'
			? value('progress')
			: neither(seen({ folders: found.join(', ') }));
	});
}

async function notaryJournalTypes(probe: Probe): Promise<Finding> {
	const { path } = await done(probe, 'sign');
	const has = (type: string) => probe.takes({ path: `/Download/ENotaryJournal/${path}/${type}` });
	if (!(await has('pdf'))) return notSettled('the document has no journal: it was not notarised');
	return value((await has('xlsx')) ? 'withXlsx' : 'pdfAndJson');
}

async function callback(probe: Probe): Promise<Finding> {
	const listener = probe.operator.callback;
	if (!listener) return notSettled('it takes --notify-url');
	await done(probe, 'sign');
	if (listener.calls.length === 0) await probe.client.pause(listener.waitSeconds);
	if (listener.calls.length === 0) {
		return (await listener.isReachable())
			? value('never')
			: notSettled('the address of --notify-url does not lead to this machine');
	}
	const kinds = new Set(
		listener.calls.map(({ method, contentType, looksLike }) => {
			if (method === 'GET') return 'get';
			if (method !== 'POST') return 'another method';
			if (looksLike === 'json' && /json/i.test(contentType)) return 'json';
			if (looksLike === 'form' && /form-urlencoded/i.test(contentType)) return 'form';
			return `POST with ${looksLike === 'other' ? 'another body' : looksLike}`;
		}),
	);
	const [kind] = kinds;
	if (kinds.size === 1 && ['json', 'form', 'get'].includes(kind)) return value(kind);
	return neither(seen({ calls: [...kinds].sort().join(', ') }));
}

async function completed(probe: Probe): Promise<Finding> {
	const { held } = await done(probe, 'sign');
	return value(
		'seen',
		seen({
			Status: shapeOf(field(held, 'Status')),
			LastSignedDate: shapeOf(field(held, 'LastSignedDate')),
		}),
	);
}

async function certificate(probe: Probe): Promise<Finding> {
	const { path } = await done(probe, 'sign');
	const list = await probe.readList(`/Document/SigningCompletionCertificate/${path}`);
	return list.length === 0 ? notSettled('there was no certificate') : value('seen', shapeOf(list));
}

async function fieldValues(probe: Probe): Promise<Finding> {
	const { path } = await done(probe, 'sign');
	return value('seen', shapeOf(await probe.read(`/Document/FieldData/${path}`)));
}

async function signedDownload(probe: Probe): Promise<Finding> {
	const { path } = await done(probe, 'sign');
	return value('seen', seen(await headersOf(probe, `/Download/GetDocumentData/${path}`)));
}

export const questionsOfSigned: Question[] = [
	reading('callback', 'How the Notify URL is called', { signed: callback }),
	{ id: 'completed', title: 'Status and date of what is signed', looks: { signed: completed } },
	{ id: 'certificate', title: 'Certificate of what is signed', looks: { signed: certificate } },
	{ id: 'fieldValues', title: 'Field values of what is signed', looks: { signed: fieldValues } },
	{ id: 'signedDownload', title: 'Download of what is signed', looks: { signed: signedDownload } },
	reading('notaryJournalTypes', 'File types of the notary journal', { signed: notaryJournalTypes }),
	reading('endedDocuments', 'Where declined documents are listed', { signed: endedDocuments }),
];
