/** What tells one state of a row from every other one: whoever changes the row changes one of the two. */
export interface RowState {
  readonly version: number;
  /** UTC milliseconds. */
  readonly updatedAt: number;
}

export const isSameState = (one: RowState, other: RowState): boolean =>
  one.version === other.version && one.updatedAt === other.updatedAt;
