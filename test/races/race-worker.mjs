/** A node of the server in a process of its own, which refreshes what it is told to. */
import '../../scripts/typescript.mjs';

const { serveRacer } = await import('./remote-racer.ts');
await serveRacer();
