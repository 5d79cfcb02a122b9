import { sign, withSimulator } from './testing/client.cts';
import { docxWith, ana } from './testing/files.cts';

const running = withSimulator();

it('serves the scripts of the browser SDK to anybody, as scripts', async () => {
	for (const name of ['require.js', 'main.js']) {
		const answer = await fetch(`${running.simulator.url}/client/scripts/${name}`);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toMatch(/javascript/);
	}
	expect(running.simulator.requests).toEqual([]);
});

it('lets a page of another origin call the API, with its own headers', async () => {
	const url = `${running.simulator.url}/Account/Info`;
	const Origin = 'https://n8n.example.com';
	const preflight = await fetch(url, {
		method: 'OPTIONS',
		headers: {
			Origin,
			'Access-Control-Request-Method': 'GET',
			'Access-Control-Request-Headers': 'x-custom-api-key,x-custom-nonce',
		},
	});
	expect(preflight.status).toBe(204);
	expect(preflight.headers.get('access-control-allow-headers')).toMatch(/x-custom-nonce/);
	const answer = await fetch(url, { headers: { ...sign(running.simulator), Origin } });
	expect(answer.status).toBe(200);
	expect(answer.headers.get('access-control-allow-origin')).toBe('*');
	expect(running.simulator.requests).toHaveLength(1);
});

it('I Sign sends a document to one person, once', async () => {
	const { simulator, client } = running;
	const DocumentReference = await client.upload('Lease.docx', docxWith(ana));
	const request = {
		FirstName: 'Ana',
		LastName: '<b>',
		Email: 'ana@example.com',
		DocumentReference,
	};
	const page = `${simulator.url}/client/isign?${new URLSearchParams(request).toString()}`;
	expect(await (await fetch(page)).text()).toContain('Ana &lt;b&gt; (ana@example.com)');
	const begun = await fetch(page, { method: 'POST', redirect: 'manual' });
	const [{ signers, sends }] = simulator.documents();
	expect(begun.headers.get('location')).toBe(`/sign/${signers[0].key}`);
	expect(sends).toBe(1);
	expect((await fetch(page, { method: 'POST' })).status).toBe(400);
	expect((await fetch(`${simulator.url}/client/wesign?DocumentReference=1`)).status).toBe(404);
});
