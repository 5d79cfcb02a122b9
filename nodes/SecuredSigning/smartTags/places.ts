import { emailOf, nameOf } from '../api/answers/people';
import { isEmail } from '../fields/people';
import type { Finding } from './finding';
import type { ReadFile } from './read';
import { signersOf, type GivenSigners } from './signers';

/**
 * Signers whom the tags name at another place: each would sign in another one's. A tag may name somebody to be
 * replaced, but nobody writes a signer of the same send into another one's tag for that. Where those people have each
 * other's places, it is an error: whoever was to sign where, this is not it. One alone may be chance, such as an old
 * name in a tag, and is a warning.
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

/** The places of somebody among the signers, by the address; people who share one are told apart by their names. */
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
