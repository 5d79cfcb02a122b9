/**
 * The variants of the service that the node is played against, each with the outcome that is right.
 * They were written from docs/api/API.md alone, before any of them was run. What holds for all of
 * them besides stands in judge.cts.
 */
import type { Variant } from './right.cts';
import { casings } from './table/casings.cts';
import { changes } from './table/changes.cts';
import { dates } from './table/dates.cts';
import { failures } from './table/failures.cts';
import { forms } from './table/forms.cts';
import { lookUps } from './table/lookUps.cts';
import { orders } from './table/orders.cts';
import { parts } from './table/parts.cts';
import { refusals } from './table/refusals.cts';
import { sendShapes } from './table/sendShapes.cts';
import { wire } from './table/wire.cts';

export const table: Variant[] = [
	...casings,
	...dates,
	...sendShapes,
	...lookUps,
	...changes,
	...refusals,
	...failures,
	...orders,
	...parts,
	...forms,
	...wire,
];
