/** What is really so on the service: documents, who was invited to what, from which account. */
import { randomBytes } from 'node:crypto';

export interface Person {
	FirstName: string;
	LastName: string;
	Email: string;
}

export interface Signer extends Person {
	reference: string;
	key: string;
	signed: boolean;
	/** A word of SignedStatus (API.md section 6). */
	status: string;
	role?: string;
	mobile?: string;
	/** In milliseconds since 1970. */
	signedAt?: number;
}

export interface Doc {
	reference: string;
	name: string;
	content: Buffer;
	account: string;
	folder: 'InBox' | 'Progress' | 'Signed';
	signers: Signer[];
	/** The due date, in milliseconds since 1970. */
	due?: number;
	lastSigned?: number;
	clientReference?: string;
	packageReference?: string;
	form?: string;
	embedded: boolean;
	deleted: boolean;
}

/** One person asked to sign one thing: a document by itself, or a package. */
export interface Invitation {
	email: string;
	unit: string;
	account: string;
	/** Which send it was: its number among the requests. */
	send: number;
}

/** A request as it arrived. */
export interface Call {
	place: string;
	method: string;
	path: string;
	headers: Record<string, unknown>;
	/** Path, query and body together: the service merges the three (API.md section 3). */
	values: Record<string, unknown>;
	file?: { name: string; content: Buffer };
	account: string;
	number: number;
}

/** A reference as in the samples: 16 bytes, each written as three digits (API.md section 3). */
export const newReference = () =>
	[...randomBytes(16)].map((byte) => String(byte).padStart(3, '0')).join('');

export class World {
	readonly documents = new Map<string, Doc>();
	readonly processes = new Map<string, string[]>();
	readonly attachments = new Map<string, { name: string; content: Buffer; deleted: boolean }>();
	readonly invitations: Invitation[] = [];
	readonly reminders: string[] = [];
	readonly senders: Array<{ reference: string; email: string }> = [];
	readonly calls: Call[] = [];

	add(name: string, more: Partial<Doc> = {}): Doc {
		const doc: Doc = {
			reference: newReference(),
			name,
			content: Buffer.from('%PDF-1.7\n'),
			account: '',
			folder: 'InBox',
			signers: [],
			embedded: false,
			deleted: false,
			...more,
		};
		this.documents.set(doc.reference, doc);
		return doc;
	}

	/** A document that can still be read. */
	find(reference: unknown): Doc | undefined {
		const doc = this.documents.get(String(reference));
		return doc?.deleted ? undefined : doc;
	}

	inFolder(folder: string): Doc[] {
		return [...this.documents.values()].filter((doc) => !doc.deleted && doc.folder === folder);
	}

	inPackage(reference: string): Doc[] {
		return [...this.documents.values()].filter(
			(doc) => !doc.deleted && doc.packageReference === reference,
		);
	}

	/** Sends documents as one unit, each person being invited once to it. */
	send(docs: Doc[], call: Call, people: Array<Person & { role?: string }>, more: Partial<Doc>) {
		const unit = more.packageReference ?? docs[0].reference;
		for (const doc of docs) {
			Object.assign(doc, more, { folder: 'Progress', account: call.account });
			doc.signers = people.map((person) => signer(person));
		}
		for (const { Email } of people) {
			this.invitations.push({ email: Email, unit, account: call.account, send: call.number });
		}
	}
}

export const signer = (person: Person & { role?: string }, more: Partial<Signer> = {}): Signer => ({
	reference: newReference(),
	key: `key-of-${person.Email.split('@')[0]}-${randomBytes(6).toString('hex')}`,
	signed: false,
	status: 'Invitation',
	...person,
	...more,
});

/** The word of Document.Status (API.md section 6). */
export function statusOf({ folder, signers }: Doc): string {
	if (folder === 'InBox') return 'NotStart';
	if (folder === 'Signed') return 'Complete';
	if (signers.some(({ status }) => status === 'Declined')) return 'Declined';
	return 'InProgress';
}
