/** Answers of other shapes than the description has them, as far as a service may give them. */
import type { Spoiling } from '../../simulator/index.cts';
import { stepOf } from '../engine/sends.cts';
import type { Chance } from './random.cts';

/** How the answers of a scene look. */
export interface Shape {
	/** ServiceStack heeds no case, and may write it (docs/api/API.md sections 3 and 4). */
	camelCase: boolean;
	/** "true" in place of true. */
	textBooleans: boolean;
	/** Names that are left out: whatever is not required may be missing (section 3). */
	leftOut: string[];
	/** What stands among the documents of a list. */
	malformed: unknown[];
}

const OPTIONAL = [
	...['DueDate', 'GMT', 'LastSignedDate', 'HasFileUploaded', 'EditUrl', 'MobileNumber'],
	...['MobileCountry', 'SignerType', 'Editable'],
];
const MALFORMED: unknown[] = [
	...[null, {}, 'none', 7, []],
	{ Reference: null },
	{ Reference: '7'.repeat(48), Signers: [null] },
	{ Reference: '8'.repeat(48), Signers: {}, Name: 3 },
];

export const shapeOf = (chance: Chance): Shape => ({
	camelCase: chance.happens(0.3),
	textBooleans: chance.happens(0.3),
	leftOut: chance.happens(0.4) ? OPTIONAL.filter(() => chance.happens(0.5)) : [],
	malformed: chance.happens(0.4) ? MALFORMED.filter(() => chance.happens(0.4)) : [],
});

/** Changes the answers to sends and look-ups. */
export const reshaped =
	({ camelCase, textBooleans, leftOut, malformed }: Shape): Spoiling =>
	(answer, request) => {
		if (stepOf(request) === undefined) return answer;
		const named = (name: string) => (camelCase ? name[0].toLowerCase() + name.slice(1) : name);
		const changed = (value: unknown): unknown => {
			if (Array.isArray(value)) return value.map(changed);
			if (typeof value === 'boolean') return textBooleans ? String(value) : value;
			if (typeof value !== 'object' || value === null) return value;
			const kept = Object.entries(value).filter(([name]) => !leftOut.includes(name));
			return Object.fromEntries(kept.map(([name, part]) => [named(name), changed(part)]));
		};
		const told = changed(answer);
		const isList = request.operationId === 'getActiveDocuments' && Array.isArray(told);
		return isList ? [...malformed, ...told, ...malformed] : told;
	};
