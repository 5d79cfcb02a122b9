import { UserError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import {
	BYPASS_CACHE,
	change,
	FROM_CACHE,
	isOld,
	read,
	type Api,
	type Raw,
	type RawSigner,
} from '../../api';
import { simplifySigner } from '../../api/answers/document';
import { decoded, nameKey } from '../../api/answers/entities';
import { emailOf, isWhole } from '../../api/answers/people';
import { hasSigned } from '../../api/answers/signerStatus';
import { optionsField } from '../../fields/options';
import {
	emailField,
	firstNameField,
	lastNameField,
	mobileFields,
	readMobile,
	readPerson,
} from '../../fields/people';
import { chosenView, simplifyField } from '../../fields/results';
import { peopleLimitsField } from '../../fields/sendingLimits';
import { documentLocator, requiredReference, signerLocator } from '../../pickers/locators';
import { ChangedOtherwise, withSignersLock } from '../../send';
import { Latest } from '../../send/remembered';
import { checkNewDetails } from '../../send/limits';
import type { Operation } from '../../shared/operation';
import { refusal } from '../../shared/refusal';
import { type Given, objectsIn, omitEmpty, text } from '../../shared/values';
import { signerOf } from './signerOf';

type Document = Api<'Document'>;
type Signer = Api<'Signer'>;

const CHANGES: INodeProperties[] = [emailField, firstNameField, lastNameField, ...mobileFields];

// API: POST /Document/UpdateSigner, docs/api/API.md section 5.2
export const update: Operation = {
	name: 'Update',
	value: 'update',
	action: 'Update name or email of signer',
	description: 'Correct the name, email or mobile number of a signer who has not signed yet',
	fields: [
		documentLocator,
		signerLocator,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			description:
				'What changes. The rest stays as it is, but a name that Secured Signing shows in capitals is saved in capitals. No public page says what a change does to the other signers: if one is missing afterwards, you get an error although the change was made. Then check the document in Secured Signing.',
			options: CHANGES.map((field) => ({ ...field, required: false })),
		},
		simplifyField,
		optionsField([peopleLimitsField]),
	],
	repetition: 'harmless',
	async execute(itemIndex) {
		const documentReference = requiredReference(this, itemIndex, documentLocator);
		const signerReference = requiredReference(this, itemIndex, signerLocator);
		const changes = this.getNodeParameter('updateFields', itemIndex, {});
		check(changes);
		const options = this.getNodeParameter('options', itemIndex, {});
		checkNewDetails(this, options, changes);
		// The request contains the whole signer: another update in between would be undone, or look like a
		// lost signer.
		return await withSignersLock(documentReference, async () => {
			const answer = await updated(this, documentReference, signerReference, changes);
			const simplify = (document: Raw<'Document'>) => ({
				documentReference,
				...simplifySigner(signerIn(document, signerReference)),
			});
			return [{ json: chosenView(this, itemIndex, answer, simplify) }];
		});
	},
};

const signerIn = ({ Signers }: Raw<'Document'>, reference: string): RawSigner =>
	objectsIn(Signers).find(({ SignerReference }) => SignerReference === reference) ?? {};

/** Changes the signer, and compares the answer with the signers before and with the requested changes. */
async function updated(
	context: IExecuteFunctions,
	documentReference: string,
	signerReference: string,
	changes: Given,
): Promise<Raw<'Document'>> {
	const document = await currentStatus(context, documentReference);
	const signer = editableSigner(document, signerReference);
	const name = `${documentReference} ${signerReference}`;
	refuseLag(changedLately.recall(name), signer, changes);
	const request: Api<'SignerRequest'> = {
		DocumentReference: documentReference,
		Signers: [changed(signer, changes)],
	};
	const answer = await change(context, '/Document/UpdateSigner', { body: request });
	refuseLoss(
		objectsIn<Signer>(document.Signers),
		objectsIn<Signer>(answer.Signers),
		signerReference,
	);
	refuseUnchanged(changes, signerIn(answer, signerReference));
	changedLately.remember(name, { before: signer, changes, at: Date.now() });
	return answer;
}

/** @throws UserError for a status from a cache: an earlier update that it does not show would be undone */
async function currentStatus(context: IExecuteFunctions, reference: string): Promise<Document> {
	let isCached = false;
	const document = await read(context, '/Document/Status/{DocumentReference}', {
		path: { DocumentReference: reference },
		answered: (headers) => {
			isCached = isOld(headers);
		},
	});
	if (!isCached) return document;
	throw new UserError('The current details of the signer are not known', {
		description: `${FROM_CACHE} what was changed before. ${BYPASS_CACHE} Nothing was changed.`,
	});
}

/** Placeholders for unchanged values, so that the changed ones can be checked before any request. */
const UNCHANGED = {
	firstName: '-',
	lastName: '-',
	email: 'unchanged@example.com',
	mobileCountry: '64',
	mobileNumber: '00000',
};

function check(changes: Given): void {
	const empty = CHANGES.find(({ name }) => name in changes && text(changes[name]) === '');
	if (empty !== undefined) {
		throw refusal(
			`'${empty.displayName}' is empty`,
			"Enter a value, or remove the field from 'Update Fields': the value then stays as it is.",
		);
	}
	if (Object.keys(changes).length === 0) {
		throw refusal('There is nothing to change', "Add what changes to 'Update Fields'.");
	}
	readPerson({ ...UNCHANGED, ...changes }, 'the signer');
	readMobile({ ...UNCHANGED, ...changes }, 'the signer');
}

/** @throws UserError when the document has no such signer, or the signer cannot be changed any more */
function editableSigner(document: Document, reference: string): Signer {
	const signer = signerOf(document, reference);
	// If the service does not say whether a signer is editable, the change is tried.
	if (signer.Editable === false || hasSigned(signer)) {
		throw new UserError(`${signer.FirstName} ${signer.LastName} can no longer be changed`, {
			description:
				'Secured Signing lets signers be changed only until they have signed. Nothing was changed.',
		});
	}
	return signer;
}

/**
 * Compares the signers after the change with those before: it is not known whether the request changes one
 * signer or replaces all (docs/api/API.md section 12.6).
 *
 * @param changed the reference of the signer who was to change
 * @throws ChangedOtherwise that names every signer who is missing or different: its message is the only
 *   record of them
 */
function refuseLoss(before: Signer[], after: Signer[], changed: string): void {
	const known = new Map(after.map((signer) => [signer.SignerReference, signer]));
	const lost = before.filter((signer) => {
		const { SignerReference } = signer;
		if (SignerReference === undefined) return false;
		const now = known.get(SignerReference);
		return now === undefined || (SignerReference !== changed && isOther(signer, now));
	});
	if (lost.length === 0) return;
	const names = lost.map(({ FirstName, LastName, Email }) => `${FirstName} ${LastName} (${Email})`);
	throw new ChangedOtherwise(
		`The signer was updated, but the document no longer names ${names.join(' and ')}`,
		{
			description:
				"Secured Signing's answer to the change no longer lists them. Open the document in Secured Signing and check who signs it. Do not run this item again until you have.",
		},
	);
}

/** Numbers may be written with or without a prefix. */
const lastDigits = (value: unknown) => text(value).replace(/\D/g, '').slice(-5);
/** For each field of the node: the name in the API, and the form in which two values are compared. */
const COMPARED: Record<string, [name: keyof RawSigner, form: (value: unknown) => string]> = {
	email: ['Email', (value) => emailOf({ Email: text(value) })],
	firstName: ['FirstName', nameKey],
	lastName: ['LastName', nameKey],
	mobileNumber: ['MobileNumber', lastDigits],
};

/** A change that the service has confirmed. */
interface Changed {
	before: RawSigner;
	changes: Given;
	at: number;
}

/** What this process changed, by document and signer. */
const changedLately = new Latest<Changed>();

/** For how long a status may show what was before a change. */
const LAG_MS = 10 * 60_000;

/**
 * A status may lag behind an earlier change, without any sign of a cache.
 *
 * @throws UserError while it shows what this process has changed lately: the old value would be written back
 */
function refuseLag(lately: Changed | undefined, signer: RawSigner, now: Given): void {
	if (lately === undefined || Date.now() - lately.at > LAG_MS) return;
	const { before, changes } = lately;
	const isBehind = Object.entries(COMPARED).some(([field, [name, form]]) => {
		const old = form(before[name]);
		const isKept = field in changes && !(field in now) && form(changes[field]) !== old;
		// What is not shown is not saved again.
		return isKept && form(signer[name]) === old && !isUnsaid(name, text(signer[name]));
	});
	if (!isBehind) return;
	throw new UserError('Secured Signing does not show the last change of the signer yet', {
		description:
			'This n8n changed this signer a few minutes ago, and the old value would be saved again. Wait some minutes, and run this item again. Nothing was changed.',
	});
}

/** Whether an answer leaves a value out, or does not show the whole of it: then it cannot be compared. */
const isUnsaid = (name: string, value: string): boolean => value === '' || !isWhole(name, value);

/** Whether a signer has another name, address or number than before. */
const isOther = (before: RawSigner, now: RawSigner): boolean =>
	Object.values(COMPARED).some(([name, form]) => {
		const [one, other] = [text(before[name]), text(now[name])];
		return !isUnsaid(name, one) && !isUnsaid(name, other) && form(one) !== form(other);
	});

/**
 * Compares the signer in the answer with the requested changes. Values that are missing or masked are
 * ignored.
 *
 * @throws UserError where the answer has another value: the service answered, and did not change it
 */
function refuseUnchanged(changes: Given, signer: RawSigner): void {
	const other = Object.keys(changes).flatMap((field) => {
		const [name, form] = COMPARED[field] ?? [];
		if (name === undefined || form === undefined) return [];
		const answered = text(signer[name]);
		const isSame = form(answered) === form(changes[field]);
		return isUnsaid(name, answered) || isSame ? [] : [answered];
	});
	if (other.length === 0) return;
	throw new UserError("Secured Signing's answer does not show the change", {
		description: `It has ${other.join(' and ')} in place of the new value. Check the signer in Secured Signing; a signer who may no longer be changed keeps the old values.`,
	});
}

/**
 * The whole signer for the request: values that are left out might be emptied. What the status shows only in
 * part is left out nevertheless, since the part would replace the whole.
 *
 * @throws UserError for such a value that the request needs (docs/api/openapi.yaml, UserInfo)
 */
function changed(shown: Signer, changes: Given): Signer {
	const signer = decoded(shown);
	const valueOf = ({ name, displayName, required }: INodeProperties): string => {
		if (name in changes) return text(changes[name]);
		const key = (name[0].toUpperCase() + name.slice(1)) as keyof Signer;
		const value = text(signer[key]);
		if (isWhole(key, value) && !(required && value === '')) return value;
		throw new UserError(`Secured Signing does not show the whole '${displayName}' of the signer`, {
			description: `Add '${displayName}' to 'Update Fields'. Nothing was changed.`,
		});
	};
	const changesMobile = mobileFields.some(({ name }) => name in changes);
	const isShown = (key: keyof Signer) => isWhole(key, signer[key]);
	const keepsMobile = isShown('MobileCountry') && isShown('MobileNumber');
	const [mobileCountry, mobileNumber] =
		changesMobile || keepsMobile ? mobileFields.map(valueOf) : [];
	return {
		...omitEmpty({
			SignerReference: signer.SignerReference,
			MobileCountry: mobileCountry,
			MobileNumber: mobileNumber,
			ShareUsers: isShown('ShareUsers') ? signer.ShareUsers : undefined,
			ClientReference: signer.ClientReference,
			IsFaceToFaceSigning: signer.IsFaceToFaceSigning,
		}),
		FirstName: valueOf(firstNameField),
		LastName: valueOf(lastNameField),
		Email: valueOf(emailField),
		...(changesMobile && readMobile({ mobileCountry, mobileNumber }, 'the signer')),
	};
}
