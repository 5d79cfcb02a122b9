import { read, remove } from '../../api';
import { documentLocator, requiredReference } from '../../pickers/locators';
import type { Operation } from '../../shared/operation';
import { deleteOf, deletionNotice, stillExists } from '../deletion';

// API: DELETE /Document/{DocumentReference}, docs/api/API.md section 5.2
export const deleteDocument: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete document',
	description: 'Delete a document permanently. Pending documents can no longer be signed.',
	fields: [
		deletionNotice(
			'This cannot be undone. A pending document can no longer be signed, and a signed file is deleted, too. Download it first.',
		),
		documentLocator,
		{
			displayName: 'If in a Package',
			name: 'ifInPackage',
			type: 'options',
			options: [
				{
					name: 'Delete Only This Document',
					value: 'document',
					description: 'The other documents of the package stay',
				},
				{
					name: 'Delete the Whole Package',
					value: 'package',
					description: 'All documents of its package are deleted with it',
				},
			],
			default: 'document',
			description: 'What happens to the other documents that were sent together with this one',
		},
	],
	repetition: 'needless',
	async execute(itemIndex) {
		const reference = requiredReference(this, itemIndex, documentLocator);
		const ifInPackage = this.getNodeParameter('ifInPackage', itemIndex, 'document');
		const path = { DocumentReference: reference };
		await deleteOf(this, {
			what: 'document',
			remove: async () =>
				await remove(this, '/Document/{DocumentReference}', {
					path,
					// If it is left out, the service deletes the whole package. Here, only an explicit choice
					// does that.
					query: { RemoveFromPackage: ifInPackage !== 'package' },
				}),
			isThere: async () =>
				await stillExists(read(this, '/Document/Status/{DocumentReference}', { path })),
		});
		return [{ json: { deleted: true, documentReference: reference } }];
	},
};
