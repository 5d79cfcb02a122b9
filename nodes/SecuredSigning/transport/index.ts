/** The only code that talks HTTP: operations name a path and get data, files or an error in words. */
export { download } from './download';
export { extensionOf, inputFile, type UploadFile } from './files';
export { path } from './path';
export { change, command, read } from './request';
export type { Api, Context, FileContext } from './types';
export { upload } from './upload';
