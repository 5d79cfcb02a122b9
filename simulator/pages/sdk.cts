// The browser SDK's scripts, and the pages that the simulator shows in its frames.
import express, { Router, type Response } from 'express';
import { ServiceError } from '../errors.cts';
import { dueDateOf, newSigner } from '../operations/sending.cts';
import type { Service } from '../service.cts';
import type { HeldDocument } from '../store/types.cts';
import { markup, page } from './html.cts';
import { mainScript, requireScript } from './sdkScripts.cts';

type Values = Record<string, string | undefined>;

/** How many people the We Sign page has room for. */
const places = [1, 2];

/** Assumed: whoever knows a reference may open these pages, as with a signing key. */
export function sdkPages(service: Service): Router {
	const router = Router();
	router.use(express.urlencoded({ extended: false }));

	const scripts = { 'require.js': requireScript, 'main.js': mainScript };
	for (const [name, script] of Object.entries(scripts)) {
		router.get(`/scripts/${name}`, (_request, response) => void response.type('js').send(script));
	}

	router.get('/sign', (request, response) => {
		response.redirect(`/sign/${encodeURIComponent(String(request.query.key))}`);
	});
	router.get('/state', (request, response) => {
		const found = service.store.bySigningKey(String(request.query.key));
		response.json({ signed: found?.signer.status === 'Signed' });
	});

	router.get('/isign', (request, response) =>
		show(response, () => {
			const { FirstName, LastName, Email, DocumentReference } = request.query as Values;
			const { name } = service.store.document(DocumentReference);
			return page(
				name,
				markup`<p>I Sign, as ${FirstName} ${LastName} (${Email}).</p>
<form method="post"><button>Continue</button></form>`,
			);
		}),
	);
	router.post('/isign', (request, response) =>
		show(response, () => {
			const { FirstName, LastName, Email, DocumentReference } = request.query as Values;
			const document = begin(service, DocumentReference, [[FirstName, LastName, Email]]);
			response.redirect(303, `/sign/${document.signers[0].key}`);
		}),
	);

	router.get('/wesign', (request, response) =>
		show(response, () => {
			const { name } = service.store.document((request.query as Values).DocumentReference);
			return page(name, markup`<form method="post">${places.map(row)}<button>Send</button></form>`);
		}),
	);
	router.post('/wesign', (request, response) =>
		show(response, () => {
			const posted = request.body as Values;
			const people = places
				.map((n) => [posted[`first${n}`], posted[`last${n}`], posted[`email${n}`]])
				.filter(([, , email]) => email);
			const { DocumentReference } = request.query as Values;
			const document = begin(service, DocumentReference, people);
			return page(document.name, markup`<p role="status">Sent to ${people.length} people.</p>`);
		}),
	);
	return router;
}

const row = (n: number) => markup`<label for="first${n}">First name ${n}</label>
<input id="first${n}" name="first${n}">
<label for="last${n}">Last name ${n}</label>
<input id="last${n}" name="last${n}">
<label for="email${n}">Email ${n}</label>
<input id="email${n}" name="email${n}">
`;

/** Sends what was uploaded, without Smart Tags: these pages say who signs. */
function begin(
	service: Service,
	reference: string | undefined,
	people: (string | undefined)[][],
): HeldDocument {
	const document = service.store.document(reference);
	if (document.state !== 'NotStart') throw new ServiceError(400, 'Sent', 'It was sent already');
	const signers = people.map(([firstName = '', lastName = '', email = ''], i) =>
		newSigner(i + 1, { firstName, lastName, email }, {}, { embedded: true }),
	);
	document.sends += 1;
	service.life.begin(document, { signers, dueDate: dueDateOf(service, undefined, undefined) });
	return document;
}

function show(response: Response, content: () => string | void) {
	try {
		const text = content();
		if (text) response.send(text);
	} catch (error) {
		if (!(error instanceof ServiceError)) throw error;
		response.status(error.status).send(page('Not possible', markup`<p>${error.message}</p>`));
	}
}
