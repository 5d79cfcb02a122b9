/** Previews, and sends that have to be what was previewed, in n8n's engine. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { useBench } from './bench.cts';
import type { Bench } from './node.cts';
import { both, dataFile, inDays } from './samples.cts';
import { referenceOf } from './sends.cts';

export const FILE = dataFile('confidentiality-agreement.pdf');

/** Other bytes that are a PDF as well: white space may come behind its end. */
export const OTHER_FILE = Buffer.concat([FILE, Buffer.from('\n')]);

/** What Preview puts out. */
export interface Shown extends IDataObject {
	documents: IDataObject[];
	signers: IDataObject[];
	emails: IDataObject[];
	otherValues: Array<{ name: string; value: string }>;
	warnings: string[];
	previewText: string;
	previewHtml: string;
}

export type Parameters = Record<string, unknown> & { options?: IDataObject };

export const smartTag = (more: object = {}): Parameters => ({
	...{ resource: 'smartTag', signers: both, dueDate: inDays(9), ...more },
});

export const withSeal = (
	parameters: Parameters,
	approvedSeal: unknown,
	more: IDataObject = {},
) => ({
	...parameters,
	options: { ...parameters.options, ...more, approvedSeal },
});

export function usePreview(take: (own: Previewing) => unknown): void {
	useBench(async ({ bench }) => {
		take(await startPreviewing(bench));
	});
}

export type Previewing = Awaited<ReturnType<typeof startPreviewing>>;

async function startPreviewing(bench: Bench) {
	const references: Record<string, string> = {
		form: await referenceOf(bench, 'form', 'Confidentiality Undertaking'),
		template: await referenceOf(bench, 'template', 'Consent Form'),
	};
	const run = async (
		operation: string,
		parameters: object,
		items?: INodeExecutionData[],
		timezone?: string,
	) => await bench.run({ ...parameters, operation } as INodeParameters, { items, timezone });
	/** What has left for the service and is no look. */
	const left = () => bench.simulator.requests.filter(({ method }) => method !== 'GET');

	return {
		bench,
		references,
		run,
		left,
		sends: () => left().filter(({ operationId }) => operationId?.startsWith('send')),
		file: async (name = 'Contract.pdf', content = FILE) => await bench.file(content, name),
		/** What Preview shows; what the simulator wrote down proves that it only read. */
		async preview(parameters: object, items?: INodeExecutionData[], timezone = 'America/New_York') {
			bench.simulator.requests.length = 0;
			const result = await run('preview', parameters, items, timezone);
			expect(left()).toEqual([]);
			return { ...result, shown: result.items.map(({ json }) => json as Shown) };
		},
		async sealOf(parameters: object, items?: INodeExecutionData[]): Promise<string> {
			const { items: shown, error } = await run('preview', parameters, items);
			expect(error).toBeUndefined();
			return String(shown[0].json.seal);
		},
		/** The body of the request in which Send, with the same fields, sends it. */
		async sentBody(parameters: object, items?: INodeExecutionData[]): Promise<IDataObject> {
			const { error } = await run('send', parameters, items);
			expect(error).toBeUndefined();
			const { requests } = bench.simulator;
			const send = requests.find(({ operationId }) => operationId?.startsWith('send'));
			return send?.body as unknown as IDataObject;
		},
	};
}
