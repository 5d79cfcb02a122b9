/** The rules for what is told of a document: a completion once, and never an invented one. */
import { saysNothing } from '../play.cts';
import type { Ending, StoryVariant } from './right.cts';
import type { Story, Told } from './story.cts';

const ENDS = ['completed', 'declined', 'expired', 'rejected', 'deleted', 'gone'];

/** What is not as it should be, in words; empty when all is well. */
export function storyFaults(story: Story, variant: StoryVariant, right: Ending[]): string[] {
	const { world, docs, others = [], told, error, asked } = story;
	const emails = world.invitations.map(({ email }) => email);
	const found = [...story.wrong, ...told.flatMap((each) => untrue(each, variant))];
	const twice = emails.filter((email, at) => emails.indexOf(email) !== at);
	found.push(...twice.map((email) => `${email} was invited twice`));
	found.push(
		...emails.filter((email) => !asked.includes(email)).map((email) => `${email}, unasked`),
	);
	for (const { reference, event } of told) {
		if (others.includes(reference)) found.push(`${event} is told of another document`);
	}
	if (!story.repeats) {
		const ids = told.map(({ reference, event, id }) => [reference, id ?? event].join(' '));
		found.push(
			...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is told twice`),
		);
	}
	if (error !== undefined) return [...found, ...failed(story, variant, right)];
	if (docs.length === 0) found.push('nothing was sent');
	for (const reference of docs) {
		const ends = told.filter((each) => each.reference === reference && ENDS.includes(each.event));
		const words = [...new Set(ends.map(({ event }) => event))];
		const said = words.length === 0 ? ['open'] : words;
		const isRight = said.length === 1 && right.includes(said[0] as Ending);
		if (!isRight) found.push(`${said.join(' and ')} is told instead of ${right.join(' or ')}`);
		if (!story.repeats && ends.length > 1) found.push(`an end is told ${ends.length} times`);
	}
	return found;
}

function untrue(
	{ event, isTrue, finished, lacksFile, isSignedFile }: Told,
	{ maylackFiles }: StoryVariant,
): string[] {
	if (event !== 'completed') return finished ? [`${event}, and finished`] : [];
	const found: string[] = [];
	if (!isTrue) found.push('a completion is invented');
	if (!finished) found.push('completed, and not finished');
	if (isSignedFile === lacksFile) found.push(`the file is ${lacksFile ? 'there' : 'not there'}`);
	if (lacksFile && !maylackFiles) found.push('the signed file is missing');
	return found;
}

/** An execution that ended with an error: nobody waits for what may be out, so it has to say so. */
function failed({ error = '', world }: Story, { says }: StoryVariant, right: Ending[]): string[] {
	const found: string[] = [];
	if (!right.includes('error')) found.push('it ended with an error');
	if (says && !says.test(error)) found.push(`the error does not say ${String(says)}`);
	if (world.invitations.length > 0 && saysNothing(error)) found.push('says that nothing was sent');
	return found;
}
