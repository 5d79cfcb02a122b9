/**
 * The short form that `npm test` plays: of each variant a third of its cells, at least one, and always the
 * same. Since one variant begins a cell later than the one before it, each flow has its turn as well.
 * `npm run test:variants` plays all.
 */
const isWhole = process.env.VARIANTS === 'all';

export interface Cell {
	name: string;
	play(): Promise<void>;
}

/** Which cells of a variant are played. @param place which variant of its table it is, counted from 0 */
export function played(cells: Cell[], place: number): Cell[] {
	if (isWhole) return cells;
	const third = cells.filter((_, index) => (index + place) % 3 === 0);
	return third.length > 0 ? third : cells.slice(0, 1);
}
