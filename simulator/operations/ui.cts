import type { Operations } from '../api.cts';
import { page } from '../pages/html.cts';

// Pages for the vendor's browser SDK. Assumed: any HTML will do, since no client reads it.
export const ui: Operations<'getUIResource' | 'getUISetup'> = {
	getUIResource: ({ query }) => ({
		html: page('Resource', `<p>Resource of type ${query.ResourceType}</p>`),
	}),
	getUISetup: () => ({ html: page('Setup', '<p>Nothing to set up in the simulator.</p>') }),
};
