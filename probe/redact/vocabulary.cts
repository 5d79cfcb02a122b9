// The words that may be written: those of the public description of the API, and no others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const DESCRIPTION = join(__dirname, '../../docs/api/openapi.yaml');

/** Parts of names that a property nobody has described may consist of. */
const COMMON =
	'Access Action Active Actual All Allow Amount Api App Archive Auto Base Body Can Change Check Code Comment Content ' +
	'Count Country Created Current Custom Data Days Default Deleted Description Detail Details Digital Display Due Edit ' +
	'Enable Enabled End Error Errors Event Exception Expire Expired Expires Expiry Extension External File First Flag For ' +
	'From Group Has Hash Header Hidden Hours Id ID Image In Index Info Integer Internal Is Item Items Key Kind Label Last ' +
	'Length Level Limit Link Links List Locked Max Message Meta Method Min Mobile Mode Modified Name New Next Next No Note ' +
	'Number Of On Only Option Options Order Original Owner Page Pages Parent Part Partner Path Phone Place Position Process ' +
	'Progress Query Reason Ref Region Remain Remaining Request Required Response Result Results Role Root Sent Sequence ' +
	'Service Session Size Sort Source Stack Start Started State Stats Step Sub Success Tag Tags Text Time Title To Token ' +
	'Total Trace Type Types Unique Update Updated Upload Uploaded Uri Url User Value Values Version View Web Width With Zone';

const CONTENT_TYPES =
	/^(application\/(json|xml|pdf|zip|octet-stream|x-www-form-urlencoded|vnd\.(ms-excel|oasis\.opendocument\.(text|spreadsheet)|openxmlformats-officedocument\.(wordprocessingml\.document|spreadsheetml\.sheet)))|text\/(html|plain|xml|csv)|multipart\/form-data|video\/mp4)$/;

/** Names of properties and words of enumerations, as the description has them. */
export const described = collect(parse(readFileSync(DESCRIPTION, 'utf8')));
const parts = new Set([...COMMON.split(' '), ...[...described.names].flatMap(partsOf)]);

/** Words that answers hold as values: those of enumerations. */
export const isKnownWord = (text: string): boolean => described.words.has(text);

export const isKnownType = (text: string): boolean => CONTENT_TYPES.test(text);

/** A property's name: one of the description, or one that is made of the same words. */
export const isKnownName = (name: string): boolean =>
	described.names.has(name) ||
	(name.length <= 60 &&
		(name.match(/\d/g) ?? []).length <= 1 &&
		partsOf(name).length > 0 &&
		partsOf(name).every((part) => parts.has(part)));

/** `DocumentReference` → Document, Reference; nothing for what is no such name. */
function partsOf(name: string): string[] {
	if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) return [];
	return (
		`${name[0].toUpperCase()}${name.slice(1)}`.match(/[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+/g) ?? []
	).filter((part) => !/^\d$/.test(part));
}

function collect(node: unknown, found = { names: new Set<string>(), words: new Set<string>() }) {
	if (Array.isArray(node)) node.forEach((child) => collect(child, found));
	if (typeof node !== 'object' || node === null) return found;
	const { properties, enum: words } = node as { properties?: object; enum?: unknown[] };
	if (typeof properties === 'object')
		Object.keys(properties).forEach((name) => found.names.add(name));
	if (Array.isArray(words)) words.forEach((word) => found.words.add(String(word)));
	Object.values(node).forEach((child) => collect(child, found));
	return found;
}
