/** Every property, by what it needs in order to be tried out. */
import { multipartRules } from './multipartRules.cts';
import { outputRules } from './outputRules.cts';
import type { Property } from './property.cts';
import { signerRules } from './signerRules.cts';
import { textRules } from './textRules.cts';

export { serviceRules } from './serviceRules.cts';

/** Those of functions that need nothing but their arguments. */
export const pureProperties: Property[] = [
	...signerRules(),
	...multipartRules(),
	...textRules(),
	...outputRules(),
];
