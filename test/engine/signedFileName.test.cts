/** 'Signed File Name': what the signed file is called in the output; its expression counts as when it was sent. */
import { sendAndAwait, startAwaiting, type Awaiting } from './awaiting.cts';
import { byReference } from './samples.cts';

let stage: Awaiting;
beforeEach(async () => {
	stage = await startAwaiting();
});
afterEach(async () => await stage.close());

const signedByBoth = async (reference: string) => {
	for (let signer = 0; signer < 2; signer++) {
		await stage.bench.simulator.sign(reference);
		await stage.settle();
	}
};
const include = ['signedFile', 'certificateFiles'];

test('of each item its own, and a further document gets a number', async () => {
	const { begin, contracts, output, references } = stage;
	const [{ binary: one }, { binary: two }] = await contracts('Lease.pdf', 'Annex.pdf');
	const items = ['Mia Wong', 'Dana'].map((person) => ({
		json: { person },
		binary: { a: one!.data, b: two!.data },
	}));
	const signedFileName = '={{ $json.person }} contract.PDF';
	const id = await begin(
		{ ...sendAndAwait, binaryPropertyName: 'a,b', include, signedFileName },
		items,
	);
	for (const reference of references(id).flat()) await signedByBoth(reference);
	const names = output(id).items.map(({ binary = {} }) =>
		Object.fromEntries(Object.entries(binary).map(([field, { fileName }]) => [field, fileName])),
	);
	expect(names).toMatchObject([
		{ data: 'Mia Wong contract.PDF', data2: 'Mia Wong contract 2.PDF' },
		{ data: 'Dana contract.PDF', data2: 'Dana contract 2.PDF' },
	]);
	expect(names[0].certificate).not.toMatch(/contract/);
});

// A folder in it would let whoever fills the expression in write elsewhere (docs/faults.md).
test.each([
	['', 'Lease.pdf'],
	['signed', 'signed.pdf'],
	['../../etc/passwd', '.._.._etc_passwd.pdf'],
	['a\u202efdp.exe', 'afdp.exe.pdf'],
])('%j is called %j', async (signedFileName, wanted) => {
	const { bench, begin, contracts, output, references } = stage;
	const id = await begin(
		{ ...sendAndAwait, include, signedFileName },
		await contracts('Lease.pdf'),
	);
	const [[reference]] = references(id);
	await signedByBoth(reference);
	expect(output(id).items[0].binary?.data.fileName).toBe(wanted);
	const found = await bench.run({
		resource: 'document',
		operation: 'getFinished',
		document: byReference(reference),
		include,
		signedFileName,
	});
	expect(found.items[0].binary?.data.fileName).toBe(wanted);
});
