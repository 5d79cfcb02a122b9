const { ModernFakeTimers } = require('@jest/fake-timers');
const { Container } = require('@n8n/di');
const { ModuleMocker } = require('jest-mock');

/** What listens to `process` is the worker's as well, which has to hear that it is to end. */
const LISTENERS = ['_events', '_eventsCount', '_maxListeners'];

/**
 * n8n's log makes what it does not write read-only when it is made, which may be between two files, by a timer of the
 * first: a test of the second could neither watch it nor take back that it tried. So this setting is not a file's.
 */
process.env.N8N_LOG_LEVEL ??= 'silent';

const snapshot = (object) => Object.getOwnPropertyDescriptors(object);

/** Gives an object the properties that it had, and takes all others away. */
const restore = (object, before) => {
	for (const key of Reflect.ownKeys(object)) {
		if (!Object.hasOwn(before, key)) delete object[key];
	}
	for (const key of Reflect.ownKeys(before)) {
		if (object === process && LISTENERS.includes(key)) continue;
		const { value, get } = Object.getOwnPropertyDescriptor(object, key) ?? {};
		if (value !== before[key].value || get !== before[key].get) {
			Object.defineProperty(object, key, before[key]);
		}
	}
};

/**
 * Tests run among the globals of their worker, not in a `vm` context for each file: packages are loaded once for all
 * files of a worker (runtime.cjs), and an `Error` or a `Date` of theirs is one of ours, as it is in n8n. What a file
 * changes of the globals, of `process` and of its environment ends with the file.
 */
module.exports = class TestEnvironment {
	/** Of the file before, where jest did not come to end it: its own state among the globals would fail all later files. */
	static left;

	global = globalThis;
	moduleMocker = new ModuleMocker(globalThis);

	constructor({ projectConfig }) {
		TestEnvironment.left?.restore();
		TestEnvironment.left = this;
		this.before = [globalThis, process, process.env].map((object) => [object, snapshot(object)]);
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
	}

	async setup() {}

	restore() {
		this.fakeTimersModern.dispose();
		for (const [object, before] of this.before) restore(object, before);
		// n8n's services, its log among them, are made anew: a timer of this file has nothing to tell the next one.
		Container.reset();
	}

	async teardown() {
		this.restore();
		TestEnvironment.left = undefined;
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	/** Jest asks whether there is one; runtime.cjs makes no use of it. */
	getVmContext() {
		return this.global;
	}
};
