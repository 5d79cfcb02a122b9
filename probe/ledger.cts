// What the probe has made in the account, and its removal.
import type { Client } from './client.cts';
import { Stop, Unsettled } from './findings.cts';
import { field, listOf, textOf } from './answers.cts';

export type Kind = 'document' | 'attachment';

interface Made {
	kind: Kind;
	reference: string;
}

const FOLDERS = ['Progress', 'InBox', 'Signed'] as const;
const ATTEMPTS = 4;
const REQUESTS_FOR_EACH = 3;

export class Ledger {
	private made: Made[] = [];
	/** Something was asked for whose answer was lost: it may be there without being known. */
	private isUncertain = false;

	/**
	 * @param mark stands in the name or the client reference of everything that the probe makes
	 * @param signerMark stands in the last name of everybody whom the probe sends something to
	 */
	constructor(
		private readonly client: Client,
		readonly mark: string,
		readonly signerMark: string,
	) {}

	get size(): number {
		return this.made.length;
	}

	add(kind: Kind, reference: string) {
		if (this.made.some((known) => known.reference === reference)) return;
		this.made.push({ kind, reference });
		this.client.reserve = this.made.length * REQUESTS_FOR_EACH;
	}

	forget(reference: string) {
		this.made = this.made.filter((known) => known.reference !== reference);
	}

	/** Something may be there whose reference is not known: it is looked for at the end. */
	mayHaveMade() {
		this.isUncertain = true;
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
	async removeAll(): Promise<Made[]> {
		if (this.made.length === 0 && !this.isUncertain) return [];
		this.client.removing = true;
		try {
			if (this.isUncertain) await this.findLost();
			for (const made of [...this.made]) await this.remove(made);
			if (this.isUncertain) {
				// What was still being worked on at the first look.
				await this.findLost();
				for (const made of [...this.made]) await this.remove(made);
			}
		} catch (error) {
			if (!(error instanceof Stop) && !(error instanceof Unsettled)) throw error;
		} finally {
			this.client.removing = false;
		}
		return this.made;
	}

	/** One 404 proves nothing: removed is what the service no longer knows afterwards. */
	private async remove({ kind, reference }: Made) {
		for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
			try {
				const id = encodeURIComponent(reference);
				await (kind === 'document'
					? this.client.ask({
							method: 'DELETE',
							path: `/Document/${id}`,
							query: { RemoveFromPackage: 'true' },
						})
					: this.client.ask({ method: 'DELETE', path: `/Attachment/${id}` }));
			} catch (error) {
				if (!(error instanceof Unsettled)) throw error;
			}
			if (await this.isGone(kind, reference)) return this.forget(reference);
		}
	}

	private async isGone(kind: Kind, reference: string): Promise<boolean> {
		try {
			if (kind === 'attachment') {
				return !(await this.attachments()).some((held) => textOf(held, 'Reference') === reference);
			}
			const path = `/Document/Status/${encodeURIComponent(reference)}`;
			const first = await this.client.ask({ path });
			return first.status === 404 && (await this.client.ask({ path })).status === 404;
		} catch (error) {
			if (error instanceof Unsettled) return false;
			throw error;
		}
	}

	private async findLost() {
		for (const held of await this.documents()) {
			if (this.isOurs(held)) this.add('document', textOf(held, 'Reference'));
		}
		for (const held of await this.attachments()) {
			if (textOf(held, 'Name').includes(this.mark))
				this.add('attachment', textOf(held, 'Reference'));
		}
	}

	private isOurs(held: object): boolean {
		const signers = listOf(field(held, 'Signers'));
		const areOurs = signers.every((signer) =>
			textOf(signer, 'LastName').toLowerCase().endsWith(this.signerMark),
		);
		const isNamed = ['Name', 'ClientReference'].some((name) =>
			textOf(held, name).includes(this.mark),
		);
		return isNamed || (signers.length > 0 && areOurs);
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
