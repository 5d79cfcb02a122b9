/** The parts of n8n's scanner that are used here; the package brings no types of its own. */
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	import type { Linter } from 'eslint';

	export interface Analysis {
		passed: boolean;
		message?: string;
		/** ESLint's report, when there is something to report. */
		details?: string;
	}

	/** What the scanner reads of the published commit. */
	export const SOURCE_FILE_PATTERNS: string[];
	export function buildScanConfig(): Promise<Linter.Config[]>;
	export function analyzePackage(packageDir: string, filePatterns?: string[]): Promise<Analysis>;
}
