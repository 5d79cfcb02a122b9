/** The values of a request, in words. */
import { isRecord, text } from '../shared/values';

/** One value of a request. */
export interface Leaf {
	/** In words, with all that it is in: "Signer 2: Email". */
	name: string;
	/** The properties that lead to it, without numbers: "Signers.Email". */
	path: string;
	value: unknown;
	/** What it is a property of. */
	owner: object;
}

/** All values of a request, in their order; empty ones are left out. */
export function leavesOf(value: unknown, name = '', path = '', owner: object = {}): Leaf[] {
	if (value === undefined || value === null || value === '') return [];
	const inner = (own: string) => [name, own].filter(Boolean).join(': ');
	if (Array.isArray(value)) {
		const property = path.split('.').at(-1) ?? '';
		return value.flatMap((entry: unknown, at) => {
			const own = KINDS[property] ?? wordsOf(property);
			const title = isRecord(entry) && TITLED.has(property) && titleOf(entry);
			return leavesOf(
				entry,
				[name, title ? `${own} “${title}”` : `${own} ${at + 1}`].filter(Boolean).join(': '),
				path,
				owner,
			);
		});
	}
	if (!isRecord(value)) return [{ name, path, value, owner }];
	return Object.entries(value).flatMap(([property, own]) =>
		leavesOf(
			own,
			Array.isArray(own) ? name : inner(wordsOf(property)),
			[path, property].filter(Boolean).join('.'),
			value,
		),
	);
}

const KINDS: Record<string, string> = {
	Attachments: 'Attachment',
	DocumentReferences: 'Stored Document',
	Fields: 'Field',
	Forms: 'Form',
	IDData: 'Question',
	ListItems: 'Choice',
	ShareUsers: 'Share With',
	Signers: 'Signer',
	Templates: 'Template',
};

const TITLED = new Set(['Fields', 'Forms', 'Templates']);

const titleOf = ({ Label, Name, ID, Reference }: Record<string, unknown>): string =>
	text(Label) || text(Name) || text(ID) || text(Reference);

/** Properties whose fields have other names. */
const LABELS: Record<string, string> = {
	CompletionEmailTemplateReference: 'Completion Template',
	EmbedForm: 'Embedded Signing',
	Embedded: 'Embedded Signing',
	EnabledFaceToFaceSigning: 'Face-to-Face Signing',
	InvitationEmailTemplateReference: 'Invitation Template',
	IsFaceToFaceSigning: 'Face-to-Face Signing',
	IsPersonalMessage: 'Invitation Is Personal',
	MobileCountry: 'Mobile Country Code',
	NoCompletionEmailTemplate: 'Default Completion Email',
	NoInvitationEmailTemplate: 'Default Invitation Email',
	NoPackage: 'Send As',
	NotifyUrl: 'Notify URL',
	ReturnUrl: 'Return URL',
	Sequential: 'Sign One After Another',
	SingleDocumentAsPackage: 'Single as Package',
	WorkflowReference: 'Workflow',
	XMLData: 'Prefill (XML)',
};

/** The label of a property's field; if it has none, its name as words. */
export const wordsOf = (property: string): string =>
	LABELS[property] ??
	property.replace(/^(Is|Enabled)(?=[A-Z])|Enabled$/g, '').replace(/([a-z])(?=[A-Z])/g, '$1 ');
