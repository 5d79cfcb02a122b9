/** The node in one configuration of the service. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Readings } from '../../../simulator/index.cts';
import { startAwaiting, type Awaiting } from '../../engine/awaiting.cts';
import { dataFile } from '../../engine/samples.cts';

export interface Play {
	stage: Awaiting;
	readings: Readings;
	/** The items of one operation; each has a file that two people sign. Fails as the operation does. */
	run(
		resource: string,
		operation: string,
		parameters?: INodeParameters,
	): Promise<INodeExecutionData[]>;
	/** A name as the service shows it. */
	shown(name: string): string;
	/** What the log of a document says of how often it was sent. */
	timesSent(reference: unknown): number;
}

export async function startPlay(readings: Readings): Promise<Play> {
	const stage = await startAwaiting();
	const { bench } = stage;
	bench.records = true;
	Object.assign(bench.simulator.readings, readings);
	return {
		stage,
		readings,
		run: async (resource, operation, parameters = {}) => {
			const file = await bench.file(dataFile('confidentiality-agreement.pdf'), 'agreement.pdf');
			const { items, error } = await bench.run(
				{ resource, operation, ...parameters },
				{ items: [file] },
			);
			if (error) throw new Error(`${resource}:${operation}: ${error.message} ${error.description}`);
			return items;
		},
		shown: (name) => (readings.signerNames === 'capitals' ? name.toUpperCase() : name),
		timesSent: (wanted) =>
			bench.simulator
				.documents()
				.find(({ reference }) => reference === wanted)!
				.logs.filter(({ action }) => action === 'Sent').length,
	};
}
