import { questionsOfForms } from './forms.cts';
import type { Question } from './question.cts';
import { questionsOfReads } from './reads.cts';
import { looksOfSends, questionsOfSends } from './sends.cts';
import { questionsOfSigned } from './signed.cts';
import { questionsOfSigners } from './signers.cts';
import { questionsOfSigning } from './signing.cts';
import { untoldQuestions } from './untold.cts';
import { questionsOfWrites } from './writes.cts';

const withSends = (question: Question): Question => {
	const look = looksOfSends[question.id as keyof typeof looksOfSends];
	return look ? { ...question, looks: { ...question.looks, sends: look } } : question;
};

/** In the order in which they are asked within a stage. */
export const questions: Question[] = [
	...questionsOfSends,
	...questionsOfForms,
	// Last of the sends: it may take a signer away.
	...questionsOfSigners,
	...questionsOfWrites,
	...questionsOfReads.map(withSends),
	...questionsOfSigned,
	...questionsOfSigning,
	...untoldQuestions,
];
