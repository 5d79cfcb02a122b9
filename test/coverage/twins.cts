/**
 * Operations of the API that do no job of their own. Whoever reaches a twin has done the job of the operation it
 * stands beside. Sources: docs/api/API.md, section 5.
 */
export interface Twin {
	/** An operationId of docs/api/openapi.yaml. */
	twin: string;
	/** The operation whose job it does; none where the job is not one of a workflow. */
	of?: string;
	reason: string;
}

export const twins: Twin[] = [
	{
		twin: 'uploadDocumentWithClientReference',
		of: 'uploadDocument',
		reason: 'The same upload, with the client reference in the address instead of the form',
	},
	{ twin: 'deleteDocumentPost', of: 'deleteDocument', reason: 'POST for clients without DELETE' },
	{ twin: 'deletePackagePost', of: 'deletePackage', reason: 'POST for clients without DELETE' },
	{
		twin: 'deleteAttachmentPost',
		of: 'deleteAttachment',
		reason: 'POST for clients without DELETE',
	},
	{ twin: 'getRecipientsAlias', of: 'getRecipients', reason: 'A second address of the same list' },
	{
		twin: 'downloadFormData',
		of: 'exportFormData',
		reason: 'A second address of the same file',
	},
	{
		twin: 'getFormDataUrl',
		of: 'exportFormData',
		reason: 'Obsolete since version 1.3 of the API: answers with an address of the file',
	},
	{
		twin: 'getUIResource',
		reason: "HTML for the service's own script in a browser, of no use to a workflow",
	},
	{
		twin: 'getUISetup',
		reason: "HTML for the service's own script in a browser, of no use to a workflow",
	},
];
