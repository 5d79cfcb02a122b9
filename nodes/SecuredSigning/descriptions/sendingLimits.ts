import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { signersOf } from '../smartTags/findings';
import { readTags } from '../smartTags/read';
import type { Api, UploadFile } from '../transport';
import { listed, text } from '../values';
import { takeDocuments } from './documentLimit';
import { refusal } from './refusal';

// Without expressions: whatever fills one, such as an AI agent, could lift its own limits.
export const sendingLimitsField: INodeProperties = {
	displayName: 'Sending Limits',
	name: 'sendingLimits',
	type: 'fixedCollection',
	placeholder: 'Add limits',
	default: {},
	description:
		'What goes beyond them is refused before anything is sent. An AI agent that has this node as a tool cannot change them.',
	options: [
		{
			displayName: 'Limits',
			name: 'limits',
			values: [
				{
					displayName: 'Allowed Email Domains',
					name: 'allowedDomains',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: 'e.g. example.com, example.org',
					description:
						"The only domains of people who sign or whom a document is shared with, separated by commas. A subdomain is a domain of its own. Left out: any. 'Invitees' has to say who signs: names that stand in a document's Smart Tags alone are refused.",
				},
				{
					displayName: 'Most Documents',
					name: 'maxDocuments',
					type: 'number',
					typeOptions: { minValue: 0 },
					noDataExpression: true,
					default: 0,
					description:
						'How many documents this node may send in one execution: all items, turns of a loop and calls of an AI agent together, also those that failed. An MCP client makes a new execution with each call. 0: any number.',
				},
				{
					displayName: 'Most Signers',
					name: 'maxSigners',
					type: 'number',
					typeOptions: { minValue: 0 },
					noDataExpression: true,
					default: 0,
					description: 'How many people may be asked to sign in one send. 0: any number.',
				},
			],
		},
	],
};

type Person = Pick<Api<'ShareUser'>, 'Email'>;

/** What one item is about to send. */
interface ToBeSent {
	/** Those who sign; undefined when the document's own Smart Tags say who. */
	signers?: Array<Person & { ShareUsers?: Person[] }>;
	/** Whom it is shared with besides. */
	shareUsers?: Person[];
	/** What is still to be uploaded: its Smart Tags may ask further people to sign. */
	files?: UploadFile[];
	/** How many documents an item of the run sends; one unless given. */
	documentsOf?(itemIndex: number): number;
}

interface Limits {
	/** None: any. */
	domains: string[];
	maxDocuments: number;
	maxSigners: number;
}

const ADVICE =
	"This is set in 'Sending Limits' of the node, and only whoever builds the workflow can change it. An AI agent should tell its user so, and not try others.";

/**
 * Refuses what goes beyond the limits that the builder set. To be called when all else is checked:
 * documents that get here count, whatever becomes of them.
 *
 * @throws UserError that says which limit it is
 */
export async function checkSendingLimits(
	context: IExecuteFunctions,
	options: IDataObject,
	toBeSent: ToBeSent,
): Promise<void> {
	const limits = readLimits(options.sendingLimits);
	if (limits.domains.length > 0 || limits.maxSigners !== Infinity) {
		await checkPeople(limits, toBeSent);
	}
	if (limits.maxDocuments === Infinity) return;
	const { total, before, fits } = takeDocuments(context, limits.maxDocuments, toBeSent.documentsOf);
	if (!fits) {
		const after = before > 0 ? ` after ${before} earlier` : '';
		throw refusal(
			`This would send ${counted(total)}${after}, and the most in one execution is ${limits.maxDocuments}`,
			ADVICE,
		);
	}
}

function readLimits(parameter: unknown): Limits {
	const { limits = {} } = (parameter ?? {}) as { limits?: IDataObject };
	const domains = listed(text(limits.allowedDomains)).map((domain) => domain.replace(/^@/, ''));
	return {
		domains: domains.map((domain) => domain.toLowerCase()),
		maxDocuments: numberOf(limits.maxDocuments, 'Most Documents'),
		maxSigners: numberOf(limits.maxSigners, 'Most Signers'),
	};
}

/** n8n takes an expression in these fields for plain text: that limits to nothing, not to anything. */
function numberOf(value: unknown, displayName: string): number {
	const number = Number(value ?? 0);
	if (!Number.isInteger(number) || number < 0) {
		throw refusal(
			`'${displayName}' is not a whole number: "${text(value)}"`,
			"Correct 'Sending Limits' in Options; an expression is not taken there.",
		);
	}
	return number === 0 ? Infinity : number;
}

async function checkPeople(
	{ domains, maxSigners }: Limits,
	{ signers, shareUsers = [], files = [] }: ToBeSent,
): Promise<void> {
	if (signers === undefined) {
		throw refusal(
			'Who would sign is not given, and the people who may are limited',
			`Give them in 'Invitees', by 'Enter Below' or 'From JSON': names that stand in the document's Smart Tags alone are not taken. ${ADVICE}`,
		);
	}
	await checkTags(files, signers.length);
	if (signers.length > maxSigners) {
		throw refusal(`${signers.length} people would sign, and at most ${maxSigners} may`, ADVICE);
	}
	const people = [
		...signers,
		...signers.flatMap((signer) => signer.ShareUsers ?? []),
		...shareUsers,
	];
	const others = people.map(({ Email }) => text(Email)).filter((email) => !isAt(email, domains));
	if (domains.length > 0 && others.length > 0) {
		throw refusal(
			`This may not go to ${others.join(', ')}`,
			`It may go to people at ${domains.join(', ')}. ${ADVICE}`,
		);
	}
}

const counted = (documents: number) => (documents === 1 ? '1 document' : `${documents} documents`);

const isAt = (email: string, domains: string[]): boolean =>
	domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase());

/** What the service does with a tag that has no invitee is not known; it may well ask that person. */
async function checkTags(files: UploadFile[], invitees: number): Promise<void> {
	for (const file of files) {
		const further = signersOf(await readTags(file), []).find(({ order }) => order > invitees);
		if (further) {
			throw refusal(
				`“${file.fileName}” has a Smart Tag for signer ${further.order}, and only ${invitees} of the people who sign are given`,
				`Give one for each tag: the people who may sign are limited. ${ADVICE}`,
			);
		}
	}
}
