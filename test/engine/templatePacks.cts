/** Several templates in one send: one for two signers, and a consent for one of them. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { usePacks } from './packs.cts';
import { both, byReference, inDays } from './samples.cts';

interface SentTemplate extends IDataObject {
	Name: string;
	Signers: IDataObject[];
	Fields: Array<{ Label: string; Value: string }>;
}

export function useTemplatePacks() {
	const packs = usePacks('template');
	const template = (name: string) => byReference(packs.references[name]);
	/** A row of 'Additional Templates'. */
	const row = (name: string, signedBy = '') => ({ template: template(name), signedBy });
	const pack = (signedBy = '2') => ({
		template: template('Letter of Offer'),
		additionalTemplates: { template: [row('Consent Form', signedBy)] },
	});
	const sending = (parameters: object): INodeParameters => ({
		...{ resource: 'template', operation: 'send', dueDate: inDays(20), signers: both },
		...pack(),
		...parameters,
	});
	return {
		packs,
		template,
		row,
		pack,
		sending,
		send: async (parameters: object = {}, items: object[] = [{}]) =>
			await packs.bench.run(sending(parameters), {
				items: items.map((json) => ({ json }) as { json: IDataObject }),
			}),
		/** The templates of each send that reached the service. */
		sent: () =>
			packs.bench.simulator.requests
				.filter(({ operationId }) => operationId === 'sendFormFillerTemplates')
				.map(({ body }) => (body as unknown as { Templates: SentTemplate[] }).Templates),
	};
}
