/** The contract: it lies on a website, since no file goes through a model. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PROJECT } from '../n8n/examples.mts';
import type { Call, ToolUser } from './client.mts';
import { toolOf } from './workflow.mts';

const CONTRACT = 'employment-agreement.docx';

/** Has a client upload the contract with the tool for it; returns what that answers. */
export const uploadContract = async (user: ToolUser, orderNumber: string): Promise<Call> => {
	const content = await readFile(join(PROJECT, 'test', 'data', CONTRACT));
	const website = createServer((_request, response) => response.end(content));
	await once(website.listen(0, '127.0.0.1'), 'listening');
	const { port } = website.address() as AddressInfo;
	try {
		const fileUrl = `http://127.0.0.1:${port}/${CONTRACT}`;
		return await user.call(toolOf('document:uploadFromUrl'), { fileUrl, orderNumber });
	} finally {
		website.close();
	}
};
