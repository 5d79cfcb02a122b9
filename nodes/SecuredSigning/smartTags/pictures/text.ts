import type { Meter } from '../meter';

/** The result for text that exists, but cannot be read. */
export const UNTOLD = Symbol('text');

/** The text that a vector picture shows, or UNTOLD. */
export type PictureText = string | typeof UNTOLD;

/** Reads the text of a vector picture. Word processors keep it as text when they make a PDF. */
export type PictureReader = (bytes: Buffer, meter: Meter) => Promise<PictureText>;
