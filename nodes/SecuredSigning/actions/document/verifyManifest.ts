import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { extensionOf, itemFile, readWhole, sha256OfEach } from '../../api';
import {
	compareFiles,
	verdictOn,
	type ComparedFile,
	type PresentFile,
} from '../../evidence/compare';
import {
	isTooLarge,
	MANIFEST_TYPE,
	readManifest,
	type Manifest,
	type Unusable,
} from '../../evidence/manifest';
import { refusal } from '../../shared/refusal';
import { omitEmpty, splitList, text } from '../../shared/values';

const UNTOUCHED = 'manifest';

/** The fields of 'Verify' for a manifest. */
export const manifestFields: INodeProperties[] = [
	{
		displayName: 'Manifest Field',
		name: 'manifestField',
		type: 'string',
		default: UNTOUCHED,
		placeholder: 'e.g. manifest',
		required: true,
		hint: 'The name of the input field with the evidence manifest',
		description:
			"You see the name above the file in the 'Binary' view of the input. If you do not change 'manifest' and the item has only one JSON file, that file is used, whatever the name of its field.",
	},
	{
		displayName: 'File Fields',
		name: 'fileFields',
		type: 'string',
		default: '',
		placeholder: 'e.g. data,certificate',
		description:
			'The names of the input fields with the files to check, separated by commas. If empty: all other files of the item.',
	},
];

/**
 * Compares the files of an item with the manifest in the item; returns the verdict. Sends no request.
 *
 * @throws UserError when the item has no manifest, or lacks a file that 'File Fields' names
 */
export async function verifyManifest(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<IDataObject> {
	const field = manifestFieldOf(context, itemIndex);
	const others = fileFieldsOf(context, itemIndex, field);
	const file = await itemFile(context, itemIndex, field);
	const stop = context.getExecutionCancelSignal();
	const read = isTooLarge(file.size)
		? ({ verdict: 'notAManifest', reason: 'This file is too large for a manifest' } as const)
		: await readManifest(context, await readWhole(file, stop));
	if (!('manifest' in read)) return refused(read, others);
	const files = await Promise.all(
		others.map(async (name) => await itemFile(context, itemIndex, name)),
	);
	const hashes = await sha256OfEach(files, stop);
	const present = files.map(
		({ fileName, size }, at): PresentFile => ({
			field: others[at],
			name: fileName,
			size,
			sha256: hashes[at],
		}),
	);
	return compared(read.manifest, compareFiles(read.manifest.files, present));
}

/** The result for a manifest that cannot be used: the files are not compared. */
const refused = ({ verdict, reason }: Unusable, fields: string[]): IDataObject => ({
	valid: false,
	verdict,
	reason,
	files: fields.map((field) => ({ state: 'notCompared', field })),
});

function compared({ document, madeAt, missing }: Manifest, files: ComparedFile[]): IDataObject {
	const { verdict, reason } = verdictOn(files);
	return {
		valid: verdict === 'unchanged',
		verdict,
		reason: [reason, ...lackingThen(missing)].join('. '),
		...omitEmpty({ name: document.name, filedAt: madeAt, missing }),
		files: files.map(({ state, filed, present, reason: why }) => ({
			state,
			...omitEmpty({
				reason: why,
				field: present?.field,
				name: present?.name,
				nameInManifest: filed?.name,
				part: filed?.part,
				sha256: present?.sha256,
				sha256InManifest: filed?.sha256,
			}),
		})),
		documentReference: document.reference,
	};
}

/** The verdict has to name the parts that are not in the manifest, because they cannot be compared. */
const lackingThen = (missing: Manifest['missing']): string[] =>
	missing.length === 0
		? []
		: [
				`Not in the manifest, since it could not be fetched then: ${missing.map(({ part }) => part).join(', ')}`,
			];

const filesOf = (context: IExecuteFunctions, itemIndex: number) =>
	context.getInputData()[itemIndex].binary ?? {};

function manifestFieldOf(context: IExecuteFunctions, itemIndex: number): string {
	const name = text(context.getNodeParameter('manifestField', itemIndex, UNTOUCHED));
	const files = filesOf(context, itemIndex);
	if (Object.hasOwn(files, name)) return name;
	const manifests = Object.keys(files).filter(
		(field) =>
			files[field].mimeType === MANIFEST_TYPE ||
			extensionOf(files[field].fileName ?? '') === 'json',
	);
	if (name === UNTOUCHED && manifests.length === 1) return manifests[0];
	throw refusal(
		`The item has no evidence manifest in “${name}”`,
		"Enter the name of the field that contains it in 'Manifest Field'. To get a manifest, choose 'Evidence Manifest' in 'Include' when you get the signed file.",
	);
}

function fileFieldsOf(context: IExecuteFunctions, itemIndex: number, manifest: string): string[] {
	const files = filesOf(context, itemIndex);
	const named = splitList(text(context.getNodeParameter('fileFields', itemIndex, '')));
	const lacking = named.find((field) => !Object.hasOwn(files, field));
	if (lacking !== undefined) {
		throw refusal(
			`The item has no file in “${lacking}”`,
			"Enter the names of fields that contain files in 'File Fields', or leave it empty to check all files of the item.",
		);
	}
	const fields = named.length > 0 ? [...new Set(named)] : Object.keys(files);
	return fields.filter((field) => field !== manifest);
}
