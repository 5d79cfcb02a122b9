import { readDated } from '../../api';
import { readAgain } from '../../api/answers/documentStatus';
import { simplifyPackage } from '../../api/answers/package';
import { optionsField } from '../../fields/options';
import {
	chosenView,
	includeLogField,
	logQuery,
	simplifyField,
	tellIfCached,
} from '../../fields/results';
import { packageLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';

// API: GET /Package/Status/{PackageReference}, docs/api/API.md section 5.3
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get package',
	description: 'Get the status of a package, its documents and their signers',
	fields: [packageLocator, simplifyField, optionsField([includeLogField])],
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, packageLocator);
		const { answer, look } = await readDated(this, '/Package/Status/{PackageReference}', {
			path: { PackageReference: reference },
			query: logQuery(this, itemIndex),
		});
		tellIfCached(this, look.at);
		const simplify = (found: typeof answer, timezone: string) =>
			simplifyPackage(found, timezone, (document) => readAgain(document, look));
		return [{ json: chosenView(this, itemIndex, answer, simplify) }];
	},
};
