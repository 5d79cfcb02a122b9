// The page behind a signing link: plain forms, no script.
import express, { Router, type Request, type Response } from 'express';
import type { Service } from '../service.cts';
import { letTimePass } from '../store/timePassing.cts';
import type { HeldDocument, HeldField, HeldSigner } from '../store/types.cts';
import { escapeMarkup, page } from './html.cts';

interface Signing {
	document: HeldDocument;
	signer: HeldSigner;
}

const fieldPrefix = 'field.';

export function signingPages(service: Service): Router {
	const router = Router();
	router.use(express.urlencoded({ extended: false }));

	const find = (key: string, response: Response): Signing | undefined => {
		letTimePass(service);
		const found = service.store.bySigningKey(key);
		if (!found) {
			const text = '<p>This link is not valid, or the document was removed.</p>';
			response.status(404).send(page('Unknown link', text));
		}
		return found;
	};
	const mayAct = (signing: Signing) => service.life.turn(signing.document).includes(signing.signer);

	router.get('/:key', (request, response) => {
		const signing = find(request.params.key, response);
		if (signing) response.send(show(signing, mayAct(signing)));
	});

	router.post('/:key', async (request, response) => {
		const signing = find(request.params.key, response);
		if (!signing) return;
		// Somebody who clicks twice, or too late, sees how things stand.
		if (!mayAct(signing)) return void response.status(409).send(show(signing, false));
		const { document, signer } = signing;
		await service.life.sign(document, signer, valuesOf(posted(request)));
		// Assumed: nothing is added to ReturnUrl.
		const target = signer.returnUrl ?? document.returnUrl ?? `/sign/${signer.key}`;
		response.redirect(303, target);
	});

	router.post('/:key/decline', (request, response) => {
		const signing = find(request.params.key, response);
		if (!signing) return;
		if (!mayAct(signing)) return void response.status(409).send(show(signing, false));
		service.life.decline(signing.document, signing.signer, posted(request).reason ?? '');
		response.redirect(303, `/sign/${signing.signer.key}`);
	});

	return router;
}

/** The fields of the form; Express leaves the body undefined where there are none. */
const posted = (request: Request) => (request.body ?? {}) as Record<string, string>;

const valuesOf = (posted: Record<string, string>) =>
	Object.fromEntries(
		Object.entries(posted)
			.filter(([name]) => name.startsWith(fieldPrefix))
			.map(([name, value]) => [name.slice(fieldPrefix.length), value]),
	);

function show({ document, signer }: Signing, mayAct: boolean) {
	const title = document.name;
	if (!mayAct)
		return page(title, `<p role="status">${escapeMarkup(stateOf(document, signer))}</p>`);
	const who = escapeMarkup(`${signer.firstName} ${signer.lastName} (${signer.email})`);
	const fields = document.fields.filter((field) => !field.readOnly).map(input);
	return page(
		title,
		`<p>Please sign this document, ${who}.</p>
<form method="post">
${fields.join('\n')}
<button>Sign</button>
</form>
<form method="post" action="/sign/${signer.key}/decline">
<label for="reason">Reason for declining</label>
<input id="reason" name="reason" required>
<button>Decline</button>
</form>`,
	);
}

function stateOf(document: HeldDocument, signer: HeldSigner) {
	if (signer.status === 'Signed') return 'You have signed this document. Thank you.';
	if (signer.status === 'Declined') return 'You have declined to sign this document.';
	if (document.state === 'Declined') return 'Somebody else has declined to sign this document.';
	if (document.state === 'Expired') return 'The due date of this document has passed.';
	return 'It is not your turn yet: somebody else signs before you.';
}

const inputTypes: Partial<Record<HeldField['type'], string>> = {
	CheckBox: 'checkbox',
	DateInput: 'date',
};

function input({ id, label, type, value, required, options }: HeldField) {
	const name = escapeMarkup(fieldPrefix + id);
	const attributes = `id="${name}" name="${name}"${required ? ' required' : ''}`;
	const choices = options?.map((option) => {
		const selected = option === value ? ' selected' : '';
		return `<option${selected}>${escapeMarkup(option)}</option>`;
	});
	const checkbox = type === 'CheckBox';
	const control = choices
		? `<select ${attributes}><option value=""></option>${choices.join('')}</select>`
		: `<input ${attributes} type="${inputTypes[type] ?? 'text'}" ` +
			`value="${checkbox ? 'true' : escapeMarkup(value)}"${checkbox && value === 'true' ? ' checked' : ''}>`;
	return `<label for="${name}">${escapeMarkup(label)}</label>\n${control}`;
}
