import type { Meter } from '../meter';

/** Stands for text that is there and cannot be told. */
export const UNTOLD = Symbol('text');

/** The letters that a vector picture shows, or that it shows some which cannot be told. */
export type PictureText = string | typeof UNTOLD;

/** Reads a vector picture. Word processors keep its text as text when they make a PDF. */
export type PictureReader = (bytes: Buffer, meter: Meter) => Promise<PictureText>;
