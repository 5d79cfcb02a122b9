import type { IExecuteFunctions } from 'n8n-workflow';

import { savedSettings } from '../../api';
import { readPerson } from '../../fields/people';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { refuseSigningKeys } from '../../shared/tool';
import { pageFields, readAuthUrl, readSigningKey, type PageKind } from '../../signingPages/fields';
import { renderPage, type PageSettings } from '../../signingPages/page';
import { serviceAddress } from '../../signingPages/settings';
import { readTexts } from '../../signingPages/texts';

// Nothing is requested: the page calls the browser SDK, docs/api/API.md section 8.
export const createSigningPage: Operation = {
	name: 'Create Signing Page',
	value: 'createSigningPage',
	action: 'Create signing page',
	description: 'Create a web page on which people upload or sign a document',
	fields: pageFields,
	async execute(itemIndex) {
		refuseSigningKeys(this);
		const kind = this.getNodeParameter('pageContent', itemIndex) as PageKind;
		const { baseUrl, apiKey } = await savedSettings(this);
		const call = readCall(this, itemIndex, kind, baseUrl);
		const authGenerator = readAuthUrl(this.getNodeParameter('authUrl', itemIndex));
		const { title, language, uploadText, ...texts } = readTexts(this, itemIndex);
		const html = renderPage({
			base: baseUrl,
			language,
			title,
			...(kind.startsWith('upload') && { uploadText }),
			settings: { sdk: { ...serviceAddress(baseUrl), apiKey, authGenerator }, ...call, ...texts },
		});
		return [{ json: { html } }];
	},
};

type SdkCall = Pick<PageSettings, 'signResource2' | 'iSignResource' | 'weSignResource'>;

/** The SDK call that the page makes; its values are checked before the page is made. */
function readCall(
	context: IExecuteFunctions,
	itemIndex: number,
	kind: PageKind,
	base: string,
): SdkCall {
	const documentOf = () => ({
		DocumentReference: requiredReference(context, itemIndex, documentLocator),
	});
	const person = () => {
		const values = ['firstName', 'lastName', 'email'].map((name) => [
			name,
			context.getNodeParameter(name, itemIndex),
		]);
		return readPerson(Object.fromEntries(values), 'The signer');
	};
	const calls: Record<PageKind, () => SdkCall> = {
		signingKey: () => ({
			signResource2: {
				SigningKey: readSigningKey(context.getNodeParameter('signingKey', itemIndex), base),
			},
		}),
		iSign: () => ({ iSignResource: { ...person(), ...documentOf() } }),
		weSign: () => ({ weSignResource: documentOf() }),
		upload: () => ({}),
		uploadAndISign: () => ({ iSignResource: person() }),
		uploadAndWeSign: () => ({ weSignResource: {} }),
	};
	return calls[kind]();
}
