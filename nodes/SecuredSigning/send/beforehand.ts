import type { IExecuteFunctions } from 'n8n-workflow';

import type { UploadFile } from '../api';
import { refusePastDueDate, requiredDueDate, type DueDate } from '../fields/dueDate';
import { oncePerRun } from '../shared/oncePerRun';
import { TooLate } from '../shared/refusal';
import { toResult } from '../shared/toResult';
import type { Given } from '../shared/values';
import { Attempt } from './attempt';
import { clientReferenceOf } from './clientReference';
import { NO_MARKS } from './contract';
import { isRetried } from './memory';
import { isSealed } from './seal';

/** How many bytes of files are read before the first item of a run is sent, and for how long, at most. */
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_MS = 30_000;

/** Whether an earlier attempt or turn of the execution may have sent the item; see Operation. */
export function isBegun(this: IExecuteFunctions, itemIndex: number): boolean {
	const { earlier, leftOpen } = new Attempt(this, itemIndex);
	return (earlier !== undefined && !earlier.isRefused) || leftOpen.length > 0;
}

/**
 * The due date of a send. One that has passed is refused at once, unless the item may have been sent before: that is
 * looked up first, and then checkDueDate refuses it.
 *
 * @throws TooLate, and like requiredDueDate
 */
export function dueDateOf(context: IExecuteFunctions, itemIndex: number): DueDate {
	const dueDate = requiredDueDate(context, itemIndex);
	const options: Given = context.getNodeParameter('options', itemIndex, {});
	const mayBeSent =
		isRetried(context) ||
		options.oncePerClientReference === true ||
		isSealed(options) ||
		isBegun.call(context, itemIndex);
	if (!mayBeSent) refusePastDueDate(context, dueDate);
	return dueDate;
}

/**
 * Returns the check of a send, for use before any item of the run is sent: it reads the item, checks it, and
 * checks its client reference.
 *
 * @param prepare reads the item, once (oncePerItem)
 * @param check the other checks of the send
 */
export const checkedBeforehand =
	<Prepared extends { options: Given }>(
		prepare: (
			context: IExecuteFunctions,
			itemIndex: number,
			notifyUrl?: string,
		) => Promise<Prepared>,
		check: (
			context: IExecuteFunctions,
			prepared: Prepared,
			notifyUrl: string | undefined,
			itemIndex: number,
		) => Promise<void>,
	) =>
	async (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string): Promise<void> => {
		const prepared = await prepare(context, itemIndex, notifyUrl);
		const attempt = new Attempt(context, itemIndex);
		// Only whether there is one.
		const { once } = clientReferenceOf(prepared.options, attempt, NO_MARKS);
		await tooLate(context, once, check(context, prepared, notifyUrl, itemIndex));
	};

/**
 * Waits for the check of an item. What an earlier execution sent is returned, also after its due date, or after
 * its seal is over: where that is looked up, the refusal comes after the look-up.
 *
 * @param once whether the item is looked up by its client reference
 * @returns the refusal to throw after the look-up
 */
export async function tooLate(
	context: IExecuteFunctions,
	once: boolean,
	check: Promise<void>,
): Promise<TooLate | undefined> {
	const checked = await toResult(check);
	if (!('error' in checked)) return undefined;
	const { error } = checked;
	if (error instanceof TooLate && (once || isRetried(context))) return error;
	throw error;
}

const readSoFar = oncePerRun(() => ({ bytes: 0, since: performance.now(), isTold: false }));

/**
 * Whether the contents of these files are read beforehand, too; if not, they are read just before the send,
 * and a hint says so.
 */
export function isReadBeforehand(context: IExecuteFunctions, files: UploadFile[]): boolean {
	const read = readSoFar(context);
	read.bytes += files.reduce((sum, { size }) => sum + size, 0);
	if (read.bytes <= MOST_BYTES && performance.now() - read.since <= MOST_MS) return true;
	if (!read.isTold) {
		context.addExecutionHints({
			message:
				'The files of this run are larger than 200 MB in total, or took more than 30 seconds to read. So not all were checked before the first item was sent: the rest were checked one by one, just before each was sent.',
			type: 'info',
			location: 'outputPane',
		});
	}
	read.isTold = true;
	return false;
}
