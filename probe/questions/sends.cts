// What sends to the operator's own address tell.
import { documentsIn, field, listOf, nearestInstant, referenceOf, textOf } from '../answers.cts';
import { neither, notSettled, value, Unsettled, type Finding } from '../findings.cts';
import type { Probe, Sent } from '../probe.cts';
import { seen, shapeOf } from '../redact/shape.cts';
import { datesFinding } from './dates.cts';
import { reading, type Question } from './question.cts';
import { documentsOf, folderIn } from './reads.cts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A week ahead, some minutes past an hour: a service that keeps the day or the hour alone shows another time. */
export const due = (minutes = 4) =>
	new Date(Math.floor(Date.now() / HOUR) * HOUR + 7 * DAY + minutes * 60_000)
		.toISOString()
		.replace('.000', '');

export const first = ({ documents }: Sent): object => {
	if (documents.length === 0) throw new Unsettled('the send was answered without a document');
	return documents[0];
};
export const signersOf = (held: object) => listOf(field(held, 'Signers'));
export const hasKey = (signer: object) => textOf(signer, 'SigningKey') !== '';

/** Two signers who sign inside another site. */
export const embedded = (probe: Probe) =>
	probe.once('embedded', async () => {
		const reference = await probe.newDocument(2);
		const DueDate = due();
		const sent = await probe.send('/SmartTag/Send', {
			DocumentReferences: [reference],
			DueDate,
			GMT: '0',
			Embedded: true,
		});
		return { ...sent, due: DueDate };
	});

/** Sent by email, with a callback: what is signed later, and what is declined. */
export const mailed = (probe: Probe, which: 'signed' | 'declined') =>
	probe.once(which, async () => {
		const reference = await probe.document();
		const { callback } = probe.operator;
		// Two due dates that differ: if both are answered alike, the answer shows neither.
		const due7 = which === 'signed' ? due() : due(17);
		const sent = await probe.send('/SmartTag/Send', {
			DocumentReferences: [reference],
			// Once with a zone and once without.
			DueDate: which === 'signed' ? due7 : due7.replace('Z', ''),
			GMT: '60',
			...(which === 'signed' && callback && { NotifyUrl: callback.address }),
		});
		return { reference, due: due7, sent };
	});

async function signingKey(probe: Probe): Promise<Finding> {
	const signer = signersOf(first(await embedded(probe))).find(hasKey);
	if (!signer) return neither(seen({ signers: shapeOf(signersOf(first(await embedded(probe)))) }));
	const key = textOf(signer, 'SigningKey');
	if (/^https?:\/\//.test(key)) return value('url');
	return /^[\w+/=-]+$/.test(key) && !key.startsWith('/')
		? value('key', shapeOf(key))
		: neither(seen({ SigningKey: shapeOf(key) }));
}

async function signingKeys(probe: Probe): Promise<Finding> {
	const signers = signersOf(first(await embedded(probe)));
	const has = signers.map((signer) => (hasKey(signer) ? 'key' : 'none')).join(' ');
	if (has === 'key none') return value('turn');
	return has === 'key key'
		? value('all')
		: neither(seen({ 'keys of the signers': has || 'no signers' }));
}

async function unopened(probe: Probe): Promise<Finding> {
	const held = first(await embedded(probe));
	const status = field(held, 'Status');
	return status === 'Signing' || status === 'NotStart'
		? value(status)
		: neither(seen({ Status: shapeOf(status) }));
}

/**
 * Two sends with the same GMT, so that both due dates are shown in the same way, whatever that is. The one
 * without a zone is local time for certain; the other is one hour later if its zone counts.
 */
async function gmtWithZone(probe: Probe): Promise<Finding> {
	const withZone = await mailed(probe, 'signed');
	const without = await mailed(probe, 'declined');
	const [zoned, local] = [withZone, without].map(({ sent, due: asked }) =>
		nearestInstant(textOf(first(sent), 'DueDate'), Date.parse(asked)),
	);
	const lag = Date.parse(withZone.due) - Date.parse(without.due);
	const minutes = (zoned - local - lag) / 60_000;
	if (Number.isNaN(minutes)) return notSettled('the due dates could not be read');
	// Zones are a multiple of a quarter of an hour apart, so that 17 past stays 2 past a quarter.
	const isWhole = (local - Date.parse(without.due)) % (15 * 60_000) === 0;
	if (zoned === local || !isWhole)
		return notSettled('the answers do not show the times of the due dates that were asked for');
	if (minutes === 60) return value('ignored');
	return minutes === 0 ? value('shifts') : neither(seen({ 'apart by': shapeOf(minutes) }));
}

async function mailedKeys(probe: Probe): Promise<Finding> {
	const { sent } = await mailed(probe, 'signed');
	return value(signersOf(first(sent)).some(hasKey) ? 'a key as well' : 'no key');
}

/** What is out already is asked to be sent once more, to the operator alone. */
async function secondSend(probe: Probe): Promise<Finding> {
	const { reference } = await mailed(probe, 'declined');
	const json = { DocumentReferences: [reference], DueDate: due(), GMT: '0' };
	const ask = { method: 'POST', path: '/SmartTag/Send', json } as const;
	const answer = await probe.ledger.making(() => probe.takes(ask, (status) => status === 400));
	if (!answer) return value('refused');
	probe.ledger.adopt(answer.json);
	const references = documentsIn(answer.json).map(referenceOf);
	return references.join() === reference ? value('repeated') : neither(shapeOf(answer.json));
}

async function reminder(probe: Probe): Promise<Finding> {
	const { reference } = await mailed(probe, 'declined');
	const json = { DocumentReference: reference };
	const ask = { method: 'POST', path: '/Document/SendReminder', json } as const;
	return value((await probe.takes(ask, (status) => status === 400)) ? 'taken' : 'refused');
}

async function packageDocuments(probe: Probe): Promise<Finding> {
	const { answer } = await probe.send('/SmartTag/Send2', {
		DocumentReferences: [await probe.document(), await probe.document()],
		DueDate: due(),
		GMT: '0',
	});
	const elements = listOf(field(answer, 'Documents'));
	const isDocument = (held: object) => textOf(held, 'Reference') !== '';
	const isWrapper = (held: object) => listOf(field(held, 'Documents')).some(isDocument);
	if (elements.length > 0 && elements.every(isDocument)) return value('documents');
	if (elements.length > 0 && elements.every(isWrapper)) return value('wrapper', shapeOf(answer));
	return neither(shapeOf(answer));
}

async function singleDocument(probe: Probe): Promise<Finding> {
	const { answer } = await probe.send('/SmartTag/Send2', {
		DocumentReferences: [await probe.document()],
		DueDate: due(),
		GMT: '0',
	});
	const reference = field(answer, 'PackageReference');
	const status = seen({ PackageStatus: shapeOf(field(answer, 'PackageStatus')) });
	if (documentsIn(answer).length === 0) return neither(shapeOf(answer));
	if (reference === undefined || reference === null) return value('noPackage', status);
	return textOf(answer, 'PackageReference') === ''
		? neither(seen({ PackageReference: shapeOf(reference) }))
		: value('package', status);
}

async function sentDates(probe: Probe): Promise<Finding> {
	const sent = await embedded(probe);
	const held = first(sent);
	const due = { asked: Date.parse(sent.due), shown: textOf(held, 'DueDate') };
	return datesFinding([held, ...(await documentsOf(probe, 'Progress'))], due);
}

export const questionsOfSends: Question[] = [
	reading('signingKey', 'What a signing key looks like', { sends: signingKey }),
	reading('signingKeys', 'Who has a signing key', { sends: signingKeys }),
	reading('unopened', 'Status of what nobody has opened', { sends: unopened }),
	reading('gmtWithZone', 'GMT beside a due date with a zone', { sends: gmtWithZone }),
	{
		id: 'mailedKeys',
		title: 'Signing keys of what goes by email',
		looks: { sends: mailedKeys },
		values: ['a key as well', 'no key'],
	},
	reading('secondSend', 'A second send of the same document', { sends: secondSend }),
	{
		id: 'reminder',
		title: 'A reminder that names no signer',
		looks: { sends: reminder },
		values: ['taken', 'refused'],
	},
	reading('packageDocuments', 'Documents of a package', { sends: packageDocuments }),
	reading('singleDocument', 'Send2 with one document', { sends: singleDocument }),
];

/** Questions of reads that a send answers where the account held nothing to look at. */
export const looksOfSends = {
	dates: sentDates,
	folder: (probe: Probe) => folderIn(probe, 'Progress'),
};
