import type { Api } from './types';

export type Folder = Api<'Folder'>;

/** Where documents are that were sent, in the order in which they go through them. */
export const OUT_FOLDERS: Folder[] = ['Progress', 'Signed'];
export const FOLDERS: Folder[] = ['InBox', ...OUT_FOLDERS];
