import { KEPT, type Meter } from './meter';

interface Style {
	hidden?: boolean;
	basedOn?: string;
}

const DEEPEST = 20;

/** Which styles hide their text. */
export class HiddenStyles {
	private readonly styles = new Map<string, Style>();

	constructor(private readonly meter: Meter) {}

	add(id: string, style: Style): void {
		this.meter.keep(KEPT.entry + KEPT.dictionary + 2 * (id.length + (style.basedOn?.length ?? 0)));
		this.styles.set(id, style);
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
