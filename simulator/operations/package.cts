import type { Handlers } from '../api.cts';
import { presentPackage } from '../store/present.cts';
import { dueDateOf } from './sending.cts';

export const packages = {
	getPackageStatus: ({ service, path, query }) =>
		presentPackage(service.store.package(path.PackageReference), service, query.DocumentLog),

	extendPackage({ service, body }) {
		const held = service.store.package(body.PackageReference);
		const due = dueDateOf(service, body.DueDate, body.GMT);
		for (const document of service.store.documentsOf(held)) {
			service.life.extend(document, due, body.GMT ?? document.gmt);
		}
		return presentPackage(held, service);
	},

	deletePackage({ service, path }) {
		service.store.removePackage(service.store.package(path.PackageReference));
	},

	deletePackagePost({ service, path }) {
		service.store.removePackage(service.store.package(path.PackageReference));
	},
} satisfies Handlers;
