import { createHash, randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * What the node remembers of its sends. n8n keeps it with the execution, so it outlives Retry On Fail
 * and a failed execution that somebody retries. The keys are run and item.
 */
interface Memory {
	/** The execution in which the first attempt was made. */
	execution?: string;
	/** Documents that were uploaded for a send, in the order of its files. */
	uploads?: Record<string, string[]>;
	/** Sends that went out, or may have. */
	sends?: Record<string, true>;
}

/** One item's send, over all the attempts that n8n makes at it. */
export class Attempt {
	/** A client reference that no other send has, and that every attempt at this one has. */
	readonly mark: string;

	/** Whether an earlier attempt went out, or may have. */
	readonly mayBeOut: boolean;

	/** Whether an earlier attempt began to upload. */
	readonly hasUploads: boolean;

	private readonly memory: Memory;

	private readonly key: string;

	constructor(context: IExecuteFunctions, itemIndex: number) {
		const { $runIndex } = context.getWorkflowDataProxy(itemIndex);
		this.memory = context.getContext('node') as Memory;
		this.memory.execution ??= context.getExecutionId() || randomUUID();
		this.key = `${String($runIndex)}.${itemIndex}`;
		this.mayBeOut = this.memory.sends?.[this.key] === true;
		this.hasUploads = this.memory.uploads?.[this.key] !== undefined;
		const origin = [
			context.getWorkflow().id,
			this.memory.execution,
			context.getNode().id,
			this.key,
		];
		this.mark = `n8n-${createHash('sha256').update(origin.join('\n')).digest('hex').slice(0, 24)}`;
	}

	/** The documents that were uploaded so far, also by earlier attempts. */
	get uploads(): string[] {
		return ((this.memory.uploads ??= {})[this.key] ??= []);
	}

	/** To be called before the request leaves: afterwards may be too late. */
	begins(): void {
		(this.memory.sends ??= {})[this.key] = true;
	}

	/** The service said for certain that nothing was sent. */
	wasRefused(): void {
		delete this.memory.sends?.[this.key];
	}
}
