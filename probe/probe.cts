// What the questions work with: reads that are remembered, looks that are made twice, documents of its own.
import { randomBytes } from 'node:crypto';

import { isObject, listOf, tellsRefusal, textOf } from './answers.cts';
import type { CallbackListener } from './callback.cts';
import type { Answer, Ask, Client } from './client.cts';
import { Strange, Unsettled } from './findings.cts';
import type { Ledger } from './ledger.cts';
import { seen, shapeOf } from './redact/shape.cts';
import { smallPdf } from './smallPdf.cts';

export interface Operator {
	/** An address of one's own, or two. */
	sendTo: string[];
	/** Access URL of the key. */
	domain: string;
	/** A sender that the account has saved. */
	sender?: Record<'reference' | 'clientReference' | 'email', string>;
	/** A document that was signed more than a week ago, and deleted by nobody. */
	signedDocument?: string;
	/** A form of the account that shows radio buttons. */
	radioForm?: string;
	/** An address at which the service finds a small PDF. */
	fileUrl?: string;
	callback?: CallbackListener;
	/** Asks the operator to sign or to decline what was sent, and ends when that is done. */
	act?(what: 'sign' | 'decline', name: string, reference: string): Promise<void>;
}

/** What a send has brought; looked at by several questions. */
export interface Sent {
	answer: unknown;
	/** Those that are the probe's for certain: nothing is changed in any other. */
	documents: object[];
}

export class Probe {
	/** Name of the file part that uploads are accepted with. */
	part = 'file';
	private reads = new Map<string, Promise<unknown>>();
	private readonly done = new Map<string, Promise<unknown>>();
	private readonly unsent: string[] = [];
	private files = 0;

	constructor(
		readonly client: Client,
		readonly ledger: Ledger,
		readonly operator: Operator,
	) {}

	/** Forgets what was read, so that the next look sees the service again. */
	newRound() {
		this.reads = new Map();
	}

	/** Does something once for all questions, and fails for all of them if it fails. */
	once<T>(name: string, work: () => Promise<T>): Promise<T> {
		return remembered(this.done, name, work);
	}

	/** The JSON of a read that was answered with success. */
	read(path: string, query?: Record<string, string>): Promise<unknown> {
		return remembered(this.reads, `${path} ${JSON.stringify(query)}`, async () =>
			jsonOf(await this.client.ask({ path, query })),
		);
	}

	async readObject(path: string): Promise<object> {
		const json = await this.read(path);
		if (!isObject(json)) throw new Unsettled('the answer was no object');
		return json;
	}

	async readList(path: string, query?: Record<string, string>): Promise<object[]> {
		const json = await this.read(path, query);
		if (!Array.isArray(json)) throw new Unsettled('the answer was no list');
		return listOf(json);
	}

	/** A look that is made twice; what differs is not settled. */
	async twice<T>(look: () => Promise<T>): Promise<T> {
		const first = await look();
		const second = await look();
		if (JSON.stringify(first) !== JSON.stringify(second))
			throw new Unsettled('two looks did not agree');
		return first;
	}

	/**
	 * The answer to a request that the service might refuse; undefined if it does. A refusal counts when it comes twice, and
	 * a plain request in between is answered: then it was this request that was not to its liking.
	 */
	async takes(
		ask: Ask,
		isRefusal = (status: number) => status === 400 || status === 404,
	): Promise<Answer | undefined> {
		const first = await this.client.ask(ask);
		if (first.status < 300 && tellsRefusal(first.json)) throw new Strange(statusShape(first));
		if (first.status < 300) return first;

		await this.mustBeLetIn();
		const second = await this.client.ask(ask);
		if (second.status !== first.status)
			throw new Unsettled('the same request was answered in two ways');
		if (!isRefusal(first.status)) throw new Strange(seen({ status: String(first.status) }));
		return undefined;
	}

	/** A request that is signed well and has to be answered: with the account information, which it returns. */
	async mustBeLetIn(): Promise<Answer> {
		const answer = await this.client.ask({ path: '/Account/Info' });
		jsonOf(answer);
		return answer;
	}

	/** A name that is the probe's, for files and client references. */
	newName(): string {
		this.files += 1;
		return `${this.ledger.mark}-${this.files}`;
	}

	/** Uploads a small PDF; undefined if that was refused. */
	async upload(part: string, signers = 1): Promise<object | undefined> {
		const form = new FormData();
		const name = `${this.newName()}.pdf`;
		form.set(part, await smallPdf(name, this.signersOf(signers)), name);
		const answer = await this.ledger.making(async () => {
			const given = await this.client.ask({ method: 'POST', path: '/Document/Uploader', form });
			// A success whose reference cannot be read has made something all the same.
			if (given.status < 300 && textOf(given.json, 'Reference') === '') {
				throw new Unsettled('an upload was answered without a reference');
			}
			return given;
		});
		if (answer.status >= 300) return undefined;
		const reference = textOf(answer.json, 'Reference');
		this.ledger.add('document', reference);
		if (signers === 1) this.unsent.push(reference);
		return answer.json as object;
	}

	/** The reference of a document with one signer that was not sent yet. */
	async document(): Promise<string> {
		return this.unsent.pop() ?? (await this.newDocument(1), this.unsent.pop() ?? '');
	}

	async newDocument(signers: number): Promise<string> {
		const uploaded = await this.upload(this.part, signers);
		if (!uploaded) throw new Unsettled('an upload was refused');
		return textOf(uploaded, 'Reference');
	}

	/** A send: whatever comes of it is the probe's to remove. */
	async send(path: string, json: object): Promise<Sent> {
		const answer = await this.ledger.making(async () =>
			jsonOf(await this.client.ask({ method: 'POST', path, json })),
		);
		return { answer, documents: this.ledger.adopt(answer) };
	}

	/** Persons for the places of a document, all of them the operator. */
	signersOf(count: number) {
		const { sendTo } = this.operator;
		return Array.from({ length: count }, (_, i) => ({
			FirstName: 'Probe',
			LastName: `${['One', 'Two', 'Three', 'Four'][i] ?? 'More'}-${this.ledger.signerMark}`,
			Email: sendTo[i] ?? sendTo[0] ?? 'nobody@example.com',
		}));
	}

	/** A reference that the service has never given out. */
	madeUpReference(): string {
		return Array.from(randomBytes(48), (byte) => String(byte % 10)).join('');
	}
}

function remembered<T>(
	memory: Map<string, Promise<unknown>>,
	name: string,
	work: () => Promise<T>,
) {
	const known = memory.get(name) ?? work();
	memory.set(name, known);
	return known as Promise<T>;
}

/** @throws Unsettled unless the answer is a success that can be read */
export function jsonOf({ status, json }: Answer): unknown {
	if (status >= 300) throw new Unsettled(`it was answered with ${status}`);
	if (tellsRefusal(json)) throw new Unsettled(`a refusal came with status ${status}`);
	if (json === undefined) throw new Unsettled('the answer could not be read');
	return json;
}

/** A success that is none: its status, and what came with it. */
export const statusShape = ({ status, json }: Answer) =>
	seen({ status: String(status), body: shapeOf(json) });
