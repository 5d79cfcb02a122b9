// Behaviours that are none of the simulator's: the probe has to say that it is neither.
import { readingNames } from './judge.cts';
import { changed, edited, told, type Bend, type Held } from './bend.cts';
import { CANARIES, type Play } from './play.cts';

interface Outside extends Play {
	/** The readings that nothing is said about. */
	also?: string[];
}

const on =
	(path: RegExp, change: (held: Held) => Held): Bend =>
	async (passed, pass) =>
		path.test(passed.path) ? edited(await pass(), change) : await pass();
const whole =
	(path: RegExp, change: (json: unknown) => unknown): Bend =>
	async (passed, pass) =>
		path.test(passed.path) ? changed(await pass(), change) : await pass();
const anywhere = (change: (held: Held) => Held) => on(/./, change);
const documents = (held: Held) => held.Documents as Held[];
const without = (held: Held, ...names: string[]) =>
	Object.fromEntries(Object.entries(held).filter(([name]) => !names.includes(name)));

export const outside: Record<string, Outside> = {
	timestamps: {
		bend: async (passed, pass) =>
			String(passed.headers['x-custom-date']).includes('.') ? told(422) : await pass(),
	},
	sendFormsAnswer: { bend: whole(/SendForms2/, (json) => documents(json as Held)) },
	packageDocuments: {
		bend: on(/Send2/, (held) =>
			Array.isArray(held.Documents)
				? { ...held, Documents: documents(held).map((Document) => ({ Document })) }
				: held,
		),
		also: ['nullFields', 'singleDocument'],
	},
	signingKey: {
		bend: anywhere((held) =>
			held.SigningKey ? { ...held, SigningKey: `secured://sign/${String(held.SigningKey)}` } : held,
		),
	},
	gmtWithZone: {
		bend: async (passed, pass) => {
			const isZoned = /"DueDate":"[^"]*Z","GMT":"60"/.test(String(passed.body));
			return isZoned
				? edited(await pass(), (held) =>
						held.DueDate ? { ...held, DueDate: '2027-03-01T00:00:00.000Z' } : held,
					)
				: await pass();
		},
	},
	userId: {
		bend: on(/Account\/Info/, (held) => ({ ...without(held, 'UserId'), userId: 'canary' })),
	},
	accountInfoTypes: { bend: on(/Account\/Info/, (held) => ({ ...held, DocumentLeft: '3' })) },
	removeFromPackage: {
		bend: async (passed, pass) =>
			passed.method === 'DELETE' && /Document/.test(passed.path) && !/RemoveFrom/.test(passed.path)
				? told(200, {})
				: await pass(),
	},
	uploadPart: {
		bend: async (passed, pass) =>
			/name="document"/.test(passed.body.toString('latin1')) ? told(400) : await pass(),
	},
	attachmentFields: {
		bend: on(/Attachment/, (held) => without(held, 'Number', 'Category')),
		also: ['nullFields'],
	},
	formats: {
		readings: { formats: 'jsonAndXml' },
		bend: async (passed, pass) => {
			if (!/format=/.test(passed.path)) passed.headers.accept = 'application/json';
			return await pass();
		},
	},
	uploadAnswer: {
		bend: on(/Document\/Uploader/, (held) => ({ ...held, ClientReference: 'canary' })),
	},
	radioButtons: {
		bend: on(/FormFields/, (held) =>
			held.FieldType === 'RadioButton' ? { ...held, FieldType: 'Radio' } : held,
		),
	},
	notaryJournalTypes: {
		bend: async (passed, pass) =>
			/ENotaryJournal.*xlsx/.test(passed.path) ? told(410) : await pass(),
	},
	dates: {
		bend: anywhere((held) => (held.DueDate ? { ...held, DueDate: '3/14/2027 5:06:07 PM' } : held)),
		also: ['gmtWithZone'],
	},
	nullFields: {
		bend: on(/GetFormList/, (held) =>
			held.Name === 'Employment Agreement' ? { ...held, ReturnUrl: null } : held,
		),
	},
	downloadHeaders: {
		bend: async (passed, pass) => {
			const answer = await pass();
			return /GetDocumentData/.test(passed.path)
				? { ...answer, headers: { 'content-type': 'application/octet-stream' } }
				: answer;
		},
	},
	errorBody: {
		bend: async (passed, pass) =>
			/Package\/Status/.test(passed.path) ? told(404, { error: 'canary' }) : await pass(),
	},
	recipients: { bend: whole(/GetRecipients/, () => [{ Email: 'canary@canary.example.com' }]) },
	signingKeys: {
		readings: { signingKeys: 'all' },
		bend: on(/SmartTag\/Send$/, (held) =>
			Array.isArray(held.Signers) && held.Signers.length === 2
				? { ...held, Signers: [without(held.Signers[0] as Held, 'SigningKey'), held.Signers[1]] }
				: held,
		),
	},
	templateKeys: {
		readings: { templateKeys: 'both' },
		bend: on(/FormFiller\/Send/, (held) => (held.Documents ? without(held, 'Signers') : held)),
	},
	referer: {
		bend: async (passed, pass) => {
			if (!/^https:/.test(String(passed.headers.referer))) return told(401);
			return await pass();
		},
	},
	endedDocuments: { bend: declinedInInBox() },
	unopened: {
		bend: anywhere((held) =>
			held.Status === 'Signing' ? { ...held, Status: '0 of 2 Signed' } : held,
		),
	},
	folder: { bend: anywhere((held) => (held.Folder ? { ...held, Folder: 'In Progress' } : held)) },
	updateSigner: {
		bend: async (passed, pass) => (/UpdateSigner/.test(passed.path) ? told(200, {}) : await pass()),
	},
	singleDocument: {
		bend: on(/Send2/, (held) =>
			documents(held)?.length === 1 ? { ...held, PackageReference: '' } : held,
		),
	},
	secondSend: { readings: { secondSend: 'repeated' }, bend: copiedAtSecondSend() },
	sender: {
		bend: async (passed, pass) => {
			if (passed.headers['x-custom-sender'] === CANARIES.sender)
				delete passed.headers['x-custom-sender'];
			return await pass();
		},
	},
	retention: { readings: { retention: 'sevenDays' }, bend: firstStatusIsGone() },
	signerNames: {
		bend: anywhere((held) =>
			held.SignerReference && held.LastName
				? { ...held, LastName: String(held.LastName).toLowerCase() }
				: held,
		),
		also: ['signerLookup'],
	},
	signerLookup: {
		bend: async (passed, pass) =>
			/"FirstName":"PROBE"/.test(String(passed.body)) ? told(422) : await pass(),
	},
	callback: {
		readings: { callback: 'never' },
		call: async (address) => await fetch(address, { method: 'PUT', body: 'canary' }),
	},
};

/** Lists what was declined in another folder. */
function declinedInInBox(): Bend {
	const declined = new Set<string>();
	return async (passed, pass) => {
		const answer = await pass();
		if (/Document\/Status/.test(passed.path)) {
			return edited(answer, (held) => {
				if (held.Status === 'Declined') declined.add(String(held.Reference));
				return held;
			});
		}
		if (!/GetActiveDocuments/.test(passed.path)) return answer;
		return changed(answer, (json) => {
			const others = (json as Held[]).filter(({ Reference }) => !declined.has(String(Reference)));
			const moved = [...declined].map((Reference) => ({ Reference, Name: '', Signers: [] }));
			return /InBox/.test(passed.path) ? [...others, ...moved] : others;
		});
	};
}

/** Answers the second send of a document with another one. */
function copiedAtSecondSend(): Bend {
	const sent = new Set<string>();
	return async (passed, pass) => {
		const answer = await pass();
		const [reference] = /(?<="DocumentReferences":\[")\d+/.exec(String(passed.body)) ?? [];
		if (!reference || !/SmartTag\/Send$/.test(passed.path)) return answer;
		const isAgain = sent.has(reference);
		sent.add(reference);
		return isAgain
			? edited(answer, (held) => (held.DueDate ? { ...held, Reference: '1'.repeat(48) } : held))
			: answer;
	};
}

/** Says of the document that the operator has named neither that it is there nor that it is not. */
function firstStatusIsGone(): Bend {
	let first: string | undefined;
	return async (passed, pass) => {
		if (!/Document\/Status/.test(passed.path)) return await pass();
		first ??= passed.path;
		return passed.path === first ? told(410) : await pass();
	};
}

export const notPlayed = readingNames.filter((name) => !(name in outside));
