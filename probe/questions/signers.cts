// What the answers to a send tell of its signers, and what can be done about them.
import { textOf } from '../answers.cts';
import { neither, notSettled, value, Unsettled, type Finding } from '../findings.cts';
import type { Probe } from '../probe.cts';
import { seen, shapeOf } from '../redact/shape.cts';
import { reading, type Question } from './question.cts';
import { embedded, first, signersOf } from './sends.cts';

/** Names of the signers in an answer, held against those that were sent. */
async function signerNames(probe: Probe): Promise<Finding> {
	const namesOf = (people: object[]) =>
		people.map((each) => `${textOf(each, 'FirstName')} ${textOf(each, 'LastName')}`).join();
	const given = namesOf(probe.signersOf(2));
	const answered = namesOf(signersOf(first(await embedded(probe))));
	if (answered === given) return value('asGiven');
	return answered === given.toUpperCase()
		? value('capitals')
		: neither(seen({ signers: shapeOf(signersOf(first(await embedded(probe)))) }));
}

/** Whether a signing link is given for the first signer, whose name is written so; undefined where it is refused. */
async function linkFor(probe: Probe, written: (name: string) => string) {
	const held = first(await embedded(probe));
	const [signer] = signersOf(held);
	const [FirstName, LastName] = ['FirstName', 'LastName'].map((name) =>
		written(textOf(signer, name)),
	);
	const { json } =
		(await probe.takes({
			method: 'POST',
			path: '/FormDirect/GetSignerLink',
			json: {
				DocumentReference: textOf(held, 'Reference'),
				Signer: { FirstName, LastName, Email: textOf(signer, 'Email') },
			},
		})) ?? {};
	return json && textOf(json, 'SigningKey');
}

async function signerLink(probe: Probe): Promise<Finding> {
	const key = await linkFor(probe, (name) => name);
	if (key === undefined) return notSettled('it was refused');
	return key === '' ? notSettled('it was answered without a key') : value('works for Smart Tags');
}

async function signerLookup(probe: Probe): Promise<Finding> {
	if (!(await linkFor(probe, (name) => name)))
		return notSettled('no link was given for a name as the document shows it');
	const inOtherCase = (name: string) =>
		name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
	const key = await linkFor(probe, inOtherCase);
	if (key === undefined) return value('exact');
	return key === '' ? neither('it was answered without a key') : value('anyCase');
}

/** Last of the sends: it may take a signer away. */
async function updateSigner(probe: Probe): Promise<Finding> {
	const held = first(await embedded(probe));
	const reference = textOf(held, 'Reference');
	const [signer] = signersOf(held);
	const [person] = probe.signersOf(1);
	const change = {
		...person,
		LastName: `Changed-${probe.ledger.signerMark}`,
		SignerReference: textOf(signer, 'SignerReference'),
	};
	const answer = await probe.client.ask({
		method: 'POST',
		path: '/Document/UpdateSigner',
		json: { DocumentReference: reference, Signers: [change] },
	});
	if (answer.status >= 300) throw new Unsettled(`it was answered with ${answer.status}`);
	const now = await probe.readObject(`/Document/Status/${encodeURIComponent(reference)}`);
	const names = signersOf(now).map((each) => textOf(each, 'LastName').toLowerCase());
	const isChanged = names.some((name) => name.startsWith('changed'));
	if (isChanged && names.length === 2) return value('corrects');
	if (isChanged && names.length === 1) return value('replaces');
	return neither(seen({ signers: String(names.length), changed: isChanged ? 'yes' : 'no' }));
}

export const questionsOfSigners: Question[] = [
	reading('signerNames', 'Names of signers in answers', { sends: signerNames }),
	{
		id: 'signerLink',
		title: 'Get Signer Link for what is no form',
		looks: { sends: signerLink },
		values: ['works for Smart Tags'],
	},
	reading('signerLookup', 'Names in a request for a signing link', { sends: signerLookup }),
	reading('updateSigner', 'New information about one of two signers', { sends: updateSigner }),
];
