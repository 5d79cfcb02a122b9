/** Signer > Get Signing Link: for whom there is one, and what it is. */
import { useForms } from './forms.cts';
import type { Bench } from './node.cts';
import { ana, ben, byReference } from './samples.cts';

let bench: Bench;
const { send } = useForms((own) => ({ bench } = own));

describe('signing link', () => {
	const link = async (document: unknown, person: object) =>
		await bench.run({
			resource: 'signer',
			operation: 'getSigningLink',
			signerBy: 'details',
			document: byReference(document),
			...person,
		});

	test('is for a signer of the document, by reference as the list has it', async () => {
		const { items } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		const { documentReference, signers } = items[0].json;
		const [, second] = signers as Array<{ signerReference: string }>;
		const chosen = async (signer: unknown) =>
			await bench.run({
				resource: 'signer',
				operation: 'getSigningLink',
				document: byReference(documentReference),
				signer: byReference(signer),
			});
		const { items: links } = await chosen(second.signerReference);
		const byName = await link(documentReference, ben);
		expect(links[0].json).toEqual(byName.items[0].json);
		const { error } = await chosen('1');
		expect(error?.message).toBe('The document has no signer with the reference 1');
	});

	// The service finds people by name and email, and two signers of a document can agree in both.
	test.each([
		['the first', 0, {}, true],
		['the second', 1, {}, false],
		['the first, of whom the answer says nothing', 0, { SignerReference: undefined }, false],
		['somebody else by their reference', 0, { SignerReference: '104' }, false],
	])('of two who are called alike: %s', async (_what, place, said, isHandedOut) => {
		const { items: sent } = await send('Tax Declaration', { signers: { signer: [ana, ana] } });
		const { documentReference, signers } = sent[0].json;
		const references = (signers as Array<{ signerReference: string }>).map(
			({ signerReference }) => signerReference,
		);
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getSignerLink' ? { ...(answer as object), ...said } : answer,
		);
		const { items, error } = await bench.run({
			resource: 'signer',
			operation: 'getSigningLink',
			document: byReference(documentReference),
			signer: byReference(references[place]),
		});
		bench.simulator.faults.clear();
		if (isHandedOut) expect(items[0].json.signerReference).toBe(references[place]);
		else expect(error?.message).toMatch(/has the signing key of somebody else/);
	});

	// docs/api/API.md section 5.5: the names and the email are what the service finds somebody by.
	test('asks for a signer as the document has them, whatever they are called there', async () => {
		const { items: sent } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		const { documentReference, signers } = sent[0].json;
		const [{ signerReference }] = signers as Array<{ signerReference: string }>;
		const called = { FirstName: ' Ana ', LastName: 'undefined' };
		bench.simulator.faults.spoil((answer, { operationId }) => {
			if (operationId !== 'getDocumentStatus') return answer;
			const document = answer as { Signers: object[] };
			const [first, ...others] = document.Signers;
			return { ...document, Signers: [{ ...first, ...called }, ...others] };
		});
		await bench.run({
			...{ resource: 'signer', operation: 'getSigningLink' },
			...{ document: byReference(documentReference), signer: byReference(signerReference) },
		});
		bench.simulator.faults.clear();
		const asked = bench.simulator.requests.find(
			({ operationId }) => operationId === 'getSignerLink',
		);
		expect(asked?.body).toMatchObject({ Signer: called });
	});

	test('where there is none, its status says why', async () => {
		const { items } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		const { documentReference, signers } = items[0].json;
		const [{ signerReference }] = signers as Array<{ signerReference: string }>;
		const reasonFor = async (parameters: object, signer?: object) => {
			bench.simulator.faults.add({ kind: 'notFound', operation: 'getSignerLink' });
			if (signer) {
				bench.simulator.faults.spoil((answer, { operationId }) => {
					if (operationId !== 'getDocumentStatus') return answer;
					const { Signers, ...document } = answer as { Signers: object[] };
					return { ...document, Signers: Signers.map((each) => ({ ...each, ...signer })) };
				});
			}
			const { error } = await link(documentReference, parameters);
			bench.simulator.faults.clear();
			return [error?.message, error?.description];
		};
		const chosen = { signerBy: 'signer', signer: byReference(signerReference) };
		for (const who of [chosen, ana]) {
			expect(await reasonFor(who, { HasSigned: true, SignedStatus: 'Signed' })).toEqual([
				'There is no signing link for Ana Lopez, who has signed already',
				expect.stringContaining('Nothing was changed.'),
			]);
			expect(await reasonFor(who)).toEqual([
				'Secured Signing has no signing link for Ana Lopez',
				expect.stringContaining("without 'Embedded Signing'"),
			]);
		}
		expect(await reasonFor({ ...ana, email: 'other@example.com' })).toEqual([
			'The document has no signer Ana Lopez <other@example.com>',
			expect.stringContaining('From the Document'),
		]);
	});

	test('is a key or a link, as the service gives it', async () => {
		const { items } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		const { documentReference } = items[0].json;
		const key = await link(documentReference, ana);
		expect(key.items[0].json).toMatchObject({ documentReference, signingKey: expect.any(String) });
		expect(key.items[0].json).not.toHaveProperty('signingLink');
		bench.simulator.readings.signingKey = 'url';
		const linked = await link(documentReference, ana);
		bench.simulator.readings.signingKey = 'key';
		expect(linked.items[0].json.signingLink).toBe(
			`${bench.simulator.origin}/sign/${key.items[0].json.signingKey as string}`,
		);
	});

	// docs/api/API.md section 5.5: "first name, last name and e-mail, all needed to find them".
	test.each([
		['another name', { FirstName: 'Ben', LastName: 'Wu' }, false],
		['another last name', { LastName: 'Wu' }, false],
		['another email', { Email: 'ben@example.com' }, false],
		['the same in another spelling', { FirstName: 'ANA ', LastName: 'lopez' }, true],
		['nobody', { FirstName: null, LastName: '', Email: undefined }, true],
	])('of an answer with %s', async (_what, named, isHandedOut) => {
		const { items } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getSignerLink' ? { ...(answer as object), ...named } : answer,
		);
		const { items: links, error } = await link(items[0].json.documentReference, ana);
		bench.simulator.faults.clear();
		if (isHandedOut) expect(links[0].json.signingKey).toEqual(expect.any(String));
		else expect(error?.message).toMatch(/signing key of somebody else/);
	});

	test('of an answer that says nothing else, nothing else is said', async () => {
		const { items } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		bench.simulator.faults.spoil((answer, { operationId }) =>
			operationId === 'getSignerLink'
				? { SigningKey: (answer as { SigningKey: string }).SigningKey }
				: answer,
		);
		const { items: links } = await link(items[0].json.documentReference, ana);
		bench.simulator.faults.clear();
		expect(Object.keys(links[0].json)).toEqual(['signingKey', 'documentReference']);
	});

	test('of somebody who does not sign this document', async () => {
		const { items } = await send('Tax Declaration', { signers: { signer: [ana, ben] } });
		const { error } = await link(items[0].json.documentReference, {
			firstName: 'Cleo',
			lastName: 'Ng',
			email: 'cleo@example.com',
		});
		expect(error?.message).toMatch(/^The document has no signer Cleo Ng <cleo@example.com>$/);
	});

	test('without a valid email is refused before anything is sent', async () => {
		const { error } = await link('1', { ...ana, email: 'ana' });
		expect(error?.message).toMatch(/email address of The signer/);
		expect(bench.simulator.requests).toEqual([]);
	});
});
