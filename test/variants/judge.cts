/** The rules that hold for every variant and every flow: what was said against what is so. */
import { ANA } from './seeds.cts';
import { saysNothing, type Outcome } from './play.cts';
import { statusOf, type Doc } from './service/world.cts';

type Json = Record<string, unknown>;

const succeeded = ({ told }: Outcome) => told === 'ok' || told === 'recovered';

/** What goes against the rules, in words; empty when all is well. */
export function faults(outcome: Outcome): string[] {
	return [
		...invitations(outcome),
		...reminders(outcome),
		...changes(outcome),
		...secrets(outcome),
		...(succeeded(outcome) ? outcome.items.flatMap(({ json }) => claims(json, outcome)) : []),
		...keys(outcome),
	];
}

/** Nobody twice, nobody who was not asked for, from one's own account; all, or the item says who not. */
function invitations(outcome: Outcome): string[] {
	const { world, flow, account, words } = outcome;
	const emails = world.invitations.map(({ email }) => email);
	const found = repeated(emails, 'invited');
	for (const email of new Set(emails)) {
		if (!flow.asked.includes(email)) found.push(`${email} was invited, unasked`);
	}
	if (world.invitations.some((each) => each.account !== account)) found.push('other account');
	if (!succeeded(outcome) && emails.length > 0 && saysNothing(words)) {
		found.push('says that nothing was sent, and it was');
	}
	const missing = flow.asked.filter((email) => !emails.includes(email));
	if (succeeded(outcome)) {
		found.push(...unnamedDocuments(outcome));
		found.push(...missing.map((email) => `said to be sent, and ${email} was not invited`));
	} else if (missing.length < flow.asked.length) {
		const unnamed = missing.filter((email) => !words.includes(email));
		found.push(...unnamed.map((email) => `${email} was not invited, and is not named`));
	}
	return found;
}

/** What was sent comes out by its reference; a mail merge has one reference for all. */
function unnamedDocuments({ world, words, flow }: Outcome): string[] {
	if (flow.kind !== 'send' || world.processes.size > 0) return [];
	return [...world.documents.values()]
		.filter(({ folder, reference }) => folder !== 'InBox' && !words.includes(reference))
		.map(({ name }) => `${name} was sent, and does not come out`);
}

const repeated = (emails: string[], what: string): string[] =>
	[...new Set(emails)]
		.map((email) => ({ email, times: emails.filter((each) => each === email).length }))
		.filter(({ times }) => times > 1)
		.map(({ email, times }) => `${email} was ${what} ${times} times`);

function reminders({ world, doc, told, words }: Outcome): string[] {
	const found = repeated(world.reminders, 'reminded');
	const signed = doc?.signers.filter((each) => each.signed).map(({ Email }) => Email) ?? [];
	for (const email of world.reminders) {
		if (signed.includes(email)) found.push(`${email} has signed, and was reminded`);
	}
	if (world.reminders.length > 0 && told !== 'ok' && saysNothing(words)) {
		found.push('says that nothing was sent, and somebody was reminded');
	}
	return found;
}

/** A change is said to be done when it is done, and not to be done when it is not. */
function changes(outcome: Outcome): string[] {
	const { flow, world, doc, words } = outcome;
	const found: string[] = [];
	const isDone = flow.isDone?.(world, doc as Doc);
	if (isDone === false && succeeded(outcome)) found.push('said to be done, and it is not');
	if (isDone === true && !succeeded(outcome) && saysNothing(words)) {
		found.push('says that nothing was changed, and it was');
	}
	const lost =
		doc && doc.signers.length > 0 && !doc.signers.some(({ Email }) => Email === ANA.Email);
	if (lost && !words.includes(ANA.Email))
		found.push('Ana has no place any more, and nobody says so');
	return found;
}

function secrets({ stored, secrets: hidden, told, words, world }: Outcome): string[] {
	const found = hidden.filter((secret) => stored.includes(secret)).map(() => 'a secret is stored');
	const signers = [...world.documents.values()].flatMap((doc) => doc.signers);
	if (told !== 'ok' && told !== 'recovered' && signers.some(({ key }) => words.includes(key))) {
		found.push('an error names a signing key');
	}
	return found;
}

/** Each thing that an item says is so on the service. */
function claims(json: Json, { world, doc, flow }: Outcome): string[] {
	const said = json.documentReference === undefined ? undefined : String(json.documentReference);
	const about = said === undefined ? doc : world.documents.get(said);
	if (!about) return said === undefined ? [] : [`no document has the reference ${said}`];
	const found: string[] = [];
	if (flow.kind === 'send' && said !== undefined && about.folder === 'InBox') {
		found.push('it is not out');
	}
	if (flow.kind !== 'send' && doc && about.name !== doc.name) found.push('it is another document');
	const isComplete = statusOf(about) === 'Complete';
	const isDocument = json.mailMergeReference === undefined;
	if (isDocument && !isComplete && (json.status === 'completed' || json.finished === true)) {
		found.push('it is not completed');
	}
	for (const { email } of (json.reminded as Array<{ email: string }> | undefined) ?? []) {
		if (!world.reminders.includes(email)) found.push(`${email} was not reminded`);
	}
	const dueDate = String(json.dueDate ?? '');
	if (/T.*(Z|[+-]\d\d:?\d\d)$/.test(dueDate) && about.due !== undefined) {
		const apart = Math.abs(Date.parse(dueDate) - about.due);
		if (apart >= 1000) found.push(`the due date is not ${dueDate}`);
	}
	const signers = Array.isArray(json.signers) ? (json.signers as Json[]) : [];
	for (const { email, signed } of signers) {
		const hasSigned = about.signers.some((each) => isSame(each.Email, email) && each.signed);
		if (signed === true && !hasSigned) found.push(`${String(email)} is said to have signed`);
	}
	return found;
}

/** A signing key stands with its own signer and nobody else. */
function keys({ items, world }: Outcome): string[] {
	const signers = [...world.documents.values()].flatMap((doc) => doc.signers);
	return items
		.flatMap(({ json }) => everyObject(json))
		.flatMap((entry) => {
			const owner = signers.find(({ key }) => key === (entry.signingKey ?? entry.SigningKey));
			const email = entry.email ?? entry.Email;
			if (!owner || email === undefined || isSame(owner.Email, email)) return [];
			return [`the key of ${owner.Email} stands with ${String(email)}`];
		});
}

const isSame = (email: string, other: unknown) =>
	email.toLowerCase() === String(other).toLowerCase();

function everyObject(value: unknown): Json[] {
	if (Array.isArray(value)) return value.flatMap(everyObject);
	if (typeof value !== 'object' || value === null) return [];
	return [value as Json, ...Object.values(value).flatMap(everyObject)];
}
