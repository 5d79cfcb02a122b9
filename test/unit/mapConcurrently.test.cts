import { mapConcurrently, type Limit } from '../../nodes/SecuredSigning/shared/mapConcurrently.ts';

const turns = async (count: number) => {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

test('results come in the order of the things, five at a time', async () => {
	let underWay = 0;
	let most = 0;
	const results = await mapConcurrently([...Array(20).keys()], async (thing) => {
		most = Math.max(most, ++underWay);
		await turns(20 - thing);
		underWay--;
		return thing * 2;
	});
	expect(results).toEqual([...Array(20).keys()].map((thing) => thing * 2));
	expect(most).toBe(5);
});

test('a limit that rises starts more at once, and one that falls waits until fewer are under way', async () => {
	const limit: Limit & { current: number } = { current: 2 };
	const open: Array<() => void> = [];
	const all = mapConcurrently(
		[...Array(12).keys()],
		async () => await new Promise<void>((resolve) => open.push(resolve)),
		{ limit },
	);
	expect(open).toHaveLength(2);
	limit.current = 6;
	limit.risen?.();
	expect(open).toHaveLength(6);
	limit.current = 1;
	for (const end of open.slice(0, 5)) end();
	await turns(5);
	expect(open).toHaveLength(6);
	limit.current = 50;
	open[5]();
	await turns(5);
	expect(open).toHaveLength(12);
	for (const end of open) end();
	expect(await all).toHaveLength(12);
});

test('nothing new is started after a no, and what was not begun is a hole', async () => {
	let failed = false;
	const work = async (thing: number) => {
		await turns(1);
		failed ||= thing === 1;
		return thing;
	};
	const results = await mapConcurrently([0, 1, 2, 3, 4], work, {
		limit: { current: 1 },
		goesOn: () => !failed,
	});
	expect(Object.keys(results)).toEqual(['0', '1']);
	expect(await mapConcurrently([0, 1], work, { goesOn: () => false })).toEqual([]);
	expect(await mapConcurrently([], work)).toEqual([]);
});

test('the first failure is thrown', async () => {
	const failing = mapConcurrently([0, 1, 2], async (thing) => {
		await turns(1);
		if (thing === 1) throw new Error('no');
	});
	await expect(failing).rejects.toThrow('no');
});
