/**
 * The example workflows as a user imports them: the credential chosen, the folder of files set.
 */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Home } from './environment.mts';
import type { Credential, Workflow } from './instance.mts';

export const PROJECT = join(import.meta.dirname, '..', '..');

const DOCUMENTS = join(PROJECT, 'test', 'data');

/** Those that two signers sign whose names come with the request, as in the examples. */
const CONTRACTS = ['confidentiality-agreement.pdf', 'employment-agreement.docx'];

/** Where the examples expect files: the only folder that n8n's Docker image lets nodes use. */
export const EXAMPLE_FILES = '/home/node/.n8n-files';

/** The credential that the examples are given. */
export const credentialOf = (data: Credential['data']): Credential => ({
	id: 'secured-signing-api',
	name: 'Secured Signing API',
	type: 'securedSigningApi',
	data,
});

/** The examples, each with the name of its file as its id. */
export const readExamples = async (home: Home, credential: Credential): Promise<Workflow[]> => {
	const folder = join(PROJECT, 'examples');
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
	const here = home.files.replaceAll('\\', '/');
	return await Promise.all(
		files.map(async (file) => {
			const text = await readFile(join(folder, file), 'utf8');
			const workflow = JSON.parse(text.replaceAll(EXAMPLE_FILES, here)) as Workflow;
			for (const { credentials } of workflow.nodes) {
				const { id, name, type } = credential;
				if (credentials?.[type]) credentials[type] = { id, name };
			}
			return { ...workflow, id: basename(file, '.json'), active: false };
		}),
	);
};

/** Makes the folders that the examples read and write, and returns the contracts to be sent. */
export const prepareFiles = async ({ files }: Home): Promise<string[]> => {
	const contracts = join(files, 'contracts');
	for (const folder of [contracts, join(files, 'signed')]) await mkdir(folder, { recursive: true });
	for (const name of CONTRACTS) await copyFile(join(DOCUMENTS, name), join(contracts, name));
	return CONTRACTS.map((name) => join(contracts, name));
};
