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
import { Judge } from './reconcile/judge';
import { viewOf, viewOfOther } from './reconcile/view';

/** What the items of a run have in common: the accounts that were read, and the rows that mean each document. */
const runOfRows = oncePerRun(() => ({
	judges: new Set<Judge>(),
	rows: new Map<string, number[]>(),
}));

const judgeOf = askedOnce(async (context) => {
	const judge = new Judge(await listAll(context));
	runOfRows(context).judges.add(judge);
	return judge;
});

// API: GET /Document/GetActiveDocuments/{Folder}, docs/api/API.md section 5.2
export const reconcile: Operation = {
	name: 'Reconcile',
	value: 'reconcile',
	action: 'Reconcile a list with what was sent',
	description:
		'Tell for each item what became of the document that should have been sent: not sent, pending, signed, declined, expired or gone',
	fields: [
		...expectedDocumentFields,
		{
			displayName: 'Account Keeps Documents',
			name: 'keepsDocuments',
			type: 'boolean',
			default: false,
			description:
				"Whether your account lists all documents for good, also those declined, expired, signed long ago or sent with 'Sender'. If on, what is not found is 'notSent', also what somebody deleted. If off, it is 'notSent' only where the account cannot have removed it, and 'unknown' otherwise.",
		},
		optionsField([
			{
				displayName: 'Include Other Documents',
				name: 'includeOthers',
				type: 'boolean',
				default: false,
				description:
					"Whether to return, after the items of the list, the documents of the account that no item means, with 'inNoRow'",
			},
		]),
	],
	async execute(itemIndex) {
		return await tellOf(this, itemIndex).catch((error: Error & { description?: string }) => {
			// Whether something was sent is the question: what an error says of its request would be taken for the answer.
			error.description &&= error.description.replace(NOTHING_SENT, '').trim();
			throw error;
		});
	},
	async conclude(outcomes) {
		sayShared(this, outcomes);
		const items = outcomes.map((outcome) => outcome.items);
		const withOthers = this.getNodeParameter('options.includeOthers', 0, false);
		return await Promise.resolve(withOthers ? [...items, othersOf(this, outcomes)] : items);
	},
};

const NOTHING_SENT = /Nothing was sent(?: or changed)?\./;

async function tellOf(context: IExecuteFunctions, itemIndex: number) {
	const expected = readExpected(context, itemIndex);
	const timezone = timezoneOf(context);
	const keeps = context.getNodeParameter('keepsDocuments', itemIndex, false) as boolean;
	const judge = await judgeOf(context, 'folders');
	const { account, error, at } = judge.listing;
	if (error) throw ofOneItem(error);
	const verdict = await judge.judge(context, expected, keeps);
	const { rows } = runOfRows(context);
	if (verdict.state !== 'ambiguous' && verdict.state !== 'unknown') {
		for (const { document } of verdict.found) {
			const name = `${account} ${text(document.Reference)}`;
			rows.set(name, rows.get(name) ?? []);
			rows.get(name)?.push(itemIndex);
		}
	}
	return [{ json: viewOf(verdict, at, timezone) }];
}

/** One document is not two sends: rows that mean the same one are told so. */
function sayShared(context: IExecuteFunctions, outcomes: Outcome[]): void {
	const others = new Map<number, number>();
	for (const items of runOfRows(context).rows.values()) {
		if (items.length === 1) continue;
		for (const item of items) others.set(item, items[0] === item ? items[1] : items[0]);
	}
	for (const [item, other] of others) {
		const [{ json }] = outcomes[item].items;
		const shared = `Item ${other} (counted from 0) means the same document`;
		json.warning = [json.warning, shared].filter(Boolean).join('. ');
	}
}

function othersOf(context: IExecuteFunctions, outcomes: Outcome[]): INodeExecutionData[] {
	const timezone = timezoneOf(context);
	const failed = outcomes.filter((outcome) => outcome.failed).length;
	const judges = [...runOfRows(context).judges];
	const faults = judges.flatMap(({ listing }) => listing.faults);
	if (failed > 0) {
		showWarning(
			context,
			`${failed} items failed: what they mean is among the documents in no row.`,
		);
	}
	if (faults.length > 0) {
		showWarning(context, `The documents in no row are not all: ${faults.join(', ')}.`);
	}
	return judges.flatMap((judge) =>
		judge.others().map((one) => ({ json: viewOfOther(one, judge.listing.at, timezone) })),
	);
}
