import { request } from 'node:http';
import type { Message } from '../index.cts';
import { inDays } from '../testing/arrange.cts';
import { formWith, withSimulator } from '../testing/client.cts';
import { ana, ben, docxWith, pdfWith, tagFor } from '../testing/files.cts';

const running = withSimulator();

async function send(
	name = 'Lease.docx',
	content: Uint8Array = docxWith(ana, ben),
	more: object = {},
) {
	const reference = await running.client.upload(name, content);
	const json = { DocumentReferences: [reference], DueDate: inDays(7), ...more };
	await running.client.json('POST', '/SmartTag/Send', { json });
	return reference;
}

const get = (path: string, headers: Record<string, string> = {}) =>
	fetch(`${running.simulator.origin}${path}`, { headers, redirect: 'manual' });
const text = async (path: string) => await (await get(path)).text();
const post = (path: string, headers: Record<string, string> = {}, body = '') =>
	fetch(`${running.simulator.origin}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
		body,
		redirect: 'manual',
	});
const states = () => running.simulator.documents().map(({ state }) => state);

it('says how to connect, and looks again by itself until something was sent', async () => {
	const { baseUrl, apiKey, apiSecret, domain } = running.simulator.credential;
	const page = await text('/');
	for (const value of [baseUrl, apiKey, apiSecret, domain]) expect(page).toContain(value);
	expect(page).toContain('http-equiv="refresh"');
	// A send uploads first: the page must not stop in between.
	await running.client.upload('Lease.docx', docxWith(ana));
	expect(await text('/')).toContain('http-equiv="refresh"');
	await send();
	expect(await text('/')).not.toContain('http-equiv="refresh"');
});

it('presses each button', async () => {
	for (const act of ['sign-all', 'decline', 'expire']) {
		const reference = await send();
		const answer = await post(`/documents/${reference}/${act}`);
		expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
		expect((await post(`/documents/${reference}/${act}`)).status).toBe(409);
	}
	expect(states()).toEqual(['Complete', 'Declined', 'Expired']);
	await send();
	for (let day = 0; day < 8; day += 1) await post('/clock', {}, 'days=1');
	expect(states().at(-1)).toBe('Expired');
	expect(await text('/')).toContain('(8 days ahead)');
	expect(await text('/')).toContain('Go back to today before you send again');
	await post('/clock/reset');
	expect(await text('/')).not.toMatch(/ahead|Go back/);
	expect((await post('/clock', {}, 'days=x')).status).toBe(400);
	expect((await post('/documents/1/expire')).status).toBe(404);
});

describe('a mailbox with much in it', () => {
	/** A document for each row, sent by email. */
	const fill = async (count: number) => {
		const rows = Array.from({ length: count }, (_, i) => `Pat,Row${i + 1},row${i + 1}@example.com`);
		const json = {
			DocumentReference: await running.client.upload('Offer.docx', docxWith(ana)),
			MailMergeListFileType: 'csv',
			MailMergeListFileData: Buffer.from(['FirstName,LastName,Email', ...rows].join('\n')).toString(
				'base64',
			),
			DueDate: inDays(7),
		};
		expect((await running.client.fetch('POST', '/SmartTag/MailMerge', { json })).status).toBe(200);
	};
	/** Of each list, in the order of the page. */
	const rowsOf = (page: string) =>
		['mails', 'documents'].map((list) => {
			const section = page.split(`<section id="${list}"`)[1].split('</section>')[0];
			return [...section.matchAll(/<bdi>Pat Row(\d+)<\/bdi>/g)].map(([, row]) => Number(row));
		});
	const range = (from: number, to: number) =>
		Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + (to < from ? -i : i));

	it('is shown in pages, newest first, each list by itself', async () => {
		await fill(60);
		expect(rowsOf(await text('/'))).toEqual([range(60, 36), range(60, 36)]);
		expect(rowsOf(await text('/?mails=2'))).toEqual([range(35, 11), range(60, 36)]);
		// The file that was merged is a document, too.
		expect(rowsOf(await text('/?documents=3'))).toEqual([range(60, 36), range(10, 1)]);
		expect(rowsOf(await text('/?mails=3&documents=2'))).toEqual([range(10, 1), range(35, 11)]);
	});

	it.each(['0', '-1', '1.5', 'x', '', '1e3', '[]', '1&mails=2'])(
		'a page that is none is the first: %s',
		async (number) => {
			await fill(30);
			expect(rowsOf(await text(`/?mails=${number}`))[0]).toEqual(range(30, 6));
		},
	);

	it('beyond the last page is the last one', async () => {
		await fill(30);
		for (const number of ['3', '99', '999999999'])
			expect(rowsOf(await text(`/?mails=${number}`))[0]).toEqual(range(5, 1));
	});

	it('is searched for every word, in people, documents and what became of them', async () => {
		await fill(30);
		const lease = await send('Lease.docx', docxWith(tagFor(1, 'Zoë', 'Lund', 'zoe@example.com')));
		const countsOf = async (search: string) =>
			(await text(`/?search=${encodeURIComponent(search)}`)).split('<article').length - 1;
		// One email and one document each.
		for (const search of ['row7@example.com', 'ROW7@', 'pat row7@', 'Zoë', 'lund lease', lease])
			expect([search, await countsOf(search)]).toEqual([search, 2]);
		expect(await countsOf('pat zoë')).toBe(0);
		await running.simulator.decline(lease);
		expect(await countsOf('declined')).toBe(2);
		expect(await text('/?search=nobody')).toMatch(/No emails found[^]*No documents found/);
		// Brackets of an expression are letters like any others.
		expect(await countsOf('.*')).toBe(0);
	});

	it('a button leads back to what was shown', async () => {
		await fill(60);
		const [{ reference }] = running.simulator.documents().slice(-1);
		const page = await text('/?search=pat&documents=2');
		const shown = running.simulator.documents().at(-26)!.reference;
		expect(page).toContain(`action="/documents/${shown}/decline?search=pat&amp;documents=2"`);
		const answer = await post(`/documents/${reference}/decline?search=pat&documents=2`);
		expect(answer.headers.get('location')).toBe('/?search=pat&documents=2');
		const clock = await post('/clock?mails=2&other=1', {}, 'days=1');
		expect(clock.headers.get('location')).toBe('/?mails=2');
	});

	it('a search stays a text', async () => {
		const page = await text(`/?search=${encodeURIComponent('"><script>alert(1)</script>')}`);
		expect(page).toContain('value="&quot;&gt;&lt;script&gt;');
		expect(page).not.toContain('<script');
	});

	it('has no search as long as everything is on one page', async () => {
		await fill(2);
		expect(await text('/')).not.toContain('type="search"');
		expect(await text('/?search=pat')).toContain('type="search"');
	});
});

describe('the way back to the mailbox', () => {
	const link = 'href="/">Back to the mailbox</a>';

	it('is on the signing page, before and after signing, and says who is next', async () => {
		await send();
		const [first, second] = running.simulator.documents()[0].signers;
		expect(await text(`/sign/${first.key}`)).toContain(link);
		await post(`/sign/${first.key}`);
		const signed = await text(`/sign/${first.key}`);
		expect(signed).toContain(link);
		expect(signed).toContain('Next to sign: <bdi>Ben Wu</bdi>.');
		await post(`/sign/${second.key}/decline`, {}, 'reason=No');
		expect(await text(`/sign/${second.key}`)).toContain(link);
		expect(await text(`/sign/${first.key}`)).toContain('Somebody else has declined to sign it.');
	});

	it('says that everybody has signed', async () => {
		await send('Lease.docx', docxWith(ana));
		const [{ key }] = running.simulator.documents()[0].signers;
		await post(`/sign/${key}`);
		expect(await text(`/sign/${key}`)).toMatch(/You have signed[^]*Everybody has signed\./);
	});

	it('is on pages of what is not there', async () => {
		for (const path of ['/sign/nothing', '/documents/nothing/file'])
			expect(await text(path)).toContain(link);
	});

	it('is not in a page of somebody else, where the mailbox would not open', async () => {
		await send();
		const [{ key }] = running.simulator.documents()[0].signers;
		for (const path of [`/sign/${key}`, '/sign/nothing']) {
			const framed = await get(path, { 'sec-fetch-dest': 'iframe' });
			expect(await framed.text()).not.toContain(link);
		}
	});
});

it('who was not asked before somebody declined, was not', async () => {
	const reference = await send();
	expect(await text('/')).toContain('not their turn yet');
	await running.simulator.decline(reference);
	expect(await text('/')).toContain('Ben Wu</bdi>: <bdi>not asked</bdi>');
});

it('takes no press from another site, and none under a name that is not its own', async () => {
	const { simulator } = running;
	const reference = await send();
	const path = `/documents/${reference}/sign-all`;
	for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
		expect((await post(path, { origin })).status).toBe(403);
	}
	expect(states()).toEqual(['InProgress']);
	expect((await post(path, { origin: simulator.origin })).status).toBe(303);
	expect(states()).toEqual(['Complete']);
});

const askedAs = (host: string, path: string) =>
	new Promise<number | undefined>((resolve, reject) => {
		const { port } = new URL(running.simulator.origin);
		request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
			answer.resume();
			resolve(answer.statusCode);
		})
			.on('error', reject)
			.end();
	});

it('answers under its own names alone, so that no other site can be led here', async () => {
	for (const path of ['/', '/_simulator/documents']) {
		for (const host of ['localhost:8650', '127.0.0.1', '[::1]:1', 'host.docker.internal:8650'])
			expect([host, await askedAs(host, path)]).toEqual([host, 200]);
		for (const host of ['evil.example', '127.0.0.1.evil.example:8650', 'localhost.evil.example'])
			expect([host, await askedAs(host, path)]).toEqual([host, 403]);
	}
});

describe('what the service would have emailed', () => {
	const sent = () =>
		running.simulator.messages.map(({ kind, to, subject }) => `${kind} ${to.email}: ${subject}`);
	const last = () => running.simulator.messages.at(-1) as Message;

	it('an invitation for each turn, a reminder, and one to everybody on completion', async () => {
		const { client, simulator } = running;
		const reference = await send();
		const remind = { json: { DocumentReference: reference } };
		await client.fetch('POST', '/Document/SendReminder', remind);
		await simulator.sign(reference);
		await simulator.sign(reference);
		expect(sent()).toEqual([
			'invitation ana@example.com: Please sign Lease.docx',
			'reminder ana@example.com: Reminder: please sign Lease.docx',
			'invitation ben@example.com: Please sign Lease.docx',
			'completion ana@example.com: Signed by everybody: Lease.docx',
			'completion ben@example.com: Signed by everybody: Lease.docx',
		]);
		const page = await text('/');
		for (const { subject } of simulator.messages) expect(page).toContain(`<h3>${subject}</h3>`);
		expect(page).toContain(`href="/sign/${simulator.messages[0].signer?.key}"`);
	});

	it('is pressed to be opened only while somebody has to sign by it', async () => {
		const asked = 'class="button main" href="/sign/';
		const reference = await send('Lease.docx', docxWith(ana));
		expect(await text('/')).toContain(asked);
		await running.simulator.sign(reference);
		expect(await text('/')).not.toContain(asked);
		expect(await text('/')).toContain('class="button" href="/sign/');
	});

	it('nothing to whom signs inside another site, and nothing of a refusal', async () => {
		const reference = await send('Lease.docx', docxWith(ana, ben), { Embedded: true });
		await running.simulator.decline(reference);
		expect(sent()).toEqual([]);
		// There is a way to sign all the same.
		await send('Lease.docx', docxWith(ana), { Embedded: true });
		const [{ key }] = running.simulator.documents()[1].signers;
		expect(await text('/')).toContain(`href="/sign/${key}"`);
	});

	const invitee = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
	it.each([
		[{ InvitationText: 'By Friday?', IsPersonalMessage: true }, /^Dear Ana,[^]+By Friday\?$/],
		[{ InvitationText: 'By Friday?', IsPersonalMessage: false }, /^By Friday\?$/],
		[{}, /^Dear Ana,\n\nPlease sign Lease.docx by \d/],
	])('the text of an invitation: %j', async (more, expected) => {
		const Signers = [{ ...invitee, EmailSubject: 'Your lease', ...more }];
		await send('Lease.docx', docxWith(ana), { Signers });
		expect(last()).toMatchObject({ subject: 'Your lease', text: expect.stringMatching(expected) });
	});

	it('the template that a send names, for all or for one', async () => {
		const { client } = running;
		const list = async (kind: string) =>
			(await client.json<{ Reference: string }[]>('GET', `/EmailTemplate/Get${kind}Templates`))[1];
		const invitation = (await list('Invitation')).Reference;
		const completion = (await list('Completion')).Reference;
		const reference = await send('Lease.docx', docxWith(ana, ben), {
			EmailTemplateReference: invitation,
			Signers: [
				{ ...invitee, CompletionEmailTemplateReference: completion },
				{ ...invitee, Email: 'ben@example.com' },
			],
		});
		await post(`/documents/${reference}/sign-all`);
		expect(sent()).toEqual([
			'invitation ana@example.com: Lease.docx is ready for you',
			'invitation ben@example.com: Lease.docx is ready for you',
			'completion ana@example.com: For the archive: Lease.docx',
			'completion ben@example.com: Signed by everybody: Lease.docx',
		]);
	});
});

describe('texts and files of strangers', () => {
	const hostile = `<img src=x onerror=alert(1)>"'&lt;`;

	it('texts stay texts, and nothing that they hold may run', async () => {
		const Signers = [
			{
				...{ FirstName: hostile, LastName: '</title><script>', Email: 'ana@example.com' },
				...{ EmailSubject: hostile, InvitationText: hostile },
			},
		];
		await send('<b>Lease</b>.docx', docxWith(ana), { Signers });
		const [{ key }] = running.simulator.documents()[0].signers;
		for (const path of ['/', `/sign/${key}`]) {
			const answer = await get(path);
			const page = await answer.text();
			expect(page).not.toMatch(/<img|<script|<b>/);
			expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;lt;');
			const policy = answer.headers.get('content-security-policy');
			expect(policy).toContain("default-src 'none'");
			expect(policy).not.toContain('unsafe');
		}
		await running.simulator.decline(key, undefined, hostile);
		expect(await text('/')).not.toContain('<img');
	});

	it('a name that turns letters around turns only its own', async () => {
		const Signers = [{ FirstName: '\u202EMia', LastName: 'Wong', Email: 'ana@example.com' }];
		await send('Lease.docx', docxWith(ana), { Signers });
		const [{ key }] = running.simulator.documents()[0].signers;
		for (const path of ['/', `/sign/${key}`])
			expect(await text(path)).toContain('<bdi>\u202EMia Wong</bdi>');
	});

	it('shows a PDF and the text of a Word file as a PDF', async () => {
		for (const [name, content] of [
			['Lease.pdf', await pdfWith(ana)],
			['Lease.docx', docxWith(ana)],
		] as const) {
			const reference = await send(name, content);
			const [{ key }] = running.simulator.documents().at(-1)!.signers;
			expect(await text(`/sign/${key}`)).toContain('<iframe');
			for (const path of [`/sign/${key}/document`, `/documents/${reference}/file`]) {
				const { headers } = await get(path);
				expect(headers.get('content-type')).toBe('application/pdf');
				expect(headers.get('content-disposition')).toMatch(/^inline; filename="Lease.pdf"/);
				expect(headers.get('x-content-type-options')).toBe('nosniff');
			}
		}
	});

	it('what only calls itself a PDF is downloaded, as nothing that a browser opens', async () => {
		const { client } = running;
		const form = formWith('page.pdf', '');
		form.set('file', new Blob(['<script>alert(1)</script>'], { type: 'text/html' }), 'page.pdf');
		const { Reference } = await client.json<{ Reference: string }>('POST', '/Document/Uploader', {
			form,
		});
		const { headers } = await get(`/documents/${Reference}/file`);
		expect(headers.get('content-type')).toBe('application/octet-stream');
		expect(headers.get('content-disposition')).toMatch(/^attachment/);
		expect((await get(`/files/${Reference}`)).headers.get('content-security-policy')).toMatch(
			/; sandbox$/,
		);
	});
});
