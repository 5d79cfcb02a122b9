import { read } from '../../api';
import { simplifyTemplate } from '../../api/answers/template';
import { getMany } from '../getMany';

// API: GET /FormFiller/GetTemplateList, docs/api/API.md section 5.6
export const getAll = getMany({
	action: 'Get many templates',
	description: 'List the Form Filler templates of your account',
	list: async (context) => await read(context, '/FormFiller/GetTemplateList'),
	simplify: simplifyTemplate,
});
