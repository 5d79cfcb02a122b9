/**
 * n8n's own scanner, offline. It decides whether a community node can be verified, and it lets
 * warnings pass; here a warning counts as much as an error.
 */
import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import type { Finding } from './report.mts';

export { SOURCE_FILE_PATTERNS };

/** What the scanner reads of the published tarball; it keeps this list to itself. */
export const PACKAGE_FILE_PATTERNS = ['**/*.js', 'package.json'];

/** The scanner's verdict on `folder`, and besides it what its rules warn of. */
export const scan = async (folder: string, patterns: string[]): Promise<Finding> => {
	const verdict = await analyzePackage(folder, patterns);

	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	const count = (of: 'errorCount' | 'warningCount') =>
		results.reduce((sum, result) => sum + result[of], 0);
	const errors = count('errorCount');
	const warnings = count('warningCount');

	const formatter = await eslint.loadFormatter('stylish');
	const report = errors + warnings > 0 ? await formatter.format(results) : '';
	const complaints = report.split('\n').filter((line) => line.trim() !== '');
	if (!verdict.passed && errors === 0) {
		complaints.push(`The scanner says: ${verdict.details ?? verdict.message ?? 'not passed'}`);
	}
	return { note: `${results.length} files; errors: ${errors}, warnings: ${warnings}`, complaints };
};
