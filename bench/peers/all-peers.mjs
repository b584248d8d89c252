import { floor } from './floor.mjs';
import { oidcProvider } from './oidc-provider.mjs';
import { realmgate } from './realmgate.mjs';

/**
 * @typedef {object} RunningPeer
 * @property {import('node:child_process').ChildProcess} child
 * @property {(path: string) => Promise<import('../load.mjs').Target>} target what to send on a path
 * @property {() => Promise<string>} seed obtains a refresh token of a new grant
 */

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {(options: { cpu: number, workFolder: string, database?: string }) => Promise<RunningPeer>} start
 */

/** @type {readonly Peer[]} in the order in which they take their turns */
export const allPeers = [floor, oidcProvider, realmgate];
