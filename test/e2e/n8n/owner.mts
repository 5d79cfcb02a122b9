/**
 * The owner of an instance, and what only somebody who is logged in may read: n8n's editor uses the
 * same addresses.
 */
export interface Account {
	email: string;
	password: string;
}

const json = (body: object): RequestInit => ({
	method: 'POST',
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
		const answer = await fetch(`${origin}/rest/owner/setup`, json(person));
		if (!answer.ok) {
			throw new Error(`n8n refused the owner: ${answer.status} ${await answer.text()}`);
		}
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		return new Owner(origin, cookies.join('; '));
	}

	async get<T>(path: string): Promise<T> {
		return await this.ask<T>(path, {});
	}

	async post<T>(path: string, body: object): Promise<T> {
		return await this.ask<T>(path, json(body));
	}

	private async ask<T>(path: string, init: RequestInit): Promise<T> {
		const headers = { ...(init.headers as Record<string, string>), cookie: this.cookie };
		const answer = await fetch(`${this.origin}${path}`, { ...init, headers });
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
		return JSON.parse(text) as T;
	}
}
