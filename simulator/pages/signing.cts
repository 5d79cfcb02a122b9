// The page behind a signing link: plain forms, no script.
import express, { Router, type Request, type Response } from 'express';
import type { Service } from '../service.cts';
import { letTimePass } from '../store/timePassing.cts';
import type { HeldDocument, HeldField, HeldSigner } from '../store/types.cts';
import { sendFile, shownPdf } from './documentFile.cts';
import { markup, page, type Markup } from './html.cts';

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
			const text = markup`<p>This link is not valid, or the document was removed.</p>`;
			response.status(404).send(page('Unknown link', text));
		}
		return found;
	};
	const mayAct = (signing: Signing) => service.life.turn(signing.document).includes(signing.signer);

	const shown = async (signing: Signing, may: boolean) =>
		show(signing, may, (await shownPdf(signing.document, service)) !== undefined);

	router.get('/:key', async (request, response) => {
		const signing = find(request.params.key, response);
		if (signing) response.send(await shown(signing, mayAct(signing)));
	});

	router.get('/:key/document', async (request, response) => {
		const signing = find(request.params.key, response);
		if (signing) await sendFile(signing.document, service, response);
	});

	router.post('/:key', async (request, response) => {
		const signing = find(request.params.key, response);
		if (!signing) return;
		// Somebody who clicks twice, or too late, sees how things stand.
		if (!mayAct(signing)) {
			return void response.status(409).send(await shown(signing, false));
		}
		const { document, signer } = signing;
		await service.life.sign(document, signer, valuesOf(posted(request)));
		// Assumed: nothing is added to ReturnUrl.
		const target = signer.returnUrl ?? document.returnUrl ?? `/sign/${signer.key}`;
		response.redirect(303, target);
	});

	router.post('/:key/decline', async (request, response) => {
		const signing = find(request.params.key, response);
		if (!signing) return;
		if (!mayAct(signing)) {
			return void response.status(409).send(await shown(signing, false));
		}
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

function show({ document, signer }: Signing, mayAct: boolean, hasPdf: boolean) {
	const title = document.name;
	const file = preview(document, signer, hasPdf);
	if (!mayAct) {
		return page(title, markup`<p role="status">${stateOf(document, signer)}</p>\n${file}`);
	}
	const name = `${signer.firstName} ${signer.lastName}`;
	const fields = document.fields.filter((field) => !field.readOnly).map(input);
	return page(
		title,
		markup`<p>Please sign this document, <bdi>${name}</bdi> (<bdi>${signer.email}</bdi>).</p>
${file}
<form method="post">
${fields}
<button>Sign</button>
</form>
<form method="post" action="/sign/${signer.key}/decline">
<label for="reason">Reason for declining</label>
<input id="reason" name="reason" required>
<button>Decline</button>
</form>`,
	);
}

/**
 * The document, in the browser's own viewer of PDFs, which runs apart from the page. In a frame with the attribute
 * `sandbox`, Chrome does not start it; what is not a PDF never comes into the frame.
 */
function preview({ name, file }: HeldDocument, { key }: HeldSigner, hasPdf: boolean): Markup {
	const address = `/sign/${key}/document`;
	if (!hasPdf) {
		return markup`<p>${file.name} cannot be shown here. <a href="${address}">Download it</a></p>`;
	}
	return markup`<iframe title="${name}" src="${address}#navpanes=0&view=FitH"></iframe>
<p><a href="${address}">Open the document on a page of its own</a></p>`;
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

function input({ id, label, type, value, required, options }: HeldField): Markup {
	const name = fieldPrefix + id;
	const must = required ? markup` required` : undefined;
	const chosen = (option: string) => (option === value ? markup` selected` : undefined);
	const checkbox = type === 'CheckBox';
	const checked = checkbox && value === 'true' ? markup` checked` : undefined;
	const control = options
		? markup`<select id="${name}" name="${name}"${must}><option value=""></option>${options.map((option) => markup`<option${chosen(option)}>${option}</option>`)}</select>`
		: markup`<input id="${name}" name="${name}"${must} type="${inputTypes[type] ?? 'text'}" value="${checkbox ? 'true' : value}"${checked}>`;
	return markup`<label for="${name}">${label}</label>\n${control}`;
}
