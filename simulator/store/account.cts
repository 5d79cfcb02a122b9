import type { Schemas } from '../api.cts';

/** The account behind the key. Tests change it freely. */
export interface Account
	extends Required<
		Omit<Schemas['AccountInfo'], 'UserID' | 'DocumentRemain' | 'Upgrade' | 'InDefaultPlan'>
	> {
	/** True: the key asks for an OAuth 2 token besides the four headers. */
	oauth2: boolean;
}

export const newAccount = (maxUploadSize: number): Account => ({
	oauth2: false,
	UserId: '1001',
	Email: 'owner@example.com',
	Name: 'Sandbox Owner',
	PlanName: 'Sandbox',
	PlanType: 'Paid',
	DocumentUsed: 0,
	DocumentLeft: 1000,
	DefaultDueDate: 14,
	MaxDueDate: 365,
	DateFormat: 'dd/MM/yyyy',
	GMT: '0',
	// Assumed: counted in bytes.
	MaxUploadSize: maxUploadSize,
	Actived: true,
	Locked: false,
	AccountStatus: 'Paid',
	IsAdmin: true,
	EnabledFaceToFaceSigning: true,
	EnabledVideoConfirmation: false,
	EnabledDocNegotiation: false,
	EnabledReviewBeforeSigning: true,
	NotaryEnabled: false,
});
