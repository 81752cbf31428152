/** Writes components.d.ts and the kit's theme types, which the type check needs on a fresh clone. */
import { createServer } from 'vite';

const server = await createServer({ configFile: 'vite.config.ts', logLevel: 'error', server: { middlewareMode: true, hmr: false, ws: false }, optimizeDeps: { noDiscovery: true } });
await server.pluginContainer.buildStart({});
await server.close();
