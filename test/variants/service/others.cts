/** Signers of a document that is out, account, attachments and lists: API.md sections 5.1 to 5.8. */
import { documentAnswer, type Json } from './answers.cts';
import { known, type Route } from './documents.cts';
import { bytes, empty, json, Refusal } from './reply.cts';
import { newReference, type Person } from './world.cts';

export const accountAnswer = (): Json => ({
	Email: 'owner@example.com',
	Name: 'Olive Owner',
	PlanName: 'Business',
	DocumentUsed: 12,
	DocumentLeft: 88,
	DefaultDueDate: 14,
	MaxDueDate: 90,
	MaxUploadSize: 10485760,
	Actived: true,
	Locked: false,
	AccountStatus: 'Paid',
	UserId: 'u-1',
});

const emailTemplates = () =>
	json([{ Reference: newReference(), Name: 'Usual', Subject: 'Please sign', Template: 'Hello' }]);

const deleteAttachment: Route['act'] = ({ values }, world) => {
	const attachment = world.attachments.get(String(values.AttachmentReference));
	if (!attachment) throw new Refusal(404, 'Not found');
	attachment.deleted = true;
	return empty();
};

export const otherRoutes: Route[] = [
	{ place: 'account', method: 'get', path: '/Account/Info', act: () => json(accountAnswer()) },
	{
		place: 'saveSender',
		method: 'post',
		path: '/Account/SaveSender',
		act: ({ values }, world) => {
			const reference = newReference();
			world.senders.push({ reference, email: (values.User as Person).Email });
			return json({ Reference: reference });
		},
	},
	{
		place: 'reminder',
		method: 'post',
		path: '/Document/SendReminder',
		act: ({ values }, world) => {
			const doc = known(world, values.DocumentReference);
			const who = doc.signers.find(({ reference }) => reference === values.SignerReference);
			if (!who) throw new Refusal(404, 'Unable to find signer');
			world.reminders.push(who.Email);
			who.status = 'Reminder';
			return empty();
		},
	},
	{
		place: 'updateSigner',
		method: 'post',
		path: '/Document/UpdateSigner',
		act: ({ values }, world) => {
			const doc = known(world, values.DocumentReference);
			for (const given of values.Signers as Array<Record<string, string>>) {
				const who = doc.signers.find(({ reference }) => reference === given.SignerReference);
				if (!who) throw new Refusal(404, 'Unable to find signer');
				if (who.signed) continue;
				who.FirstName = given.FirstName || who.FirstName;
				who.LastName = given.LastName || who.LastName;
				who.Email = given.Email || who.Email;
				who.mobile = given.MobileNumber || who.mobile;
			}
			return json(documentAnswer(doc));
		},
	},
	{
		place: 'attachmentUpload',
		method: 'post',
		path: '/Attachment/Uploader',
		act: ({ file, values }, world) => {
			if (!file) throw new Refusal(400, 'No file');
			const reference = newReference();
			world.attachments.set(reference, { ...file, deleted: false });
			const { Number, Category } = values;
			return json({ Reference: reference, Name: file.name, FileType: 'pdf', Number, Category });
		},
	},
	{
		place: 'attachments',
		method: 'get',
		path: '/Attachment/GetAttachments',
		act: (_call, world) =>
			json(
				[...world.attachments]
					.filter(([, { deleted }]) => !deleted)
					.map(([Reference, { name }]) => ({ Reference, Name: name, FileType: 'pdf' })),
			),
	},
	{
		place: 'attachmentDelete',
		method: 'post',
		path: '/Attachment/Delete/:AttachmentReference',
		act: deleteAttachment,
	},
	{
		place: 'attachmentDelete',
		method: 'delete',
		path: '/Attachment/:AttachmentReference',
		act: deleteAttachment,
	},
	{
		place: 'attachmentFile',
		method: 'get',
		path: '/Download/Attachment/:AttachmentReference',
		act: ({ values }, world) => {
			const attachment = world.attachments.get(String(values.AttachmentReference));
			if (!attachment) throw new Refusal(404, 'Not found');
			return bytes(attachment.content, 'application/octet-stream');
		},
	},
	{
		place: 'recipients',
		method: 'get',
		path: '/Recipient/GetRecipients',
		act: () =>
			json([
				{
					NotificationRecipients: [
						{ FirstName: 'Nia', LastName: 'Note', Email: 'nia@example.com', IsDefault: true },
					],
					CompletionRecipients: [
						{ FirstName: 'Cy', LastName: 'Copy', Email: 'cy@example.com', IsDefault: false },
					],
				},
			]),
	},
	{
		place: 'emailTemplates',
		method: 'get',
		path: '/EmailTemplate/GetInvitationTemplates',
		act: emailTemplates,
	},
	{
		place: 'emailTemplates',
		method: 'get',
		path: '/EmailTemplate/GetCompletionTemplates',
		act: emailTemplates,
	},
];
