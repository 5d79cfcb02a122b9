/** Sends whose answer is lost on the way: found again, whatever the service says of them, and not sent twice. */
import { both, byReference, documentList, inDays } from '../../engine/samples.cts';
import type { Play } from './play.cts';

export async function lostAnswersAreFoundAgain({ stage, run, timesSent }: Play) {
	const { simulator } = stage.bench;
	const recovered = { status: 'inProgress', recovered: true, signerCount: 2 };

	const [{ json: uploaded }] = await run('document', 'upload');
	simulator.faults.add({ kind: 'cutAfter', operation: 'sendSmartTag2' });
	const [{ json: sent }] = await run('smartTag', 'send', {
		documentsFrom: 'documents',
		documents: documentList(uploaded.documentReference),
		signers: both,
		dueDate: inDays(30),
	});
	expect(sent).toMatchObject({ ...recovered, documentReference: uploaded.documentReference });
	expect(timesSent(uploaded.documentReference)).toBe(1);

	const before = simulator.documents().length;
	const [{ json: form }] = await run('form', 'getAll');
	simulator.faults.add({ kind: 'cutAfter', operation: 'sendForms2' });
	const [{ json: sentForm }] = await run('form', 'send', {
		form: byReference(form.formReference),
		signers: both,
	});
	expect(sentForm).toMatchObject(recovered);
	expect(simulator.documents()).toHaveLength(before + 1);
}
