/**
 * The example workflows as a user imports them: the credential chosen, the folder of files set.
 */
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Home } from './n8n/environment.mts';
import type { Credential, Workflow } from './n8n/instance.mts';

export const PROJECT = join(import.meta.dirname, '..', '..');

const DOCUMENTS = join(PROJECT, 'test', 'data');

/** Where the examples expect files: the only folder that n8n's Docker image lets nodes use. */
const EXAMPLE_FILES = '/home/node/.n8n-files';

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

/** Puts the test documents where the examples read them. */
export const copyDocuments = async ({ files }: Home): Promise<string[]> => {
	const names = (await readdir(DOCUMENTS)).filter((name) => /\.(docx|pdf)$/.test(name));
	await Promise.all(names.map((name) => copyFile(join(DOCUMENTS, name), join(files, name))));
	return names.map((name) => join(files, name));
};
