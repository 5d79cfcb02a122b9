/** Finds and starts a Chromium that keeps to this machine. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @throws when there is none: a browser test that was skipped would look like one that passed */
export async function startChromium(): Promise<Browser> {
	const { CHROMIUM } = process.env;
	const executablePath = CHROMIUM || USUAL.find((path) => existsSync(path));
	if (!executablePath) {
		throw new Error(
			'No Chromium found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM.',
		);
	}
	return await chromium.launch({
		executablePath,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
