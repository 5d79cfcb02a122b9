/** Sends in the name of a saved sender: docs/api/API.md sections 2 (X-CUSTOM-SENDER) and 12.8. */
import { both, byReference } from '../../engine/samples.cts';
import type { Play } from './play.cts';

const mia = { firstName: 'Mia', lastName: 'Wong', email: 'mia@example.com' };

/** One of three names is taken; with another one, nothing is sent. */
export async function senderIsNamed({ stage, run, readings }: Play) {
	const { simulator } = stage.bench;
	const [{ json: saved }] = await run('account', 'saveSender', {
		...mia,
		options: { clientReference: 'sales' },
	});
	const names = {
		reference: saved.senderReference as string,
		clientReference: 'sales',
		email: mia.email,
	};
	const [{ json: form }] = await run('form', 'getAll');
	for (const [kind, sender] of Object.entries(names)) {
		const before = simulator.documents().length;
		const send = run('form', 'send', {
			form: byReference(form.formReference),
			signers: both,
			options: { sender },
		});
		const isTaken = kind === readings.sender;
		await (isTaken
			? expect(send).resolves.toMatchObject([{ json: { status: 'inProgress' } }])
			: expect(send).rejects.toThrow(/form:send: /));
		expect(simulator.documents()).toHaveLength(before + Number(isTaken));
	}
}
