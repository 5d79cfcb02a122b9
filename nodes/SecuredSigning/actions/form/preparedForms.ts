/** Reads an item that sends forms, before anything of it is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { askedOnce, read, type Api } from '../../api';
import { refuseTwice } from '../../fields/additional';
import { readAdditionalForms, readFormDetails } from '../../fields/additionalForms';
import { readFormPeople, readFormSigners } from '../../fields/formSigners';
import { readCommonOptions, readListItems } from '../../fields/sending';
import { formLocator, requiredReference } from '../../pickers/locators';
import { dueDateOf } from '../../send';
import { oncePerItem } from '../../shared/oncePerRun';
import { readAll } from '../../shared/readAll';
import { objectsIn, omitEmpty, text } from '../../shared/values';

/** Readers for the fields of an item, except its people: who can sign depends on the forms. */
const entriesIn = (context: IExecuteFunctions, itemIndex: number) => ({
	reference: () => requiredReference(context, itemIndex, formLocator),
	additional: () => readAdditionalForms(context, itemIndex),
	dueDate: () => dueDateOf(context, itemIndex),
});

export const enteredIn = async (context: IExecuteFunctions, itemIndex: number) => ({
	...(await readAll(entriesIn(context, itemIndex))),
	options: context.getNodeParameter('options', itemIndex, {}),
});

export type Entered = Awaited<ReturnType<typeof enteredIn>>;

/**
 * Everything that is read before the send, including the forms: the request has to contain each form as a
 * whole.
 */
export const preparedIn = oncePerItem(
	async (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string) => {
		const options = context.getNodeParameter('options', itemIndex, {});
		const { reference, additional, dueDate, common, details, ListItems } = await readAll({
			people: () => readFormPeople(context, itemIndex),
			...entriesIn(context, itemIndex),
			common: async () => await readCommonOptions(context, options, notifyUrl),
			details: () => readFormDetails(options),
			ListItems: () => readListItems(options.listItems),
		});
		const chosen = [{ reference, details }, ...additional];
		refuseTwice(
			chosen.map((form) => form.reference),
			'form',
		);
		const read = await Promise.all(
			chosen.map(async (form) => ({ ...form, form: await readForm(context, form.reference) })),
		);
		const signers = readFormSigners(
			context,
			itemIndex,
			read.map(({ reference: formReference, form }) => ({
				reference: formReference,
				name: text(form.Name) || formReference,
				places: objectsIn(form.Signers),
			})),
		);
		const forms = read.map((each, at) => ({
			...each.form,
			...common,
			...each.details,
			Signers: signers[at],
		}));
		return { reference, additional, dueDate, options, ListItems, forms };
	},
);

const readForm = askedOnce(
	async (context, reference) =>
		omitEmpty(
			await read(context, '/FormDirect/GetSingleForm/{FormReference}', {
				path: { FormReference: reference },
			}),
		) as Api<'FormDirect'>,
);

export type Prepared = Awaited<ReturnType<typeof preparedIn>>;
