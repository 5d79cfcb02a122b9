/** Makes this process answer the questions of the one that started it (processes.mts). */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Promise<Answer>) {
	process.on('message', (question: Question) => {
		void answer(question).then(
			(result) => process.send?.({ result }),
			(error: Error & { description?: string }) =>
				process.send?.({ error: `${error.message} ${error.description ?? ''}` }),
		);
	});
	process.on('disconnect', () => process.exit(0));
}
