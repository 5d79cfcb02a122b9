/** Variants of the service over time: waits for signatures, and the triggers. */
import { realTime } from '../harness/clock.cts';
import { keepTimers } from '../harness/timers.cts';
import { end, inTime } from './later/clock.cts';
import { storyFaults } from './later/judge.cts';
import type { Ending, StoryName, StoryVariant } from './later/right.cts';
import { stories } from './later/table.cts';
import { playCallback, playPoll } from './later/triggers.cts';
import { playWait } from './later/waits.cts';
import { isOpen } from './open.cts';
import { played, type Cell } from './third.cts';

// Here, and not before all: jest begins concurrent tests when it likes.
const endTimers = keepTimers();
afterAll(async () => {
	await end();
	endTimers();
	realTime();
});

/** What is played of a variant: its polls, its calls and its waits. */
const cellsOf = (variant: StoryVariant): Cell[] =>
	(Object.entries(variant.right) as Array<[StoryName, Ending[]]>)
		.filter(([name]) => !isOpen(variant.name, name))
		.map(([name, right]) => ({
			name: `${variant.name}: ${name}`,
			play: async () => {
				const story = await inTime(async () => {
					if (name === 'poll') return await playPoll(variant);
					return name === 'callback' ? await playCallback(variant) : await playWait(name, variant);
				});
				const wrong = storyFaults(story, variant, right);
				const { told, error, world } = story;
				const requests = world.calls.map(({ method, path }) => `${method} ${path}`);
				expect(wrong.length > 0 && { wrong, told, error, requests }).toBe(false);
			},
		}));

// All at the top, as in variants.test.cts, and all in one time: see later/clock.cts.
for (const { name, play } of stories.map(cellsOf).flatMap(played)) test.concurrent(name, play);
