import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { locatorValue } from '../descriptions/locators';
import { path, read, type Api } from '../transport';

/** The roles of the chosen form's signers. */
export async function getFormRoles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const reference = locatorValue(this.getCurrentNodeParameter('form'));
	const { Signers } =
		reference === ''
			? { Signers: [] }
			: await read<Api<'FormDirect'>>(this, path`/FormDirect/GetSingleForm/${reference}`);
	const roles = (Signers ?? []).flatMap(({ SignerType, Optional }) =>
		SignerType
			? [{ name: Optional === true ? `${SignerType} (Optional)` : SignerType, value: SignerType }]
			: [],
	);
	return [{ name: '(In the Order of the Form)', value: '' }, ...roles];
}
