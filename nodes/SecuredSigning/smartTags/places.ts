import { emailOf, nameOf } from '../api/answers/people';
import { isEmail } from '../fields/people';
import type { Finding } from './finding';
import type { ReadFile } from './read';
import { signersOf, type GivenSigners } from './signers';

/**
 * Findings about signers whom a tag names under another number than the node does: each would sign in the
 * wrong place. If people have exactly swapped places, it is an error. Otherwise it may be a coincidence, such
 * as an old name in a tag, and is a warning.
 */
export function placeFindings(file: ReadFile, given: GivenSigners): Finding[] {
	const placesOf = placesIn(given);
	const moved = signersOf(file, []).flatMap(({ order, firstName, lastName, email }) => {
		if (!isEmail(email) || order > given.length) return [];
		const places = placesOf({ FirstName: firstName, LastName: lastName, Email: email });
		return places.length === 0 || places.includes(order)
			? []
			: [{ order, place: places[0], email }];
	});
	const orders = new Set(moved.map(({ order }) => order));
	const places = new Set(moved.map(({ place }) => place));
	const isExchange = orders.size === places.size && [...orders].every((order) => places.has(order));
	return moved.map(({ order, place, email }) => ({
		level: isExchange && !file.orderUncertain ? 'error' : 'warning',
		code: 'signersOutOfOrder',
		message: `The Smart Tag of signer ${order} names ${email}, who is signer ${place} in the node: put the signers in the order of the Smart Tags`,
		signer: order,
	}));
}

/**
 * Returns a function that gives a person's numbers among the signers, by email; people who share an address
 * are distinguished by name.
 */
function placesIn(given: GivenSigners): (person: GivenSigners[number]) => number[] {
	const byEmail = new Map<string, Array<{ name: string; place: number }>>();
	for (const [index, signer] of given.entries()) {
		const known = byEmail.get(emailOf(signer)) ?? [];
		byEmail.set(emailOf(signer), [...known, { name: nameOf(signer), place: index + 1 }]);
	}
	return (person) => {
		const sharing = byEmail.get(emailOf(person)) ?? [];
		const isOne = new Set(sharing.map(({ name }) => name)).size === 1;
		return sharing.filter(({ name }) => isOne || name === nameOf(person)).map(({ place }) => place);
	};
}
