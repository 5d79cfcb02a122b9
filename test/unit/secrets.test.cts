/** Signatures are found in long texts as in short ones, and others get their turn meanwhile. */
import { authenticationHeaders } from '../../credentials/signature.ts';
import { hiddenInData } from '../../nodes/SecuredSigning/api/http/secrets.ts';

const account = { apiKey: 'key', apiSecret: 'secret', domain: 'example.com' };
const signature = authenticationHeaders(account)['X-CUSTOM-SIGNATURE'];
const like = `${'A'.repeat(43)}=`;

test.each([
	['in words', `${like} `],
	['in one word', like],
	['in one word without ends', 'A'.repeat(44)],
])(
	'a signature of an earlier request is found %s, and others get their turn',
	async (_where, piece) => {
		const before = piece.repeat(100_000);
		let turns = 0;
		const others = setInterval(() => (turns += 1));
		const shown = await hiddenInData(`${before} ${signature}${before} ${signature}`, []);
		clearInterval(others);
		expect(shown === `${before} ***${before} ***`).toBe(true);
		expect(turns).toBeGreaterThan(10);
	},
);

test('the end of a long word hides none', async () => {
	const shown = await hiddenInData(like.repeat(2_000) + signature + like.repeat(2_000), []);
	expect(shown === `${like.repeat(2_000)}***${like.repeat(2_000)}`).toBe(true);
});
