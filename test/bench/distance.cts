/**
 * A distance to the service: a TCP proxy in front of it, through which each byte takes half a round trip. A new
 * connection takes a whole one more before it carries anything, as TCP's handshake does; that of TLS goes through it
 * like all else. What is not played is TCP's slow start, in which a far service gets the first 15 kB of a file at once
 * and more with each round trip.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The most connections that were open at once since the point before, by the time in milliseconds. */
export interface Point {
	at: number;
	open: number;
}

const EACH_POINT_MS = 50;

export class Distance {
	/** Milliseconds. */
	roundTrip = 0;
	open = 0;
	mostOpen = 0;
	private mostSincePoint = 0;
	private since = performance.now();
	private points: Point[] = [];
	private readonly proxy: Server;

	constructor(target: () => number) {
		this.proxy = createServer((near) => {
			this.count(1);
			near.on('close', () => this.count(-1));
			const far = connect(target(), 'localhost');
			const begun = performance.now();
			this.carry(near, far, begun + this.roundTrip);
			this.carry(far, near, begun);
		});
		setInterval(() => this.point(), EACH_POINT_MS).unref();
	}

	async listen(): Promise<number> {
		await new Promise<void>((resolve) => this.proxy.listen(0, 'localhost', resolve));
		return (this.proxy.address() as AddressInfo).port;
	}

	/** The most that were open at once, and how many there were at each moment, since this was last asked. */
	told(): { mostOpen: number; points: Point[] } {
		const { mostOpen, points } = this;
		this.mostOpen = this.open;
		this.points = [];
		this.since = performance.now();
		return { mostOpen, points };
	}

	private count(change: number): void {
		this.open += change;
		this.mostOpen = Math.max(this.mostOpen, this.open);
		this.mostSincePoint = Math.max(this.mostSincePoint, this.open);
	}

	private point(): void {
		this.points.push({ at: performance.now() - this.since, open: this.mostSincePoint });
		this.mostSincePoint = this.open;
	}

	/** @param from before which nothing leaves */
	private carry(source: Socket, target: Socket, from: number): void {
		// One after another: timers may overtake each other, and TLS takes its bytes in no other order.
		const waiting: Array<{ due: number; work: () => void }> = [];
		const go = (): void => {
			while (waiting.length > 0 && waiting[0].due <= performance.now()) waiting.shift()?.work();
			if (waiting.length > 0) setTimeout(go, Math.max(1, waiting[0].due - performance.now()));
		};
		const later = (work: () => void): void => {
			const due = Math.max(performance.now(), from) + this.roundTrip / 2;
			if (waiting.push({ due, work }) === 1) go();
		};
		source.setNoDelay();
		source.on('data', (piece) => later(() => target.writable && target.write(piece)));
		source.on('end', () => later(() => target.end()));
		// What was sent before it broke still arrives.
		source.on('error', () => {});
		source.on('close', () => later(() => target.end()));
	}
}
