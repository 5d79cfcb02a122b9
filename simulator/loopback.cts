/** The simulator talks to this machine only, whatever address a test hands it. */
export const isLoopback = (url: URL) =>
	/^https?:$/.test(url.protocol) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
