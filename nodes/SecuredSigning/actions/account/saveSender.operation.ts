import { change, type Api } from '../../api';
import { optionsField } from '../../fields/options';
import { emailField, firstNameField, lastNameField, readPerson } from '../../fields/people';
import { refuseLeftOpen } from '../../send';
import { readClientReference } from '../../fields/files';
import type { Operation } from '../../shared/operation';
import { omitEmpty, text } from '../../shared/values';
import { readSenderDetails, senderOptions } from './senderDetails';

// API: POST /Account/SaveSender, docs/api/API.md section 5.1
export const saveSender: Operation = {
	name: 'Save Sender',
	value: 'saveSender',
	action: 'Save sender',
	description: 'Save a person in whose name documents can be sent from your account',
	fields: [
		{
			displayName:
				"To send in the name of this person, name them in the option 'Sender' of a send operation. Secured Signing does not say which value it takes there: the returned reference, your client reference or the email address. Try it with a test document first.",
			name: 'senderNotice',
			type: 'notice',
			default: '',
		},
		firstNameField,
		lastNameField,
		emailField,
		optionsField(senderOptions),
	],
	// A second request would save another sender.
	repetition: 'harmful',
	async execute(itemIndex) {
		const person = {
			firstName: this.getNodeParameter('firstName', itemIndex),
			lastName: this.getNodeParameter('lastName', itemIndex),
			email: this.getNodeParameter('email', itemIndex),
		};
		const options = this.getNodeParameter('options', itemIndex, {});
		const request: Api<'SaveSenderRequest'> = {
			User: { ...readPerson(person, 'The sender'), ...readSenderDetails(options) },
			...omitEmpty<Partial<Api<'SaveSenderRequest'>>>({
				GMT: text(options.gmt),
				ClientReference: readClientReference(options),
			}),
		};
		await refuseLeftOpen(this, itemIndex, ['sender', request.User.Email]);
		const { Reference } = await change(this, '/Account/SaveSender', { body: request });
		return [{ json: { senderReference: Reference } }];
	},
};
