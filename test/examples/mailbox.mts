/**
 * A mail server that keeps what it is given: as much of SMTP as it takes to receive a message.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Mail {
	to: string[];
	/** Headers and body, as they were sent. */
	text: string;
}

export interface Mailbox {
	port: number;
	mails: Mail[];
	close(): Promise<void>;
}

const END_OF_MAIL = '\r\n.\r\n';

/** Speaks with one client. */
function receive(socket: Socket, mails: Mail[]): void {
	let to: string[] = [];
	let received = '';
	let inData = false;
	const say = (words: string) => socket.write(`${words}\r\n`);

	const obey = (line: string): void => {
		const recipient = /^RCPT TO:<(.+?)>/i.exec(line)?.[1];
		if (recipient) to.push(recipient);
		inData = /^DATA/i.test(line);
		if (inData) return void say('354 Go on');
		if (/^QUIT/i.test(line)) return void socket.end('221 Bye\r\n');
		say('250 OK');
	};

	say('220 mailbox');
	// A client that goes away in the middle has sent no mail.
	socket.on('error', () => {});
	socket.setEncoding('utf8').on('data', (text: string) => {
		received += text;
		for (;;) {
			const mark = inData ? END_OF_MAIL : '\r\n';
			const end = received.indexOf(mark);
			if (end < 0) return;
			const part = received.slice(0, end);
			received = received.slice(end + mark.length);
			if (!inData) {
				obey(part);
				continue;
			}
			// A line that begins with a dot is sent with a second one: RFC 5321, section 4.5.2.
			mails.push({ to, text: part.replaceAll('\r\n..', '\r\n.') });
			to = [];
			inData = false;
			say('250 Kept');
		}
	});
}

export const openMailbox = async (): Promise<Mailbox> => {
	const mails: Mail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket.on('close', () => sockets.delete(socket)));
		receive(socket, mails);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	};
	return { port: (server.address() as AddressInfo).port, mails, close };
};
