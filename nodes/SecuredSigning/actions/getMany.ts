import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { chosenView, limitedOfEach, returnAllFields, simplifyField } from '../fields/results';
import type { Operation } from '../shared/operation';

/** What differs between the operations that list things. */
interface ListOperation extends Pick<Operation, 'action' | 'description'> {
	/** Fields besides those of every list. */
	fields?: INodeProperties[];
	/** All of them, with their `kind` where there are several; the service itself has no paging. */
	list(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]>;
	/** Simplifies one of them for the output. */
	simplify(thing: IDataObject): IDataObject;
}

/** The operation that lists things, one item for each. */
export const getMany = ({
	action,
	description,
	fields = [],
	list,
	simplify,
}: ListOperation): Operation => ({
	name: 'Get Many',
	value: 'getAll',
	action,
	description,
	fields: [...fields, ...returnAllFields, simplifyField],
	async execute(itemIndex) {
		const things = await list(this, itemIndex);
		return limitedOfEach(this, itemIndex, things, ({ kind }) => kind).map((thing) => ({
			json: chosenView(this, itemIndex, thing, simplify),
		}));
	},
});
