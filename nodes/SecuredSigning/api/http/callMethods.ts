/**
 * The methods that n8n lets webhooks have, the likeliest first. No source says with which of them Secured
 * Signing calls (docs/api/API.md section 7), so all are taken.
 */
export const CALL_METHODS = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;
