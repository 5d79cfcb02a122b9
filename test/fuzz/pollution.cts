import assert from 'node:assert/strict';

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const namesOf = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).length);
const clean = namesOf();

/** @throws AssertionError when something has put a name into what every value inherits */
export function refusePollution(): void {
	assert.deepEqual(namesOf(), clean, 'something was put into what every value inherits');
}
