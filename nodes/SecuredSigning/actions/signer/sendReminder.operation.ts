import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import {
	command,
	isUncertain,
	unconfirmedError,
	read,
	type Api,
	type RawDocument,
	type RawSigner,
} from '../../api';
import { simplifySigner } from '../../api/answers/document';
import { documentStatus, isEnded, type DocumentStatus } from '../../api/answers/documentStatus';
import { signerStatus, type SignerStatus } from '../../api/answers/signerStatus';
import { documentLocator, requiredReference, signerLocator } from '../../pickers/locators';
import { partOnce, withSignersLock } from '../../send';
import type { Operation } from '../../shared/operation';
import { objectsIn, text } from '../../shared/values';
import { signerOf } from './signerOf';

// API: POST /Document/SendReminder, docs/api/API.md section 5.2
export const sendReminder: Operation = {
	name: 'Send Reminder',
	value: 'sendReminder',
	action: 'Send reminder to signer',
	description:
		'Send a reminder to one signer, or to everybody who is invited and has not signed yet',
	fields: [
		documentLocator,
		{
			displayName: 'Remind',
			name: 'remind',
			type: 'options',
			options: [
				{
					name: 'Everybody Who Has Not Signed',
					value: 'all',
					description:
						'Those who are invited and can still sign: not those who declined or missed the due date',
				},
				{ name: 'One Signer', value: 'one' },
			],
			default: 'all',
			description: 'Who gets the reminder',
		},
		{ ...signerLocator, displayOptions: { show: { remind: ['one'] } } },
	],
	// People would be reminded again.
	repetition: 'harmful',
	changes(itemIndex) {
		return whomOf(this, itemIndex);
	},
	async execute(itemIndex) {
		const [documentReference, signerReference] = whomOf(this, itemIndex);
		// An update in between would send the reminder to another address than the output says.
		return await withSignersLock(documentReference, async () => {
			const document = await read(this, '/Document/Status/{DocumentReference}', {
				path: { DocumentReference: documentReference },
			});
			const all = signersOf(document);
			const signers = signerReference === undefined ? all : [signerOf(document, signerReference)];
			const status = documentStatus(document);
			return [{ json: await remindAll(this, documentReference, signers, status) }];
		});
	},
};

/** The reference of the document, and of the signer if only one is reminded. */
function whomOf(context: IExecuteFunctions, itemIndex: number): [string, string?] {
	const documentReference = requiredReference(context, itemIndex, documentLocator);
	const isOne = context.getNodeParameter('remind', itemIndex, 'all') === 'one';
	return isOne
		? [documentReference, requiredReference(context, itemIndex, signerLocator)]
		: [documentReference];
}

async function remind(
	context: IExecuteFunctions,
	DocumentReference: string,
	SignerReference: string,
): Promise<void> {
	const request: Api<'SendReminderRequest'> = { DocumentReference, SignerReference };
	// Another item may remind everybody, or this same signer.
	await partOnce(context, [DocumentReference, SignerReference], async () => {
		if (await command(context, '/Document/SendReminder', { body: request })) return;
		throw unconfirmedError(
			context.getNode(),
			'Could not confirm whether the reminder was sent',
			'Secured Signing accepted the request, but its answer does not say that it was done. Ask the signer, or look in Secured Signing, before you run this item again.',
		);
	});
}

const WHY_NOT: Partial<Record<SignerStatus, string>> = {
	notInvited: 'Not invited yet: others sign first',
	signed: 'Has signed',
	declined: 'Has declined',
	expired: 'The time to sign is over',
	rejected: 'Was rejected',
	deleted: 'Was removed from the document',
};

/**
 * The signers of a document; one who is listed twice with the same reference gets one reminder.
 *
 * @throws UserError when the document has no list of signers
 */
function signersOf({ Signers }: RawDocument): RawSigner[] {
	// Required: docs/api/API.md section 6.
	if (!Array.isArray(Signers)) {
		throw new UserError("Secured Signing's answer does not name the signers of the document", {
			description:
				'Nobody was reminded. Check that the document was sent for signing, and try again in a few minutes.',
		});
	}
	const places = objectsIn(Signers).map((signer) => ({
		signer,
		place: text(signer.SignerReference),
	}));
	return places
		.filter(({ place }, at) => !place || at === places.findIndex((other) => other.place === place))
		.map(({ signer }) => signer);
}

/**
 * Reminds the signers one after another, and goes on after a failure. Once somebody was reminded, it throws
 * no error: after one, the item would be run again, and those people would get another reminder.
 *
 * @throws the first error if nobody was reminded, preferably one of a reminder that may have been sent
 */
async function remindAll(
	context: IExecuteFunctions,
	reference: string,
	signers: RawSigner[],
	status: DocumentStatus,
): Promise<IDataObject> {
	const reminded: IDataObject[] = [];
	const notReminded: IDataObject[] = [];
	const refusals: Error[] = [];
	for (const signer of signers) {
		const { name, email, signerReference } = simplifySigner(signer);
		const person = { name, email, signerReference, status: signerStatus(signer) };
		const why =
			WHY_NOT[person.status] ??
			(isEnded(status) ? `The document is ${status}` : undefined) ??
			(signerReference ? undefined : 'Secured Signing gives no reference for this signer');
		if (why !== undefined) {
			notReminded.push({ ...person, reason: why });
			continue;
		}
		const refusal = await remind(context, reference, text(signerReference)).then(
			() => undefined,
			(error: Error) => error,
		);
		if (refusal === undefined) {
			reminded.push(person);
		} else {
			refusals.push(refusal);
			const reason = isUncertain(refusal)
				? `The reminder may have gone out: ${refusal.message}`
				: refusal.message;
			notReminded.push({ ...person, reason });
		}
	}
	// An uncertain error comes first: it must not look as if nothing had been sent.
	const refusal = refusals.find(isUncertain) ?? refusals[0];
	if (reminded.length === 0 && refusal !== undefined) throw refusal;
	return {
		documentReference: reference,
		remindedCount: reminded.length,
		reminded,
		notReminded,
	};
}
