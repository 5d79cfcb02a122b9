import type { PdfValue } from './values';

/** A transformation matrix (ISO 32000-1, section 8.3.3). */
export type Matrix = [a: number, b: number, c: number, d: number, x: number, y: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The product of two matrices: applies the first, then the second. */
export const times = (m: Matrix, n: Matrix): Matrix => [
	m[0] * n[0] + m[1] * n[2],
	m[0] * n[1] + m[1] * n[3],
	m[2] * n[0] + m[3] * n[2],
	m[2] * n[1] + m[3] * n[3],
	m[4] * n[0] + m[5] * n[2] + n[4],
	m[4] * n[1] + m[5] * n[3] + n[5],
];

/** The matrix of six PDF values; the identity matrix if a value is missing or not a number. */
export const matrixOf = (values: PdfValue[]): Matrix =>
	values.length === 6 && values.every((value) => typeof value === 'number')
		? (values as Matrix)
		: IDENTITY;
