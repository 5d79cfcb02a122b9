import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { read, type Api } from '../api';
import { objectsIn, text } from '../shared/values';
import { locatorValue } from './locators';

/** The roles of the chosen form's signers. */
export async function getFormRoles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const reference = locatorValue(this.getCurrentNodeParameter('form'));
	const { Signers } =
		reference === ''
			? { Signers: [] }
			: await read(this, '/FormDirect/GetSingleForm/{FormReference}', {
					path: { FormReference: reference },
				});
	const roles = objectsIn<Api<'FormDirectInvitee'>>(Signers).flatMap(({ SignerType, Optional }) => {
		const role = text(SignerType);
		return role ? [{ name: Optional === true ? `${role} (Optional)` : role, value: role }] : [];
	});
	return [{ name: '(In the Order of the Form)', value: '' }, ...roles];
}
