/**
 * As much of Google Drive and Gmail as n8n's nodes ask for, under the name of the real host: folders and files
 * that can be listed, downloaded and stored, and messages that can be sent. Sources: Google's references of
 * Drive v3 and Gmail v1.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';

export const GOOGLE = 'www.googleapis.com';
/** What whoever calls has to show. */
const TOKEN = 'token-of-google';

const OFFICE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const FOLDER = 'application/vnd.google-apps.folder';
/** Where files are that name no folder; nobody has to make it. */
const ROOT = 'root';
/** Google may give fewer than were asked for, and then says that there are more. */
const MOST_LISTED = 2;

interface DriveFile {
	name: string;
	mimeType: string;
	/** A folder has none. */
	content?: Buffer;
	parents: string[];
}

/** What Google refuses, with the status and the words of its guide to errors. */
class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

const notFound = (id: string) => new Refusal(404, `File not found: ${id}.`);

export interface Google {
	listener: RequestListener;
	/** By their IDs. */
	files: Map<string, DriveFile>;
	/** The IDs of files whose contents cannot be had, and the names of files that cannot be stored. */
	failing: Set<string>;
	/** Messages as they were sent. */
	mails: string[];
	/** The data of n8n's credentials for both. */
	credential: Record<string, unknown>;
}

/** The parts of a multipart body, without their headers. */
function partsOf({ headers }: IncomingMessage, body: Buffer): Buffer[] {
	const boundary = /boundary=(.+)$/.exec(String(headers['content-type']))?.[1];
	// Latin-1 keeps each byte as a letter of its own.
	const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
	return parts.map((part) =>
		Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, part.lastIndexOf('\r\n')), 'latin1'),
	);
}

/** The terms that n8n's node joins with 'and', by how they are written. */
const TERMS: Array<[RegExp, (file: DriveFile, value: string) => boolean]> = [
	[/^'(.+)' in parents$/, ({ parents }, value) => parents.includes(value)],
	[/^mimeType = '(.+)'$/, ({ mimeType }, value) => mimeType === value],
	[/^mimeType != '(.+)'$/, ({ mimeType }, value) => mimeType !== value],
	// Nothing goes to the bin here.
	[/^trashed = (false)$/, () => true],
];

/** What a search asks for. */
const sought = (query: string): Array<(file: DriveFile) => boolean> =>
	query.split(' and ').map((term) => {
		for (const [pattern, holds] of TERMS) {
			const value = pattern.exec(term)?.[1];
			if (value !== undefined) return (file) => holds(file, value);
		}
		throw new Refusal(400, `Invalid Value: ${term}`);
	});

export const openGoogle = (): Google => {
	const files = new Map<string, DriveFile>();
	const failing = new Set<string>();
	const mails: string[] = [];
	/** What is known of a file that was announced before its content comes. */
	const announced = new Map<string, Omit<DriveFile, 'content'>>();
	let made = 0;
	const nextId = () => `file-${++made}`;

	const placed = ({ name, parents = [ROOT] }: Partial<DriveFile>) => {
		const lacking = parents.find((id) => id !== ROOT && files.get(id)?.mimeType !== FOLDER);
		if (lacking !== undefined) throw notFound(lacking);
		return { name: String(name), parents };
	};

	const list = (asked: URLSearchParams) => {
		const query = String(asked.get('q'));
		const parent = /'(.+?)' in parents/.exec(query)?.[1] ?? ROOT;
		if (parent !== ROOT && !files.has(parent)) throw notFound(parent);
		const terms = sought(query);
		const found = [...files].filter(([, file]) => terms.every((holds) => holds(file)));
		const first = Number(asked.get('pageToken'));
		const end = first + Math.min(Number(asked.get('pageSize') ?? 100), MOST_LISTED);
		return {
			files: found.slice(first, end).map(([id, { name }]) => ({ id, name })),
			...(end < found.length && { nextPageToken: String(end) }),
		};
	};

	const answer = async (request: IncomingMessage, url: URL): Promise<unknown> => {
		const body = await buffer(request);
		const json = () => JSON.parse(body.toString()) as Record<string, string>;
		const { pathname, searchParams } = url;
		const [, id] = /^\/drive\/v3\/files\/(.+)$/.exec(pathname) ?? [];
		if (id !== undefined) {
			const file = files.get(id);
			if (!file) throw notFound(id);
			const { name, mimeType } = file;
			if (request.method === 'PATCH') {
				file.name = json().name ?? name;
				file.mimeType = json().mimeType ?? mimeType;
				return { id, name: file.name, mimeType: file.mimeType };
			}
			if (searchParams.get('alt') !== 'media') return { id, name, mimeType };
			if (failing.has(id)) throw new Refusal(500, 'Backend Error');
			return file;
		}
		if (pathname === '/drive/v3/files') {
			if (request.method === 'GET') return list(searchParams);
			const { mimeType, ...about } = JSON.parse(body.toString()) as DriveFile;
			const stored = nextId();
			files.set(stored, { ...placed(about), mimeType });
			return { kind: 'drive#file', id: stored, name: about.name, mimeType };
		}
		if (pathname === '/upload/drive/v3/files') {
			const isAnnounced = searchParams.get('uploadType') === 'resumable';
			const [about, content] = isAnnounced ? [body] : partsOf(request, body);
			const place = placed(JSON.parse(about.toString()) as Partial<DriveFile>);
			if (failing.has(place.name)) throw new Refusal(500, 'Backend Error');
			const mimeType = String(request.headers['x-upload-content-type'] ?? 'application/pdf');
			const stored = nextId();
			if (isAnnounced) {
				announced.set(stored, { ...place, mimeType });
				return { location: `https://${GOOGLE}/resumable/${stored}` };
			}
			files.set(stored, { ...place, mimeType, content });
			return { id: stored };
		}
		const [, stored = ''] = /^\/resumable\/(.+)$/.exec(pathname) ?? [];
		const about = announced.get(stored);
		if (request.method === 'PUT' && about) {
			announced.delete(stored);
			files.set(stored, { ...about, content: body });
			return { id: stored };
		}
		if (pathname === '/gmail/v1/users/me/messages/send') {
			mails.push(Buffer.from(json().raw, 'base64url').toString());
			return { id: `mail-${mails.length}`, threadId: 'thread' };
		}
		throw notFound(pathname);
	};

	const listener: RequestListener = (request, response) => {
		const url = new URL(String(request.url), `https://${GOOGLE}`);
		const isKnown = url.pathname.startsWith('/resumable/');
		if (!isKnown && request.headers.authorization !== `Bearer ${TOKEN}`) {
			return void response.writeHead(401).end();
		}
		void answer(request, url).then(
			(found) => {
				const { content, location, mimeType } = found as Partial<DriveFile> & { location?: string };
				if (content) return response.writeHead(200, { 'content-type': mimeType }).end(content);
				const headers = { 'content-type': 'application/json', ...(location && { location }) };
				return response.writeHead(200, headers).end(JSON.stringify(found));
			},
			(error: Error) => {
				const code = error instanceof Refusal ? error.status : 500;
				const told = { error: { code, message: error.message } };
				response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(told));
			},
		);
	};

	return {
		listener,
		files,
		failing,
		mails,
		credential: {
			...{ clientId: 'client', clientSecret: 'none', grantType: 'authorizationCode' },
			oauthTokenData: { access_token: TOKEN, token_type: 'Bearer' },
		},
	};
};

/** Puts a Word file into the drive. */
export const wordFile = (name: string, content: Buffer): DriveFile => ({
	...{ name, content },
	...{ mimeType: OFFICE, parents: [ROOT] },
});

/** Makes a folder in the drive. */
export const makeFolder = ({ files }: Google, id: string): void => {
	files.set(id, { name: id, mimeType: FOLDER, parents: [ROOT] });
};
