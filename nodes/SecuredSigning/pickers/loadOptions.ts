import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { read, type Api } from '../api';
import { objectsIn, text } from '../shared/values';
import { chosenIn } from './chosen';

/**
 * The signer roles of the chosen forms, each once. A role is marked as optional only if it is in every form
 * that has it.
 */
export async function getFormRoles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const references = chosenIn(this, 'form', 'additionalForms');
	const forms = await Promise.all(
		references.map(
			async (reference) =>
				await read(this, '/FormDirect/GetSingleForm/{FormReference}', {
					path: { FormReference: reference },
				}),
		),
	);
	const places = forms.flatMap(({ Signers }) => objectsIn<Api<'FormDirectInvitee'>>(Signers));
	const roles = new Map<string, { role: string; optional: boolean }>();
	for (const { SignerType, Optional } of places) {
		const role = text(SignerType);
		const known = roles.get(role.toLowerCase()) ?? { role, optional: true };
		const optional = known.optional && Optional === true;
		if (role !== '') roles.set(role.toLowerCase(), { ...known, optional });
	}
	const options = [...roles.values()].map(({ role, optional }) => ({
		name: optional ? `${role} (Optional)` : role,
		value: role,
	}));
	return [{ name: '(In the Order of the Form)', value: '' }, ...options];
}
