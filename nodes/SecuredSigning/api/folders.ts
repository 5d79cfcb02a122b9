import type { Api } from './types';

export type Folder = Api<'Folder'>;

/** The folders of documents that were sent, in the order in which documents move through them. */
export const OUT_FOLDERS: Folder[] = ['Progress', 'Signed'];
export const FOLDERS: Folder[] = ['InBox', ...OUT_FOLDERS];
