/**
 * The built-in nodes that the examples use besides this package, cut down to what the demo needs:
 * n8n's own are part of n8n-nodes-base, which is larger than this whole project. The end-to-end test
 * runs the same examples with the real ones.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

import { NodeOperationError, type IExecuteFunctions, type INodeType } from 'n8n-workflow';

const nodeType = (
	name: string,
	inputs: Array<'main'>,
	properties: string[],
	execute: NonNullable<INodeType['execute']>,
): INodeType => ({
	description: {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name },
		inputs,
		outputs: ['main'],
		properties: properties.map((property) => ({
			displayName: property,
			name: property,
			type: 'string',
			default: '',
		})),
	},
	execute,
});

async function handOn(this: IExecuteFunctions) {
	return [this.getInputData()];
}

const MIME_TYPES: Record<string, string> = {
	'.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	'.pdf': 'application/pdf',
};

async function readOrWrite(this: IExecuteFunctions) {
	if (this.getNodeParameter('operation', 0) === 'read') {
		const folder = dirname(this.getNodeParameter('fileSelector', 0) as string);
		const items = readdirSync(folder).map(async (name) => ({
			json: { fileName: name },
			binary: {
				data: await this.helpers.prepareBinaryData(
					readFileSync(join(folder, name)),
					name,
					MIME_TYPES[extname(name)],
				),
			},
		}));
		return [await Promise.all(items)];
	}
	const items = this.getInputData().map(async ({ json, binary }, item) => {
		const fileName = this.getNodeParameter('fileName', item) as string;
		const field = this.getNodeParameter('dataPropertyName', item) as string;
		mkdirSync(dirname(fileName), { recursive: true });
		writeFileSync(fileName, await this.helpers.getBinaryDataBuffer(item, field));
		return { json: { ...json, fileName }, binary, pairedItem: { item } };
	});
	return [await Promise.all(items)];
}

async function stop(this: IExecuteFunctions): Promise<never> {
	throw new NodeOperationError(this.getNode(), this.getNodeParameter('errorMessage', 0) as string);
}

export const builtInNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': nodeType('manualTrigger', [], [], handOn),
	'n8n-nodes-base.readWriteFile': nodeType(
		'readWriteFile',
		['main'],
		['operation', 'fileSelector', 'fileName', 'dataPropertyName'],
		readOrWrite,
	),
	'n8n-nodes-base.stopAndError': nodeType('stopAndError', ['main'], ['errorMessage'], stop),
};
