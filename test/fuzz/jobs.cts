/** For each operation of the node, parameters with which it goes to work. */
import fc from 'fast-check';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { findOperation, resources } from '../../nodes/SecuredSigning/actions/index.ts';
import { ana, both, byReference, documentList, inDays } from '../engine/samples.cts';

export interface Job {
	resource: string;
	operation: string;
	/** What differs from the parameters that all jobs share. */
	choices: INodeParameters;
}

const chosen = byReference('154107214180');

/** One value for each name of a parameter; an operation takes of these what it has. */
const COMMON: INodeParameters = {
	...Object.fromEntries(
		['document', 'package', 'form', 'template', 'attachment', 'invoice'].map((name) => [
			name,
			chosen,
		]),
	),
	...ana,
	// As examples.cts has it.
	signer: byReference('SignerReference of the service'),
	mailMergeReference: '154107214180',
	clientReference: 'order-1',
	fileUrl: 'https://www.example.com/agreement.pdf',
	name: 'contract.pdf',
	dueDate: inDays(9),
	signers: both,
	documentsFrom: 'both',
	documents: documentList('1', '2'),
	updateFields: { firstName: 'Ana' },
	employersFrom: 'json',
	employersJson: '{"TFN": [{"Reference": "1", "Name": "One"}]}',
	returnAll: true,
};

/** Choices of an operation that lead another way through it. */
const VARIANTS: Record<string, INodeParameters[]> = {
	'document:download': [
		...['certificate', 'document', 'idVerification', 'notaryJournal', 'snapshots'],
		...['uploadedFiles', 'videoRecording'],
	].map((file) => ({ file })),
	'document:get': [{ options: { includeLog: true } }],
	'document:reconcile': [{ signerEmail: ana.email, options: { includeOthers: true } }],
	'document:verify': [{ source: 'document' }, { source: 'file' }],
	'form:send': [{ options: { sendAs: 'documents' } }],
	'mailMerge:send': [{ listFrom: 'items' }],
	'signer:sendReminder': [{ remind: 'one' }],
	'smartTag:send': [{ options: { sendAs: 'documents' } }, { documentsFrom: 'files' }],
};

const everyJob: Job[] = resources.flatMap(({ value: resource, operations }) =>
	operations.flatMap(({ value: operation }) =>
		[{}, ...(VARIANTS[`${resource}:${operation}`] ?? [])].map((variant) => ({
			resource,
			operation,
			choices: variant,
		})),
	),
);

/** The names of all operations, as `resource:operation`. */
export const operationNames = [...new Set(everyJob.map(nameOf))];

export function nameOf({ resource, operation }: Job): string {
	return `${resource}:${operation}`;
}

export const jobs: fc.Arbitrary<Job> = fc
	.tuple(fc.constantFrom(...everyJob), fc.boolean())
	.map(([job, simplify]) => ({ ...job, choices: { ...job.choices, simplify } }));

export const parametersOf = ({ choices, resource, operation }: Job): INodeParameters => ({
	...demanded(findOperation(resource, operation)?.fields ?? []),
	...COMMON,
	...choices,
	resource,
	operation,
});

/** Something for each text that has to be filled in, so that an operation that is new works as well. */
const demanded = (fields: INodeProperties[]): INodeParameters =>
	Object.fromEntries(
		fields
			.filter(({ required, type, default: usual }) => required && type === 'string' && usual === '')
			.map(({ name }) => [name, 'https://www.example.com/something']),
	);
