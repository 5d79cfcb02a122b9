/**
 * The owner of an instance, and what only somebody who is logged in may read: n8n's editor uses the
 * same addresses.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from './request.mts';

export interface Account {
	email: string;
	password: string;
}

/** n8n asks for a capital letter and a digit. */
export const newAccount = (): Account => ({
	email: 'owner@example.com',
	password: `Aa1${randomBytes(12).toString('hex')}`,
});

const json = (body: object, method = 'POST'): RequestInit => ({
	method,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

export class Owner {
	private constructor(
		private readonly origin: string,
		private readonly cookie: string,
	) {}

	/** Makes the owner's account of a new instance, as its first page does, and logs in. */
	static async setUp(origin: string, account: Account): Promise<Owner> {
		const person = { ...account, firstName: 'Olive', lastName: 'Owner' };
		return await Owner.enter(origin, '/rest/owner/setup', person);
	}

	/** Logs in to an instance that has its owner. */
	static async logIn(origin: string, { email, password }: Account): Promise<Owner> {
		return await Owner.enter(origin, '/rest/login', { emailOrLdapLoginId: email, password });
	}

	private static async enter(origin: string, path: string, body: object): Promise<Owner> {
		const answer = await request(`${origin}${path}`, json(body));
		if (!answer.ok) {
			throw new Error(`n8n refused the owner: ${answer.status} ${await answer.text()}`);
		}
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		return new Owner(origin, cookies.join('; '));
	}

	async get<T>(path: string): Promise<T> {
		return JSON.parse((await this.ask(path, {})).toString()) as T;
	}

	async post<T>(path: string, body: object): Promise<T> {
		return JSON.parse((await this.ask(path, json(body))).toString()) as T;
	}

	async patch<T>(path: string, body: object): Promise<T> {
		return JSON.parse((await this.ask(path, json(body, 'PATCH'))).toString()) as T;
	}

	async delete(path: string): Promise<void> {
		await this.ask(path, { method: 'DELETE' });
	}

	async bytes(path: string): Promise<Buffer> {
		return await this.ask(path, {});
	}

	private async ask(path: string, init: RequestInit): Promise<Buffer> {
		const headers = { ...(init.headers as Record<string, string>), cookie: this.cookie };
		const answer = await request(`${this.origin}${path}`, { ...init, headers });
		const body = Buffer.from(await answer.arrayBuffer());
		// On a busy machine, also long after its start; n8n says so before it does anything.
		if (answer.status === 503 && body.includes('Database is not ready')) {
			await sleep(500);
			return await this.ask(path, init);
		}
		if (!answer.ok) {
			throw new Error(`${path} answered ${answer.status}: ${body.toString().slice(0, 500)}`);
		}
		return body;
	}
}
