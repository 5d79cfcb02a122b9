/**
 * The variants of the service that the node is played against, each with the outcome that is right.
 * They were written from docs/api/API.md alone, before any of them was run. What holds for all of
 * them besides stands in judge.cts.
 */
import type { Variant } from './right.cts';
import { casings } from './table/casings.cts';
import { codes } from './table/codes.cts';
import { parts } from './table/parts.cts';
import { sendShapes } from './table/sendShapes.cts';
import { shapes } from './table/shapes.cts';
import { wire } from './table/wire.cts';

export const table: Variant[] = [...casings, ...sendShapes, ...shapes, ...codes, ...parts, ...wire];
