import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationId } from './api.cts';
import { apiRoute } from './apiRoute.cts';
import { Authentication } from './authentication.cts';
import { Callbacks, type Callback } from './callbacks.cts';
import { Clock } from './clock.cts';
import { Contract } from './contract.cts';
import { startElsewhere, type Elsewhere } from './elsewhere.cts';
import { Faults, type Fault } from './faults.cts';
import { Files } from './files.cts';
import { likelyReadings, type Readings } from './readings.cts';
import type { RecordedRequest } from './records.cts';
import { createApp } from './server.cts';
import type { Service } from './service.cts';
import { Signing, type Who } from './signing.cts';
import { newAccount, type Account } from './store/account.cts';
import { Life } from './store/life.cts';
import { Mailbox, type Message } from './store/mailbox.cts';
import { folderOf, statusOf } from './store/present.cts';
import { Store } from './store/store.cts';
import { letTimePass } from './store/timePassing.cts';
import type { HeldDocument, Identity, Leftover } from './store/types.cts';

export type { Account, Callback, Elsewhere, Fault, Message, OperationId, Readings };
export type { RecordedRequest, Who };
export { controlPath } from './control.cts';
export { faultKinds, type FaultKind, type Spoiling } from './faults.cts';
export type { RecordedFile } from './records.cts';

export interface SimulatorOptions {
	/** Where it listens; default: for this machine alone. */
	host?: string;
	/** Default: any free port. */
	port?: number;
	apiKey?: string;
	apiSecret?: string;
	/** The access URL that the key is bound to. */
	domain?: string;
	/** In bytes; default 20 MB. */
	maxUploadSize?: number;
	readings?: Partial<Readings>;
}

/** A document as the service holds it now. */
export type SimulatorDocument = HeldDocument & { status: string; folder: string };

export interface Simulator {
	/** http://127.0.0.1:PORT, where its pages are. */
	origin: string;
	/** The base URL of the API. */
	url: string;
	/** Ready for the credential of the n8n node. */
	credential: {
		environment: 'custom';
		baseUrl: string;
		apiKey: string;
		apiSecret: string;
		domain: string;
	};
	/** Every API request, in its order. */
	requests: RecordedRequest[];
	faults: Pick<Faults, 'add' | 'choose' | 'clear' | 'spoil'>;
	/** Switches for what the sources leave open; change them at any time. */
	readings: Readings;
	/** The account behind the key; change it at any time. */
	account: Account;
	documents(): readonly SimulatorDocument[];
	/** Puts a document there, as if it had always been. */
	put(document: HeldDocument): void;
	/** Clicks Sign: for a signing key, a document or every document of a package. */
	sign(keyOrReference: string, who?: Who, values?: Record<string, string>): Promise<void>;
	decline(keyOrReference: string, who?: Who, reason?: string): Promise<void>;
	/** Checks who somebody is: the service then says so of the signer. */
	identify(keyOrReference: string, who: Who | undefined, identity: Identity): Promise<void>;
	/** Lets the due date of a document or package pass. */
	expire(reference: string): Promise<void>;
	/** The date in the simulator, and how many days it is ahead of the machine's. */
	clock: Pick<Clock, 'now' | 'daysAhead' | 'reset'>;
	/** Lets days pass: what is overdue then has expired. */
	passDays(days: number): void;
	/** As after the days of retention: what everybody has signed is there no more; or that one of it. */
	forgetSigned(reference?: string): void;
	/** Leaves a file behind, as somebody who uploads while signing does, or a recording. */
	leave(reference: string, what: Leftover, name: string, content: Uint8Array): Promise<void>;
	/** The emails that the service would have sent. */
	messages: readonly Message[];
	/** The calls of NotifyUrl. */
	callbacks: Callback[];
	/** Waits for calls of NotifyUrl that are under way. */
	settle(): Promise<void>;
	/** Where the redirect fault points to, and who went there. */
	elsewhere: Elsewhere;
	/** Answers that are not as described, and the simulator's own errors. Always empty, one hopes. */
	problems: string[];
	/** Ends everything; may be called twice. */
	close(): Promise<void>;
}

const basePath = '/web/v1.4';

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const {
		apiKey = 'simulator-api-key',
		apiSecret = 'simulator-api-secret',
		domain = 'https://n8n.example.com',
		host = '127.0.0.1',
	} = options;
	const readings: Readings = { ...likelyReadings, ...options.readings };
	const account = newAccount(options.maxUploadSize ?? 20 * 1024 * 1024);
	const contract = Contract.load();
	const files = new Files();
	const clock = new Clock();
	const callbacks = new Callbacks(readings, clock);
	const store = new Store();
	const mailbox = new Mailbox(store, clock);
	const life = new Life(files, callbacks, mailbox, clock);
	const service: Service = {
		origin: '',
		readings,
		clock,
		account,
		store,
		files,
		mailbox,
		callbacks,
		life,
	};
	const faults = new Faults(contract.operationIds);
	const signing = new Signing(service);
	const closing = new AbortController();
	const { elsewhere, server: elsewhereServer } = await startElsewhere();

	let closed: Promise<void> | undefined;
	const simulator: Simulator = {
		origin: '',
		url: '',
		credential: { environment: 'custom', baseUrl: '', apiKey, apiSecret, domain },
		requests: [],
		faults,
		readings,
		account,
		documents: () =>
			[...store.documents.values()].map((held) => ({
				...held,
				status: statusOf(held, readings),
				folder: folderOf(held),
			})),
		put: (document) => void store.documents.set(document.reference, document),
		sign: (reference, who, values) => signing.sign(reference, who, values),
		decline: async (reference, who, reason) => signing.decline(reference, who, reason),
		identify: async (reference, who, identity) => signing.identify(reference, who, identity),
		expire: async (reference) => signing.expire(reference),
		clock,
		passDays: (days) => {
			clock.pass(days);
			letTimePass(service);
		},
		forgetSigned: (reference) =>
			store.removeSigned((held) => reference === undefined || held.reference === reference),
		leave: async (reference, what, name, content) => {
			store.document(reference).leftovers[what] = await files.write(name, content);
		},
		messages: mailbox.messages,
		callbacks: callbacks.made,
		settle: () => callbacks.settle(),
		elsewhere,
		problems: [],
		close: () => (closed ??= close()),
	};

	const api = apiRoute(basePath, {
		service,
		contract,
		authentication: new Authentication({ apiKey, apiSecret, domain }, account, readings),
		faults,
		requests: simulator.requests,
		problems: simulator.problems,
		elsewhere: elsewhere.url,
		closing: closing.signal,
	});
	const app = createApp(basePath, api, service, simulator, host);
	const server = await listen(app, options.port ?? 0, host);
	service.origin = simulator.origin = originOf(server, host);
	simulator.url = simulator.credential.baseUrl = `${simulator.origin}${basePath}`;
	return simulator;

	async function close() {
		closing.abort();
		callbacks.close();
		await Promise.all([server, elsewhereServer].map(end));
		await callbacks.settle();
		files.remove();
	}
}

/** Where a browser on this machine finds it, which listens on every address for one of all zeroes. */
function originOf(server: Server, host: string) {
	const { port } = server.address() as AddressInfo;
	const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
	return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

const listen = (app: ReturnType<typeof createApp>, port: number, host: string) =>
	new Promise<Server>((resolve, reject) => {
		const server = app.listen(port, host, (error) => (error ? reject(error) : resolve(server)));
	});

const end = (server: Server) =>
	new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
