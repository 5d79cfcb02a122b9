/** LibreOffice's reading of office files: what it exports as one file of OpenDocument XML. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = process.env.CORPUS_CACHE ?? join(tmpdir(), 'corpus-libreoffice');
const profile = `-env:UserInstallation=file://${join(tmpdir(), 'corpus-libreoffice-profile')}`;

/** Kept by the file's content: LibreOffice takes seconds to start. Undefined for what it does not read. */
export async function exported(path: string): Promise<string | undefined> {
	const name = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 24);
	const made = join(folder, 'out', `${name}.fodt`);
	if (existsSync(made)) return readFileSync(made, 'utf8');
	mkdirSync(join(folder, 'in'), { recursive: true });
	const source = join(folder, 'in', `${name}${extname(path).toLowerCase()}`);
	copyFileSync(path, source);
	const to = [
		'--headless',
		profile,
		'--convert-to',
		'fodt',
		'--outdir',
		join(folder, 'out'),
		source,
	];
	await run('soffice', to, { timeout: 60_000 }).catch(() => undefined);
	return existsSync(made) ? readFileSync(made, 'utf8') : undefined;
}
