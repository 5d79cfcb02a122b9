/** A Smart Tag for a signature: its number, F or I (initials alone), and the signer's names and address. */
export const signTag =
	/\[!Sign\.([1-9]\d*)(?:\.([FI]))?\s*,([^,[\]\r\n]*),([^,[\]\r\n]*),([^,[\]\r\n]*)(?:,[^[\]\r\n]*)?\]/gi;
