/** What is made of an answer, whatever the service answers. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { simplifyAccount } from '../../nodes/SecuredSigning/api/answers/account.ts';
import { simplifyCertificate } from '../../nodes/SecuredSigning/api/answers/certificate.ts';
import { isoDate } from '../../nodes/SecuredSigning/api/answers/dates.ts';
import * as documents from '../../nodes/SecuredSigning/api/answers/document.ts';
import { documentStatus } from '../../nodes/SecuredSigning/api/answers/documentStatus.ts';
import { fieldValues } from '../../nodes/SecuredSigning/api/answers/fields.ts';
import { simplifyInvoiceLine } from '../../nodes/SecuredSigning/api/answers/invoice.ts';
import { simplifyMailMerge } from '../../nodes/SecuredSigning/api/answers/mailMerge.ts';
import { simplifyPackage } from '../../nodes/SecuredSigning/api/answers/package.ts';
import { sentDocuments } from '../../nodes/SecuredSigning/api/answers/sentDocuments.ts';
import { hasSigned, signerStatus } from '../../nodes/SecuredSigning/api/answers/signerStatus.ts';
import { withSigningKeys } from '../../nodes/SecuredSigning/api/answers/signingKeys.ts';
import { simplifyVerification } from '../../nodes/SecuredSigning/api/answers/verification.ts';
import { allExamples } from './examples.cts';
import { mutated, mutations } from './mutations.cts';
import { property } from './property.cts';
import { refusePollution } from './pollution.cts';
import { anyJson, anyText } from './texts.cts';

const simplifyDocument = (answer: IDataObject) => documents.simplifyDocument(answer, 'UTC');

const outputs: Record<string, (answer: IDataObject) => unknown> = {
	simplifyAccount,
	simplifyCertificate,
	simplifyDocument,
	simplifyLogEntry: documents.simplifyLogEntry,
	simplifySigner: documents.simplifySigner,
	simplifyUpload: documents.simplifyUpload('sent.pdf'),
	documentStatus,
	signingLink: documents.signingLink,
	fieldValues: (answer) => fieldValues([answer, answer]),
	simplifyInvoiceLine: simplifyInvoiceLine('1'),
	simplifyMailMerge: (answer) => simplifyMailMerge(answer, 'UTC'),
	simplifyPackage: (answer) => simplifyPackage(answer, 'UTC'),
	sentDocuments: (answer) => sentDocuments(answer).map(simplifyDocument),
	sentPackages: (answer) => sentDocuments([answer]).map(simplifyDocument),
	hasSigned,
	signerStatus,
	withSigningKeys: (answer) => withSigningKeys([answer, answer], [answer]),
	simplifyVerification,
};

// What the transport lets through is always an object (see api/http/request.ts).
const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const object = anyJson.filter(isObject);
const nearMiss = fc
	.tuple(fc.constantFrom(...allExamples.flat().filter(isObject)), mutations)
	.map(([example, changes]) => mutated(example, changes))
	.filter(isObject);

const outputRule = ([name, output]: [string, (answer: IDataObject) => unknown]) =>
	property(
		`${name} makes something of every answer`,
		fc.property(fc.oneof({ weight: 4, arbitrary: nearMiss }, object), (answer) => {
			const before = JSON.stringify(answer);
			const made = output(answer);
			assert.equal(JSON.stringify(answer), before, 'the answer itself stays as it is');
			assert.notEqual(made, null);
			refusePollution();
		}),
	);

export const outputRules = () => [
	...Object.entries(outputs).map(outputRule),
	property(
		'a date of an answer is in ISO 8601, or handed on as it is',
		fc.property(
			fc.oneof(
				anyJson,
				fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 19)),
				fc.integer().map((seconds) => `/Date(${seconds}000)/`),
				anyText.map((zone) => `2030-01-31T10:00:00${zone}`),
			),
			fc.oneof(fc.integer(), anyJson),
			(value, minutes) => {
				const date = isoDate(value, minutes);
				if (date === undefined) return;
				const isHandedOn = typeof value === 'string' && date === value.trim();
				assert.ok(isHandedOn || !Number.isNaN(Date.parse(date)), `neither: ${date}`);
				const namesZone = /(?:z|[+-]\d\d:?\d\d|\)\/)\s*$/i.test(String(value));
				const hasOffset = /^\s*(?:[+-]?[\d.e+-]+|utc|gmt|z)\s*$/i.test(String(minutes));
				assert.ok(isHandedOn || namesZone || hasOffset, `a zone that nobody named: ${date}`);
			},
		),
	),
];
