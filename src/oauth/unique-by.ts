/** The plugs of a list under their wire names. @throws Error when two claim one name: the server shall not start. */
export function uniqueBy<Plug>(plugs: readonly Plug[], nameOf: (plug: Plug) => string): ReadonlyMap<string, Plug> {
  const byName = new Map(plugs.map((plug) => [nameOf(plug), plug]));
  if (byName.size < plugs.length) throw new Error(`Two of these have one name: ${plugs.map(nameOf).join(', ')}.`);
  return byName;
}
