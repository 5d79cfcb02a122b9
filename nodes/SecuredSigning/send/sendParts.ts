/** Sends of what is kept in Secured Signing, one or several together: forms, or templates. */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import type { Given } from '../shared/values';
import type { Attempt } from './attempt';
import { checkedBeforehand } from './beforehand';
import { clientReferenceOf, type ClientReference } from './clientReference';
import { contentOf, type Contract } from './contract';
import { orderOfEach } from './parts';
import { signersOfParts, type Planned } from './planned';
import type { Part } from './sent';
import { sendOnce } from './sendOnce';
import { unlessAttempted, unlessSent } from './sentBefore';

type Reading<T> = (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string) => Promise<T>;

/** What sends of forms and of templates do not have in common. */
interface Kind<Entered, Prepared extends Entered, Request extends Planned['request']> {
	/** What the item says, without asking the service for anything. */
	read: Reading<Entered>;
	/** Everything that is read before it is sent, once (oncePerItem). */
	prepare: Reading<Prepared>;
	/** @throws UserError for people who cannot be invited */
	contractOf(entered: Entered, context: IExecuteFunctions, itemIndex: number): Contract;
	/** What else is checked before anything is done. */
	check(context: IExecuteFunctions, prepared: Prepared, notifyUrl?: string): Promise<void>;
	requestOf(prepared: Prepared, sentAs: Pick<ClientReference, 'clientReference'>): Request;
	isPackageOf(prepared: Prepared): boolean;
	partsOf(prepared: Prepared): Part[];
	/** How all of its signers sign. */
	signingOf(prepared: Prepared): Pick<Planned, 'isEmbedded' | 'isInTurn'>;
	post(context: IExecuteFunctions, body: Request, prepared: Prepared): Promise<object>;
}

/** The send of a kind, once; its check, before any item of a run is sent; and its plan, for Preview. */
export function sendParts<
	Entered,
	Prepared extends Entered & { options: Given },
	Request extends Planned['request'],
>(kind: Kind<Entered, Prepared, Request>) {
	const { prepare, contractOf, check, requestOf, isPackageOf, partsOf, post } = kind;

	/**
	 * @param notifyUrl in place of the builder's own
	 * @returns the documents as the service answers them; `recovered` on those that were out already
	 */
	async function send(
		context: IExecuteFunctions,
		itemIndex: number,
		notifyUrl?: string,
	): Promise<RawDocument[]> {
		return await unlessAttempted(
			context,
			itemIndex,
			async () => contractOf(await kind.read(context, itemIndex), context, itemIndex),
			async (attempt) => await sendAs(context, itemIndex, attempt, notifyUrl),
		);
	}

	async function sendAs(
		context: IExecuteFunctions,
		itemIndex: number,
		attempt: Attempt,
		notifyUrl?: string,
	): Promise<RawDocument[]> {
		const prepared = await prepare(context, itemIndex, notifyUrl);
		const contract = contractOf(prepared, context, itemIndex);
		const sentAs = clientReferenceOf(prepared.options, attempt, contentOf(contract));
		const body = requestOf(prepared, sentAs);
		const order = orderOfEach(partsOf(prepared));
		return await unlessSent(
			context,
			attempt,
			sentAs,
			{
				...order,
				contract,
				check: async () => await check(context, prepared, notifyUrl),
			},
			async () =>
				await sendOnce(
					context,
					attempt,
					sentAs,
					order,
					async () => await post(context, body, prepared),
				),
		);
	}

	/** What would be sent, read and checked in the same way. Nothing is sent. */
	async function plan(
		context: IExecuteFunctions,
		itemIndex: number,
		attempt: Attempt,
	): Promise<Planned> {
		const prepared = await prepare(context, itemIndex);
		const contract = contractOf(prepared, context, itemIndex);
		const sentAs = clientReferenceOf(prepared.options, attempt, contentOf(contract));
		await check(context, prepared);
		return {
			request: requestOf(prepared, sentAs),
			sentAs,
			isPackage: isPackageOf(prepared),
			...kind.signingOf(prepared),
			signers: signersOfParts(partsOf(prepared)),
			isEverybody: true,
			warnings: [],
		};
	}

	return { send, check: checkedBeforehand(prepare, check), plan };
}
