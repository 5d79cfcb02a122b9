/** A refusal with a cause. How it looks on the wire is a reading (`errorBody`). */
export class ServiceError extends Error {
	constructor(
		readonly status: number,
		readonly errorCode: string,
		message: string,
		readonly fieldErrors: FieldError[] = [],
	) {
		super(message);
	}
}

export interface FieldError {
	ErrorCode: string;
	FieldName: string;
	Message: string;
}

// The names of .NET exceptions, because ServiceStack puts those into ErrorCode.
export const invalid = (message: string, fieldErrors?: FieldError[]) =>
	new ServiceError(400, 'ArgumentException', message, fieldErrors);
export const unauthorized = (message: string) =>
	new ServiceError(401, 'AuthenticationException', message);
export const paymentRequired = () =>
	new ServiceError(402, 'PaymentRequired', 'Account on hold, payment required');
export const notFound = (message: string) => new ServiceError(404, 'NotFound', message);
export const tooLarge = () => new ServiceError(413, 'RequestEntityTooLarge', 'File is too large');
export const planExhausted = () =>
	new ServiceError(426, 'UpgradeRequired', 'Not enough documents left in plan');

/** The meanings that the service's own declarations give to a 404, by what was looked for. */
export const missing = {
	process: 'Unable to find document, please check reference',
	document: 'Document not found, may have been removed',
	upload: 'Document not found, check uploaded file name matches file name in data',
	form: 'Form not found',
	signer: 'Not found',
};
