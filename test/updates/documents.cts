/** Documents of the simulator as fixtures keep them: dates are texts, and where the files lay is nobody's business. */
import { basename, join } from 'node:path';

import type { SimulatorDocument } from '../../simulator/index.cts';

/** What every document of the fixtures was made of. */
export const FILE = join(__dirname, '../data/confidentiality-agreement.pdf');

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const withoutPaths = (documents: readonly SimulatorDocument[]): SimulatorDocument[] =>
	documents.map((held) => ({ ...held, file: { ...held.file, path: '' } }));

/** A document as the simulator holds it. */
export const revived = (document: SimulatorDocument): SimulatorDocument => {
	const found = JSON.parse(JSON.stringify(document), (_, value: unknown) =>
		typeof value === 'string' && DATE.test(value) ? new Date(value) : value,
	) as SimulatorDocument;
	const file = { ...found.file, name: basename(FILE), mimeType: 'application/pdf', path: FILE };
	return { ...found, file };
};
