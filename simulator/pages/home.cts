// The first page: what the service would have emailed, the documents, and what people and time may do to them.
import express, { Router } from 'express';
import { readableDate } from '../dates.cts';
import { ServiceError } from '../errors.cts';
import type { Service } from '../service.cts';
import type { Simulator } from '../simulator.cts';
import type { Message } from '../store/mailbox.cts';
import type { HeldDocument, HeldSigner, State } from '../store/types.cts';
import { letTimePass } from '../store/timePassing.cts';
import { sendFile } from './documentFile.cts';
import { markup, page, type Markup } from './html.cts';

/** More would make the page slow. */
const SHOWN = 200;
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

	router.get('/', (_request, response) => {
		letTimePass(service);
		response.send(home(service, simulator));
	});

	router.get('/documents/:reference/file', async ({ params }, response) => {
		await sendFile(service.store.document(params.reference), service, response);
	});
	for (const [name, act] of Object.entries(acts)) {
		router.post(`/documents/:reference/${name}`, async ({ params }, response) => {
			const document = service.store.document(params.reference);
			if (document.state !== 'InProgress') {
				throw new ServiceError(409, 'Conflict', 'This document is not in progress any more');
			}
			await act(service, document, simulator);
			response.redirect(303, '/');
		});
	}

	router.post('/clock', (request, response) => {
		const { days } = (request.body ?? {}) as { days?: string };
		simulator.passDays(Number(days));
		response.redirect(303, '/');
	});
	router.post('/clock/reset', (_request, response) => {
		simulator.clock.reset();
		response.redirect(303, '/');
	});
	return router;
}

function home(service: Service, simulator: Simulator) {
	const { messages } = service.mailbox;
	const documents = [...service.store.documents.values()].filter(({ hidden }) => !hidden);
	const isEmpty = documents.length === 0;
	const content = markup`<p>This is a simulator: no email is sent and no document leaves this machine.</p>
${calendar(service)}
${connection(simulator, isEmpty)}
<div class="columns">
<section aria-labelledby="mailbox">
<h2 id="mailbox">Mailbox</h2>
${latest(messages, (message) => letter(message, service))}
${messages.length === 0 ? markup`<p class="quiet">No emails yet. Send a document from n8n.</p>` : undefined}
</section>
<section aria-labelledby="documents">
<h2 id="documents">Documents</h2>
${latest(documents, (document) => card(document, service))}
${isEmpty ? markup`<p class="quiet">No documents yet.</p>` : undefined}
</section>
</div>`;
	const isUnsent = documents.every(({ state }) => state === 'NotStart');
	const refresh = isUnsent ? REFRESH_SECONDS : undefined;
	return page('Secured Signing simulator', content, { refresh, wide: true });
}

/** Newest first. */
const latest = <T,>(all: T[], show: (one: T) => Markup): Markup[] => [
	...all.slice(-SHOWN).reverse().map(show),
	...(all.length > SHOWN ? [markup`<p class="quiet">Only the latest ${SHOWN} are shown.</p>`] : []),
];

const button = (action: string, text: string, more: Markup = markup``, kind = '') =>
	markup`<form method="post" action="${action}">${more}<button class="${kind}">${text}</button></form>`;

function calendar({ clock }: Service) {
	const days = clock.daysAhead;
	const later = (count: number, text: string) =>
		button('/clock', text, markup`<input type="hidden" name="days" value="${count}">`);
	return markup`<div class="row">
<span>Date: <strong>${readableDate(clock.now())}</strong>${days === 0 ? '' : ` (${days} ${days === 1 ? 'day' : 'days'} ahead)`}</span>
${later(1, 'A day later')}
${later(7, 'A week later')}
${days === 0 ? undefined : button('/clock/reset', 'Back to today')}
<a href="/">Refresh</a>
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
<dl>${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</details>`;
}

function letter({ at, to, subject, text, document, signer }: Message, { life, store }: Service) {
	const isToBeSigned = signer !== undefined && life.turn(document).includes(signer);
	const address = signer ? `/sign/${signer.key}` : `/documents/${document.reference}/file`;
	const isThere = store.documents.has(document.reference);
	return markup`<article class="card">
<p class="quiet">To ${nameOf(to)} &lt;<bdi>${to.email}</bdi>&gt;, ${readableDate(at)}</p>
<h3>${subject}</h3>
<p class="text">${text}</p>
${isThere ? markup`<a class="button${isToBeSigned ? ' main' : ''}" href="${address}">Open</a>` : markup`<p class="quiet">The document was deleted.</p>`}
</article>`;
}

function card(document: HeldDocument, { life, store }: Service) {
	const { name, reference, state, signers, dueDate, packageReference } = document;
	const address = `/documents/${reference}`;
	const turn = life.turn(document);
	const held = store.packages.get(packageReference ?? '');
	const buttons = markup`<div class="row">
${button(`${address}/sign-all`, 'Sign all', undefined, 'main')}
${button(`${address}/decline`, 'Decline')}
${button(`${address}/expire`, 'Let it expire')}
</div>`;
	return markup`<article class="card">
<h3><a href="${address}/file">${name}</a></h3>
<p><span class="state ${state}">${stateNames[state]}</span>${dueDate && state === 'InProgress' ? `, due ${readableDate(dueDate)}` : ''}${held ? markup`, in the package <bdi>${held.name}</bdi>` : ''}</p>
${signers.length > 0 ? markup`<ol>${signers.map((signer) => markup`<li>${nameOf(signer)}: <bdi>${shownStatus(signer)}</bdi> ${turn.includes(signer) ? markup`<a href="/sign/${signer.key}">Signing page</a>` : undefined}</li>`)}</ol>` : undefined}
${state === 'InProgress' ? buttons : undefined}
</article>`;
}

/** Set apart, so that the direction of its letters turns nothing around beside it. */
const nameOf = ({ firstName, lastName, email }: Message['to']) =>
	markup`<bdi>${`${firstName} ${lastName}`.trim() || email}</bdi>`;

function shownStatus({ status, embedded, declinedReason, signedAt }: HeldSigner): string {
	switch (status) {
		case 'Initialized':
			return 'not their turn yet';
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
