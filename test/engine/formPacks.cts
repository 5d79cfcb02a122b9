/** Several forms in one send: a contract and the tax form that comes with it, each for an employee and an employer. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { usePacks } from './packs.cts';
import { ana, ben, byReference, inDays } from './samples.cts';

export const employee = { ...ana, signerType: 'Employee' };
export const employer = { ...ben, signerType: 'Employer' };

interface SentForm extends IDataObject {
	Name: string;
	Signers: IDataObject[];
}

export function useFormPacks() {
	const packs = usePacks('form');
	const form = (name: string) => byReference(packs.references[name]);
	const formsOf = (...names: string[]): INodeParameters => ({
		form: form(names[0]),
		additionalForms: { form: names.slice(1).map((name) => ({ form: form(name) })) },
	});
	const pack = () => formsOf('Employment Agreement', 'Tax Declaration');
	const sending = (parameters: object): INodeParameters => ({
		...{ resource: 'form', operation: 'send', dueDate: inDays(20) },
		signers: { signer: [employee, employer] },
		...pack(),
		...parameters,
	});
	return {
		packs,
		form,
		formsOf,
		pack,
		sending,
		send: async (parameters: object = {}) => await packs.bench.run(sending(parameters)),
		/** The forms of each send that reached the service. */
		sent: () =>
			packs.bench.simulator.requests
				.filter(({ operationId }) => operationId?.startsWith('sendForms'))
				.map(({ body }) => (body as unknown as { Forms: SentForm[] }).Forms),
	};
}
