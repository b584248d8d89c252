/** A node of the server in a process of its own, for races for one refresh. */
import '../../scripts/typescript.mjs';

const { serveVaultNode } = await import('./vault-node.ts');
await serveVaultNode();
