import { OPENS_TAG, plain } from './doubts';
import { isFragment } from './fragments';
import { WORK, type Meter } from './meter';
import { attributesOf, type XmlListener, type XmlName } from './xml';

const TAIL = 50;

/** Looks for what may be a part of a tag in all text of a part, and in all attributes, wherever it stands. */
export class Watch implements XmlListener {
	private tail = '';

	/**
	 * @param found is called when it is there
	 * @param what the whole beginning of a tag, or its bracket alone
	 * @param only looks at the attributes of elements of this name alone
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
