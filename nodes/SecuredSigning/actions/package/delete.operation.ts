import { packageLocator, requiredLocator } from '../../descriptions/locators';
import { command, path } from '../../transport';
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
		await command(this, path`/Package/${reference}`, { method: 'DELETE' });
		return [{ json: { deleted: true, packageReference: reference } }];
	},
};
