/** Connections that break, answers that are cut, slow or another file than they should be. */
import { doneBut, SENDS, undone } from '../bend.cts';
import {
	ALL_SENDS,
	DOUBT,
	FAILED,
	forAll,
	OK_OR_DOUBT,
	plain,
	PLAIN,
	SENT,
	SENT_OR_DOUBT,
	type Right,
	type Variant,
} from '../right.cts';
import { bytes, empty, json, page, type Reply } from '../service/reply.cts';
import { envelope } from '../service/answers.cts';

const wired = (wire: Reply['wire']) => (reply: Reply) => ({ ...reply, wire });
const cut: Reply = { status: 200, wire: 'cut' };
const CHANGES = [
	'delete',
	'packageDelete',
	'updateSigner',
	'extend',
	'packageExtend',
	'reminder',
	'saveSender',
];
const changing = (right: Right) =>
	forAll(
		[
			'delete',
			'packageDelete',
			'update',
			'extend',
			'packageExtend',
			'remind',
			'remindBoth',
			'saveSender',
		],
		right,
	);
const FILES = ['download', 'certificateFile'];
/** The file is no file: an error, or an item that says that it is missing. */
const noFile = (name: string, deviations: Variant['deviations'], section = '5.10'): Variant => ({
	name,
	section,
	deviations,
	right: {
		download: FAILED,
		getFinished: {
			told: ['ok', ...FAILED.told],
			item: { status: 'completed' },
			holds: async ({ file }) => (await file(0, 'data')) === undefined,
		},
	},
});

const lostSend = (name: string, wire: Reply['wire']): Variant => ({
	name,
	section: '4',
	deviations: [doneBut([...SENDS, 'mailMerge'], wired(wire))],
	right: { ...forAll(ALL_SENDS, SENT), sendEmbedded: SENT, mailMerge: DOUBT },
});

export const wire: Variant[] = [
	lostSend('a send is done, and the connection is closed', 'cut'),
	lostSend('a send is done, and half of its answer arrives', 'half'),
	lostSend('a send is done, and half of its answer arrives, in chunks', 'halfChunk'),
	{
		...lostSend('a send is done, and its answer stays out after the headers', 'silence'),
		timeout: 15,
	},
	{
		name: 'a send is not done, and the connection is closed once',
		section: '4',
		deviations: [undone([...SENDS, 'mailMerge'], cut, 1)],
		right: {
			...forAll(ALL_SENDS, { told: ['nothing', 'doubt'], again: ['ok', 'recovered', 'doubt'] }),
			mailMerge: { told: ['nothing', 'doubt'] },
		},
	},
	{
		name: 'a send and all that follows is cut: nobody can say',
		section: '4',
		deviations: [doneBut(SENDS, wired('cut')), undone(['status', 'folder', 'packageStatus'], cut)],
		right: forAll(['sendStored', 'sendForm', 'sendTemplate', 'sendFile'], DOUBT),
	},
	{
		name: 'a send of a package is done, cut, and its look-ups are cut once each',
		section: '4',
		deviations: [doneBut(SENDS, wired('cut')), undone(['status', 'folder'], cut, 2)],
		right: forAll(['sendTwoFiles', 'sendForm'], SENT_OR_DOUBT),
	},
	{
		name: 'an upload is done, and the connection is closed',
		section: '4',
		deviations: [doneBut(['upload'], wired('cut'), 1)],
		right: { sendFile: SENT, sendTwoFiles: SENT, upload: OK_OR_DOUBT },
	},
	{
		name: 'an upload is not done, and the connection is closed once',
		section: '4',
		deviations: [undone(['upload'], cut, 1)],
		right: {
			sendFile: { told: ['ok', 'recovered', 'nothing'], again: ['ok', 'recovered'] },
			upload: FAILED,
		},
	},
	{
		name: 'an attachment is cut once, or its answer, in the middle',
		section: '5.8, 5.10',
		deviations: [doneBut(['attachmentFile', 'attachments'], wired('half'), 1)],
		right: plain('attachmentDownload', 'attachmentGetAll'),
	},
	{
		name: 'the file of an attachment is an error under 200',
		section: '4, 5.10',
		deviations: [doneBut(['attachmentFile'], json(envelope('Exception', 'Not processed yet')))],
		right: { attachmentDownload: FAILED },
	},
	{
		name: 'the file of an attachment is empty',
		section: '5.10',
		deviations: [doneBut(['attachmentFile'], empty())],
		right: { attachmentDownload: FAILED },
	},
	{
		name: 'an attachment is uploaded or deleted, and the connection is closed',
		section: '4',
		deviations: [doneBut(['attachmentUpload', 'attachmentDelete'], wired('cut'))],
		right: forAll(['attachmentUpload', 'attachmentDelete'], OK_OR_DOUBT),
	},
	{
		name: 'a change is done, and the connection is closed',
		section: '4',
		deviations: [doneBut(CHANGES, wired('cut'))],
		right: changing(OK_OR_DOUBT),
	},
	{
		name: 'a change is done, and its answer stays out after the headers',
		section: '4',
		deviations: [doneBut(CHANGES, (reply) => ({ ...json(reply.json ?? {}), wire: 'silence' }))],
		right: forAll(['delete', 'update', 'extend', 'remind'], OK_OR_DOUBT),
		timeout: 15,
	},
	{
		name: 'a change is not done, and the connection is closed once',
		section: '4',
		deviations: [undone(CHANGES, cut, 1)],
		right: changing({ told: ['doubt', 'nothing', 'error', 'ok'] }),
	},
	{
		name: 'a look-up is cut once in the middle',
		section: '4',
		deviations: [
			doneBut(
				['status', 'folder', 'account', 'certificates', 'fieldData', 'packageStatus'],
				wired('half'),
				1,
			),
		],
		right: plain('get', 'getAll', 'accountGet', 'getFinished', 'packageGet', 'sendOnceAgain'),
	},
	{
		name: 'a file is cut once in the middle',
		section: '5.10',
		deviations: [doneBut(['download'], wired('half'), 1)],
		right: plain('download', 'getFinished'),
	},
	noFile('a file is always cut in the middle', [doneBut(['download'], wired('half'))]),
	noFile('a file is always cut in the middle, in chunks', [
		doneBut(['download'], wired('halfChunk')),
	]),
	{
		...noFile('a file stays out after the headers', [doneBut(['download'], wired('silence'))]),
		timeout: 3,
	},
	noFile('a file is a web page', [doneBut(FILES, page())]),
	noFile('a file is a web page that is called a PDF', [
		doneBut(FILES, (reply) => ({ ...page(), headers: reply.headers })),
	]),
	noFile('a file is an error under 200', [
		doneBut(FILES, json(envelope('Exception', 'Not processed yet'))),
	]),
	noFile('a file is empty', [
		doneBut(FILES, { ...empty(), headers: { 'content-type': 'application/pdf' } }),
	]),
	{
		name: 'a file has no content type',
		section: '5.10: unknown',
		deviations: [doneBut(['download'], (reply) => ({ ...reply, headers: {} }))],
		right: plain('download', 'getFinished'),
	},
	{
		name: 'a file is called application/octet-stream, with a name in the headers',
		section: '5.10: unknown',
		deviations: [
			doneBut(['download'], (reply) => ({
				...bytes(reply.bytes as Buffer, 'application/octet-stream'),
				headers: {
					'content-type': 'application/octet-stream',
					'content-disposition': 'attachment; filename="..\\\\..\\\\Lease (signed).pdf"',
				},
			})),
		],
		right: plain('download', 'getFinished'),
	},
	{
		name: 'a folder is cut in the middle, always',
		section: '5.2',
		deviations: [doneBut(['folder'], wired('half'))],
		right: {
			getAll: FAILED,
			sendOnceAgain: { told: FAILED.told, again: FAILED.told },
		},
	},
	{
		name: 'every answer takes a second',
		section: '9: unknown',
		deviations: [
			{
				instead: async (act) => {
					const reply = act();
					await new Promise((resolve) => setTimeout(resolve, 1000));
					return reply;
				},
			},
		],
		right: { ...plain('sendFile', 'sendForm', 'get', 'remindBoth'), delete: PLAIN.delete },
	},
];
