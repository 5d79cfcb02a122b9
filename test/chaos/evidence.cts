/**
 * Parts of the evidence of signed documents that cannot be had, some for minutes and some for ever. What each
 * item has to lack is known from what was planned for its document.
 */
import type { EvidencePart } from '../../nodes/SecuredSigning/fields/include.ts';
import { runTimers } from '../harness/timers.cts';
import type { Fault, OperationId, RecordedRequest, Simulator } from '../../simulator/index.cts';
import type { Chance } from './random.cts';

interface Trouble {
	fault: Fault;
	/** For how many minutes after the last signature; for ever where it is left out. */
	minutes?: number;
}

type Missing = Array<{ part: string; reason: string }>;

const PARTS: Partial<Record<OperationId, EvidencePart>> = {
	downloadDocument: 'signedFile',
	downloadSigningCompletionCertificate: 'certificateFiles',
	getDocumentLog: 'log',
	getFieldData: 'fieldValues',
	getSigningCompletionCertificates: 'certificates',
};
/** What another try may change, by docs/waiting-in-detail.md: "Missing parts". */
const PASSING: Fault[] = [
	{ kind: 'notFound' },
	{ kind: 'serverErrorHtml' },
	{ kind: 'wrongBody', body: 'html' },
];
const FINAL: Fault[] = [
	...PASSING,
	{ kind: 'paymentRequired' },
	{ kind: 'wrongBody', body: 'empty' },
];
const LONGEST_MINUTES = 8;

export class Evidence {
	private readonly troubles = new Map<string, Partial<Record<EvidencePart, Trouble>>>();

	/** @param parts those that are asked for */
	constructor(
		private readonly simulator: Simulator,
		private readonly chance: Chance,
		private readonly parts: EvidencePart[],
	) {}

	/** @param isLate whether some of it may come later, to somebody who looks for ten minutes */
	plan(reference: string, isLate = false): void {
		const troubles: Partial<Record<EvidencePart, Trouble>> = {};
		for (const part of this.parts) {
			if (this.chance.happens(0.2)) troubles[part] = { fault: this.chance.one(FINAL) };
			else if (isLate && this.chance.happens(0.25)) {
				const minutes = Math.ceil(this.chance.next() * LONGEST_MINUTES);
				troubles[part] = { fault: this.chance.one(PASSING), minutes };
			}
		}
		this.troubles.set(reference, troubles);
	}

	/** What is removed cannot be fetched any more. */
	remove(reference: string): void {
		const troubles = this.parts.map((part) => [part, { fault: { kind: 'notFound' } }] as const);
		this.troubles.set(reference, Object.fromEntries(troubles));
	}

	/** The fault of a request, if it is for a part of a signed document that cannot be had now. */
	faultOf({ operationId, path, query }: RecordedRequest): Fault | undefined {
		// The log comes with the status as well; the status itself is there.
		const isLog = operationId === 'getDocumentStatus' && 'DocumentLog' in query;
		const part = isLog ? 'log' : operationId && PARTS[operationId];
		if (part === undefined || !this.parts.includes(part)) return undefined;
		const named = path.split('/').at(-1);
		const document = this.simulator
			.documents()
			.find(
				({ reference, certificates }) =>
					reference === named || certificates.some((each) => each.reference === named),
			);
		if (document?.state !== 'Complete') return undefined;
		const trouble = this.troubles.get(document.reference)?.[part];
		const signedAt = Math.max(...document.signers.map(({ signedAt: at }) => Number(at)));
		const isOver = ({ minutes = Infinity }: Trouble) => Date.now() - signedAt > minutes * 60_000;
		if (trouble === undefined || isOver(trouble)) return undefined;
		return isLog ? { kind: 'serverErrorHtml' } : trouble.fault;
	}

	/** Whether an item of a completed document lacks what it has to, says why, and nothing else. */
	isTold(reference: string, missing: unknown): boolean {
		const troubles = this.troubles.get(reference) ?? {};
		const isGone = (part: EvidencePart) =>
			troubles[part] !== undefined && troubles[part].minutes === undefined;
		const lacking = this.parts.filter(
			(part) => isGone(part) || (part === 'certificateFiles' && isGone('certificates')),
		);
		const told = missing as Missing;
		const parts = told.map(({ part }) => part);
		return (
			parts.sort().join() === lacking.sort().join() && told.every(({ reason }) => reason !== '')
		);
	}

	/** How many documents lack something for ever. */
	get lacking(): number {
		return [...this.troubles.values()].filter((troubles) =>
			Object.values(troubles).some(({ minutes }) => minutes === undefined),
		).length;
	}
}

/** Lets no pause before another try take its time; ended by what it returns. Timers have to be kept. */
export function hurry(): () => void {
	const timer = setInterval(() => runTimers('pause.ts'), 1);
	return () => clearInterval(timer);
}
