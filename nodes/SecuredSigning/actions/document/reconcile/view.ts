import type { IDataObject } from 'n8n-workflow';

import type { Raw, RawSigner } from '../../../api';
import { isUnset, spansOf } from '../../../api/answers/dates';
import { simplifyDocument, simplifySigner } from '../../../api/answers/document';
import { signerStatus, type SignerStatus } from '../../../api/answers/signerStatus';
import { countIn } from '../../../api/answers/signedCount';
import { summaryOf } from '../../../api/answers/standing';
import { daysBetween } from '../../../shared/dates';
import { isTrue, objectsIn, omitEmpty, text } from '../../../shared/values';
import { currentOf, named, rowStateOf, type RowState, type Verdict } from './verdict';
import { namesAllSigners, type Listed } from './listing';

/** How many documents of a long list are shown at most. */
const MOST_SHOWN = 20;

/** The output for a row. */
export function viewOf(verdict: Verdict, now: number, timezone: string): IDataObject {
	const { state, reason, warning, found } = verdict;
	const [deciding] = found;
	const isOne = deciding !== undefined && state !== 'ambiguous' && reason === undefined;
	const isPending = state === 'pending';
	const several = found.length > 1 || (found.length === 1 && !isOne);
	const waitingFor = isPending ? unsignedIn(found) : [];
	const isUnnamed = isPending && pendingIn(found).some(mayHideSomebody);
	return omitEmpty({
		state,
		...(isOne && simplified(deciding, timezone)),
		summary: summaryIn(verdict, now, timezone),
		reason,
		warning: [warning, isUnnamed && UNNAMED].filter(Boolean).join('. '),
		...(isPending && {
			...omitEmpty({ since: deciding.since }),
			...dueIn(pendingIn(found), now, timezone),
			...((waitingFor.length > 0 || !isUnnamed) && { waitingFor }),
		}),
		documents: several
			? found.slice(0, MOST_SHOWN).map((one) => briefly(one, timezone))
			: undefined,
		documentCount: several ? found.length : undefined,
	});
}

/** A document that no row means. */
export const viewOfOther = (one: Listed, now: number, timezone: string): IDataObject => ({
	...viewOf({ state: rowStateOf(one), found: [one] }, now, timezone),
	inNoRow: true,
});

/** Keys with which somebody could sign do not go into reports. */
function simplified(one: Listed, timezone: string): IDataObject {
	const document = currentOf(one);
	const Signers = objectsIn<Raw<'Signer'>>(document.Signers).map((signer) => ({
		...signer,
		SigningKey: undefined,
	}));
	return simplifyDocument({ ...document, Signers }, timezone);
}

function briefly(one: Listed, timezone: string): IDataObject {
	const { name, status, summary, dueDate, clientReference, documentReference } = simplified(
		one,
		timezone,
	);
	return omitEmpty({
		name,
		state: rowStateOf(one),
		status,
		summary,
		dueDate,
		clientReference,
		documentReference,
	});
}

const UNNAMED = 'Secured Signing may not list everybody who still has to sign';

const pendingIn = (found: Listed[]) => found.filter((one) => rowStateOf(one) === 'pending');

/** The statuses of signers who can no longer sign: docs/api/API.md section 6. */
const OVER: SignerStatus[] = ['signed', 'declined', 'rejected', 'deleted'];

/** A signer without a status also counts: the service did not say that this person has signed. */
const isWaitedFor = (signer: RawSigner): boolean =>
	!OVER.includes(signerStatus(signer)) && !isTrue(signer.Optional);

/** Who has still to sign, each once. */
function unsignedIn(found: Listed[]): IDataObject[] {
	const open = pendingIn(found).flatMap((one) =>
		objectsIn<RawSigner>(currentOf(one).Signers).filter(isWaitedFor),
	);
	const people = open.map((signer) => {
		const { name, email, role, status, signerReference } = simplifySigner(signer);
		return omitEmpty({ name, email, role, status, signerReference });
	});
	return [...new Map(people.map((one) => [one.email ?? one.name ?? one, one])).values()];
}

/** Whether a document that is pending may wait for more people than it names. */
function mayHideSomebody(one: Listed): boolean {
	const document = currentOf(one);
	const open = objectsIn<RawSigner>(document.Signers).filter(isWaitedFor).length;
	const count = countIn(document.Status);
	return count ? open < count.all - count.signed : open === 0 || !namesAllSigners(document);
}

/**
 * How many calendar days are left until the earliest due date (0 on that day), and whether it is over. Dates
 * may be readable in several ways: a value is left out if these disagree.
 */
function dueIn(pending: Listed[], now: number, timezone: string) {
	const dated = pending.filter(({ document }) => hasDueDate(document));
	const spans = dated.map(({ document }) => spansOf(document.DueDate, document.GMT));
	if (dated.length === 0 || spans.some((own) => own.length === 0)) return {};
	const earliest = Math.min(...spans.flat().map(({ first }) => first));
	const latest = Math.min(...spans.map((own) => Math.max(...own.map(({ last }) => last))));
	const ends = [earliest, latest];
	const days = new Set(ends.map((at) => daysBetween(now, at, timezone)));
	const overdue = new Set(ends.map((at) => at < now));
	return {
		...(days.size === 1 && { daysLeft: [...days][0] }),
		...(overdue.size === 1 && { overdue: [...overdue][0] }),
	};
}

const hasDueDate = ({ DueDate }: Raw<'Document'>) => text(DueDate) !== '' && !isUnset(DueDate);

const SENTENCES: Partial<Record<RowState, string>> = {
	notSent: 'Not sent: no document matches. A deleted document would not be found either',
	gone: 'Not found any more. If this account sent it, it was either signed and then removed, or deleted',
};

function summaryIn({ state, reason, found }: Verdict, now: number, timezone: string): string {
	if (reason !== undefined) return `Unknown: ${reason}`;
	if (state === 'ambiguous') return `${found.length} documents match: ${named(found)}`;
	const [deciding] = found;
	if (deciding === undefined) return SENTENCES[state] ?? '';
	const own = summaryOf(currentOf(deciding), timezone);
	const { overdue } = dueIn(pendingIn(found), now, timezone);
	const signed = found.filter((one) => rowStateOf(one) === 'signed').length;
	return [
		found.length > 1 && `${signed} of ${found.length} documents signed`,
		own,
		state === 'pending' && overdue && 'overdue',
	]
		.filter(Boolean)
		.join('; ');
}
