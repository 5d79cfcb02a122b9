/** Vector pictures out of nothing but records, for what no drawing program would write on command. */

const u16 = (...values: number[]) => {
	const bytes = Buffer.alloc(2 * values.length);
	values.forEach((value, at) => bytes.writeUInt16LE(value, 2 * at));
	return bytes;
};
const u32 = (...values: number[]) => {
	const bytes = Buffer.alloc(4 * values.length);
	values.forEach((value, at) => bytes.writeUInt32LE(value >>> 0, 4 * at));
	return bytes;
};
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);

/** [MS-EMF], section 2.3: a record with its header. */
export const emfRecord = (type: number, ...data: Buffer[]) => {
	const content = padded(Buffer.concat(data));
	return Buffer.concat([u32(type, 8 + content.length), content]);
};

/** [MS-EMF], sections 2.3.5.7 and 2.3.5.8. @param options 0x10: glyphs in the place of letters */
export const emfText = (text: string, { isWide = true, options = 0 } = {}) =>
	emfRecord(
		isWide ? 84 : 83,
		u32(0, 0, 100, 100, 2, 0, 0),
		u32(10, 10, text.length, 76, options, 0, 0, 0, 0, 0),
		Buffer.from(text, isWide ? 'utf16le' : 'latin1'),
	);

/** [MS-EMFPLUS], section 2.3: a record within a comment of EMF. */
export const emfPlus = (type: number, flags: number, data: Buffer) => {
	const content = padded(data);
	const record = Buffer.concat([
		u16(type, flags),
		u32(12 + content.length, content.length),
		content,
	]);
	return emfRecord(70, u32(4 + record.length), Buffer.from('EMF+'), record);
};
/** [MS-EMFPLUS], section 2.3.4.14. */
export const plusString = (text: string) =>
	emfPlus(
		0x401c,
		0,
		Buffer.concat([u32(0, 0, text.length, 0, 0, 0, 0), Buffer.from(text, 'utf16le')]),
	);

/** [MS-EMF], section 2.3.4.2: the header, the records and their end. */
export const emf = (...records: Buffer[]) => {
	const header = emfRecord(
		1,
		u32(0, 0, 100, 100, 0, 0, 100, 100),
		Buffer.from(' EMF'),
		Buffer.alloc(64),
	);
	return Buffer.concat([header, ...records, emfRecord(14, u32(0, 16, 20))]);
};

const wmfRecord = (type: number, data: Buffer) => {
	const content = Buffer.concat([data, Buffer.alloc(data.length & 1)]);
	return Buffer.concat([u32((6 + content.length) / 2), u16(type), content]);
};
/** [MS-WMF], section 2.3.3.20. */
export const wmfText = (text: string) =>
	wmfRecord(0x0521, Buffer.concat([u16(text.length), padded(Buffer.from(text)), u16(0, 0)]));
/** [MS-WMF], section 2.3.6.1. */
export const wmfWithEmf = (picture: Buffer) =>
	wmfRecord(
		0x0626,
		Buffer.concat([
			u16(0x0f, 34 + picture.length),
			Buffer.from('WMFC'),
			u32(1, 0x10000),
			u16(0),
			u32(0, 1, picture.length, 0, picture.length),
			picture,
		]),
	);
/** [MS-WMF], section 2.3.2.2. */
export const wmf = (...records: Buffer[]) =>
	Buffer.concat([u16(1, 9, 0x300), Buffer.alloc(12), ...records, Buffer.concat([u32(3), u16(0)])]);

export const svg = (content: string) =>
	Buffer.from(
		`<?xml version="1.0"?><!-- a logo --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">${content}</svg>`,
	);
