/** The name and version in package.json, which is not at the same place beside the sources and beside what is built. */
export const PACKAGE = { package: 'n8n-nodes-secured-signing', version: '0.1.0' };
