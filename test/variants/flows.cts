/** What is played against each variant: an operation as somebody sets it up, and what it asks for. */
import type { INode, INodeExecutionData } from 'n8n-workflow';

import { byReference, documentList, DOCX, dataFile, inDays } from '../engine/samples.cts';
import { FORM, TEMPLATE } from './service/sends.cts';
import { signer, type Doc, type World } from './service/world.cts';
import {
	ana,
	ANA,
	attached,
	ben,
	BEN,
	both,
	DUE,
	merged,
	ORDER,
	sent,
	sentPackage,
	signed,
} from './seeds.cts';

export type Kind = 'send' | 'change' | 'read';

export interface Flow {
	kind: Kind;
	/** The emails of everybody whom the flow wants invited. */
	asked: string[];
	/** Puts into the service what the flow needs; answers the document that it is about. */
	seed?(world: World): Doc;
	parameters(doc?: Doc): INode['parameters'];
	/** For a change: whether the service has carried it out. */
	isDone?(world: World, doc: Doc): boolean;
	/** The files of the item, by field. */
	files?: Record<string, { content: Buffer; name: string; type: string }>;
	json?: INodeExecutionData['json'][];
}

const signers = { signer: [ana, ben] };
/** The due date that an extension asks for. */
const LATER = '2030-03-01T10:00:00Z';

const contract = {
	content: dataFile('employment-agreement.docx'),
	name: 'contract.docx',
	type: DOCX,
};
const annex = { content: dataFile('tenancy-agreement.docx'), name: 'annex.docx', type: DOCX };

const smartTag = { resource: 'smartTag', operation: 'send', dueDate: inDays(10), signers };
const about = (resource: string, operation: string, more: INode['parameters'] = {}) => ({
	kind: 'read' as Kind,
	asked: [],
	parameters: (doc?: Doc) => ({
		resource,
		operation,
		...(doc && { document: byReference(doc.reference) }),
		...more,
	}),
});
const change = { kind: 'change' as Kind, asked: [] };
const send = { kind: 'send' as Kind, asked: both };

export const flows = {
	sendFile: {
		...send,
		files: { data: contract },
		parameters: () => smartTag,
	},
	sendTwoFiles: {
		...send,
		files: { data: contract, annex },
		parameters: () => ({ ...smartTag, binaryPropertyName: 'data,annex' }),
	},
	sendStored: {
		...send,
		seed: (world) => world.add('Lease.pdf', { content: dataFile('no-tags.pdf') }),
		parameters: (doc) => ({
			...smartTag,
			documentsFrom: 'documents',
			documents: documentList(doc?.reference),
			// What the variants do to look-ups is about those that follow the send.
			options: { checkIfSent: false },
		}),
	},
	sendEmbedded: {
		...send,
		files: { data: contract },
		parameters: () => ({ ...smartTag, options: { embedded: true } }),
	},
	/** The order is out already, sent by another execution: nobody is to be invited. */
	sendOnceAgain: {
		...send,
		asked: [],
		files: { data: contract },
		seed: (world) => sent(world, { clientReference: ORDER }),
		parameters: () => ({
			...smartTag,
			options: { clientReference: ORDER, oncePerClientReference: true },
		}),
	},
	sendForm: {
		...send,
		parameters: () => ({ resource: 'form', operation: 'send', form: byReference(FORM), signers }),
	},
	/** The optional role is left empty. */
	sendFormAlone: {
		...send,
		asked: [ana.email],
		parameters: () => ({
			resource: 'form',
			operation: 'send',
			form: byReference(FORM),
			signers: { signer: [ana] },
		}),
	},
	sendTemplate: {
		...send,
		parameters: () => ({
			resource: 'template',
			operation: 'send',
			template: byReference(TEMPLATE),
			signers,
		}),
	},
	sendTemplateEmbedded: {
		...send,
		parameters: () => ({
			resource: 'template',
			operation: 'send',
			template: byReference(TEMPLATE),
			signers,
			options: { embedded: true },
		}),
	},
	mailMerge: {
		...send,
		seed: (world) => world.add('Letter.docx'),
		json: [{ ...ANA }, { ...BEN }],
		parameters: (doc) => ({
			resource: 'mailMerge',
			operation: 'send',
			document: byReference(doc?.reference),
			dueDate: inDays(10),
		}),
	},
	delete: {
		...change,
		seed: sent,
		parameters: about('document', 'delete').parameters,
		isDone: (_world, doc) => doc.deleted,
	},
	packageDelete: {
		...change,
		seed: sentPackage,
		parameters: (doc) => ({
			resource: 'package',
			operation: 'delete',
			package: byReference(doc?.packageReference),
		}),
		isDone: (world) => [...world.documents.values()].every(({ deleted }) => deleted),
	},
	remind: {
		...change,
		seed: sent,
		parameters: about('signer', 'sendReminder').parameters,
	},
	/** Nobody has signed: both are to be reminded. */
	remindBoth: {
		...change,
		seed: (world) => {
			const doc = sent(world);
			Object.assign(doc.signers[0], signer(ANA), { reference: doc.signers[0].reference });
			return doc;
		},
		parameters: about('signer', 'sendReminder').parameters,
	},
	update: {
		...change,
		seed: sent,
		parameters: (doc) => ({
			resource: 'signer',
			operation: 'update',
			document: byReference(doc?.reference),
			signer: byReference(doc?.signers[1].reference),
			updateFields: { email: 'benjamin@example.com' },
		}),
		isDone: (_world, { signers: now }) => now.some(({ Email }) => Email === 'benjamin@example.com'),
	},
	extend: {
		...change,
		seed: sent,
		parameters: about('document', 'extend', { dueDate: LATER }).parameters,
		isDone: (_world, { due }) => due !== DUE,
	},
	packageExtend: {
		...change,
		seed: sentPackage,
		parameters: (doc) => ({
			resource: 'package',
			operation: 'extend',
			package: byReference(doc?.packageReference),
			dueDate: LATER,
		}),
		isDone: (_world, { due }) => due !== DUE,
	},
	upload: {
		...change,
		files: { data: contract },
		parameters: about('document', 'upload').parameters,
		isDone: ({ documents }) => documents.size > 0,
	},
	uploadFromUrl: {
		...change,
		parameters: about('document', 'uploadFromUrl', { fileUrl: 'https://www.example.com/a.pdf' })
			.parameters,
		isDone: ({ documents }) => documents.size > 0,
	},
	saveSender: {
		...change,
		parameters: () => ({ resource: 'account', operation: 'saveSender', ...ana }),
		isDone: ({ senders }) => senders.length > 0,
	},
	attachmentUpload: {
		...change,
		files: { data: annex },
		parameters: about('attachment', 'upload').parameters,
		isDone: ({ attachments }) => attachments.size > 0,
	},
	attachmentDelete: {
		...change,
		seed: attached,
		parameters: (doc) => ({
			resource: 'attachment',
			operation: 'delete',
			attachment: byReference(doc?.reference),
		}),
		isDone: ({ attachments }, { reference }) => attachments.get(reference)?.deleted === true,
	},
	attachmentDownload: {
		kind: 'read',
		asked: [],
		seed: attached,
		parameters: (doc) => ({
			resource: 'attachment',
			operation: 'download',
			attachment: byReference(doc?.reference),
		}),
	},
	attachmentGetAll: { ...about('attachment', 'getAll', { returnAll: true }), seed: attached },
	mailMergeGet: {
		kind: 'read',
		asked: [],
		seed: merged,
		parameters: (doc) => ({
			resource: 'mailMerge',
			operation: 'get',
			mailMergeReference: doc?.reference ?? '',
		}),
	},
	getLog: { ...about('document', 'getLog'), seed: sent },
	get: { ...about('document', 'get'), seed: sent },
	getComplete: { ...about('document', 'get'), seed: signed },
	getAll: {
		...about('document', 'getAll', { folder: 'Progress', returnAll: true }),
		seed: (world) => {
			const doc = sent(world);
			sent(world, { clientReference: 'other' });
			return doc;
		},
	},
	download: { ...about('document', 'download'), seed: signed },
	getFinished: { ...about('document', 'getFinished'), seed: signed },
	getUnfinished: { ...about('document', 'getFinished'), seed: sent },
	verify: { ...about('document', 'verify', { source: 'document' }), seed: signed },
	getSigningLink: {
		...about('signer', 'getSigningLink', { signerBy: 'details', ...ben }),
		seed: sent,
	},
	packageGet: {
		kind: 'read',
		asked: [],
		seed: sentPackage,
		parameters: (doc) => ({
			resource: 'package',
			operation: 'get',
			package: byReference(doc?.packageReference),
		}),
	},
	accountGet: about('account', 'get'),
	recipients: about('recipient', 'getAll', { returnAll: true }),
	emailTemplates: about('emailTemplate', 'getAll', { returnAll: true }),
} satisfies Record<string, Flow>;

export type FlowName = keyof typeof flows;
