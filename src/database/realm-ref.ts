/** What a repository needs to know of a realm. Every repository method takes it first. */
export interface RealmRef {
  readonly id: string;
  readonly name: string;
}
