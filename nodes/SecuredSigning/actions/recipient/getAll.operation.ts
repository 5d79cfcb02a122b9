import type { IDataObject } from 'n8n-workflow';

import { read } from '../../api';
import { objectsIn } from '../../shared/values';
import { simplifyRecipient } from '../../api/answers/recipient';
import { getMany } from '../getMany';

// API: GET /Recipient/GetRecipients, docs/api/API.md section 5.7
export const getAll = getMany({
	action: 'Get many recipients',
	description:
		'List the people in your account who can be notified of documents, or can receive completed ones',
	async list(context) {
		const answer = await read(context, '/Recipient/GetRecipients');
		// The API description declares a list of one object with two lists; the object alone is as plausible,
		// so both are accepted.
		return [answer]
			.flat()
			.flatMap((lists) => [
				...ofKind('notification', lists.NotificationRecipients),
				...ofKind('completion', lists.CompletionRecipients),
			]);
	},
	simplify: simplifyRecipient,
});

const ofKind = (kind: string, people: unknown): IDataObject[] =>
	objectsIn(people).map((person) => ({ kind, ...person }));
