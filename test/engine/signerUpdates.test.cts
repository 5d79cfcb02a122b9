/** Signer > Update: what is changed, and what is refused. */
import { startBetween, type Between, type Rule, type Told } from './between.cts';
import type { Bench } from './node.cts';
import { byReference } from './samples.cts';
import { useSigners } from './signers.cts';

let bench: Bench;
const { send, signer, operationIds } = useSigners((own) => ({ bench } = own));

describe('update', () => {
	const update = async (
		document: unknown,
		reference: unknown,
		updateFields: object,
		parameters: object = {},
	) =>
		await signer('update', document, {
			signer: byReference(reference),
			updateFields,
			...parameters,
		});

	test.each(['omitted', 'null'] as const)(
		'changes what is given and sends the rest as it is (no value: %s)',
		async (nullFields) => {
			const { reference, signers } = await send();
			bench.simulator.readings.nullFields = nullFields;
			const { items, error } = await update(reference, signers[1].reference, {
				email: 'benjamin@example.com',
				mobileCountry: '+64',
				mobileNumber: '021 123 4567',
			});
			bench.simulator.readings.nullFields = 'omitted';
			expect(error).toBeUndefined();
			expect(operationIds()).toEqual(['getDocumentStatus', 'updateSigners']);
			expect(bench.simulator.requests[1].body).toEqual({
				DocumentReference: reference,
				Signers: [
					{
						SignerReference: signers[1].reference,
						FirstName: 'Ben',
						LastName: 'Wu',
						Email: 'benjamin@example.com',
						MobileCountry: '64',
						MobileNumber: '0211234567',
					},
				],
			});
			expect(items[0].json).toEqual({
				documentReference: reference,
				name: 'Ben Wu',
				email: 'benjamin@example.com',
				signed: false,
				status: 'notInvited',
				signerReference: signers[1].reference,
			});
		},
	);

	/** Updates with a proxy before the service. */
	const through = async (rule: Rule) => {
		between = await startBetween(bench);
		between.rule = rule;
		return async (document: unknown, reference: unknown, updateFields: object) =>
			await between!.bench.run(
				{
					...{ resource: 'signer', operation: 'update', document: byReference(document) },
					...{ signer: byReference(reference), updateFields: updateFields as never },
				},
				{ credential: between!.bench.simulator.credential as never },
			);
	};
	let between: Between | undefined;
	afterEach(() => between?.close());

	test('of a reference that two signers have is refused: nobody can tell who would be changed', async () => {
		const { reference, signers } = await send();
		const run = await through(async (_, pass) => {
			const told = await pass();
			return { ...told, body: told.body?.replaceAll(signers[1].reference, signers[0].reference) };
		});
		const { error } = await run(reference, signers[0].reference, { email: 'eve@example.com' });
		expect(error?.message).toBe(
			`Two signers of the document have the reference ${signers[0].reference}`,
		);
		expect(operationIds()).toEqual(['getDocumentStatus']);
	});

	test('keeps the mobile number that is not changed', async () => {
		const { reference, signers } = await send();
		await update(reference, signers[0].reference, { mobileCountry: '64', mobileNumber: '0211111' });
		await update(reference, signers[0].reference, { firstName: 'Anna' });
		expect(bench.simulator.requests.at(-1)?.body).toMatchObject({
			Signers: [{ FirstName: 'Anna', MobileCountry: '64', MobileNumber: '0211111' }],
		});
		await update(reference, signers[0].reference, { mobileNumber: '0222222' });
		expect(bench.simulator.requests.at(-1)?.body).toMatchObject({
			Signers: [{ FirstName: 'Anna', MobileCountry: '64', MobileNumber: '0222222' }],
		});
	});

	test('raw', async () => {
		const { reference, signers } = await send();
		const { items } = await update(
			reference,
			signers[0].reference,
			{ firstName: 'Anna' },
			{ simplify: false },
		);
		expect(items[0].json).toMatchObject({
			Reference: reference,
			Signers: [{ FirstName: 'Anna' }, {}],
		});
	});

	test.each<[string, unknown, unknown, object, RegExp]>([
		['no document', '={{ "" }}', '1', { firstName: 'A' }, /'Document' is empty/],
		['no signer', '1', '={{ "" }}', { firstName: 'A' }, /'Signer' is empty/],
		['no change', '1', '1', {}, /nothing to change/],
		['an empty name', '1', '1', { lastName: ' ' }, /'Last Name' is empty/],
		['a wrong email', '1', '1', { email: 'ben' }, /email address of the signer is not valid/],
		['a wrong number', '1', '1', { mobileNumber: 'none' }, /mobile number of the signer/],
	])('%s is refused before anything is sent', async (_what, document, reference, fields, text) => {
		const { error } = await update(document, reference, fields);
		expect(error?.message).toMatch(text);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(bench.simulator.requests).toEqual([]);
	});

	test('somebody who has signed, and somebody else, change nothing', async () => {
		const { reference, signers } = await send();
		await bench.simulator.sign(reference);
		const late = await update(reference, signers[0].reference, { firstName: 'Anna' });
		expect(late.error?.message).toBe('Ana Lopez can no longer be changed');
		const unknown = await update(reference, '1', { firstName: 'Anna' });
		expect(unknown.error?.message).toMatch(/no signer with the reference 1/);
		const half = await update(reference, signers[1].reference, { mobileNumber: '0211111' });
		expect(half.error?.message).toMatch(/no valid country code/);
		expect(operationIds()).not.toContain('updateSigners');
	});

	describe('several at the same moment', () => {
		test('of one document: each is made, and none takes another one for a loss', async () => {
			const { reference, signers } = await send();
			const addresses = ['anna@example.com', 'benjamin@example.com'];
			const { items, error } = await bench.run(
				{
					...{ resource: 'signer', operation: 'update', document: byReference(reference) },
					signer: byReference('={{ $json.signer }}'),
					updateFields: { email: '={{ $json.email }}' },
				},
				{
					items: addresses.map((email, n) => ({ json: { email, signer: signers[n].reference } })),
				},
			);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.email)).toEqual(addresses);
			expect(signers.map(({ email }) => email)).toEqual(addresses);
		});

		test('of one signer, from two executions: neither is undone', async () => {
			const { reference, signers } = await send();
			const runs = await Promise.all(
				[{ email: 'anna@example.com' }, { firstName: 'Anna' }].map(
					async (fields) => await update(reference, signers[0].reference, fields),
				),
			);
			expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
			expect(signers[0]).toMatchObject({ email: 'anna@example.com', firstName: 'Anna' });
		});
	});

	describe('what is not added to Update Fields', () => {
		/** One of the signers, with a mobile number, while the status of the document shows other values of them. */
		const shownAs = async (shown: object, updateFields: object, own: object = {}) => {
			const { reference, signers } = await send();
			const [held] = signers;
			Object.assign(held, { mobileCountry: '64', mobileNumber: '0211234567', ...own });
			const before = { ...held };
			const run = await through(async ({ route }, pass) => {
				const told = await pass();
				if (!route.includes('/Document/Status/')) return told;
				const body = JSON.parse(told.body!) as { Signers: object[] };
				Object.assign(body.Signers[0], shown);
				return { ...told, body: Buffer.from(JSON.stringify(body)).toString('latin1') };
			});
			const { error } = await run(reference, held.reference, updateFields);
			return { error, before, held };
		};

		test.each<[string, object, object, string]>([
			['a masked email', { Email: 'a****@example.com' }, { firstName: 'Anna' }, 'Email'],
			['an address with an ellipsis', { Email: 'a…@example.com' }, { firstName: 'Anna' }, 'Email'],
			['an address with three dots', { Email: 'a...@example.com' }, { firstName: 'Anna' }, 'Email'],
			['an address in x', { Email: 'axxxx@xxxxxxx.com' }, { firstName: 'Anna' }, 'Email'],
			['an address with circles', { Email: 'a●●●●@example.com' }, { firstName: 'Anna' }, 'Email'],
			['an address with ###', { Email: 'a###@example.com' }, { firstName: 'Anna' }, 'Email'],
			['a cut address', { Email: 'ana@example' }, { firstName: 'Anna' }, 'Email'],
			['a word as an address', { Email: 'hidden' }, { firstName: 'Anna' }, 'Email'],
			['a cut name', { LastName: 'L…' }, { email: 'anna@example.com' }, 'Last Name'],
			['a lost letter', { LastName: 'Mu?oz' }, { email: 'anna@example.com' }, 'Last Name'],
			['no email', { Email: undefined }, { firstName: 'Anna' }, 'Email'],
			['a masked name', { LastName: 'L••••' }, { email: 'anna@example.com' }, 'Last Name'],
			['an unknown entity', { FirstName: 'Zo&euml;' }, { lastName: 'Lo' }, 'First Name'],
			[
				'a masked number, of which the country changes',
				{ MobileNumber: '****4567' },
				{ mobileCountry: '61' },
				'Mobile Number',
			],
			[
				'a masked country, of which the number changes',
				{ MobileCountry: '**' },
				{ mobileNumber: '0222222' },
				'Mobile Country Code',
			],
		])('is asked for where the status shows %s', async (_what, shown, changes, field) => {
			const { error, before, held } = await shownAs(shown, changes);
			expect(error?.message).toBe(
				`Secured Signing does not show the whole '${field}' of the signer`,
			);
			expect(error?.description).toContain(`Add '${field}' to 'Update Fields'.`);
			expect(operationIds()).toEqual(['getDocumentStatus']);
			expect(held).toEqual(before);
		});

		test('may be masked if it is given', async () => {
			const { error, held } = await shownAs(
				{ Email: 'a****@example.com' },
				{ firstName: 'Anna', email: 'ana@example.com' },
			);
			expect(error).toBeUndefined();
			expect(held).toMatchObject({ firstName: 'Anna', email: 'ana@example.com' });
		});

		// The request does not need them: docs/api/openapi.yaml, Invitee.
		test.each<[string, object]>([
			...[
				'****4567',
				'XXXXXX4567',
				'######4567',
				'●●●●4567',
				'…4567',
				'021-...-4567',
				'xx xx 567',
				'4567',
			].map((MobileNumber): [string, object] => [
				`the mobile number ${MobileNumber}`,
				{ MobileNumber },
			]),
			[
				'masked viewers',
				{ ShareUsers: [{ FirstName: 'Vic', LastName: 'Wu', Email: 'v**@example.com' }] },
			],
			[
				'a viewer with a cut address',
				{ ShareUsers: [{ FirstName: 'Vic', LastName: 'Wu', Email: 'vic@example' }] },
			],
		])('is left out of the request if it is %s', async (_what, shown) => {
			const { error, before, held } = await shownAs(shown, { firstName: 'Anna' });
			expect(error).toBeUndefined();
			const { Signers } = bench.simulator.requests[1].body as { Signers: object[] };
			for (const name of Object.keys(shown)) expect(Signers[0]).not.toHaveProperty(name);
			expect(held).toEqual({ ...before, firstName: 'Anna' });
		});

		test.each<[string, object, object]>([
			['an initial', { LastName: 'L.' }, { lastName: 'L.' }],
			['two x', { LastName: 'Foxx' }, { lastName: 'Foxx' }],
			['three x', { LastName: 'XXXLutz' }, { lastName: 'XXXLutz' }],
			['a question mark', { LastName: 'Lopez?' }, { lastName: 'Lopez?' }],
			['a number', { LastName: 'Windsor III' }, { lastName: 'Windsor III' }],
			['a middle dot', { FirstName: 'Gal·la' }, { firstName: 'Gal·la' }],
			['a country before a number', { MobileNumber: '+64 (21) 123-4567' }, {}],
		])('is not taken for a part of it because of %s', async (_what, shown, own) => {
			const changes = { email: 'anna@example.com' };
			const { error, held } = await shownAs(shown, changes, own);
			expect(error).toBeUndefined();
			expect(held).toMatchObject({ ...own, ...changes });
			const { Signers } = bench.simulator.requests[1].body as { Signers: object[] };
			expect(Signers[0]).toMatchObject(shown);
		});

		test('is written back as it is, however the status escapes it', async () => {
			const viewer = { FirstName: 'Vic', LastName: 'D&apos;Arcy', Email: 'vic@example.com' };
			const { error, before, held } = await shownAs(
				{ LastName: 'O&#39;Neil &amp; Co', ClientReference: 'R&#x26;D', ShareUsers: [viewer] },
				{ email: 'anna@example.com' },
				{ lastName: "O'Neil & Co" },
			);
			expect(error).toBeUndefined();
			expect(held).toEqual({ ...before, email: 'anna@example.com' });
			expect(bench.simulator.requests[1].body).toMatchObject({
				Signers: [{ ClientReference: 'R&D', ShareUsers: [{ ...viewer, LastName: "D'Arcy" }] }],
			});
		});
	});

	// RFC 9111 section 5.1. The email would be the old one again.
	test('what a cache keeps undoes no earlier update', async () => {
		const { reference, signers } = await send();
		let kept: Told | undefined;
		const run = await through(async ({ route }, pass) => {
			if (!route.includes('/Document/Status/')) return await pass();
			if (kept) return { ...kept, headers: { ...kept.headers, age: '60' } };
			return (kept = await pass());
		});
		const first = await run(reference, signers[0].reference, { email: 'right@example.com' });
		const second = await run(reference, signers[0].reference, { firstName: 'Anna' });
		expect(first.error).toBeUndefined();
		expect(second.error?.message).toBe('The current details of the signer are not known');
		expect(second.error?.description).toMatch(/came from a cache .* Nothing was changed\.$/);
		expect(operationIds()).toEqual(['getDocumentStatus', 'updateSigners']);
		expect(signers[0]).toMatchObject({ email: 'right@example.com', firstName: 'Ana' });
	});

	describe('a status that lags behind, without any sign of a cache', () => {
		const laggedTwice = async (second: object) => {
			const { reference, signers } = await send();
			let kept: Told | undefined;
			const run = await through(async ({ route }, pass) => {
				if (!route.includes('/Document/Status/')) return await pass();
				return (kept ??= await pass());
			});
			const of = [reference, signers[0].reference] as const;
			expect((await run(...of, { email: 'right@example.com' })).error).toBeUndefined();
			return { ...(await run(...of, second)), signers };
		};

		test('does not undo what this n8n has changed', async () => {
			const { error, signers } = await laggedTwice({ firstName: 'Anna' });
			expect(error?.message).toMatch(/does not show the last change of the signer yet/);
			expect(error?.description).toMatch(/Nothing was changed\.$/);
			expect(signers[0]).toMatchObject({ email: 'right@example.com', firstName: 'Ana' });
		});

		test.each([undefined, '********'])(
			'does not matter for a number that it shows as %s: that is not saved again',
			async (MobileNumber) => {
				const { reference, signers } = await send();
				const [held] = signers;
				Object.assign(held, { mobileCountry: '64', mobileNumber: '0211234567' });
				const run = await through(async ({ route }, pass) => {
					const told = await pass();
					if (!route.includes('/Document/Status/')) return told;
					const body = JSON.parse(told.body!) as { Signers: object[] };
					Object.assign(body.Signers[0], { MobileNumber });
					return { ...told, body: JSON.stringify(body) };
				});
				const changed = { mobileCountry: '64', mobileNumber: '0217654321' };
				expect((await run(reference, held.reference, changed)).error).toBeUndefined();
				expect((await run(reference, held.reference, { firstName: 'Anna' })).error).toBeUndefined();
				expect(held).toMatchObject({ ...changed, firstName: 'Anna' });
			},
		);

		test('does not keep the same detail from being changed again', async () => {
			const { error, signers } = await laggedTwice({ email: 'other@example.com' });
			expect(error).toBeUndefined();
			expect(signers[0]).toMatchObject({ email: 'other@example.com', firstName: 'Ana' });
		});
	});

	test.each([
		['Stra\u00dfer', 'STRASSER'],
		['Jose\u0301', 'Jos\u00e9'],
		['van  Dyck', 'van Dyck'],
	])('%j that the answer writes %j is the name that was asked for', async (lastName, LastName) => {
		const { reference, signers } = await send();
		const run = await through(async ({ route }, pass) => {
			const told = await pass();
			if (!route.includes('/UpdateSigner')) return told;
			const body = JSON.parse(told.body!) as { Signers: object[] };
			Object.assign(body.Signers[0], { LastName });
			return { ...told, body: Buffer.from(JSON.stringify(body)).toString('latin1') };
		});
		expect((await run(reference, signers[0].reference, { lastName })).error).toBeUndefined();
	});

	test('a change whose answer is lost is not repeated', async () => {
		const { reference, signers } = await send();
		bench.simulator.faults.add({ kind: 'cutAfter', operation: 'updateSigners' });
		const { error } = await update(reference, signers[0].reference, { firstName: 'Anna' });
		expect(error?.description).toMatch(/may have been carried out/);
		expect(operationIds()).toEqual(['getDocumentStatus', 'updateSigners']);
	});
});
