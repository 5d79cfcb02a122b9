/**
 * As much of Google Drive and Gmail as n8n's nodes ask for, under the name of the real host: files that can be
 * downloaded and stored, and messages that can be sent. Sources: Google's references of Drive v3 and Gmail v1.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';

export const GOOGLE = 'www.googleapis.com';
/** What whoever calls has to show. */
const TOKEN = 'token-of-google';

const OFFICE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface DriveFile {
	name: string;
	mimeType: string;
	content: Buffer;
}

export interface Google {
	listener: RequestListener;
	/** By their IDs. */
	files: Map<string, DriveFile>;
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

export const openGoogle = (): Google => {
	const files = new Map<string, DriveFile>();
	const mails: string[] = [];
	/** Where the content of a file that was announced goes. */
	const announced = new Map<string, string>();

	const answer = async (request: IncomingMessage, url: URL): Promise<unknown> => {
		const body = await buffer(request);
		const json = () => JSON.parse(body.toString()) as Record<string, string>;
		const [, id = ''] = /^\/drive\/v3\/files\/(.+)$/.exec(url.pathname) ?? [];
		const file = files.get(id);
		if (request.method === 'GET' && file) {
			return url.searchParams.get('alt') === 'media' ? file : { id, ...file, content: undefined };
		}
		if (request.method === 'PATCH' && file) {
			file.name = json().name ?? file.name;
			return { id, name: file.name, mimeType: file.mimeType };
		}
		if (url.pathname === '/upload/drive/v3/files') {
			const stored = `file-${files.size + announced.size}`;
			const mimeType = String(request.headers['x-upload-content-type'] ?? 'application/pdf');
			if (url.searchParams.get('uploadType') === 'resumable') {
				announced.set(stored, mimeType);
				return { location: `https://${GOOGLE}/resumable/${stored}` };
			}
			const [about, content] = partsOf(request, body);
			const { name } = JSON.parse(about.toString()) as { name: string };
			files.set(stored, { name, mimeType, content });
			return { id: stored };
		}
		if (request.method === 'PUT' && url.pathname.startsWith('/resumable/')) {
			const stored = url.pathname.slice('/resumable/'.length);
			files.set(stored, { name: '', mimeType: String(announced.get(stored)), content: body });
			return { id: stored };
		}
		if (url.pathname === '/gmail/v1/users/me/messages/send') {
			mails.push(Buffer.from(json().raw, 'base64url').toString());
			return { id: `mail-${mails.length}`, threadId: 'thread' };
		}
		return undefined;
	};

	const listener: RequestListener = (request, response) => {
		const url = new URL(String(request.url), `https://${GOOGLE}`);
		const isKnown = url.pathname.startsWith('/resumable/');
		if (!isKnown && request.headers.authorization !== `Bearer ${TOKEN}`) {
			return void response.writeHead(401).end();
		}
		void answer(request, url).then((found) => {
			if (found === undefined) return response.writeHead(404).end();
			const { content, location, mimeType } = found as Partial<DriveFile> & { location?: string };
			if (content) return response.writeHead(200, { 'content-type': mimeType }).end(content);
			const headers = { 'content-type': 'application/json', ...(location && { location }) };
			return response.writeHead(200, headers).end(JSON.stringify(found));
		});
	};

	return {
		listener,
		files,
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
	mimeType: OFFICE,
});
