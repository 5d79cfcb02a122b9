/**
 * Executions that wait, how they stand, and how they have to end.
 */
import assert from 'node:assert/strict';
import { documentOf, finishes, startAwaiting, toldBy, type Awaiting } from './awaiting.mts';
import type { Executions } from './executions.mts';
import type { Simulator, SimulatorDocument } from './simulator.mts';

export class Scene {
	constructor(
		private readonly origin: string,
		readonly executions: Executions,
		readonly simulator: Simulator,
		readonly main: Awaiting,
	) {}

	/** Starts an execution and waits until it waits. */
	async start(awaiting: Awaiting = this.main): Promise<string> {
		const id = await startAwaiting(this.origin, awaiting);
		await this.executions.until(id, 'waiting');
		return id;
	}

	document(execution: string): SimulatorDocument {
		return documentOf(this.simulator, execution);
	}

	/** That an execution still waits, after every call of the service has been heard. */
	async stillWaits(execution: string): Promise<void> {
		await this.simulator.settle();
		assert.equal((await this.executions.read(execution)).status, 'waiting');
		assert.ok(!toldBy(this.simulator).includes(execution), 'it told of its end');
	}

	/** That an execution ends, once, with the signed file. */
	async finishes(execution: string): Promise<void> {
		await finishes(this.executions, this.simulator, execution);
	}
}
