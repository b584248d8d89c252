/** `active` seals and opens, `decrypt_only` opens what it sealed before; of `drained` nothing is left that is known of. */
export type VaultKeyState = 'active' | 'decrypt_only' | 'drained';

/** A data key of a realm's vault without the key itself. Times are UTC milliseconds. */
export interface VaultKey {
  readonly kid: string;
  readonly state: VaultKeyState;
  readonly createdAt: number;
  readonly retiredAt: number | null;
}

/** Where a sealed value lies. It is bound into the value, which opens nowhere else. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** Id of the row, which never changes. */
  readonly rowId: string;
}

/** Columns of one table whose values the vault has sealed, for whoever seals them anew. */
export interface SealedColumns {
  readonly table: string;
  readonly idColumn: string;
  readonly columns: readonly string[];
}
