import { OPENS_TAG, plain } from './doubts';
import { isFragment } from './fragments';
import { WORK, type Meter } from './meter';
import { attributesOf, type XmlListener, type XmlName } from './xml';

const TAIL = 50;

/** Searches all text and attributes of a part for what may be a part of a tag. */
export class Watch implements XmlListener {
	private tail = '';

	/**
	 * @param found is called when something is found
	 * @param what search for the beginning of a tag, or for its bracket only
	 * @param only if given, only the attributes of elements with this name are searched
	 */
	constructor(
		private readonly meter: Meter,
		private readonly found: () => void,
		private readonly what: 'tag' | 'bracket' = 'tag',
		private readonly only?: string,
	) {}

	open({ local }: XmlName, attributes: string): void {
		if (this.only !== undefined && this.only !== local) return;
		if (!/[[!&]/.test(attributes)) return;
		for (const value of attributesOf(attributes, this.meter).values()) this.look(value);
	}

	close(): void {}

	text(text: string): void {
		if (this.only !== undefined) return;
		this.meter.work(4 * text.length * WORK.character);
		const all = this.tail + plain(text).replace(/\s+/g, '');
		this.look(all);
		this.tail = all.slice(-TAIL);
	}

	private look(text: string): void {
		const isPart = this.what === 'bracket' ? text.includes('[') : OPENS_TAG.test(text);
		if (isPart || isFragment(text)) this.found();
	}
}
