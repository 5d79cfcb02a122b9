/**
 * Asks a real n8n. Each request has a connection of its own: n8n ends connections that nobody used for five
 * seconds, while the next request may be on its way, and one that was sent on such a connection fails.
 */
export const request = async (url: string, init: RequestInit = {}): Promise<Response> => {
	const headers = new Headers(init.headers);
	headers.set('connection', 'close');
	return await fetch(url, { ...init, headers });
};
