import { packageLocator, requiredLocator } from '../../descriptions/locators';
import { optionsField } from '../../descriptions/options';
import { chosenView, includeLogField, logQuery, simplifyField } from '../../descriptions/results';
import { simplifyPackage } from '../../outputs/package';
import { read } from '../../transport';
import type { Operation } from '../operation';

// API: GET /Package/Status/{PackageReference}, docs/api/API.md section 5.3
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get package',
	description: 'Look up how far the documents of a package are and who has signed',
	fields: [packageLocator, simplifyField, optionsField([includeLogField])],
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('package', itemIndex), 'Package');
		const answer = await read(this, '/Package/Status/{PackageReference}', {
			path: { PackageReference: reference },
			query: logQuery(this, itemIndex),
		});
		return [{ json: chosenView(this, itemIndex, answer, simplifyPackage) }];
	},
};
