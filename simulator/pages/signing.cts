// The page behind a signing link: plain forms, no script.
import express, { Router, type Request, type Response } from 'express';
import { extensionOf } from '../files.cts';
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

	const find = (
		{ params: { key }, headers }: Request<{ key: string }>,
		response: Response,
	): Signing | undefined => {
		letTimePass(service);
		const found = service.store.bySigningKey(key);
		if (!found) {
			const text = markup`<p>This link is not valid, or the document was removed.</p>`;
			response.status(404).send(page('Unknown link', text, { back: !isFramed(headers) }));
		}
		return found;
	};
	const mayAct = (signing: Signing) => service.life.turn(signing.document).includes(signing.signer);

	const shown = async (signing: Signing, may: boolean, { headers }: Request) => {
		const hasPdf = (await shownPdf(signing.document, service)) !== undefined;
		if (may) return toSign(signing, hasPdf, !isFramed(headers));
		const next = service.life.turn(signing.document);
		return acted(signing, hasPdf, next, !isFramed(headers));
	};

	router.get('/:key', async (request, response) => {
		const signing = find(request, response);
		if (signing) response.send(await shown(signing, mayAct(signing), request));
	});

	router.get('/:key/document', async (request, response) => {
		const signing = find(request, response);
		if (signing) await sendFile(signing.document, service, response);
	});

	router.post('/:key', async (request, response) => {
		const signing = find(request, response);
		if (!signing) return;
		// Somebody who clicks twice, or too late, sees how things stand.
		if (!mayAct(signing)) {
			return void response.status(409).send(await shown(signing, false, request));
		}
		const { document, signer } = signing;
		await service.life.sign(document, signer, valuesOf(posted(request)));
		// Assumed: nothing is added to ReturnUrl.
		const target = signer.returnUrl ?? document.returnUrl ?? `/sign/${signer.key}`;
		response.redirect(303, target);
	});

	router.post('/:key/decline', async (request, response) => {
		const signing = find(request, response);
		if (!signing) return;
		if (!mayAct(signing)) {
			return void response.status(409).send(await shown(signing, false, request));
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

/** The page that asks somebody to sign. */
function toSign({ document, signer }: Signing, hasPdf: boolean, back: boolean) {
	const name = `${signer.firstName} ${signer.lastName}`;
	const fields = document.fields.filter((field) => !field.readOnly).map(input);
	return page(
		document.name,
		markup`<p>Please sign this document, <bdi>${name}</bdi> (<bdi>${signer.email}</bdi>).</p>
${preview(document, signer, hasPdf)}
<form method="post">
${fields}
<button>Sign</button>
</form>
<form method="post" action="/sign/${signer.key}/decline">
<label for="reason">Reason for declining</label>
<input id="reason" name="reason" required>
<button>Decline</button>
</form>`,
		{ back },
	);
}

/** The page where there is nothing to sign, or not any more. */
function acted({ document, signer }: Signing, hasPdf: boolean, next: HeldSigner[], back: boolean) {
	return page(
		document.name,
		markup`<p role="status">${stateOf(document, signer)} ${signer.status === 'Signed' ? whatIsNext(document, next) : undefined}</p>
${back ? markup`<p><a class="button main" href="/">Back to the mailbox</a></p>` : undefined}
${preview(document, signer, hasPdf)}`,
	);
}

function whatIsNext({ state }: HeldDocument, next: HeldSigner[]): Markup {
	if (state === 'Complete') return markup`Everybody has signed.`;
	if (state === 'Declined') return markup`Somebody else has declined to sign it.`;
	if (state === 'Expired') return markup`Its due date has passed before everybody signed.`;
	const names = next.map(({ firstName, lastName }) => markup`<bdi>${firstName} ${lastName}</bdi>`);
	return markup`Next to sign: ${listed(names)}.`;
}

const listed = (names: Markup[]) => names.reduce((list, name) => markup`${list}, ${name}`);

/** In a frame of another page, the first page is refused (server.cts). Browsers say so of addresses on this machine. */
const isFramed = (headers: Request['headers']) => headers['sec-fetch-dest'] === 'iframe';

/**
 * The document, in the browser's own viewer of PDFs, which runs apart from the page. In a frame with the attribute
 * `sandbox`, Chrome does not start it; what is not a PDF never comes into the frame.
 */
function preview({ name, file }: HeldDocument, { key }: HeldSigner, hasPdf: boolean): Markup {
	const address = `/sign/${key}/document`;
	if (!hasPdf) {
		return markup`<p>${file.name} cannot be shown here. <a href="${address}">Download it</a></p>`;
	}
	const isText = extensionOf(file.name) === 'docx';
	return markup`${isText ? markup`<p class="quiet">The simulator shows the text of a Word file without its layout.</p>` : undefined}
<iframe title="${name}" src="${address}#navpanes=0&view=FitH"></iframe>
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
	return markup`<label for="${name}">${label}${required ? '' : ' (optional)'}</label>\n${control}`;
}
