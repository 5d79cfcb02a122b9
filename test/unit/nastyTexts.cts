/**
 * Texts that try to end the place in a page where they are put: some by hand, and many put together
 * out of the same pieces. The same ones in each run.
 */
const PIECES = [
	...[
		'<',
		'>',
		'"',
		"'",
		'&',
		'`',
		'\\',
		'/',
		'=',
		' ',
		'\n',
		'\r',
		'\t',
		'\f',
		'\0',
		';',
		'$&',
		'${',
	],
	...['\u2028', '\u2029', '\ud800', '\udc00', '\ufeff', '\u00a0', '\u202e', '🖋'],
	...[
		'<!--',
		'-->',
		'--!>',
		'<![CDATA[',
		']]>',
		'<?',
		'&lt;',
		'&#60',
		'&#x3c;',
		'&quot',
		'\\u003c',
	],
	...['<script>', '</script', '</script>', '</SCRIPT >', '<script/x>', '</title>', '</style>'],
	...[
		'</h1>',
		'</button>',
		'</main>',
		'</body></html>',
		'<svg onload=alert(1)>',
		'<base href=//x>',
	],
	...['" onload="alert(1)', "' onclick='alert(1)", '"><img src=x onerror=alert(1)>', 'javascript:'],
	...[
		'";alert(1)//',
		"');alert(1);('",
		'*/alert(1)/*',
		'__proto__',
		'}',
		']',
		'{{',
		'a',
		'é',
		'漢字',
	],
];

const WHOLE = [
	'<!--<script>',
	'<!--<script></script>',
	'</script><script>alert(1)</script>',
	'--></script><!--<script>',
	'"></script><svg/onload=alert(1)>',
	'</title><script>alert(1)</script>',
	'\\"</script>',
	'\u2028alert(1)\u2028',
	'{"__proto__":{"x":1}}',
];

/** Numbers that look random and are not (mulberry32). */
function* numbers(seed: number): Generator<number> {
	for (;;) {
		seed = (seed + 0x6d2b79f5) | 0;
		let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		yield (mixed ^ (mixed >>> 14)) >>> 0;
	}
}

const random = numbers(7);
const upTo = (end: number) => (random.next().value as number) % end;

const composed = Array.from({ length: 500 }, () =>
	Array.from({ length: 1 + upTo(6) }, () => PIECES[upTo(PIECES.length)]).join(''),
);

export const nastyTexts = [...PIECES, ...WHOLE, ...composed];
