// What sends of forms and templates to the operator's own address tell.
import { field, isObject, listOf, textOf } from '../answers.cts';
import { neither, notSettled, value, Unsettled, type Finding } from '../findings.cts';
import type { Probe } from '../probe.cts';
import { seen, shapeOf } from '../redact/shape.cts';
import { reading, type Question } from './question.cts';
import { due, hasKey, signersOf } from './sends.cts';

async function sendForms(probe: Probe, route: string): Promise<unknown> {
	const [form] = (await probe.readList('/FormDirect/GetFormList')).filter(isFillable);
	if (!form) throw new Unsettled('the account has no form');
	const places = signersOf(form);
	const people = probe.signersOf(places.length);
	const filled = {
		...some(form, ['Name', 'FormType', 'Reference']),
		EmbedForm: true,
		ClientReference: probe.newName(),
		Signers: places.map((place, i) => ({
			...some(place, ['SignerReference', 'SignerType']),
			...people[i],
			Optional: false,
		})),
	};
	return (await probe.send(route, { Forms: [filled], DueDate: due(), GMT: '0' })).answer;
}

/**
 * No more of a form goes back than a send needs: it may name a mobile phone, other people or an address to call, and
 * all of this goes to the operator alone.
 */
const some = (held: object, names: string[]) =>
	Object.fromEntries(
		names
			.map((name) => [name, field(held, name)])
			.filter(([, content]) => content !== undefined && content !== null),
	);

const isFillable = (form: object) => textOf(form, 'Reference') !== '' && signersOf(form).length > 0;

async function sendFormsAnswer(probe: Probe): Promise<Finding> {
	const found: string[] = [];
	for (const route of ['/FormDirect/SendForms', '/FormDirect/SendForms2']) {
		const answer = await sendForms(probe, route);
		const isPackage = isObject(answer) && Array.isArray(field(answer, 'Documents'));
		found.push(Array.isArray(answer) ? 'list' : isPackage ? 'package' : 'another');
	}
	if (found.join(' ') === 'list package') return value('asNamed');
	if (found.join(' ') === 'package list') return value('swapped');
	return neither(seen({ SendForms: found[0], SendForms2: found[1] }));
}

async function templateKeys(probe: Probe): Promise<Finding> {
	const [template] = await probe.readList('/FormFiller/GetTemplateList');
	if (!template) return notSettled('the account has no template');
	const reference = textOf(template, 'Reference');
	const whole = await probe.readObject(
		`/FormFiller/GetSignerTemplate/${encodeURIComponent(reference)}`,
	);
	const people = probe.signersOf(signersOf(whole).length);
	const { answer, documents } = await probe.send('/FormFiller/Send', {
		Templates: [
			{
				Name: textOf(whole, 'Name'),
				Reference: reference,
				ClientReference: probe.newName(),
				Signers: signersOf(whole).map((place, i) => ({
					SignerReference: textOf(place, 'SignerReference'),
					...people[i],
				})),
			},
		],
		DueDate: due(),
		GMT: '0',
		Embedded: true,
	});
	const isInside = documents.some((held) => signersOf(held).some(hasKey));
	const isBeside = listOf(field(answer, 'Signers')).some(hasKey);
	if (isBeside && isInside) return value('both');
	return isBeside ? value('beside') : neither(shapeOf(answer));
}

export const questionsOfForms: Question[] = [
	reading('sendFormsAnswer', 'Answers of the two sends of forms', { sends: sendFormsAnswer }),
	reading('templateKeys', 'Signing keys of a send of templates', { sends: templateKeys }),
];
