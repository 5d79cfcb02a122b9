import { read } from '../../api';
import { simplifyPackage } from '../../api/answers/package';
import { optionsField } from '../../fields/options';
import { chosenView, includeLogField, logQuery, simplifyField } from '../../fields/results';
import { packageLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Package/Status/{PackageReference}, docs/api/API.md section 5.3
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get package',
	description: 'Look up how far the documents of a package are and who has signed',
	fields: [packageLocator, simplifyField, optionsField([includeLogField])],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, packageLocator);
		const answer = await read(this, '/Package/Status/{PackageReference}', {
			path: { PackageReference: reference },
			query: logQuery(this, itemIndex),
		});
		return [{ json: chosenView(this, itemIndex, answer, simplifyPackage) }];
	},
};
