import { deepCopy, type IExecuteFunctions } from 'n8n-workflow';

import { optionsField } from '../fields/options';
import { sendingAs } from '../fields/sender';
import { notifyUrlField } from '../fields/sending';
import { Attempt, sealDaysField, type Planned } from '../send';
import type { Operation } from '../shared/operation';
import { likeContext } from '../shared/oncePerRun';
import type { Sending } from '../wait';
import { previewOf } from './preview/view';

type Previewing = Omit<Sending, 'send'> & {
	/** What the send would ask of Secured Signing, read and checked as the send does. */
	plan(context: IExecuteFunctions, itemIndex: number, attempt: Attempt): Promise<Planned>;
};

/** The operation that shows what the send with the same fields would send. */
export const previews = ({
	action,
	description,
	fields,
	options,
	check,
	plan,
}: Previewing): Operation => ({
	name: 'Preview',
	value: 'preview',
	action,
	description,
	fields: [...fields, optionsField([notifyUrlField, sealDaysField, ...options])],
	async check(itemIndex) {
		await check(onlyLooking(this, itemIndex), itemIndex);
	},
	async execute(itemIndex) {
		const context = onlyLooking(this, itemIndex);
		const attempt = new Attempt(context, itemIndex);
		const planned = await plan(context, itemIndex, attempt);
		if (attempt.earlier !== undefined || attempt.leftOpen.length > 0)
			planned.warnings.push(LEFT_OPEN);
		return [{ json: await previewOf(context, itemIndex, planned) }];
	},
});

const LEFT_OPEN =
	'A send of this execution could not be confirmed. If it is the same one, Send looks for it and may send nothing.';

const known = new WeakMap<IExecuteFunctions, IExecuteFunctions>();

/**
 * The context of an item for a preview: it can read what the execution remembers of its sends, but only
 * changes a copy. The documents of a preview count towards no limit.
 */
function onlyLooking(context: IExecuteFunctions, itemIndex: number): IExecuteFunctions {
	const own = known.get(context) ?? likeContext(context);
	known.set(context, own);
	own.getContext = (type) => deepCopy(context.getContext(type));
	return sendingAs(own, itemIndex);
}
