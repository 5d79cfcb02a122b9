import type { Callbacks } from './callbacks.cts';
import type { Clock } from './clock.cts';
import type { Files } from './files.cts';
import type { Life } from './store/life.cts';
import type { Readings } from './readings.cts';
import type { Account } from './store/account.cts';
import type { Mailbox } from './store/mailbox.cts';
import type { Store } from './store/store.cts';

/** Everything that the operations and the pages work on. */
export interface Service {
	/** http://127.0.0.1:PORT */
	origin: string;
	readings: Readings;
	clock: Clock;
	account: Account;
	store: Store;
	files: Files;
	mailbox: Mailbox;
	callbacks: Callbacks;
	life: Life;
}
