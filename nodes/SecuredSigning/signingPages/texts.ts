import { type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { refusal } from '../shared/refusal';
import { text } from '../shared/values';

export const titleField: INodeProperties = {
	displayName: 'Page Title',
	name: 'title',
	type: 'string',
	default: 'Sign Document',
	placeholder: 'e.g. Sign your contract',
	description: 'The heading of the page and the name of its tab',
};

/** Texts that most people leave as they are. */
export const textFields: INodeProperties[] = [
	{
		displayName: 'Language',
		name: 'language',
		type: 'string',
		default: 'en',
		placeholder: 'e.g. en-NZ',
		description: "The code of the language that the page's text is in",
	},
	{
		displayName: 'Text When Done',
		name: 'doneText',
		type: 'string',
		default: 'Thank you. You can close this page now.',
		placeholder: 'e.g. Thank you, you have signed',
		description: 'What the page says after signing with a key, or after an upload',
	},
	{
		displayName: 'Text When Unavailable',
		name: 'unavailableText',
		type: 'string',
		default: 'This page does not work at the moment. Please try again later.',
		placeholder: 'e.g. Please try again later',
		description: 'What the page says when Secured Signing does not answer, or refuses',
	},
	{
		displayName: 'Upload Button Text',
		name: 'uploadText',
		type: 'string',
		default: 'Upload Document',
		placeholder: 'e.g. Choose a file',
		description: 'The text on the upload button',
	},
];

interface Texts {
	title: string;
	doneText: string;
	language: string;
	unavailableText: string;
	uploadText: string;
}

/**
 * The texts of the page; empty ones get their defaults.
 *
 * @throws UserError for an invalid language code
 */
export function readTexts(context: IExecuteFunctions, itemIndex: number): Texts {
	const given: Record<string, unknown> = {
		...context.getNodeParameter('options', itemIndex, {}),
		title: context.getNodeParameter('title', itemIndex, ''),
	};
	const texts = Object.fromEntries(
		[titleField, ...textFields].map(({ name, default: usual }) => [
			name,
			text(given[name]) || usual,
		]),
	) as unknown as Texts;
	if (!/^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(texts.language)) {
		throw refusal(
			`'Language' is not the code of a language: "${texts.language}"`,
			'Enter a code such as en, en-NZ or fr.',
		);
	}
	return texts;
}
