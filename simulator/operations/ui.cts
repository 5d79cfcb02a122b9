import type { Handlers } from '../api.cts';
import { markup, page } from '../pages/html.cts';

// Pages for the vendor's browser SDK. Assumed: any HTML will do, since no client reads it.
export const ui = {
	getUIResource: ({ query }) => ({
		html: page('Resource', markup`<p>Resource of type ${query.ResourceType}</p>`),
	}),
	getUISetup: () => ({ html: page('Setup', markup`<p>Nothing to set up in the simulator.</p>`) }),
} satisfies Handlers;
