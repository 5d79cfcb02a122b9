import { refusal } from './refusal';

/** @throws UserError for a reference of only dots: in a URL, it would mean "the folder above" */
export function refuseDots(reference: string): void {
	if (!/^\.+$/.test(reference)) return;
	throw refusal(
		`"${reference}" is not a reference`,
		'A reference of Secured Signing is a long row of digits or letters.',
	);
}
