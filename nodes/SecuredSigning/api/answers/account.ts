import { omitEmpty, isTrueIfGiven, text } from '../../shared/values';
import type { Raw } from '../types';

/** The values of an account that workflows need, as numbers and texts. */
export function simplifyAccount(account: Raw<'AccountInfo'>) {
	return omitEmpty({
		planName: account.PlanName,
		documentsLeft: count(account.DocumentLeft),
		documentsUsed: count(account.DocumentUsed),
		name: account.Name,
		email: account.Email,
		accountStatus: account.AccountStatus,
		locked: isTrueIfGiven(account.Locked),
		maxUploadSize: count(account.MaxUploadSize),
		defaultDueDays: count(account.DefaultDueDate),
		maxDueDays: count(account.MaxDueDate),
	});
}

/** The API description declares every value as text, the SDK as numbers: both are accepted. */
function count(value: unknown): number | undefined {
	const number = Number(text(value));
	return text(value) === '' || Number.isNaN(number) ? undefined : number;
}
