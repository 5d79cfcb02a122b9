import type { IExecuteFunctions } from 'n8n-workflow';

import { emailOf } from '../api/answers/people';
import type { InputFile, RawSigner } from '../api';
import type { DueDate } from '../fields/dueDate';
import { oncePerRun } from '../shared/oncePerRun';
import { omitEmpty } from '../shared/values';
import { isSameDueDate, readingOf, type DueDateReading } from './dueDates';
import { asSent, hash } from './hash';
import { wordsOf } from './leaves';

/** What an item sends, as far as it can be read without a request. */
export interface Contract {
	/**
	 * The people that the item names, with their details and in their order; empty if the documents name
	 * them.
	 */
	people: RawSigner[];
	/** The form, the template, the stored documents, by the names of their fields. */
	subject: Record<string, unknown>;
	files?: InputFile[];
	/** Further visible values, by field name; several may have the same name. */
	values: Array<[name: string, value: unknown]>;
	dueDate: DueDate | undefined;
}

/** A contract in the form that is remembered: hashes, which can be compared, but not read. */
export interface Terms {
	/** Hash of who signs, in any order. */
	people: string;
	hasPeople: boolean;
	/** If this differs, it is another contract. */
	subject: Record<string, string>;
	/** Hashes of each form, template and stored document, and of each file's name and size. */
	pieces?: string[];
	/** If only the contents differ, the files were made again. */
	files?: Record<'names' | 'sizes' | 'contents', string>;
	/** Hashes of the values by field name, also of the people's details. */
	values: Record<string, string>;
	dueDate?: DueDateReading;
	/** Hash of the node's parameters, with expressions as text. */
	setup: string;
}

/** The name of the files in a list of differences. */
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

/** Short texts that say what a contract is. */
export interface ContractMarks {
	/**
	 * What it is about: the same for each execution that sends the same to the same people. Files may be made anew for each
	 * of them, and have a number or a time in their names.
	 */
	content: string;
	/** All that people see of it, and the day on which it is due. */
	values: string;
}

export const NO_MARKS: ContractMarks = { content: '', values: '' };

export function marksOf(
	{ people, subject, files = [] }: Contract,
	{ pieces, values, dueDate }: Terms,
): ContractMarks {
	return {
		content: hash([
			people.map(emailOf).sort(),
			Object.entries(subject),
			files.map(({ fileName }) => wordsIn(fileName)),
		]),
		values: hash([pieces, Object.entries(values).sort(), dueDate?.dueDay]),
	};
}

/** The words of a file's name that have no digit in them, without its ending. */
export const wordsIn = (fileName: string): string =>
	fileName
		// A letter with an accent may be one character or two: operating systems differ in it.
		.normalize('NFC')
		.toLowerCase()
		.replace(/\.\w{1,5}$/, '')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '' && !/\p{N}/u.test(word))
		.join(' ');

/** The letters of those words: some systems replace blanks and hyphens, and letters with accents. */
export const lettersIn = (fileName: string): string =>
	wordsIn(fileName)
		.normalize('NFKD')
		.replace(/[\p{M} ]/gu, '');

/** The node's parameters with their expressions, as a hash: how it is set up. */
export const setupOf = oncePerRun((context) => hashOf(context.getNode().parameters));

/** The details of the people: for each field, the values of all people. */
function valuesOf(people: RawSigner[]): Contract['values'] {
	// Sorted, so that two people who changed places differ only in ORDER.
	const all = people
		.map((person): Record<string, unknown> => omitEmpty(person))
		.sort((one, other) => emailOf(one).localeCompare(emailOf(other)));
	const properties = new Set(all.flatMap((person) => Object.keys(person)));
	properties.delete('Email');
	// A 'Return URL' does not make another contract, neither of a signer nor of the send.
	properties.delete('ReturnUrl');
	return [
		[ORDER, people.map(emailOf)],
		...[...properties].map((property): [string, unknown] => [
			FIELDS[property] ?? `${wordsOf(property)} of a Signer`,
			all.map((person) => person[property]),
		]),
	];
}

/** The name of the difference if the same people are in another order. */
const ORDER = 'Order of the Signers';

const FIELDS: Record<string, string> = {
	IDData: 'Identity Data of a Signer',
	UseIDData: 'Identity Data of a Signer',
	OnlyInForm: 'Only in Form of a Signer',
	SignerType: 'Role of a Signer',
	ShareUsers: 'Share With of a Signer',
};

/** Hashes of the values by name; empty values are left out. */
function hashes(values: Contract['values']): Record<string, string> {
	const named = new Map<string, unknown[]>();
	for (const [name, value] of values) {
		if (value === undefined || value === null || value === '') continue;
		named.set(name, [...(named.get(name) ?? []), value]);
	}
	return Object.fromEntries([...named].map(([name, all]) => [name, hashOf(all)]));
}

// Through JSON, so that equal dates have the same hash, whatever object they come from.
const hashOf = (value: unknown): string =>
	hash([asSent(JSON.parse(JSON.stringify(value ?? null)) as unknown)]);

/** Where two contracts differ. */
export interface Differences {
	/** The names of the fields by which they are different contracts. */
	subject: string[];
	/** The names of all fields in which they differ. */
	names: string[];
	/** Whether files have the same names and sizes, but other contents. */
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

/** Whether two contracts share a form, template or stored document, or a file name or file size. */
export const haveInCommon = ({ pieces = [] }: Terms, other: Terms): boolean =>
	pieces.some((piece) => other.pieces?.includes(piece) === true);

const namesOfDifferent = (one: Record<string, string>, other: Record<string, string>): string[] =>
	Object.keys({ ...one, ...other }).filter((name) => one[name] !== other[name]);
