/**
 * Prints the test command that the README gives: the fenced block after the line
 * `<!-- ci: test command -->`.
 */
import { readFileSync } from 'node:fs';

const [, , file] = process.argv;
const text = readFileSync(file, 'utf8');
const block = /<!-- ci: test command -->\s*```\w*\n([^\n]+)\n```/.exec(text);
if (!block) throw new Error(`${file} has no block of one line after <!-- ci: test command -->`);
console.log(block[1].trim());
