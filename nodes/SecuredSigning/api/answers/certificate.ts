import { omitEmpty } from '../../shared/values';
import type { Raw } from '../types';
import { isoDate } from './dates';

/** One certificate of completion, without its file, which is downloaded by its reference. */
export function simplifyCertificate(certificate: Raw<'SigningCompletionCertificateResponse'>) {
	return omitEmpty({
		certificateReference: certificate.CertificateReference,
		signingDate: isoDate(certificate.SigningDate, undefined),
		certificateStatus: certificate.Status,
		downloadUrl: certificate.DownloadURL,
	});
}
