import { read } from '../../api';
import { simplifyForm } from '../../api/answers/form';
import { getMany } from '../getMany';

// API: GET /FormDirect/GetFormList, docs/api/API.md section 5.5
export const getAll = getMany({
	action: 'Get many forms',
	description: 'List the Form Direct forms of your account',
	list: async (context) => await read(context, '/FormDirect/GetFormList'),
	simplify: simplifyForm,
});
