// The addresses that GetDocumentUrl, GetFormData and the certificates point to.
import { Router } from 'express';
import { deliver } from '../delivery.cts';
import { ServiceError } from '../errors.cts';
import type { HeldFile } from '../files.cts';
import { formDataFile } from '../operations/formData.cts';
import { certificateFile, currentFile } from '../operations/download.cts';
import { fileReply } from '../reply.cts';
import type { Service } from '../service.cts';
import { markup, page } from './html.cts';

const dataTypes = ['xml', 'csv', 'xlsx', 'xls'] as const;

/** Assumed: whoever knows such an address may fetch it, without signature and for good. */
export function filePages(service: Service): Router {
	const router = Router();
	router.get('/:reference{/:type}', async (request, response) => {
		try {
			const { reference, type } = request.params as { reference: string; type?: string };
			const file = await find(service, reference, type, String(request.query.separator ?? ''));
			await deliver(response, fileReply(file, service.readings));
		} catch (error) {
			if (!(error instanceof ServiceError)) throw error;
			response.status(error.status).send(page('Not found', markup`<p>${error.message}</p>`));
		}
	});
	return router;
}

async function find(
	service: Service,
	reference: string,
	type: string | undefined,
	separator: string,
): Promise<HeldFile> {
	const document = service.store.documents.get(reference);
	if (!document) return certificateFile(service, reference);
	const dataType = dataTypes.find((known) => known === type);
	if (!dataType) return await currentFile(document, service);
	return await formDataFile(service, reference, dataType, separatorOf(separator));
}

/** A character, or its code such as 0x09; a tab when nothing is given. */
const separatorOf = (text: string) =>
	/^0x[0-9a-f]+$/i.test(text) ? String.fromCodePoint(Number(text)) : text || '\t';
