import { omitEmpty, isTrueIfGiven, text } from '../../shared/values';
import type { Raw } from '../types';

/** The few things of an account that matter to a workflow, as numbers and words. */
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

/** The service's own description calls every value text, its SDK has numbers: both are taken. */
function count(value: unknown): number | undefined {
	const number = Number(text(value));
	return text(value) === '' || Number.isNaN(number) ? undefined : number;
}
