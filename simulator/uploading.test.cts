import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formWith, withSimulator } from './testing/client.cts';
import { ana, docxWith } from './testing/files.cts';

const running = withSimulator();

it('keeps the name and the bytes of the file', async () => {
	const { client, simulator } = running;
	const content = docxWith(ana);
	await client.upload('Mietvertrag – Ōtautahi.docx', content, '/Document/Uploader/order%2017');
	expect(simulator.documents()[0]).toMatchObject({
		name: 'Mietvertrag – Ōtautahi.docx',
		clientReference: 'order 17',
	});
	expect(simulator.requests[0].body).toMatchObject({
		file: {
			fileName: 'Mietvertrag – Ōtautahi.docx',
			bytes: content.length,
			sha256: createHash('sha256').update(content).digest('hex'),
		},
	});
});

it('refuses other kinds, files past MaxUploadSize, and any when the plan is used up', async () => {
	const { client, simulator } = running;
	const upload = (form: FormData) => client.refusal('POST', '/Document/Uploader', { form });
	expect((await upload(formWith('a.exe', 'x'))).status).toBe(400);
	simulator.account.MaxUploadSize = 10;
	expect((await upload(formWith('a.pdf', 'more than ten'))).status).toBe(413);
	simulator.account.DocumentLeft = 0;
	expect((await upload(formWith('a.pdf', 'x'))).status).toBe(426);
	expect(simulator.documents()).toEqual([]);
});

it('refuses a multipart body that ends too early', async () => {
	const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nhalf';
	const response = await running.client.fetch('POST', '/Document/Uploader', {
		headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
		form: body as unknown as FormData,
	});
	expect(response.status).toBe(400);
});

it('fetches from loopback addresses only', async () => {
	const { client, simulator } = running;
	const content = docxWith(ana);
	const server = createServer((_request, response) => response.end(content));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const post = (FileUrl: string) => ({
		json: { File: { Name: 'Lease', FileType: 'docx', FileUrl } },
	});
	await client.json('POST', '/Document/UploadByUrl', post(`http://127.0.0.1:${port}/lease`));
	expect(simulator.documents()).toMatchObject([{ name: 'Lease.docx' }]);
	server.close();
	const outside = post('https://example.com/lease.docx');
	expect(await client.refusal('POST', '/Document/UploadByUrl', outside)).toEqual({
		status: 400,
		message: expect.stringContaining('loopback'),
	});
});
