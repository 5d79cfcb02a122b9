import type { IExecuteFunctions } from 'n8n-workflow';

import { emailOf } from '../api/answers/people';
import type { InputFile, RawSigner } from '../api';
import type { DueDate } from '../fields/dueDate';
import { oncePerRun } from '../shared/oncePerRun';
import { omitEmpty } from '../shared/values';
import { isSameDueDate, readingOf, type DueDateReading } from './dueDates';
import { asSent, hash } from './hash';
import { wordsOf } from './leaves';

/** What an item sends, as far as it can be read without asking the service. */
export interface Contract {
	/** Whom it names, with all that is said of them, in their order; nobody where the documents do. */
	people: RawSigner[];
	/** The form, the template, the stored documents, by the names of their fields. */
	subject: Record<string, unknown>;
	files?: InputFile[];
	/** What else people see of it, by the names of the fields; several may have the same. */
	values: Array<[name: string, value: unknown]>;
	dueDate: DueDate | undefined;
}

/** The same as it is remembered: what it was can be compared, and not be read. */
export interface Terms {
	/** Who signs, in whichever order. */
	people: string;
	hasPeople: boolean;
	/** With another one it is another contract. */
	subject: Record<string, string>;
	/** Each form, template and stored document of it, and each file by its name and by its size. */
	pieces?: string[];
	/** Other contents are files that were made anew. */
	files?: Record<'names' | 'sizes' | 'contents', string>;
	/** Of the people as well. */
	values: Record<string, string>;
	dueDate?: DueDateReading;
	/** What the builder entered, expressions as their text. */
	setup: string;
}

/** The name under which the files of a contract are told to be others. */
export const FILES = 'Files';

/** The same for the people, where others sign. */
const SIGNERS = 'Signers';

export function termsOf(
	context: IExecuteFunctions,
	{ people, subject, files = [], values, dueDate }: Contract,
): Terms {
	const each = (read: (file: InputFile) => unknown) => hash(files.map(read));
	return {
		people: hash(people.map(emailOf).sort()),
		hasPeople: people.length > 0,
		subject: hashes(Object.entries(subject)),
		pieces: [
			...Object.values(subject).flat().filter(Boolean).map(hashOf),
			...files.flatMap(({ fileName, size }) => [hashOf({ fileName }), hashOf({ size })]),
		],
		...(files.length > 0 && {
			files: {
				names: each(({ fileName }) => fileName),
				sizes: each(({ size }) => size),
				contents: each(({ id }) => id),
			},
		}),
		values: hashes([...valuesOf(people), ...values]),
		...(dueDate && { dueDate: readingOf(dueDate, context.getTimezone()) }),
		setup: setupOf(context),
	};
}

/**
 * What a contract is about: the same for each execution that sends the same to the same people. Files may be made anew
 * for each of them, and have a number or a time in their names.
 */
export const contentOf = ({ people, subject, files = [] }: Contract): string =>
	hash([
		people.map(emailOf).sort(),
		Object.entries(subject),
		files.map(({ fileName }) => wordsIn(fileName)),
	]);

const wordsIn = (fileName: string): string[] =>
	fileName
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => !/\p{N}/u.test(word));

const setupOf = oncePerRun((context) => hashOf(context.getNode().parameters));

/** What is said of people, by the names of the fields: of each field, the values of all of them. */
function valuesOf(people: RawSigner[]): Contract['values'] {
	// In an order of their own, so that two who have changed places differ in that alone.
	const all = people
		.map((person): Record<string, unknown> => omitEmpty(person))
		.sort((one, other) => emailOf(one).localeCompare(emailOf(other)));
	const properties = new Set(all.flatMap((person) => Object.keys(person)));
	properties.delete('Email');
	// As of a send, it makes no other contract.
	properties.delete('ReturnUrl');
	return [
		[ORDER, people.map(emailOf)],
		...[...properties].map((property): [string, unknown] => [
			FIELDS[property] ?? `${wordsOf(property)} of a Signer`,
			all.map((person) => person[property]),
		]),
	];
}

/** What differs if the same people have other places. */
const ORDER = 'Order of the Signers';

const FIELDS: Record<string, string> = {
	IDData: 'Identity Data of a Signer',
	UseIDData: 'Identity Data of a Signer',
	OnlyInForm: 'Only in Form of a Signer',
	SignerType: 'Role of a Signer',
	ShareUsers: 'Share With of a Signer',
};

/** By their names; what is empty is like what is not there. */
function hashes(values: Contract['values']): Record<string, string> {
	const named = new Map<string, unknown[]>();
	for (const [name, value] of values) {
		if (value === undefined || value === null || value === '') continue;
		named.set(name, [...(named.get(name) ?? []), value]);
	}
	return Object.fromEntries([...named].map(([name, all]) => [name, hashOf(all)]));
}

// Through JSON, as which a date is the same moment wherever it comes from.
const hashOf = (value: unknown): string =>
	hash([asSent(JSON.parse(JSON.stringify(value ?? null)) as unknown)]);

/** Where two contracts differ. */
export interface Differences {
	/** The names of fields in which they are about something else. */
	subject: string[];
	/** The names of all fields in which they differ. */
	names: string[];
	/** Whether files of the same names and sizes were made anew. */
	isAnew: boolean;
}

export function differences(one: Terms, other: Terms): Differences {
	const isOther = (what: keyof NonNullable<Terms['files']>) =>
		one.files?.[what] !== other.files?.[what];
	const areOthers = isOther('names') || isOther('sizes');
	const arePeople = one.people !== other.people;
	const subject = [...namesOfDifferent(one.subject, other.subject), ...(areOthers ? [FILES] : [])];
	return {
		subject,
		names: [
			...subject,
			...(arePeople ? [SIGNERS] : []),
			...namesOfDifferent(one.values, other.values).filter(
				(name) => !(arePeople && name === ORDER),
			),
			...(isSameDueDate(one.dueDate, other.dueDate) ? [] : ['Due Date']),
		],
		isAnew: !areOthers && isOther('contents'),
	};
}

/**
 * Whether two contracts may have a form, a template or a document in common, in whichever order: of files, the name or
 * the size.
 */
export const haveInCommon = ({ pieces = [] }: Terms, other: Terms): boolean =>
	pieces.some((piece) => other.pieces?.includes(piece) === true);

const namesOfDifferent = (one: Record<string, string>, other: Record<string, string>): string[] =>
	Object.keys({ ...one, ...other }).filter((name) => one[name] !== other[name]);
