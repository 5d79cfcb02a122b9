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

/**
 * What went wrong according to a log, for a person to read: each error once, without its stack. Some
 * refusals n8n logs as mere information; then the last lines are told.
 */
export const errorsIn = (output: string): string => {
	const log = readLog(output).filter(({ message }) => !/^=+$|^\{/.test(message));
	const errors = log.filter(({ level }) => level !== 'info' && level !== 'warn');
	const told = errors.length > 0 ? errors : log.slice(-5);
	const texts = new Set(told.map(({ message }) => message.split(/\n\s+at /)[0].trim()));
	return [...texts]
		.slice(-15)
		.map((text) => `  ${text}`)
		.join('\n');
};
