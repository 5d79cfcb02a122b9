// What the probe has made in the account, and its removal.
import type { Client } from './client.cts';
import { Stop, Unsettled } from './findings.cts';
import {
	documentsIn,
	field,
	isObject,
	listOf,
	referenceOf,
	tellsRefusal,
	textOf,
} from './answers.cts';

export type Kind = 'document' | 'attachment';

interface Made {
	kind: Kind;
	reference: string;
	/** Answered to an upload of the probe's own. */
	isUpload: boolean;
	/** The service has shown it with the mark of the probe. */
	isRecognised?: boolean;
	/** A DELETE of it was answered with success. */
	isDeleted?: boolean;
	/** What the service showed of it last. */
	shown?: 'ours' | 'foreign' | 'gone' | 'unseen';
}

/** What is not known to be gone after the removal. References are for the screen alone. */
export interface Left {
	kind: Kind;
	/** Empty where none could be read. */
	reference: string;
	/**
	 * `there`: it could not be removed. `unseen`: the service does not show whether it is gone.
	 * `foreign`: an answer named it, but nothing shows that the probe made it, so it was not touched.
	 */
	state: 'there' | 'unseen' | 'foreign';
}

const FOLDERS = ['Progress', 'InBox', 'Signed'] as const;
/** What is not there, or not any more. */
export const isNoMore = (status: number) => status === 404 || status === 410;

/** What cannot be looked for keeps nothing from being removed that is known. */
const passIfUnsettled = (error: unknown) => {
	if (!(error instanceof Unsettled)) throw error;
};

const ATTEMPTS = 4;
const REQUESTS_FOR_EACH = 4;

export class Ledger {
	private made: Made[] = [];
	/** So many answers were lost: what they made may be there without being known. */
	private lost = 0;
	private found = 0;
	private readonly unnamed: Left[] = [];

	/**
	 * @param mark stands in the name or the client reference of everything that the probe makes
	 * @param signerMark stands in the last name of everybody whom the probe sends something to
	 */
	constructor(
		private readonly client: Client,
		readonly mark: string,
		readonly signerMark: string,
	) {}

	/** Remembers an upload of the probe's own. */
	add(kind: Kind, reference: string) {
		this.remember({ kind, reference, isUpload: true });
	}

	/** Remembers what the answer to a send names, and says which of it is the probe's for certain. */
	adopt(answer: unknown): object[] {
		const documents = documentsIn(answer);
		if (documents.length === 0) this.mayHaveMade();
		return documents.filter((held) => {
			const reference = referenceOf(held);
			const isKnown = this.made.some((known) => known.reference === reference);
			const isRecognised = this.isOurs(held);
			this.remember({ kind: 'document', reference, isUpload: false, isRecognised });
			return isKnown || isRecognised;
		});
	}

	private remember(made: Made): boolean {
		if (this.made.some((known) => known.reference === made.reference)) return false;
		this.made.push(made);
		this.client.reserve = this.made.length * REQUESTS_FOR_EACH;
		return true;
	}

	forget(reference: string) {
		this.made = this.made.filter((known) => known.reference !== reference);
	}

	/** Something may be there whose reference is not known: it is looked for at the end. */
	mayHaveMade() {
		this.lost += 1;
	}

	/** Whether an answer was lost and what it may have made was not found. */
	get mayHaveLeft(): boolean {
		return this.lost > this.found;
	}

	/** Runs what makes something; an answer that got lost is remembered, and looked for at the end. */
	async making<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			if (error instanceof Unsettled) this.mayHaveMade();
			throw error;
		}
	}

	/** Removes all of it, and says what is left. */
	async removeAll(): Promise<Left[]> {
		if (this.made.length === 0 && this.lost === 0) return [];
		this.client.removing = true;
		try {
			if (this.lost > 0) await this.findLost().catch(passIfUnsettled);
			for (const made of [...this.made]) await this.remove(made);
			if (this.lost > 0) {
				// What was still being worked on at the first look.
				await this.findLost();
				for (const made of [...this.made]) if (made.shown !== 'foreign') await this.remove(made);
			}
		} catch (error) {
			if (!(error instanceof Stop)) passIfUnsettled(error);
		} finally {
			this.client.removing = false;
		}
		const left = this.made.map((made): Left => {
			const { kind, reference, shown, isUpload, isRecognised } = made;
			const isOthers = shown === 'foreign' || !(isUpload || isRecognised);
			const state = isOthers ? 'foreign' : shown === 'unseen' ? 'unseen' : 'there';
			return { kind, reference, state };
		});
		return [...left, ...this.unnamed];
	}

	/**
	 * Deletion is for good: only what the service shows with the mark of the probe is deleted, or an upload that it does
	 * not show at all. One 404 proves nothing: removed is what the service no longer knows afterwards.
	 */
	private async remove(made: Made) {
		for (let attempt = 0; attempt <= ATTEMPTS; attempt += 1) {
			const look = await this.look(made);
			made.isRecognised ||= look === 'ours';
			made.shown = look;
			if (look === 'foreign') return;
			if (look === 'ours') made.isDeleted = false;
			const mayDelete = look === 'gone' ? made.isUpload : made.isRecognised;
			if (mayDelete && !made.isDeleted && attempt < ATTEMPTS) {
				made.isDeleted = await this.isTaken(made);
			}
			if (look === 'gone') return this.forget(made.reference);
		}
	}

	/** @throws Unsettled unless the service shows a document with the mark of the probe */
	async mustBeOurs(reference: string) {
		const look = await this.look({ kind: 'document', reference, isUpload: true });
		if (look !== 'ours')
			throw new Unsettled('a document was not shown as the one that was uploaded');
	}

	/** Whether a removal was answered with success. */
	private async isTaken({ kind, reference }: Made): Promise<boolean> {
		const path = `/${kind === 'document' ? 'Document' : 'Attachment'}/${encodeURIComponent(reference)}`;
		const query = kind === 'document' ? { RemoveFromPackage: 'true' } : undefined;
		try {
			const { status, json } = await this.client.ask({ method: 'DELETE', path, query });
			return status < 300 && !tellsRefusal(json);
		} catch (error) {
			if (error instanceof Unsettled) return false;
			throw error;
		}
	}

	/** What the service shows of something. A 404 or 410 has to come twice. */
	private async look({ kind, reference }: Made): Promise<NonNullable<Made['shown']>> {
		try {
			if (kind === 'attachment') {
				const all = await this.attachments();
				const held = all.find((each) => referenceOf(each) === reference);
				if (!held) return 'gone';
				return this.isNamed(held) ? 'ours' : 'foreign';
			}
			const path = `/Document/Status/${encodeURIComponent(reference)}`;
			const { status, json } = await this.client.ask({ path });
			if (isNoMore(status)) {
				return isNoMore((await this.client.ask({ path })).status) ? 'gone' : 'unseen';
			}
			if (status >= 300 || referenceOf(json) !== reference || !isObject(json)) return 'unseen';
			if (textOf(json, 'Status') === 'Deleted') return 'gone';
			return this.isOurs(json) ? 'ours' : 'foreign';
		} catch (error) {
			if (error instanceof Unsettled) return 'unseen';
			throw error;
		}
	}

	private async findLost() {
		const documents = (await this.documents()).filter((held) => this.isOurs(held));
		const attachments = (await this.attachments()).filter((held) => this.isNamed(held));
		for (const held of documents) this.addFound('document', held);
		for (const held of attachments) this.addFound('attachment', held);
	}

	private addFound(kind: Kind, held: object) {
		const reference = referenceOf(held);
		if (reference === '') {
			const isTold = this.unnamed.length > 0;
			if (!isTold) this.unnamed.push({ kind, reference, state: 'there' });
			return;
		}
		if (this.remember({ kind, reference, isUpload: false, isRecognised: true })) this.found += 1;
	}

	private isNamed(held: object): boolean {
		return ['Name', 'ClientReference'].some((name) => textOf(held, name).includes(this.mark));
	}

	private isOurs(held: object): boolean {
		const signers = listOf(field(held, 'Signers'));
		const areOurs = signers.every((signer) =>
			textOf(signer, 'LastName').toLowerCase().endsWith(this.signerMark),
		);
		return this.isNamed(held) || (signers.length > 0 && areOurs);
	}

	private async documents(): Promise<object[]> {
		const all: object[] = [];
		for (const folder of FOLDERS)
			all.push(...(await this.list(`/Document/GetActiveDocuments/${folder}`)));
		return all;
	}

	private attachments(): Promise<object[]> {
		return this.list('/Attachment/GetAttachments');
	}

	private async list(path: string): Promise<object[]> {
		const { status, json } = await this.client.ask({ path });
		if (status !== 200 || !Array.isArray(json)) throw new Unsettled('a list could not be read');
		return listOf(json);
	}
}
