/**
 * The name and version in package.json. Written here because the path to package.json differs between the
 * sources and the build.
 */
export const PACKAGE = { package: 'n8n-nodes-secured-signing', version: '0.1.0' };
