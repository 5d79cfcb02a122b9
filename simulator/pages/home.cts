// The first page: what the service would have emailed, the documents, and what people and time may do to them.
import express, { Router, type Request, type Response } from 'express';
import { readableDate } from '../dates.cts';
import { ServiceError } from '../errors.cts';
import type { Service } from '../service.cts';
import type { Simulator } from '../simulator.cts';
import type { Message } from '../store/mailbox.cts';
import type { HeldDocument, HeldSigner, Person, State } from '../store/types.cts';
import { letTimePass } from '../store/timePassing.cts';
import { sendFile } from './documentFile.cts';
import { markup, page, type Markup } from './html.cts';
import { addressOf, found, PER_PAGE, shownPage, viewOf, type View } from './view.cts';

/** How often a page looks again on which nothing is to be done yet. */
const REFRESH_SECONDS = 5;

const stateNames: Record<State, string> = {
	NotStart: 'Not sent',
	InProgress: 'In progress',
	Complete: 'Signed',
	Declined: 'Declined',
	Expired: 'Expired',
};

const acts = {
	'sign-all': async ({ life }: Service, document: HeldDocument) => {
		for (let [signer] = life.turn(document); signer; [signer] = life.turn(document)) {
			await life.sign(document, signer);
		}
	},
	decline: async (_service: Service, document: HeldDocument, simulator: Simulator) =>
		await simulator.decline(document.reference),
	expire: async (_service: Service, document: HeldDocument, simulator: Simulator) =>
		await simulator.expire(document.reference),
};

export function homePages(service: Service, simulator: Simulator): Router {
	const router = Router();
	router.use(express.urlencoded({ extended: false }));

	router.get('/', ({ query }, response) => {
		letTimePass(service);
		response.send(home(service, simulator, viewOf(query)));
	});
	/** After a button, what was shown before it. */
	const back = ({ query }: Request, response: Response) =>
		response.redirect(303, addressOf(viewOf(query)));

	router.get('/documents/:reference/file', async ({ params }, response) => {
		await sendFile(service.store.document(params.reference), service, response);
	});
	for (const [name, act] of Object.entries(acts)) {
		router.post(`/documents/:reference/${name}`, async (request, response) => {
			const document = service.store.document(request.params.reference);
			if (document.state !== 'InProgress') {
				throw new ServiceError(409, 'Conflict', 'This document is not in progress any more');
			}
			await act(service, document, simulator);
			back(request, response);
		});
	}

	router.post('/clock', (request, response) => {
		const { days } = (request.body ?? {}) as { days?: string };
		simulator.passDays(Number(days));
		back(request, response);
	});
	router.post('/clock/reset', (request, response) => {
		simulator.clock.reset();
		back(request, response);
	});
	return router;
}

function home(service: Service, simulator: Simulator, view: View) {
	const { messages } = service.mailbox;
	const documents = [...service.store.documents.values()].filter(({ hidden }) => !hidden);
	const content = markup`<p>This is a simulator: no email is sent and no document leaves this machine.</p>
${calendar(service, view)}
${connection(simulator, documents.length === 0)}
${Math.max(messages.length, documents.length) > PER_PAGE || view.search ? searchForm(view) : undefined}
<div class="columns">
${mailbox(service, view)}
${documentList(documents, service, view)}
</div>`;
	const isUnsent = documents.every(({ state }) => state === 'NotStart');
	const refresh = isUnsent ? REFRESH_SECONDS : undefined;
	return page('Secured Signing simulator', content, { refresh, wide: true });
}

const searchForm = ({ search }: View) => markup`<form class="row" role="search" action="/">
<label for="search">Search emails and documents</label>
<input id="search" type="search" name="search" value="${search}" placeholder="A name, an email address or a document">
<button>Search</button>
${search ? markup`<a href="/">Show all</a>` : undefined}
</form>`;

function mailbox(service: Service, view: View) {
	const { messages } = service.mailbox;
	const shown = found(messages, view, ({ to, subject, document, signer }) => [
		...personTexts(to),
		...[subject, document.name, document.reference],
		(signer && outcomeOf(document, signer)) ?? '',
	]);
	const none =
		messages.length === 0 ? 'No emails yet. Send a document from n8n.' : 'No emails found.';
	return markup`<section id="mails" aria-labelledby="mailbox">
<h2 id="mailbox">Mailbox</h2>
<p class="narrow"><a href="#documents">Go to the documents</a></p>
${shownPage(shown, view, 'mails', (message) => letter(message, service))}
${shown.length === 0 ? markup`<p class="quiet">${none}</p>` : undefined}
</section>`;
}

function documentList(documents: HeldDocument[], service: Service, view: View) {
	const shown = found(documents, view, ({ name, reference, state, signers, ...more }) => [
		...[name, reference, more.clientReference ?? '', stateNames[state]],
		...signers.flatMap(personTexts),
		service.store.packages.get(more.packageReference ?? '')?.name ?? '',
	]);
	const none = documents.length === 0 ? 'No documents yet.' : 'No documents found.';
	const isOpen = shown.some(({ state }) => state === 'InProgress');
	return markup`<section id="documents" aria-labelledby="documents-title">
<h2 id="documents-title">Documents</h2>
${isOpen ? markup`<p class="quiet">Use the buttons to sign or decline in the signers' place, or to let the due date pass.</p>` : undefined}
${shownPage(shown, view, 'documents', (document) => card(document, service, view))}
${shown.length === 0 ? markup`<p class="quiet">${none}</p>` : undefined}
</section>`;
}

const personTexts = ({ firstName, lastName, email }: Person) => [`${firstName} ${lastName}`, email];

const button = (action: string, text: string, more: Markup = markup``, kind = '') =>
	markup`<form method="post" action="${action}">${more}<button class="${kind}">${text}</button></form>`;

function calendar({ clock }: Service, view: View) {
	const days = clock.daysAhead;
	const later = (count: number, text: string) =>
		button(
			addressOf(view, '/clock'),
			text,
			markup`<input type="hidden" name="days" value="${count}">`,
		);
	return markup`<div class="row">
<span>Date: <strong>${readableDate(clock.now())}</strong>${days === 0 ? '' : ` (${days} ${days === 1 ? 'day' : 'days'} ahead)`}</span>
${later(1, 'A day later')}
${later(7, 'A week later')}
${days === 0 ? undefined : button(addressOf(view, '/clock/reset'), 'Back to today')}
<a href="${addressOf(view)}">Refresh</a>
</div>
${days === 0 ? undefined : markup`<p class="quiet">Only the simulator's date is ahead: n8n still has today's. Go back to today before you send again.</p>`}`;
}

function connection({ credential }: Simulator, isOpen: boolean) {
	const rows = [
		['Environment', 'Custom'],
		['Base URL', credential.baseUrl],
		['API Key', credential.apiKey],
		['API Secret', credential.apiSecret],
		['Domain (Access URL)', credential.domain],
	];
	return markup`<details class="card"${isOpen ? markup` open` : undefined}>
<summary>The credential for n8n</summary>
<p>Create a <strong>Secured Signing API</strong> credential in n8n with these values. With <code>npm run n8n</code>, it is already there.</p>
<dl>${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</details>`;
}

/** What became of the document that somebody was asked to sign. */
function outcomeOf({ state }: HeldDocument, { status }: HeldSigner): string | undefined {
	if (status === 'Signed') return 'Signed';
	return state === 'InProgress' ? undefined : stateNames[state];
}

function letter({ at, to, subject, text, document, signer }: Message, { life, store }: Service) {
	const isToBeSigned = signer !== undefined && life.turn(document).includes(signer);
	const address = signer ? `/sign/${signer.key}` : `/documents/${document.reference}/file`;
	const outcome = signer && outcomeOf(document, signer);
	const open = markup`<div class="row">
<a class="button${isToBeSigned ? ' main' : ''}" href="${address}">Open</a>
${outcome ? markup`<span class="quiet">${outcome}</span>` : undefined}
</div>`;
	const isThere = store.documents.has(document.reference);
	return markup`<article class="card">
<p class="quiet">To ${nameOf(to)} &lt;<bdi>${to.email}</bdi>&gt;, ${readableDate(at)}</p>
<h3>${subject}</h3>
<p class="text">${text}</p>
${isThere ? open : markup`<p class="quiet">The document was deleted.</p>`}
</article>`;
}

function card(document: HeldDocument, { life, store }: Service, view: View) {
	const { name, reference, state, signers, dueDate, packageReference } = document;
	const address = `/documents/${reference}`;
	const actOf = (act: keyof typeof acts) => addressOf(view, `${address}/${act}`);
	const turn = life.turn(document);
	const held = store.packages.get(packageReference ?? '');
	const buttons = markup`<div class="row">
${button(actOf('sign-all'), 'Sign all', undefined, 'main')}
${button(actOf('decline'), 'Decline')}
${button(actOf('expire'), 'Let it expire')}
</div>`;
	return markup`<article class="card">
<h3><a href="${address}/file">${name}</a></h3>
<p><span class="state ${state}">${stateNames[state]}</span>${dueDate && state === 'InProgress' ? `, due ${readableDate(dueDate)}` : ''}${held ? markup`, in the package <bdi>${held.name}</bdi>` : ''}</p>
${signers.length > 0 ? markup`<ol>${signers.map((signer) => markup`<li>${nameOf(signer)}: <bdi>${shownStatus(document, signer)}</bdi> ${turn.includes(signer) ? markup`<a href="/sign/${signer.key}">Signing page</a>` : undefined}</li>`)}</ol>` : undefined}
${state === 'InProgress' ? buttons : undefined}
</article>`;
}

/** Set apart, so that the direction of its letters turns nothing around beside it. */
const nameOf = ({ firstName, lastName, email }: Person) =>
	markup`<bdi>${`${firstName} ${lastName}`.trim() || email}</bdi>`;

function shownStatus({ state }: HeldDocument, signer: HeldSigner): string {
	const { status, embedded, declinedReason, signedAt } = signer;
	switch (status) {
		case 'Initialized':
			return state === 'InProgress' ? 'not their turn yet' : 'not asked';
		case 'Invitation':
			return embedded ? 'signs on your own page' : 'invited';
		case 'Reminder':
			return 'reminded';
		case 'Signed':
			return `signed${signedAt ? ` on ${readableDate(signedAt)}` : ''}`;
		case 'Declined':
			return `declined${declinedReason ? `: ${declinedReason}` : ''}`;
		default:
			return status.toLowerCase();
	}
}
