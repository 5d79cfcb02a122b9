/** Reads an item that sends templates, before anything of it is sent. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { refuseTwice } from '../../fields/additional';
import { readAdditionalTemplates, type AdditionalTemplate } from '../../fields/additionalTemplates';
import { readCommonOptions } from '../../fields/sending';
import { switchesIn } from '../../fields/switches';
import { filledFields, readTemplateValues } from '../../fields/templateFields';
import { placedSigners, readTemplateSigners } from '../../fields/templateSigners';
import { timezoneOf } from '../../fields/timezone';
import { requiredReference, templateLocator } from '../../pickers/locators';
import { dueDateOf } from '../../send';
import { oncePerItem } from '../../shared/oncePerRun';
import { readAll } from '../../shared/readAll';
import { text } from '../../shared/values';
import { readTemplate } from './readTemplate';

/** Readers for the fields of an item; they do not need the templates. */
const entriesIn = (context: IExecuteFunctions, itemIndex: number) => ({
	reference: () => requiredReference(context, itemIndex, templateLocator),
	additional: () => readAdditionalTemplates(context, itemIndex),
	people: () => readTemplateSigners(context, itemIndex),
	values: () => readTemplateValues(context, itemIndex),
	dueDate: () => dueDateOf(context, itemIndex),
});

export const enteredIn = async (context: IExecuteFunctions, itemIndex: number) => ({
	...(await readAll(entriesIn(context, itemIndex))),
	options: context.getNodeParameter('options', itemIndex, {}),
});

export type Entered = Awaited<ReturnType<typeof enteredIn>>;

/**
 * Everything that is read before the send; what does not need the templates is checked before they are
 * requested.
 */
export const preparedIn = oncePerItem(
	async (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string) => {
		const options = context.getNodeParameter('options', itemIndex, {});
		const { switches, common, ...entered } = await readAll({
			...entriesIn(context, itemIndex),
			switches: () => switchesIn(options, { embedded: 'Embedded', sequential: 'Sequential' }),
			common: async () => await readCommonOptions(context, options, notifyUrl),
		});
		const { reference, additional, people, values, dueDate } = entered;
		const chosen: AdditionalTemplate[] = [{ reference }, ...additional];
		const references = chosen.map((template) => template.reference);
		refuseTwice(references, 'template');
		const templates = await Promise.all(references.map((each) => readTemplate(context, each)));
		const places = templates.map(({ Name, Reference, Signers }, at) => ({
			name: text(Name) || Reference,
			places: Signers,
			signedBy: chosen[at].signedBy,
		}));
		const fields = templates.map(({ Reference, Fields }) => ({
			reference: Reference,
			fields: Fields,
		}));
		const filled = await readAll({
			Signers: () => placedSigners(people, places),
			Fields: () => filledFields(values, fields, timezoneOf(context)),
		});
		return {
			...entered,
			options,
			settings: { ...dueDate, ...switches, ...common },
			templates,
			filled: templates.map(({ Name, Reference }, at) => ({
				Name,
				Reference,
				Signers: filled.Signers[at],
				Fields: filled.Fields[at],
			})),
		};
	},
);

export type Prepared = Awaited<ReturnType<typeof preparedIn>>;
