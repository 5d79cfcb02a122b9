/**
 * The npm registry with this package alone in it: the routes that n8n and npm ask.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { packAndUnpack } from '../harness/packed.mts';
import { command } from '../n8n/command.mts';
import { PROJECT } from '../n8n/examples.mts';

export const REGISTRY = 'registry.npmjs.org';

export interface Manifest {
	name: string;
	version: string;
	[field: string]: unknown;
}

/** A version of the package: what is other than in the one of this project. */
export interface Published {
	version: string;
	manifest?: object;
	/** Without its code, as a package that was never built. */
	isUnbuilt?: boolean;
}

interface Release {
	manifest: Manifest;
	tarball: Buffer;
}

export class Registry {
	private readonly releases = new Map<string, Release>();
	/** The version that somebody gets who names none. */
	latest = '';

	private constructor(
		private readonly folder: string,
		private readonly packed: string,
		/** As this project names it. */
		readonly manifest: Manifest,
	) {}

	/** @param folder where its files are kept */
	static async in(folder: string): Promise<Registry> {
		await mkdir(folder, { recursive: true });
		const { folder: packed } = await packAndUnpack(PROJECT, folder);
		const text = await readFile(join(packed, 'package.json'), 'utf8');
		return new Registry(folder, packed, JSON.parse(text) as Manifest);
	}

	/** Makes a version out of what this project packs; the latest one from now on. */
	async publish({ version, manifest, isUnbuilt }: Published): Promise<void> {
		const { name } = this.manifest;
		const folder = join(this.folder, version);
		await cp(this.packed, folder, { recursive: true });
		if (isUnbuilt) await rm(join(folder, 'dist'), { recursive: true });
		const own: Manifest = { ...this.manifest, ...manifest, name, version };
		await writeFile(join(folder, 'package.json'), JSON.stringify(own));
		await command('npm', ['pack', '--ignore-scripts', '--quiet'], { cwd: folder });
		const tarball = await readFile(join(folder, fileOf(own)));
		this.releases.set(version, { manifest: own, tarball });
		this.latest = version;
	}

	/** Answers for `https://registry.npmjs.org`. */
	readonly listener: RequestListener = ({ url }, response) => {
		const [name, ...rest] = decodeURIComponent(String(url)).slice(1).split('/');
		const found = name === this.manifest.name ? this.answer(rest) : undefined;
		if (found === undefined) {
			response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}');
		} else if (Buffer.isBuffer(found)) {
			response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found);
		} else {
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
		}
	};

	private answer([first, file]: string[]): object | Buffer | undefined {
		const all = [...this.releases.values()];
		if (first === undefined) {
			return {
				name: this.manifest.name,
				'dist-tags': { latest: this.latest },
				versions: Object.fromEntries(all.map((one) => [one.manifest.version, described(one)])),
			};
		}
		if (first === '-') return all.find(({ manifest }) => fileOf(manifest) === file)?.tarball;
		const release = this.releases.get(first === 'latest' ? this.latest : first);
		return release && described(release);
	}
}

const fileOf = ({ name, version }: Manifest): string => `${name}-${version}.tgz`;

const hash = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes);

/** A manifest as the registry gives it. */
const described = ({ manifest, tarball }: Release): object => ({
	...manifest,
	dist: {
		tarball: `https://${REGISTRY}/${manifest.name}/-/${fileOf(manifest)}`,
		shasum: hash('sha1', tarball).digest('hex'),
		integrity: `sha512-${hash('sha512', tarball).digest('base64')}`,
	},
});
