import { simplifyDocument } from '../api/answers/document';
import { optionsField } from '../fields/options';
import { chosenView, simplifyField } from '../fields/results';
import { sendingAs } from '../fields/sender';
import { notifyUrlField } from '../fields/sending';
import { approvedSealField, isBegun, withReferenceKept } from '../send';
import type { Operation } from '../shared/operation';
import type { Sending } from '../wait';

/** The operation that sends and does not wait for signatures. */
export const sends = ({
	action,
	description,
	fields,
	options,
	check,
	send,
}: Sending): Operation => ({
	name: 'Send',
	value: 'send',
	action,
	description,
	fields: [...fields, simplifyField, optionsField([notifyUrlField, approvedSealField, ...options])],
	async check(itemIndex) {
		await check(sendingAs(this, itemIndex), itemIndex);
	},
	isBegun,
	async execute(itemIndex) {
		const sent = await send(sendingAs(this, itemIndex), itemIndex);
		const documents = await withReferenceKept(this, itemIndex, sent);
		return documents.map((document) => ({
			json: chosenView(this, itemIndex, document, simplifyDocument),
		}));
	},
});
