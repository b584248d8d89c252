/** A copy that lacks some members. */
export function without<T extends object, K extends keyof T>(object: T, ...names: readonly K[]): Omit<T, K> {
  const rest: Partial<T> = { ...object };
  for (const name of names) delete rest[name];
  return rest as Omit<T, K>;
}
