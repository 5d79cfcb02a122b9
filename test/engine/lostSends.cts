/** Sends that are done while nobody is told. */
import { SEND, type Rule, type Told } from './between.cts';
import { LOOK } from './flows.cts';

export const json = (body: unknown): Told => ({
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

/** Sends are done, and their answer is lost; so many look-ups after the first one say this. */
export function lost(told: Told, looks = Infinity): Rule {
	let [left, isSent] = [looks, false];
	return async ({ route }, pass) => {
		if (SEND.test(route)) {
			if (isSent) return await pass();
			isSent = true;
			await pass();
			return { status: 502 };
		}
		if (isSent && LOOK.test(route) && left-- > 0) return told;
		return await pass();
	};
}
