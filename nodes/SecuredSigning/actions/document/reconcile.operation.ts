import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { askedOnce, ofOneItem } from '../../api';
import { expectedDocumentFields, readExpected } from '../../fields/expectedDocument';
import { optionsField } from '../../fields/options';
import { timezoneOf } from '../../fields/timezone';
import { showWarning } from '../../shared/hints';
import { oncePerRun } from '../../shared/oncePerRun';
import type { Operation, Outcome } from '../../shared/operation';
import { text } from '../../shared/values';
import { listAll } from './reconcile/listing';
import { ReconcileJudge } from './reconcile/judge';
import { named, rowStateOf, type Verdict } from './reconcile/verdict';
import { viewOf, viewOfOther } from './reconcile/view';

/** What the items of a run have in common: the accounts that were read, and what the rows mean there. */
const runOfRows = oncePerRun(() => ({
	judges: new Set<ReconcileJudge>(),
	rows: new Map<string, number[]>(),
	signed: new Map<number, { judge: ReconcileJudge; verdict: Verdict }>(),
}));

const judgeOf = askedOnce(async (context) => {
	const judge = new ReconcileJudge(await listAll(context));
	runOfRows(context).judges.add(judge);
	return judge;
});

// API: GET /Document/GetActiveDocuments/{Folder}, docs/api/API.md section 5.2
export const reconcile: Operation = {
	name: 'Reconcile',
	value: 'reconcile',
	action: 'Reconcile a list with sent documents',
	description:
		'Find out for each item whether its document was sent, and what happened to it: not sent, pending, signed, declined, expired or gone',
	fields: [
		...expectedDocumentFields,
		{
			displayName: 'Account Keeps Documents',
			name: 'keepsDocuments',
			type: 'boolean',
			default: false,
			description:
				"Whether your account's lists keep all documents: also declined, expired and old ones, and those of other senders. When on, an item for which nothing is found is 'notSent' ('gone' with a Document Reference). When off, it can be 'unknown': perhaps sent, and removed since. If in doubt, leave this off.",
		},
		optionsField([
			{
				displayName: 'Include Other Documents',
				name: 'includeOthers',
				type: 'boolean',
				default: false,
				description:
					"Whether to also return the documents in your account that match no item. They come after the other items, with 'inNoRow' true.",
			},
		]),
	],
	async execute(itemIndex) {
		return await tellOf(this, itemIndex).catch((error: Error & { description?: string }) => {
			// "Nothing was sent" is about the failed request, but here people would read it as the answer
			// about the document.
			error.description &&= error.description.replace(NOTHING_SENT, '').trim();
			throw error;
		});
	},
	async conclude(outcomes) {
		sayShared(this, outcomes);
		sayLeftOut(this, outcomes);
		const items = outcomes.map((outcome) => outcome.items);
		const withOthers = this.getNodeParameter('options.includeOthers', 0, false);
		return await Promise.resolve(withOthers ? [...items, othersOf(this, outcomes)] : items);
	},
};

const NOTHING_SENT = /Nothing was sent(?: or changed)?\./;

async function tellOf(context: IExecuteFunctions, itemIndex: number) {
	const expected = readExpected(context, itemIndex);
	const timezone = timezoneOf(context);
	const keeps = context.getNodeParameter('keepsDocuments', itemIndex, false) === true;
	const judge = await judgeOf(context, 'folders');
	const { account, error, at } = judge.listing;
	if (error) throw ofOneItem(error);
	const verdict = await judge.judge(context, expected, keeps);
	const { rows, signed } = runOfRows(context);
	if (verdict.state === 'signed') signed.set(itemIndex, { judge, verdict });
	if (verdict.state !== 'ambiguous' && verdict.state !== 'unknown') {
		for (const { document } of verdict.matched ?? []) {
			const name = `${account} ${text(document.Reference)}`;
			rows.set(name, rows.get(name) ?? []);
			rows.get(name)?.push(itemIndex);
		}
	}
	return [{ json: viewOf(verdict, at, timezone) }];
}

/** Warns rows that match the same document: it cannot stand for two sends. */
function sayShared(context: IExecuteFunctions, outcomes: Outcome[]): void {
	const others = new Map<number, number>();
	for (const items of runOfRows(context).rows.values()) {
		if (items.length === 1) continue;
		for (const item of items) others.set(item, items[0] === item ? items[1] : items[0]);
	}
	for (const [item, other] of others) {
		warn(outcomes[item], `Item ${other} (counted from 0) matches the same document`);
	}
}

/**
 * Warns a signed row whose package contains unsigned documents, with other client references, that match no
 * row.
 */
function sayLeftOut(context: IExecuteFunctions, outcomes: Outcome[]): void {
	for (const [item, { judge, verdict }] of runOfRows(context).signed) {
		const open = judge.leftOut(verdict).filter((one) => rowStateOf(one) !== 'signed');
		if (open.length === 0) continue;
		warn(outcomes[item], `The same package has ${named(open)}, not signed and in no item`);
	}
}

function warn({ items: [{ json }] }: Outcome, sentence: string): void {
	json.warning = [json.warning, sentence].filter(Boolean).join('. ');
}

function othersOf(context: IExecuteFunctions, outcomes: Outcome[]): INodeExecutionData[] {
	const timezone = timezoneOf(context);
	const failed = outcomes.filter((outcome) => outcome.failed).length;
	const judges = [...runOfRows(context).judges];
	const faults = judges.flatMap(({ listing }) => listing.faults);
	if (failed > 0) {
		showWarning(
			context,
			`${failed} items failed. Their documents may be among those with 'inNoRow'.`,
		);
	}
	if (faults.length > 0) {
		showWarning(context, `Some documents with 'inNoRow' may be missing: ${faults.join(', ')}.`);
	}
	return judges.flatMap((judge) =>
		judge.others().map((one) => ({ json: viewOfOther(one, judge.listing.at, timezone) })),
	);
}
