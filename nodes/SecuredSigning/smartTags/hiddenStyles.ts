import { KEPT, type Meter } from './meter';

interface Style {
	hidden?: boolean;
	basedOn?: string;
	/** The name that fields use for it. */
	name?: string;
}

const DEEPEST = 20;

/** The styles of a file: which of them hide their text, and their names. */
export class HiddenStyles {
	/** The style of a paragraph that names none. */
	defaultStyle = '';
	private readonly styles = new Map<string, Style>();

	constructor(private readonly meter: Meter) {}

	add(id: string, style: Style): void {
		this.meter.keep(KEPT.entry + KEPT.dictionary + 2 * `${id}${style.basedOn}${style.name}`.length);
		this.styles.set(id, style);
	}

	nameOf(id: string): string {
		return this.styles.get(id)?.name ?? id;
	}

	/** @param id '' for none */
	isHidden(id: string): boolean {
		let at = this.styles.get(id);
		for (let depth = 0; at !== undefined && depth < DEEPEST; depth++) {
			if (at.hidden !== undefined) return at.hidden;
			at = at.basedOn === undefined ? undefined : this.styles.get(at.basedOn);
		}
		return false;
	}
}
