import type { Doubts } from '../doubts';
import { WORK, type Meter } from '../meter';
import { attributeOf, type XmlListener, type XmlName } from '../xml';
import { languageOf } from './namespaces';

interface Alternative {
	isTaken: boolean;
	shown: string;
	other: string;
}

const LONGEST = 50_000;
const PART_OF_TAG = /[[!]/;
/** The namespaces that Word supports, up to its latest version. */
const KNOWN = /^http:\/\/(?:schemas\.microsoft\.com\/office|schemas\.openxmlformats\.org)\//;

/**
 * Passes on one of several alternative contents for different versions of programs: the first that Word
 * supports (ECMA-376 part 3, section 7.5). If another one has different text, other programs may show that.
 */
export class Alternatives implements XmlListener {
	private readonly levels: Alternative[] = [];
	/** The depth inside skipped content; 0 outside of it. */
	private passedOver = 0;
	private inText = false;

	constructor(
		private readonly listener: XmlListener,
		private readonly meter: Meter,
		private readonly doubts: Doubts,
	) {}

	open(name: XmlName, attributes: string, prefixes: ReadonlyMap<string, string>): void {
		this.meter.work(WORK.value);
		if (name.local === 't') this.inText = true;
		if (name.local === 'textpath') this.gather(attributeOf(attributes, 'string', this.meter));
		if (this.passedOver > 0) this.passedOver++;
		else if (languageOf(name.namespace) !== 'compatibility') {
			this.listener.open(name, attributes, prefixes);
		} else if (name.local === 'AlternateContent') {
			this.levels.push({ isTaken: false, shown: '', other: '' });
		} else this.choose(name.local, attributes, prefixes);
	}

	close(name: XmlName): void {
		if (name.local === 't') this.inText = false;
		if (this.passedOver > 0) this.passedOver--;
		else if (languageOf(name.namespace) !== 'compatibility') this.listener.close(name);
		else if (name.local === 'AlternateContent') this.compare();
	}

	text(text: string): void {
		if (this.inText) this.gather(text);
		if (this.passedOver === 0) this.listener.text(text);
	}

	private choose(local: string, attributes: string, prefixes: ReadonlyMap<string, string>): void {
		const alternative = this.levels.at(-1);
		if (!alternative) return;
		const needed = attributeOf(attributes, 'Requires', this.meter).trim().split(/\s+/);
		const isKnown = needed.every((prefix) => KNOWN.test(prefixes.get(prefix) ?? ''));
		if (!alternative.isTaken && (local === 'Fallback' || isKnown)) alternative.isTaken = true;
		else this.passedOver = 1;
	}

	/** Collects text: shown text for all open alternatives, skipped text only for the innermost one. */
	private gather(text: string): void {
		const last = this.levels.at(-1);
		if (!last) return;
		this.meter.work(this.levels.length * text.length * WORK.character);
		if (this.passedOver > 0) last.other += text;
		else for (const alternative of this.levels) alternative.shown += text;
	}

	private compare(): void {
		const last = this.levels.pop();
		if (!last || !PART_OF_TAG.test(last.other)) return;
		this.meter.work(4 * (last.shown.length + last.other.length) * WORK.character);
		const isLong = last.other.length > LONGEST;
		if (isLong || withoutBlanks(last.shown) !== withoutBlanks(last.other)) {
			this.doubts.add('alternative');
		}
	}
}

const withoutBlanks = (text: string): string => text.replace(/\s/g, '');
