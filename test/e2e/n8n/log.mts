/**
 * n8n's log, which it writes to stdout as one JSON object a line, the results of commands included.
 */
export interface LogEntry {
	level: string;
	message: string;
}

const parse = (line: string): LogEntry => {
	try {
		const { level, message } = JSON.parse(line) as Partial<LogEntry>;
		if (level !== undefined && message !== undefined) return { level, message };
	} catch {
		// Not from the logger: the last words of a crash, for example.
	}
	return { level: 'output', message: line };
};

export const readLog = (output: string): LogEntry[] =>
	output
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map(parse);

/** What went wrong according to a log, for a person to read: each error once, without its stack. */
export const errorsIn = (output: string): string => {
	const errors = readLog(output)
		.filter(({ level, message }) => level !== 'info' && level !== 'warn' && !/^=+$/.test(message))
		.map(({ message }) => message.split(/\n\s+at /)[0].trim());
	return [...new Set(errors)]
		.slice(-15)
		.map((message) => `  ${message}`)
		.join('\n');
};
