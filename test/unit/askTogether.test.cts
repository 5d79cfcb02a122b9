import { askTogether } from '../../nodes/SecuredSigning/shared/askTogether.ts';

interface Question {
	answer(what: string): void;
	fail(error: Error): void;
}

/** Questions as they are asked, to be answered one by one. */
function service() {
	const questions: Question[] = [];
	const ask = async () =>
		await new Promise<string>((answer, fail) => questions.push({ answer, fail }));
	return { questions, ask };
}
const turns = async () => await new Promise((resolve) => setImmediate(resolve));

test('who asks while a question is under way waits for the next one, which all of them share', async () => {
	const { questions, ask } = service();
	const together = askTogether<string>();
	const first = together(ask);
	await turns();
	const later = [together(ask), together(ask), together(ask)];
	await turns();
	expect(questions).toHaveLength(1);
	questions[0].answer('as it was');
	expect(await first).toBe('as it was');
	await turns();
	expect(questions).toHaveLength(2);
	questions[1].answer('as it is');
	expect(await Promise.all(later)).toEqual(['as it is', 'as it is', 'as it is']);
});

test('an answer is never older than the question', async () => {
	const together = askTogether<number>();
	let asked = 0;
	const answers = await Promise.all(
		Array.from({ length: 50 }, async (_, n) => {
			for (let turn = 0; turn < n % 7; turn++) await turns();
			const before = asked;
			const answer = await together(async () => {
				const own = ++asked;
				await turns();
				await turns();
				return own;
			});
			return answer > before;
		}),
	);
	expect(answers).not.toContain(false);
	expect(asked).toBeLessThan(20);
});

test('a failure is for those who asked together, and not for the next', async () => {
	const { questions, ask } = service();
	const together = askTogether<string>();
	const first = together(ask);
	await turns();
	const second = together(ask);
	questions[0].fail(new Error('no'));
	await expect(first).rejects.toThrow('no');
	await turns();
	questions[1].answer('yes');
	expect(await second).toBe('yes');
});
