// Brings a simulator into the state that an operation needs.
import type { Schemas } from '../api.cts';
import type { Client } from './client.cts';
import { ana, ben, docxWith } from './files.cts';

export const person = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
export const other = { FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' };
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
export const DueDate = inDays(7);

export class Arrange {
	constructor(private readonly client: Client) {}

	/** Uploads a document for two signers. */
	upload() {
		return this.client.upload('Lease.docx', docxWith(ana, ben));
	}

	attachment() {
		return this.client.upload('plan.pdf', Buffer.from('x'), '/Attachment/Uploader');
	}

	async sent() {
		const reference = await this.upload();
		const json = { DocumentReferences: [reference], DueDate };
		await this.client.json('POST', '/SmartTag/Send', { json });
		return reference;
	}

	async signed() {
		const reference = await this.sent();
		await this.client.simulator.sign(reference);
		await this.client.simulator.sign(reference);
		return reference;
	}

	async package() {
		const DocumentReferences = [await this.upload()];
		const json = { DocumentReferences, DueDate, SingleDocumentAsPackage: true };
		const sent = this.client.json<Schemas['PackageResponse']>('POST', '/SmartTag/Send2', { json });
		return (await sent).PackageReference;
	}

	/** A form whose signers have names. */
	async forms() {
		const [form] = await this.client.json<Schemas['FormDirect'][]>(
			'GET',
			'/FormDirect/GetFormList',
		);
		const [first, second] = form.Signers;
		return [
			{
				...form,
				Signers: [
					{ ...first, ...person },
					{ ...second, ...other },
				],
			},
		];
	}

	async form() {
		return (await this.forms())[0].Reference;
	}

	async formDocument() {
		const json = { Forms: await this.forms() };
		const [document] = await this.client.json<Schemas['Document'][]>(
			'POST',
			'/FormDirect/SendForms',
			{ json },
		);
		return document.Reference;
	}

	async merge() {
		const csv =
			'FirstName,LastName,Email\r\nAna,"Lopez, Dr",ana@example.com\r\nEva,,eva@example.com';
		return await this.client.fetch('POST', '/SmartTag/MailMerge', {
			json: {
				DocumentReference: await this.upload(),
				MailMergeListFileType: 'csv',
				MailMergeListFileData: Buffer.from(csv).toString('base64'),
				DueDate,
			},
		});
	}

	async template() {
		const path = '/FormFiller/GetTemplateList';
		const [template] = await this.client.json<Schemas['FormFillerTemplate'][]>('GET', path);
		return template.Reference;
	}

	async invoice() {
		const [invoice] = await this.client.json<Schemas['InvoiceInfo'][]>('GET', '/Billing/Invoices');
		return invoice.InvoiceReference;
	}
}
