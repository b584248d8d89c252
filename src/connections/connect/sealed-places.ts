import type { SealedPlace } from '../vault/vault.types.js';
import type { ConnectState } from './connect-session.types.js';

type Place = Pick<ConnectState, 'hash'>;

const stateColumn = ({ hash }: Place, column: string): SealedPlace => ({
  table: 'connection_states',
  column,
  rowId: Buffer.from(hash).toString('hex'),
});

export const routePlace = (state: Place): SealedPlace => stateColumn(state, 'sealedRoute');
export const parametersPlace = (state: Place): SealedPlace => stateColumn(state, 'sealedParameters');

export const tokensPlace = (sessionId: string): SealedPlace => ({
  table: 'connection_sessions',
  column: 'sealedTokens',
  rowId: sessionId,
});
