// The buttons of the signing page, for tests that need no page.
import type { Service } from './service.cts';
import type { HeldDocument, HeldSigner, Identity } from './store/types.cts';

/** Who acts: an e-mail address, a signer's reference or a place in the order. Default: whose turn it is. */
export type Who = string | number;

export class Signing {
	constructor(private readonly service: Service) {}

	/** Signs one document, or every document of a package. */
	async sign(keyOrReference: string, who?: Who, values: Record<string, string> = {}) {
		for (const { document, signer } of this.pick(keyOrReference, who)) {
			await this.service.life.sign(document, signer, values);
		}
	}

	decline(keyOrReference: string, who?: Who, reason = 'Declined in the simulator') {
		for (const { document, signer } of this.pick(keyOrReference, who)) {
			this.service.life.decline(document, signer, reason);
		}
	}

	/** Checks who somebody is. */
	identify(keyOrReference: string, who: Who | undefined, identity: Identity) {
		for (const { signer } of this.pick(keyOrReference, who)) signer.identity = identity;
	}

	/** Lets the due date pass. */
	expire(reference: string) {
		for (const document of this.documents(reference)) {
			document.dueDate = new Date(this.service.clock.now().getTime() - 1000);
			this.service.life.expire(document);
		}
	}

	private pick(keyOrReference: string, who?: Who) {
		// A signing key may have come as the address of its page.
		const found = this.service.store.bySigningKey(keyOrReference.split('/').at(-1) ?? '');
		if (found) return [found];
		return this.documents(keyOrReference).map((document) => {
			const signer =
				who === undefined
					? this.service.life.turn(document)[0]
					: document.signers.find((candidate) => isMeant(candidate, who));
			if (!signer) throw new Error(`${document.name} has no signer ${who ?? 'whose turn it is'}`);
			return { document, signer };
		});
	}

	private documents(reference: string): HeldDocument[] {
		const { store } = this.service;
		const held = store.packages.get(reference);
		return held ? store.documentsOf(held) : [store.document(reference)];
	}
}

const isMeant = (signer: HeldSigner, who: Who) =>
	signer.email === who || signer.reference === who || signer.order === who;
