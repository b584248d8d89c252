/** The languages that the pages are written in; the first one is for whoever reads none of them. */
export const LANGUAGES = ['en', 'es', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const MAX_TAGS = 20;

/**
 * The language of a page: the first of `ui_locales` that there is (OpenID Connect Core section 3.1.2.1), else the best
 * of Accept-Language (RFC 9110 section 12.5.4), else English. Of a tag, `de-AT`, its language alone counts.
 */
export function chooseLanguage(uiLocales: string | undefined, acceptLanguage: string | undefined): Language {
  const asked = (uiLocales ?? '').split(' ').slice(0, MAX_TAGS);
  return firstKnown(asked) ?? firstKnown(accepted(acceptLanguage ?? '')) ?? LANGUAGES[0];
}

function firstKnown(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const language = tag.split('-', 1)[0]?.toLowerCase();
    const known = LANGUAGES.find((name) => name === language);
    if (known) return known;
  }
  return undefined;
}

/** The tags by falling weight; among equals the order of the header stands. */
function accepted(header: string): string[] {
  const weighed = header
    .split(',', MAX_TAGS)
    .map((part) => /^\s*([a-z0-9-]+|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(part))
    .flatMap((match) => (match ? [{ tag: match[1] as string, weight: Number(match[2] ?? 1) }] : []));
  return weighed
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
