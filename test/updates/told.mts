import type { Simulator } from '../n8n/simulator.mts';

/** What the workflows have told so far: which, what, and of which document. */
export const toldOn = ({ elsewhere }: Simulator): Array<[string, string, string]> =>
	elsewhere.requests.map(({ path }) => {
		const [, id, what, reference] = path.split('/');
		return [id, what, reference];
	});
