import { read, remove } from '../../api';
import { packageLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { deleteOf, deletionNotice, stillExists } from '../deletion';

// API: DELETE /Package/{PackageReference}, docs/api/API.md section 5.3
export const deletePackage: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete package',
	description: 'Delete a package and all of its documents permanently',
	fields: [
		deletionNotice(
			'This cannot be undone. Pending documents of the package can no longer be signed, and signed files are deleted, too. Download them first.',
		),
		packageLocator,
	],
	repetition: 'needless',
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, packageLocator);
		const path = { PackageReference: reference };
		await deleteOf(this, {
			what: 'package',
			remove: async () => await remove(this, '/Package/{PackageReference}', { path }),
			isThere: async () =>
				await stillExists(read(this, '/Package/Status/{PackageReference}', { path })),
		});
		return [{ json: { deleted: true, packageReference: reference } }];
	},
};
