import type { Connection } from './connection.types.js';
import type { TokenSet } from './token.types.js';

/** Whether a grant is of the account that a connection is to, as far as the provider has told. */
export const isSameAccount = (
  { upstreamAccountId }: Pick<Connection, 'upstreamAccountId'>,
  { accountId }: Pick<TokenSet, 'accountId'>,
): boolean => upstreamAccountId === null || accountId === null || upstreamAccountId === accountId;

/** An account as its provider names it. */
export interface NamedAccount {
  readonly id: string | null;
  readonly label: string | null;
}

export const accountOf = ({ accountId, accountLabel }: TokenSet): NamedAccount => ({
  id: accountId,
  label: accountLabel,
});

/** By what people know it; empty where the provider tells nothing. */
export const nameOf = ({ id, label }: NamedAccount): string => label ?? id ?? '';
