/** Forms whose roles come otherwise. */
import { bent, eachWith } from '../bend.cts';
import { plain, type Variant } from '../right.cts';

const lists = (value: unknown, names: string[], bend: (list: unknown[]) => unknown[]) =>
	eachWith(names, (object) => ({
		...object,
		...Object.fromEntries(
			names
				.filter((name) => Array.isArray(object[name]))
				.map((name) => [name, bend(object[name] as unknown[])]),
		),
	}))(value);

export const forms: Variant[] = [
	{
		name: 'the form asks for a third, required role since it was chosen',
		section: '5.5',
		deviations: [
			bent(['form', 'formList'], (body) =>
				lists(body, ['Signers'], (roles) => [
					...roles,
					{ SignerType: 'Employer', Optional: false, FirstName: '', LastName: '', Email: '' },
				]),
			),
		],
		right: { sendForm: { told: ['nothing', 'error'], says: /Employer/ } },
	},
	{
		name: 'the optional role is called optional by text',
		section: '10.6',
		deviations: [
			bent(
				['form', 'formList'],
				eachWith(['Optional'], (role) => ({ ...role, Optional: role.Optional ? 'True' : 'False' })),
			),
		],
		right: plain('sendForm', 'sendFormAlone'),
	},
	{
		name: 'the roles of a form carry names and emails from the last time',
		section: '5.5',
		deviations: [
			bent(
				['form', 'formList'],
				eachWith(['Optional'], (role) => ({
					...role,
					FirstName: 'Old',
					LastName: 'Hand',
					Email: 'old@example.com',
				})),
			),
		],
		right: { ...plain('sendForm'), sendFormAlone: { told: ['ok', 'nothing', 'error'] } },
	},
	{
		name: "the form's roles come without names at all",
		section: '3',
		deviations: [
			bent(
				['form', 'formList'],
				eachWith(['Optional'], ({ SignerType, Optional }) => ({ SignerType, Optional })),
			),
		],
		right: { ...plain('sendForm', 'sendFormAlone') },
	},
];
