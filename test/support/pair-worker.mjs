/** A node of the server in a process of its own, for races for kept pairs. */
import '../../scripts/typescript.mjs';

const { servePairNode } = await import('./pair-node.ts');
await servePairNode();
