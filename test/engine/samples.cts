/** What the engine tests send. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ana = { firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com' };
export const ben = { firstName: 'Ben', lastName: 'Wu', email: 'ben@example.com' };
export const cleo = { firstName: 'Cleo', lastName: 'Ng', email: 'cleo@example.com' };
export const both = { signer: [ana, ben] };

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A file of test/data. */
export const dataFile = (name: string) => readFileSync(join(__dirname, '../data', name));

/** A ZIP file with nothing in it. */
export const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

/** A day that the simulator's account takes as a due date. */
export const inDays = (days: number) =>
	new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** A value of a resource locator, as the editor stores it. */
export const byReference = (value: unknown) => ({
	__rl: true as const,
	mode: 'id',
	value: value as string,
});

/** The list of documents of a Smart Tag send. */
export const documentList = (...references: unknown[]) => ({
	document: references.map((reference) => ({ document: byReference(reference) })),
});
