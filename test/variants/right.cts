/** How the table says what is right. */
import type { FlowName } from './flows.cts';
import type { Outcome, Told } from './play.cts';
import { signedFile } from './service/documents.cts';
import type { Deviation } from './service/server.cts';

/** The rules of judge.cts hold besides, for every cell. */
export interface Right {
	/** What the user may be told. */
	told: Told[];
	/** The same with n8n's Retry On Fail; left out: whatever the rules allow. */
	again?: Told[];
	/** When it is done: what the first item has, how many there are, what else is so. */
	item?: Record<string, unknown>;
	items?: number;
	holds?(outcome: Outcome): boolean | Promise<boolean>;
	/** When it is not: what the words name. */
	says?: RegExp;
}

export interface Variant {
	name: string;
	/** Where API.md allows it, or makes it likely. */
	section: string;
	deviations: Deviation[];
	right: Partial<Record<FlowName, Right>>;
	/** The node's Timeout in seconds, where an answer never comes. */
	timeout?: number;
}

export const OK: Right = { told: ['ok'] };
/** Sent, whether its answer was read or it was looked up. */
export const SENT: Right = { told: ['ok', 'recovered'], again: ['ok', 'recovered'] };
/** Sent, or an error that says that it may have been. */
export const SENT_OR_DOUBT: Right = {
	told: ['ok', 'recovered', 'doubt'],
	again: ['ok', 'recovered', 'doubt'],
};
/** Refused, with the certainty that nothing happened. */
export const REFUSED: Right = { told: ['nothing'] };
/** Any error: it is not said to be done. */
export const FAILED: Right = { told: ['nothing', 'doubt', 'error'] };
/** It may have been done: never "nothing". */
export const DOUBT: Right = { told: ['doubt'], again: ['doubt', 'recovered'] };
export const OK_OR_DOUBT: Right = { told: ['ok', 'doubt', 'error'] };
export const OK_OR_FAILED: Right = { told: ['ok', 'recovered', 'nothing', 'doubt', 'error'] };

export const forAll = (names: FlowName[], right: Right): Variant['right'] =>
	Object.fromEntries(names.map((name) => [name, right]));

export const ALL_SENDS: FlowName[] = [
	'sendFile',
	'sendTwoFiles',
	'sendStored',
	'sendForm',
	'sendTemplate',
];

const ownKeys: Right = {
	told: ['ok'],
	holds: ({ world, words }) =>
		[...world.documents.values()]
			.flatMap(({ signers }) => signers)
			.every(({ key }) => words.includes(key)),
};

/** What each flow gives where the service does as API.md writes. */
export const PLAIN: Record<FlowName, Right> = {
	sendFile: OK,
	sendTwoFiles: OK,
	sendStored: OK,
	sendEmbedded: ownKeys,
	sendOnceAgain: { told: ['recovered'], again: ['recovered'] },
	sendForm: OK,
	sendFormAlone: OK,
	sendTemplate: OK,
	sendTemplateEmbedded: ownKeys,
	mailMerge: OK,
	delete: { told: ['ok'], item: { deleted: true } },
	packageDelete: { told: ['ok'], item: { deleted: true } },
	remind: { told: ['ok'], item: { remindedCount: 1 } },
	remindBoth: { told: ['ok'], item: { remindedCount: 2 } },
	update: { told: ['ok'], item: { email: 'benjamin@example.com' } },
	extend: { told: ['ok'] },
	packageExtend: { told: ['ok'] },
	upload: OK,
	uploadFromUrl: OK,
	saveSender: {
		told: ['ok'],
		holds: ({ world, items }) => items[0].json.senderReference === world.senders[0].reference,
	},
	attachmentUpload: {
		told: ['ok'],
		holds: ({ world, items }) => world.attachments.has(String(items[0].json.attachmentReference)),
	},
	attachmentDelete: { told: ['ok'], item: { deleted: true } },
	attachmentDownload: {
		told: ['ok'],
		holds: async ({ file, doc }) =>
			(await file(0, 'data'))?.equals(doc?.content as Buffer) === true,
	},
	attachmentGetAll: { told: ['ok'], items: 1, item: { name: 'Terms.pdf' } },
	mailMergeGet: { told: ['ok'], item: { status: 'completed', documentCount: 1 } },
	getLog: { told: ['ok'], items: 2 },
	get: { told: ['ok'], item: { status: 'inProgress', signedCount: 1, signerCount: 2 } },
	getComplete: { told: ['ok'], item: { status: 'completed', signedCount: 2, signerCount: 2 } },
	getAll: { told: ['ok'], items: 2 },
	download: {
		told: ['ok'],
		holds: async ({ file }) => (await file(0, 'data'))?.equals(signedFile) === true,
	},
	getFinished: {
		told: ['ok'],
		item: { status: 'completed', finished: true, fieldValues: { Salary: '70000' } },
		holds: async ({ file }) => (await file(0, 'data'))?.equals(signedFile) === true,
	},
	getUnfinished: { told: ['ok'], item: { finished: false } },
	verify: { told: ['ok'], item: { valid: true, signatureCount: 2 } },
	getSigningLink: {
		told: ['ok'],
		holds: ({ items, doc }) => items[0].json.signingKey === doc?.signers[1].key,
	},
	packageGet: { told: ['ok'], item: { documentCount: 2, signerCount: 2 } },
	accountGet: { told: ['ok'], item: { documentsLeft: 88, accountStatus: 'Paid', locked: false } },
	recipients: { told: ['ok'], items: 2 },
	emailTemplates: { told: ['ok'], items: 2 },
};

/** The plain rights of some flows. */
export const plain = (...names: FlowName[]): Variant['right'] =>
	Object.fromEntries(names.map((name) => [name, PLAIN[name]]));
