import { packageLocator, requiredLocator } from '../../descriptions/locators';
import { path } from '../../transport';
import { deleteOf, hasStatus } from '../deletion';
import type { Operation } from '../operation';

// API: DELETE /Package/{PackageReference}, docs/api/API.md section 5.3
export const deletePackage: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete package',
	description: 'Remove a package for good, with all of its documents',
	fields: [packageLocator],
	repetition: 'harmless',
	async execute(itemIndex) {
		const reference = requiredLocator(this.getNodeParameter('package', itemIndex), 'Package');
		await deleteOf(this, {
			what: 'package',
			path: path`/Package/${reference}`,
			isThere: async () => await hasStatus(this, path`/Package/Status/${reference}`),
		});
		return [{ json: { deleted: true, packageReference: reference } }];
	},
};
