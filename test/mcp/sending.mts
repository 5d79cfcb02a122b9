/** A model sends a contract with the tools, goes wrong, is told how to go on, and sees it signed. */
import assert from 'node:assert/strict';
import { check } from '../harness/check.mts';
import { SIGNERS } from '../n8n/nodes.mts';
import type { RecordedRequest, Simulator } from '../n8n/simulator.mts';
import { toldOn } from '../n8n/told.mts';
import type { Call, ToolUser } from './client.mts';
import { uploadContract } from './contract.mts';
import { toolOf } from './workflow.mts';

const [ana, ben] = SIGNERS;

/** The results of a call that went well: a model gets them as a JSON list. */
const resultsOf = ({ tool, text, isError }: Call): Array<Record<string, unknown>> => {
	assert.ok(!isError, `${tool}: ${text}`);
	return JSON.parse(text) as Array<Record<string, unknown>>;
};

/** That a call was refused, with these words, and says what to do. */
const assertRefused = ({ text, isError }: Call, ...words: RegExp[]): void => {
	assert.ok(isError, text);
	for (const word of [...words, /Nothing was sent/]) assert.match(text, word);
};

export const checkSending = async (user: ToolUser, simulator: Simulator): Promise<void> => {
	let document = '';
	const upload = async () => resultsOf(await uploadContract(user, 'order-1'))[0];
	const send = async (values: object = {}) =>
		await user.call(toolOf('smartTag:send'), {
			document,
			signers: [ana, ben],
			orderNumber: 'order-1',
			...values,
		});
	/** The requests that a call made. */
	const during = async (call: () => Promise<unknown>): Promise<RecordedRequest[]> => {
		const before = simulator.requests.length;
		await call();
		return simulator.requests.slice(before);
	};
	const status = async () =>
		resultsOf(await user.call(toolOf('document:get'), { document }))[0].status;

	await check('it lists the forms', async () => {
		const forms = resultsOf(await user.call(toolOf('form:getAll')));
		assert.ok(forms.some(({ name }) => name === 'Employment Agreement'));
	});
	await check('a file gets in by its address, and gives a reference', async () => {
		document = String((await upload()).documentReference);
		assert.ok(simulator.documents().some(({ reference }) => reference === document));
	});
	await check('it reads how far the document is', async () => {
		assert.equal(await status(), 'notStarted');
	});
	await check('beyond the limits of the builder nothing is sent', async () => {
		const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.org' };
		const requests = await during(async () => {
			assertRefused(
				await send({ signers: [ana, cleo] }),
				/cleo@example\.org/,
				/at example\.com/,
				/tell its user/,
			);
			assertRefused(await send({ signers: [ana, ben, ana] }), /3 people .* the maximum is 2/);
		});
		assert.deepEqual(requests, []);
	});
	await check('a wrong address is refused with the reason', async () => {
		const requests = await during(async () => {
			const signers = [{ ...ana, email: 'ana' }, ben];
			assertRefused(await send({ signers }), /"ana"/, /Check the field/);
		});
		assert.deepEqual(requests, []);
	});
	await check('a tool that would wait is refused before anything is sent', async () => {
		const requests = await during(async () => {
			const args = { document, signers: [ana, ben] };
			assertRefused(await user.call(toolOf('smartTag:sendAndAwait'), args), /Document > Get /);
		});
		assert.deepEqual(requests, []);
	});
	await check('it sends the document with what it filled in', async () => {
		const [sent] = resultsOf(await send());
		assert.equal(sent.documentReference, document);
		assert.equal(sent.signerCount, 2);
		assert.equal(await status(), 'inProgress');
	});
	await check('the same order again sends nothing, and says what is out', async () => {
		const [again] = resultsOf(await send());
		assert.equal(again.documentReference, document);
		assert.equal(again.recovered, true);
		assert.deepEqual(
			simulator.documents().map(({ sends }) => sends),
			[1],
		);
	});
	await check('nor does it when the contract was uploaded again', async () => {
		const copy = String((await upload()).documentReference);
		assert.notEqual(copy, document);
		const [again] = resultsOf(await send({ document: copy }));
		assert.equal(again.documentReference, document);
		assert.deepEqual(
			simulator.documents().map(({ sends }) => sends),
			[1, 0],
		);
	});
	await check('it gets a signing link that opens the document', async () => {
		const [link] = resultsOf(
			await user.call(toolOf('signer:getSigningLink'), { document, ...ana }),
		);
		const page = await fetch(`${simulator.origin}/sign/${String(link.signingKey)}`);
		assert.match(await page.text(), /<button>Sign<\/button>/);
	});
	await check('it reminds who has not signed', async () => {
		const [reminded] = resultsOf(await user.call(toolOf('signer:sendReminder'), { document }));
		assert.equal(reminded.remindedCount, 1);
	});
	await check('it sees that everybody has signed', async () => {
		await simulator.sign(document, 1);
		await simulator.sign(document, 2);
		assert.equal(await status(), 'completed');
	});
	await check('a reference that does not exist is told with what to do', async () => {
		const call = await user.call(toolOf('document:get'), { document: 'order-1' });
		assertRefused(call, new RegExp(toldOn(404)), /Check the reference/);
	});
};
