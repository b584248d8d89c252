import type { Settings } from '../../config/settings.js';

const MIB = 1024 * 1024;

/** Of the body of a call, and of its answer. */
export const proxyMaxBytes = ({ connProxyBodyMib }: Settings): number => connProxyBodyMib * MIB;
