/**
 * The files of the functions that called, the innermost first; also those that wait for a promise. Their lines are not
 * asked for: to map these to the source takes longer than all else that a timer does.
 */
export function callingFiles(): string[] {
	const { prepareStackTrace } = Error;
	Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? '');
	try {
		return new Error().stack as unknown as string[];
	} finally {
		Error.prepareStackTrace = prepareStackTrace;
	}
}
