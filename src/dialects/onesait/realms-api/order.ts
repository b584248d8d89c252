/** The order of lists that have none of their own, so that equal questions get equal answers. */
export const byText =
  <T>(textOf: (entry: T) => string) =>
  (one: T, other: T): number => {
    const [first, second] = [textOf(one), textOf(other)];
    return first < second ? -1 : Number(first > second);
  };
