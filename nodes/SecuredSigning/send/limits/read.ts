import type { IExecuteFunctions } from 'n8n-workflow';

import { asciiDomain, isMixed } from '../../shared/addresses';
import { refusal } from '../../shared/refusal';
import { storedParameter } from '../../shared/tool';
import { isRecord, splitList, text } from '../../shared/values';

/** The limits that the user set. Without a limit, the list is empty or the number infinite. */
export interface Limits {
	/** In their ASCII form. */
	domains: string[];
	/** In their ASCII form, without ports. */
	hosts: string[];
	maxDocuments: number;
	maxSigners: number;
	/** Whether stored documents may be sent although their Smart Tags are not read. */
	allowStored: boolean;
}

export const ADVICE =
	"The limit is set in 'Sending Limits' of the node, and only the person who builds the workflow can change it. An AI agent should tell its user so, and not try again with other values.";

/** Whether the limits restrict who may sign: then anything that cannot be read is refused. */
export const limitsPeople = ({ domains, maxSigners }: Limits): boolean =>
	domains.length > 0 || maxSigners !== Infinity;

/**
 * The limits of the node.
 *
 * @param parameter 'Sending Limits' as n8n resolved it
 * @throws UserError for a value that is not a limit, or comes from an expression: it must not count as "no
 *   limit"; also for an option without any limit, because n8n drops values whose structure it does not know
 */
export function readLimits(context: IExecuteFunctions, parameter: unknown): Limits {
	// n8n does not evaluate expressions in these fields, except a single $fromAI(), which a model would fill.
	const stored = storedParameter(context, 'options', 'sendingLimits');
	if (JSON.stringify(stored ?? {}) !== JSON.stringify(parameter ?? {})) {
		throw refusal(
			"'Sending Limits' contains an expression",
			'Whatever fills it, such as an AI agent, could lift its own limits. Enter the values themselves.',
		);
	}
	const limits = isRecord(parameter) && isRecord(parameter.limits) ? parameter.limits : {};
	const found: Limits = {
		domains: listOf(limits.allowedDomains, 'Allowed Email Domains', domainIn),
		hosts: listOf(limits.allowedHosts, 'Allowed Hosts', hostIn),
		maxDocuments: numberOf(limits.maxDocuments, 'Maximum Documents'),
		maxSigners: numberOf(limits.maxSigners, 'Maximum Signers'),
		allowStored: limits.allowStoredDocuments === true,
	};
	if (parameter !== undefined && !isLimited(found)) {
		throw refusal(
			"'Sending Limits' contains no limit",
			"Enter a limit, or remove 'Sending Limits' from Options if you want none. If you did enter limits: in a workflow that was pasted or generated, n8n removes limits that come from an expression or are not structured like the fields of this option. Enter them again here, field by field.",
		);
	}
	return found;
}

const isLimited = ({ domains, hosts, maxDocuments, maxSigners }: Limits): boolean =>
	[...domains, ...hosts].length > 0 || maxDocuments !== Infinity || maxSigners !== Infinity;

function listOf(
	value: unknown,
	displayName: string,
	read: (part: string) => string | undefined,
): string[] {
	// n8n passes on whatever was pasted.
	const given = typeof (value ?? '') === 'string' ? text(value) : JSON.stringify(value);
	const parts = typeof value === 'string' ? splitList(given) : [];
	const found = parts.flatMap((part) => read(part) ?? []);
	if (found.length < parts.length || (given !== '' && parts.length === 0)) {
		throw refusal(
			`'${displayName}' is not a list such as "example.com, example.org": "${given}"`,
			"Correct 'Sending Limits' in Options: whole names, separated by commas. An expression is not taken there.",
		);
	}
	return found;
}

function domainIn(part: string): string | undefined {
	const domain = part.replace(/^@/, '');
	return isMixed(domain) ? undefined : asciiDomain(domain);
}

/**
 * The host name in `example.com`, `localhost:5678` or `https://example.com/`; undefined for anything else.
 */
function hostIn(part: string): string | undefined {
	const address = /^https?:\/\//.test(part) ? part : `http://${part}`;
	if (!URL.canParse(address) || /[\s\\@*?#%]/.test(part)) return undefined;
	const { hostname, pathname } = new URL(address);
	return pathname === '/' && !isMixed(part) ? hostname : undefined;
}

/**
 * n8n passes on an expression in these fields as plain text. It is refused, because it must not count as "no
 * limit".
 */
function numberOf(value: unknown, displayName: string): number {
	const isSimple = ['number', 'string'].includes(typeof (value ?? 0));
	const number = Number(value ?? 0);
	if (!isSimple || !Number.isInteger(number) || number < 0) {
		throw refusal(
			`'${displayName}' is not a whole number: "${isSimple ? text(value) : JSON.stringify(value)}"`,
			"Correct 'Sending Limits' in Options; an expression is not taken there.",
		);
	}
	return number === 0 ? Infinity : number;
}
