const LIMIT = [
	'const { limitWaitTime, resumeAmount, resumeUnit, maxDateAndTime, dueDate, dueInDays } = $parameter;',
	'const isText = (value) => typeof value === "string" && value !== "" && !value.startsWith("=");',
	'if (limitWaitTime === "afterTimeInterval") return `at most ${resumeAmount} ${resumeUnit}`;',
	'if (limitWaitTime === "atSpecifiedTime") {',
	'  return isText(maxDateAndTime) ? `until ${maxDateAndTime.replace("T", " ")} at the latest` : "until the chosen time at the latest";',
	'}',
	'if (isText(dueDate)) return `until shortly after the due date, ${dueDate.replace("T", " ")}, at the latest`;',
	'const isInDays = !dueDate && dueInDays > 0;',
	'return `until shortly after the due date${isInDays ? `, ${dueInDays} days after sending,` : ""} at the latest`;',
].join(' ');

/**
 * The tooltip on the canvas while an execution waits; n8n evaluates it with the parameters, but without
 * items.
 */
export const waitingTooltip = `=Execution will continue when everybody has signed, or somebody declines: {{ (() => { ${LIMIT} })() }}. Stopping does not withdraw what was sent, and a new execution may send it again. <a href="https://github.com/n8n-nodes-secured-signing/n8n-nodes-secured-signing/blob/main/docs/waiting.md" target="_blank">Learn more</a>`;
