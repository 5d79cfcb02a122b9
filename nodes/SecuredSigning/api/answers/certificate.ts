import { omitEmpty } from '../../shared/values';
import type { Raw } from '../types';
import { isoDate } from './dates';

/** One certificate of completion: what it says of the signing; the file is fetched by its reference. */
export function simplifyCertificate(certificate: Raw<'SigningCompletionCertificateResponse'>) {
	return omitEmpty({
		certificateReference: certificate.CertificateReference,
		signingDate: isoDate(certificate.SigningDate, undefined),
		certificateStatus: certificate.Status,
		downloadUrl: certificate.DownloadURL,
	});
}
