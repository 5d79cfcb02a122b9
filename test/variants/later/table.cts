/** The stories' variants, written from docs/api/API.md, docs/faults.md and docs/waiting.md before any of them was run. */
import { ends } from './table/ends.cts';
import { spellings } from './table/spellings.cts';
import { starts } from './table/starts.cts';
import { troubles } from './table/troubles.cts';
import type { StoryVariant } from './right.cts';

export const stories: StoryVariant[] = [...spellings, ...starts, ...troubles, ...ends];
