import type { SealedPlace } from '../vault/vault.types.js';
import type { ConnectState } from './connect-session.types.js';

type Place = Pick<ConnectState, 'hash'>;

const stateColumn = ({ hash }: Place, column: string): SealedPlace => ({
  table: 'connection_states',
  column,
  rowId: hash.toString('hex'),
});

export const verifierPlace = (state: Place): SealedPlace => stateColumn(state, 'sealedCodeVerifier');
export const parametersPlace = (state: Place): SealedPlace => stateColumn(state, 'sealedParameters');

const sessionColumn = (rowId: string, column: string): SealedPlace => ({
  table: 'connection_sessions',
  column,
  rowId,
});

export const inputsPlace = (sessionId: string): SealedPlace => sessionColumn(sessionId, 'sealedInputs');
export const tokensPlace = (sessionId: string): SealedPlace => sessionColumn(sessionId, 'sealedTokens');
