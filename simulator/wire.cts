// The readings that take an answer away from the description, so they are applied after the
// answer was held against it.
import type { OperationId, Schemas } from './api.cts';
import type { Match } from './contract.cts';
import { escapeMarkup } from './pages/html.cts';
import type { Readings } from './readings.cts';

type Package = Schemas['PackageResponse'];

export function reshape(operationId: OperationId, answer: object, readings: Readings): unknown {
	let shaped: unknown = answer;
	if (operationId === 'getAccountInfo' && readings.accountInfoTypes === 'strings') {
		return Object.fromEntries(Object.entries(answer).map(([name, v]) => [name, String(v)]));
	}
	if (readings.sendFormsAnswer === 'swapped') {
		if (operationId === 'sendForms') shaped = asPackage(answer as Schemas['Document'][]);
		if (operationId === 'sendForms2') return (answer as Package).Documents;
	}
	return readings.packageDocuments === 'wrapper' && isPackage(shaped) ? wrapped(shaped) : shaped;
}

const asPackage = (documents: Schemas['Document'][]): Package => ({
	PackageReference: documents[0].PackageReference,
	PackageName: documents[0].Name,
	PackageStatus: 'InProgress',
	Documents: documents,
});

const isPackage = (answer: unknown): answer is Package =>
	typeof answer === 'object' && answer !== null && 'PackageStatus' in answer;

const wrapped = ({ Documents = [], ...rest }: Package) => ({
	...rest,
	Documents: Documents.map((document) => ({ Documents: [document], Signers: document.Signers })),
});

interface Schema {
	properties?: Record<string, Schema>;
	items?: Schema;
	allOf?: Schema[];
	anyOf?: Schema[];
}

/** Fills in every property that the description knows and the answer leaves out. */
export function withNulls(answer: unknown, match: Match): unknown {
	const responses = match.operation.responses as Record<
		string,
		{ content?: Record<string, { schema: Schema }> }
	>;
	const schema = responses['200'].content?.['application/json'].schema;
	return schema ? fill(answer, schema) : answer;
}

function fill(value: unknown, schema: Schema): unknown {
	if (Array.isArray(value)) {
		const items = schema.items ?? schema.anyOf?.find((option) => option.items)?.items;
		return items ? value.map((item) => fill(item, items)) : value;
	}
	if (typeof value !== 'object' || value === null) return value;
	const properties = Object.assign(
		{},
		...[schema, ...(schema.allOf ?? []), ...(schema.anyOf ?? [])].map(propertiesOf),
	) as Record<string, Schema>;
	const given = value as Record<string, unknown>;
	return {
		...given,
		...Object.fromEntries(
			Object.entries(properties).map(([name, property]) => [
				name,
				name in given ? fill(given[name], property) : null,
			]),
		),
	};
}

const propertiesOf = (schema: Schema): Record<string, Schema> =>
	Object.assign({}, schema.properties, ...(schema.allOf ?? []).map(propertiesOf)) as Record<
		string,
		Schema
	>;

/** XML in the plain manner of ServiceStack: an element for each property. */
export function toXml(name: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (Array.isArray(value))
		return `<${name}>${value.map((v) => toXml('Item', v)).join('')}</${name}>`;
	if (typeof value !== 'object') return `<${name}>${escapeMarkup(String(value))}</${name}>`;
	const children = Object.entries(value).map(([key, child]) => toXml(key, child));
	return `<${name}>${children.join('')}</${name}>`;
}
