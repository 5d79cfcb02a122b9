import type { IDataObject } from 'n8n-workflow';

import { read } from '../../api';
import { limited, returnAllFields } from '../../fields/results';
import type { Operation } from '../../shared/operation';
import { objectsIn } from '../../shared/values';

// API: GET /Recipient/GetRecipients, docs/api/API.md section 5.7
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many recipients',
	description: 'List who is told about documents, and who gets them when they are completed',
	fields: returnAllFields,
	async execute(itemIndex) {
		const answer = await read(this, '/Recipient/GetRecipients');
		// Declared as a list of one object with two lists; the object itself is as plausible.
		const recipients = [answer]
			.flat()
			.flatMap((lists) => [
				...ofKind('notification', lists.NotificationRecipients),
				...ofKind('completion', lists.CompletionRecipients),
			]);
		return limited(this, itemIndex, recipients).map((recipient) => ({ json: recipient }));
	},
};

const ofKind = (kind: string, people: unknown): IDataObject[] =>
	objectsIn(people).map((person) => ({ kind, ...person }));
