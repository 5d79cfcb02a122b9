import { refusal } from './refusal';

/** @throws UserError for a reference of dots: a web address would take it for "the folder above" */
export function refuseDots(reference: string): void {
	if (!/^\.+$/.test(reference)) return;
	throw refusal(
		`"${reference}" is not a reference`,
		'A reference of Secured Signing is a long row of digits or letters.',
	);
}
