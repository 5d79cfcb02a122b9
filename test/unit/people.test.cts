/** People in answers as they are compared. XML 1.0, sections 4.1 (character references) and 4.6 (predefined entities). */
import { emailOf, nameOf } from '../../nodes/SecuredSigning/api/answers/people';

test.each([
	['o&#39;neil@example.com', "o'neil@example.com"],
	['o&#x27;neil@example.com', "o'neil@example.com"],
	['o&apos;neil@example.com', "o'neil@example.com"],
	['a&amp;b@example.com', 'a&b@example.com'],
	['ana@m&#xFC;nchen.example', 'ana@münchen.example'],
])('%s is the address %s', (answered, given) => {
	expect(emailOf({ Email: answered })).toBe(emailOf({ Email: given }));
});

test.each([
	['Se&#225;n', 'O&#39;Neil', 'Seán', "O'Neil"],
	['Tom &amp; Jerry', '&lt;Ltd&gt;', 'Tom & Jerry', '<Ltd>'],
	['&quot;Z&quot;', 'Wu', '"Z"', 'Wu'],
])('%s %s is one name', (FirstName, LastName, first, last) => {
	expect(nameOf({ FirstName, LastName })).toBe(nameOf({ FirstName: first, LastName: last }));
});

test.each(['&#0;', '&#x110000;', '&nbsp;', '&#39', 'a & b', '&;'])('%s stays as it is', (text) => {
	expect(nameOf({ FirstName: text })).toBe(text);
});

test('what stands for an ampersand begins no other', () => {
	expect(nameOf({ FirstName: '&amp;#39;' })).toBe('&#39;');
});
