/** Previews as text and as HTML: values hide and forge nothing, whatever they hold. */
import { asHtml } from '../../nodes/SecuredSigning/actions/preview/render.ts';
import { smartTag, usePreview, type Previewing } from './previewing.cts';
import { ana, ben } from './samples.cts';

let preview: Previewing['preview'];
let file: Previewing['file'];
usePreview((own) => ({ preview, file } = own));

test('blanks without end hide nothing', async () => {
	const lastName = `Poe${'\u2800\u00a0'.repeat(700)}Wu`;
	const { shown } = await preview(smartTag({ signers: { signer: [{ ...ana, lastName }, ben] } }), [
		await file(),
	]);
	for (const whole of [shown[0].previewText, shown[0].previewHtml])
		expect(whole).toContain('Poe [1,400 blanks] Wu');
});

test('a long subject hides no text', async () => {
	const details = { emailSubject: 'x'.repeat(5000), invitationText: 'By Friday' };
	const signer = [{ ...ana, details }, ben];
	const { shown } = await preview(smartTag({ signers: { signer } }), [await file()]);
	expect(shown[0].previewText).toContain('By Friday');
	expect(shown[0].previewHtml).toContain('By Friday');
});

test('lines without end hide nothing, and warnings stand first', async () => {
	const lines = (number: number) => `By Friday${'\n'.repeat(number - 1)}Or later`;
	const seen = async (number: number) => {
		const details = { embedded: true, emailSubject: 'Please sign', invitationText: lines(number) };
		const signer = [{ ...ana, details }, ben];
		const [only] = (await preview(smartTag({ signers: { signer } }), [await file()])).shown;
		return { ...only, html: only.previewHtml.replace(/<h3[^>]*>/g, '<h3>') };
	};
	const { html, previewText, otherValues } = await seen(3820);
	expect(previewText).toContain('\n  | … and 3,780 more lines');
	expect(html).toContain('<br>… and 3,780 more lines');
	expect(previewText.split('\n').length).toBeLessThan(100);
	expect(html.split('<br>').length).toBeLessThan(100);
	// What goes out is in the output as it is.
	expect(otherValues).toContainEqual(expect.objectContaining({ value: lines(3820) }));
	for (const shown of [previewText.split('\n\n'), html.split('<h3>')]) {
		expect(shown[1]).toMatch(/^Warnings/);
		expect(shown[1]).toContain('may also be sent an invitation');
		expect(shown[2]).toMatch(/^Documents/);
	}

	expect((await seen(41)).previewText).toMatch(/\n  \| … and 1 more line$/m);
	const whole = await seen(40);
	expect(whole.previewText).not.toContain('more line');
	expect(whole.previewText).toContain('Or later');
});

test('values are text in the HTML, signs that nobody sees are shown, and no key of a call is', async () => {
	const evil = '<img src=x onerror="alert(1)"> & more &#60;b> \\nDue date';
	const key = 'a'.repeat(43);
	const signer = [{ ...ana, details: { invitationText: evil } }, ben];
	const { shown } = await preview(
		smartTag({
			signers: { signer },
			options: { notifyUrl: `https://example.com/call?key=${key}` },
		}),
		[await file()],
	);
	const { previewHtml, previewText } = shown[0];
	// By number: n8n's *Send and Wait for Response* turns &lt; and the like back into signs.
	expect(previewHtml).toContain('&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; more');
	expect(previewHtml).not.toMatch(/&[a-z]+;|\\n/);
	expect(previewHtml).not.toMatch(
		/<(?!\/?(?:div|p|h3|b|table|tr|td|br)\b)|\b(?:src|href|url)\s*[=(](?!x)/,
	);
	// n8n puts a message into a page as it is: no markup, no entity, no line that a value makes of `\n`.
	expect(previewText).toContain('＜img src=x onerror="alert(1)"> & more ＆#60;b> ＼nDue date');
	expect(previewText).not.toMatch(/<|&#|\\n/);
	expect(asHtml([['Documents', [['\u202Efdp.exe', '']]]])).toContain('[U+202E]fdp.exe');
	expect(JSON.stringify(shown)).not.toContain(key);
	expect(JSON.stringify(shown)).toContain('https://example.com/call?…');
});
