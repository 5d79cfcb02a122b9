/** Sends of single templates: a stage for a file of tests. */
import type { INodeParameters, ResourceMapperField } from 'n8n-workflow';

import { getTemplateFields } from '../../nodes/SecuredSigning/pickers/resourceMapping';
import { editorContext } from './editor.cts';
import { startBench, type Bench } from './node.cts';
import { both, byReference } from './samples.cts';
import { referencesOf } from './sends.cts';

interface Sent extends Record<string, unknown> {
	Templates: Array<{
		Signers: Array<Record<string, unknown>>;
		Fields: Array<{ Label: string; Value: string }>;
	}>;
}

interface Own {
	bench: Bench;
	/** The references of the account's templates, by their names. */
	references: Record<string, string>;
	/** The fields of the template that is sent, as the editor gets them. */
	schema: ResourceMapperField[];
}

/** @param take gets these before the first test */
export function useTemplates(take: (own: Own) => unknown) {
	let bench: Bench;
	let schema: ResourceMapperField[];
	let template: ReturnType<typeof byReference>;
	beforeAll(async () => {
		bench = await startBench();
		const references = await referencesOf(bench, 'template');
		template = byReference(references['Letter of Offer']);
		schema = (await getTemplateFields.call(editorContext(bench, { template }))).fields;
		take({ bench, references, schema });
	});
	afterAll(async () => await bench.close());
	beforeEach(() => {
		bench.simulator.requests.length = 0;
		bench.simulator.faults.clear();
	});
	afterEach(() => expect(bench.simulator.problems).toEqual([]));

	return {
		operations: () => bench.simulator.requests.map(({ operationId }) => operationId),
		/** The parameter 'Fields' as the editor stores it: an entry for each field, empty or not. */
		mapped: (values: Record<string, unknown>, removed: string[] = []) => ({
			mappingMode: 'defineBelow',
			value: Object.fromEntries(
				schema.map(({ id, displayName, type }) => [
					id,
					values[displayName] ?? (type === 'boolean' ? false : null),
				]),
			),
			matchingColumns: [],
			schema: schema.map((field) => ({ ...field, removed: removed.includes(field.displayName) })),
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		}),
		send: async (parameters: object, items?: object[]) =>
			await bench.run(
				{
					...{ resource: 'template', operation: 'send', template, signers: both },
					...parameters,
				} as INodeParameters,
				{
					items: items?.map((json) => ({ json }) as { json: Record<string, string> }),
					timezone: 'Pacific/Auckland',
				},
			),
		/** The requests with which something was sent. */
		sent: () =>
			bench.simulator.requests
				.filter(({ operationId }) => operationId === 'sendFormFillerTemplates')
				.map(({ body }) => body as unknown as Sent),
		valuesOf: ({ Templates }: Sent) =>
			Object.fromEntries(Templates[0].Fields.map(({ Label, Value }) => [Label, Value])),
	};
}
