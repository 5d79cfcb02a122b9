/**
 * The methods that n8n allows for webhooks, the likeliest first. No source says which one Secured Signing
 * uses (docs/api/API.md section 7), so all are accepted.
 */
export const CALL_METHODS = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;
