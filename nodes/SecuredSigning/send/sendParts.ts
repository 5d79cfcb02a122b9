/** Sends of one or several forms, or templates, that are stored in Secured Signing. */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { RawDocument } from '../api';
import type { Given } from '../shared/values';
import type { Attempt } from './attempt';
import { checkedBeforehand } from './beforehand';
import { clientReferenceOf, type ClientReference } from './clientReference';
import { marksOf, termsOf, type Contract } from './contract';
import { orderOfEach } from './parts';
import { signersOfParts, type Planned } from './planned';
import type { Part } from './sent';
import { sendOnce } from './sendOnce';
import { unlessAttempted, unlessSent } from './sentBefore';

type Reading<T> = (context: IExecuteFunctions, itemIndex: number, notifyUrl?: string) => Promise<T>;

/** What differs between sends of forms and of templates. */
interface Kind<Entered, Prepared extends Entered, Request extends Planned['request']> {
	/** Reads the item, without any request. */
	read: Reading<Entered>;
	/** Reads everything that the send needs, once (oncePerItem). */
	prepare: Reading<Prepared>;
	/** @throws UserError for people who cannot be invited */
	contractOf(entered: Entered, context: IExecuteFunctions, itemIndex: number): Contract;
	/** The other checks before the send. */
	check(context: IExecuteFunctions, prepared: Prepared, notifyUrl?: string): Promise<void>;
	requestOf(prepared: Prepared, sentAs: Pick<ClientReference, 'clientReference'>): Request;
	isPackageOf(prepared: Prepared): boolean;
	partsOf(prepared: Prepared): Part[];
	/** How all of its signers sign. */
	signingOf(prepared: Prepared): Pick<Planned, 'isEmbedded' | 'isInTurn'>;
	post(context: IExecuteFunctions, body: Request, prepared: Prepared): Promise<object>;
}

/**
 * Returns `send`, which sends once; `check`, for use before any item of a run is sent; and `plan`, for
 * Preview.
 */
export function sendParts<
	Entered,
	Prepared extends Entered & { options: Given },
	Request extends Planned['request'],
>(kind: Kind<Entered, Prepared, Request>) {
	const { prepare, contractOf, check, requestOf, isPackageOf, partsOf, post } = kind;

	/**
	 * @param notifyUrl replaces the one that the user entered
	 * @returns the documents as in the service's answer; those that had been sent before have `recovered`
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
		const terms = termsOf(context, contract);
		const sentAs = clientReferenceOf(prepared.options, attempt, marksOf(contract, terms));
		const body = requestOf(prepared, sentAs);
		const order = orderOfEach(partsOf(prepared));
		return await unlessSent(
			context,
			attempt,
			sentAs,
			{
				...order,
				contract,
				terms,
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
		const marks = marksOf(contract, termsOf(context, contract));
		const sentAs = clientReferenceOf(prepared.options, attempt, marks);
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
