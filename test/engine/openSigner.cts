/** Documents that are complete, while one of their signers is not said to have signed. */
import type { IDataObject } from 'n8n-workflow';

export const MINUTE = 60_000;

/** Changes the last signer of each complete document in an answer. */
export const withLast =
	(more: object) =>
	(answer: unknown): unknown => {
		if (Array.isArray(answer)) return answer.map(withLast(more));
		if (typeof answer !== 'object' || answer === null) return answer;
		const { Status, Signers } = answer as { Status?: string; Signers?: IDataObject[] };
		if (Status !== 'Complete' || !Array.isArray(Signers)) return answer;
		return { ...answer, Signers: [...Signers.slice(0, -1), { ...Signers.at(-1), ...more }] };
	};

export const OPEN = { HasSigned: false, SignedStatus: 'Initialized', SignedDate: undefined };
export const OPTIONAL = { ...OPEN, Optional: true };
