/** Who signs, and what is on the service before a flow begins. */
import { dataFile } from '../engine/samples.cts';
import { signedFile } from './service/documents.cts';
import { newReference, type Call, type Doc, type World } from './service/world.cts';

export const ana = { firstName: 'Ana', lastName: 'Lopez', email: 'ana@example.com' };
export const ben = { firstName: 'Ben', lastName: 'Wu', email: 'ben@example.com' };
export const ANA = { FirstName: 'Ana', LastName: 'Lopez', Email: 'ana@example.com' };
export const BEN = { FirstName: 'Ben', LastName: 'Wu', Email: 'ben@example.com' };
export const both = [ana.email, ben.email];
/** The client reference of an order that is out. */
export const ORDER = '4711';
/** The due date of what is out. */
export const DUE = Date.parse('2030-01-31T04:05:06Z');

/** Before the first request. */
const earlier = { account: 'seed', number: -1 } as Call;

/** A document that is out to Ana, who has signed, and Ben, who has not. */
export function sent(world: World, more: Partial<Doc> = {}): Doc {
	const doc = world.add('Lease.pdf', { content: dataFile('no-tags.pdf') });
	world.send([doc], earlier, [ANA, BEN], { due: DUE, ...more });
	world.invitations.length = 0;
	Object.assign(doc.signers[0], { signed: true, status: 'Signed' });
	doc.lastSigned = Date.parse('2026-11-20T01:02:03Z');
	return doc;
}

/** A document that everybody has signed. */
export function signed(world: World): Doc {
	const doc = sent(world);
	for (const each of doc.signers) Object.assign(each, { signed: true, status: 'Signed' });
	doc.folder = 'Signed';
	doc.content = signedFile;
	return doc;
}

/** An attachment, under the reference of a document, so that a flow knows it. */
export function attached(world: World): Doc {
	const doc = world.add('Terms.pdf', { content: dataFile('no-tags.pdf') });
	world.attachments.set(doc.reference, { name: doc.name, content: doc.content, deleted: false });
	return doc;
}

/** A mail merge with the letter of one row, under the reference of that letter. */
export function merged(world: World): Doc {
	const doc = sent(world);
	world.processes.set(doc.reference, [doc.reference]);
	return doc;
}

/** A package of two that is out to Ana and Ben. */
export function sentPackage(world: World): Doc {
	const docs = [world.add('Lease.pdf'), world.add('Annex.pdf')];
	world.send(docs, earlier, [ANA, BEN], {
		due: DUE,
		packageReference: newReference(),
	});
	world.invitations.length = 0;
	return docs[0];
}
