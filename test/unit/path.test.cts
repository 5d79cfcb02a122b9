import { path } from '../../nodes/SecuredSigning/transport/path';

describe('path', () => {
	test('leaves a reference of the service as it is', () => {
		expect(path`/Document/Status/${'154107214180236225199'}`).toBe(
			'/Document/Status/154107214180236225199',
		);
	});

	test.each([
		['a/b', 'a%2Fb'],
		['../Account/Info', '..%2FAccount%2FInfo'],
		['a?x=1#y', 'a%3Fx%3D1%23y'],
		['a%2e%2e', 'a%252e%252e'],
		['ünï', '%C3%BCn%C3%AF'],
		['line\nbreak', 'line%0Abreak'],
	])('keeps %j one segment', (value, encoded) => {
		expect(path`/Document/Log/${value}`).toBe(`/Document/Log/${encoded}`);
	});

	test.each(['', '   ', '.', '..', '...', '\ud800', undefined, null, {}])('refuses %j', (value) => {
		expect(() => path`/Document/Status/${value as string}`).toThrow(/reference/i);
	});
});
