import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';

import { requestOptionsField } from '../fields/requestOptions';
import type { Operation, Resource } from '../shared/operation';
import { account } from './account';
import { attachment } from './attachment';
import { document } from './document';
import { emailTemplate } from './emailTemplate';
import { form } from './form';
import { invoice } from './invoice';
import { mailMerge } from './mailMerge';
import { packages } from './package';
import { recipient } from './recipient';
import { signer } from './signer';
import { smartTag } from './smartTag';
import { template } from './template';

/** Everything the node can do. A new resource is a folder and a line here. */
export const resources: Resource[] = [
	account,
	attachment,
	document,
	emailTemplate,
	form,
	invoice,
	mailMerge,
	packages,
	recipient,
	signer,
	smartTag,
	template,
];

export function findOperation(resource: string, operation: string): Operation | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
}

const namesOf = (things: Array<{ name: string; value: string }>): string =>
	JSON.stringify(Object.fromEntries(things.map(({ name, value }) => [value, name])));

/** A shorter name where the canvas has no room for the full name and the resource. */
const onCanvas = ({ name, value }: Operation) => ({
	name: value === 'sendAndAwait' ? 'Send and Await' : name,
	value,
});

/** Under the name of the node on the canvas: `Send: Smart Tag`. */
export const subtitle = `={{ (${namesOf(resources.flatMap(({ operations }) => operations.map(onCanvas)))})[$parameter.operation] + ": " + (${namesOf(resources)})[$parameter.resource] }}`;

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name, value }) => ({ name, value })),
	default: 'document',
};

const operationField = ({ value, defaultOperation, operations }: Resource): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: operations.map(({ name, value: operation, action, description }) => ({
		name,
		value: operation,
		action,
		description,
	})),
	default: defaultOperation,
	displayOptions: { show: { resource: [value] } },
});

const operationFields = ({ value, operations }: Resource): INodeProperties[] =>
	operations.flatMap(({ value: operation, fields }) =>
		updateDisplayOptions({ show: { resource: [value], operation: [operation] } }, fields).map(
			keepingItsValue,
		),
	);

/**
 * When a parameter changes, n8n's editor empties each field of these types whose `displayOptions` name that
 * parameter without a slash (`removeMismatchedOptionValues` of n8n-editor-ui): all options, signers and
 * documents would be lost between Send and Send and Await Signature. Written from the root, as `/operation`,
 * the condition is the same, but the field keeps its value.
 */
const EMPTIED_BY_EDITORS = ['collection', 'fixedCollection', 'multiOptions'];

function keepingItsValue(field: INodeProperties): INodeProperties {
	if (!EMPTIED_BY_EDITORS.includes(field.type)) return field;
	const show = Object.entries(field.displayOptions?.show ?? {});
	return {
		...field,
		displayOptions: {
			show: Object.fromEntries(show.map(([name, values]) => [`/${name}`, values])),
		},
	};
}

/** The node's parameters, put together from the operations' own fields. */
export const properties: INodeProperties[] = [
	resourceField,
	...resources.map(operationField),
	...resources.flatMap(operationFields),
	requestOptionsField,
];
