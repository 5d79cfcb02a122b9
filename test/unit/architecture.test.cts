/** Who imports whom: from a room of the house (CONTRIBUTING.md) arrows lead down only, and nowhere in a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ts from 'typescript';

const HOUSE = join(__dirname, '../../nodes/SecuredSigning');
/** From the top to the bottom; rooms of one floor know nothing of each other. */
const FLOORS = [
	['faces'],
	['actions', 'triggers'],
	['wait'],
	['send', 'evidence', 'signingPages'],
	['smartTags'],
	['fields'],
	['pickers'],
	['api'],
	['shared'],
];

const files = readdirSync(HOUSE, { recursive: true, encoding: 'utf8' })
	.map((name) => name.replaceAll(sep, '/'))
	.filter((name) => name.endsWith('.ts'));
const importsOf = (file: string) =>
	ts
		.preProcessFile(readFileSync(join(HOUSE, file), 'utf8'))
		.importedFiles.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.map((name) => join(dirname(file), name).replaceAll(sep, '/'))
		.filter((path) => !path.startsWith('../../credentials/'))
		.map(
			(path) =>
				files.find((name) => ['.ts', '.d.ts', '/index.ts'].some((end) => name === path + end)) ??
				path,
		);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

const roomOf = (file: string) => (file.includes('/') ? file.split('/')[0] : 'faces');
const floorOf = (file: string) => FLOORS.findIndex((rooms) => rooms.includes(roomOf(file)));

test('every room has its floor, and every import is a file of the house', () => {
	expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
	expect([...imports.values()].flat().filter((file) => !files.includes(file))).toEqual([]);
});

test('arrows between rooms lead down', () => {
	const upwards = [...imports].flatMap(([file, others]) =>
		others
			.filter((other) => roomOf(other) !== roomOf(file) && floorOf(other) <= floorOf(file))
			.map((other) => `${file} → ${other}`),
	);
	expect(upwards).toEqual([]);
});

test('no file imports itself over others', () => {
	// What imports nothing that is left, or is imported by nothing, is in no circle.
	const left = new Map(imports);
	for (let before = Infinity; left.size < before; ) {
		before = left.size;
		for (const [file, others] of left) {
			const imported = [...left].some(([, wanted]) => wanted.includes(file));
			if (!imported || !others.some((other) => left.has(other))) left.delete(file);
		}
	}
	expect([...left.keys()]).toEqual([]);
});

test('an operation that changes something says what doing it twice does', () => {
	// It asks about a file with a request that changes nothing.
	const asking = ['actions/document/verify.operation.ts'];
	const silent = files
		.filter((file) => file.endsWith('.operation.ts') && !asking.includes(file))
		.filter((file) => {
			const text = readFileSync(join(HOUSE, file), 'utf8');
			return /\b(?:change|command|upload)\(/.test(text) && !/\brepetition:/.test(text);
		});
	expect(silent).toEqual([]);
});
