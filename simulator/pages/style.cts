/** The style of all pages. It stands in them, and their policy names it by its hash (headers.cts). */
export const style = `
	:root {
		color-scheme: light dark;
		font: 1rem/1.5 system-ui, sans-serif;
		--page: #f4f5f7;
		--card: #fff;
		--text: #1c2430;
		--quiet: #566072;
		--line: #d5dae2;
		--accent: #0b5cad;
		--on-accent: #fff;
		--good: #12693a;
		--bad: #a3281f;
	}
	@media (prefers-color-scheme: dark) {
		:root {
			--page: #14181f;
			--card: #1e242e;
			--text: #e6e9ef;
			--quiet: #a5afbf;
			--line: #3a4353;
			--accent: #7db8f5;
			--on-accent: #10151c;
			--good: #6fd39b;
			--bad: #f59a92;
		}
	}
	* { box-sizing: border-box; }
	body { margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere; }
	main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
	.wide main { max-width: 84rem; }
	h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.5rem; }
	h2 { font-size: 1.2rem; margin: 1.5rem 0 0.5rem; }
	h3 { font-size: 1rem; margin: 0; }
	p { margin: 0.5rem 0; }
	a { color: var(--accent); }
	label { display: block; margin: 1rem 0 0.25rem; }
	input, select {
		width: 100%; padding: 0.5rem; font: inherit; color: inherit;
		background: var(--card); border: 1px solid var(--line); border-radius: 0.3rem;
	}
	input[type='checkbox'] { width: auto; }
	button, .button {
		display: inline-block; padding: 0.4rem 1rem; font: inherit; cursor: pointer; text-decoration: none;
		color: var(--accent); background: none; border: 1px solid var(--accent); border-radius: 0.3rem;
	}
	.main, main > form[method]:first-of-type > button { color: var(--on-accent); background: var(--accent); }
	main > form[method] > button { margin-top: 1rem; }
	main > form + form { margin-top: 2rem; border-top: 1px solid var(--line); }
	:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
	.quiet { color: var(--quiet); }
	.row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
	[role='search'] { margin-top: 1rem; }
	[role='search'] label { flex-basis: 100%; margin: 0; }
	[role='search'] input { width: 24rem; max-width: 100%; }
	nav { margin-bottom: 0.5rem; }
	section > nav { margin-top: 1rem; }
	.card {
		margin: 0.75rem 0; padding: 0.9rem 1rem; background: var(--card);
		border: 1px solid var(--line); border-radius: 0.5rem;
	}
	.card > :first-child { margin-top: 0; }
	.text { white-space: pre-wrap; }
	.state { font-weight: 600; }
	.Complete { color: var(--good); }
	.Declined, .Expired { color: var(--bad); }
	ol { margin: 0.5rem 0; padding-left: 1.5rem; }
	summary { cursor: pointer; font-weight: 600; }
	dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0.75rem 0; }
	dt { color: var(--quiet); }
	dd { margin: 0; font-family: ui-monospace, monospace; }
	iframe { display: block; width: 100%; height: 32rem; border: 1px solid var(--line); background: var(--card); }
	@media (min-width: 60rem) {
		.narrow { display: none; }
		.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; align-items: start; }
	}
	@media (max-width: 30rem) {
		dl { grid-template-columns: 1fr; gap: 0; }
		dd { margin-bottom: 0.5rem; }
		iframe { height: 24rem; }
	}
`;
