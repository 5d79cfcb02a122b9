/** Changes under n8n's Retry On Fail: a stage for a file of tests. */
import type { INode } from 'n8n-workflow';

import type { OperationId } from '../../simulator/index.cts';
import { docxWith, tagFor } from '../../simulator/testing/files.cts';
import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { DOCX } from './samples.cts';

export const node: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
export const oneByOne = { requestOptions: { itemsAtATime: 1 } };

/** @param take gets the bench before the first test */
export function useChanges(take: (own: { bench: Bench }) => unknown) {
	let bench: Bench;
	useBench((own) => {
		({ bench } = own);
		bench.records = false;
		take(own);
	});
	const count = (operationId: OperationId) =>
		bench.simulator.requests.filter((request) => request.operationId === operationId).length;
	const upload = async (name: string) => {
		const { items } = await bench.run(
			{ resource: 'document', operation: 'upload' },
			{ items: [await bench.file(docxWith(tagFor(1)), name, DOCX)] },
		);
		return items[0].json.documentReference as string;
	};

	return { count, upload };
}
