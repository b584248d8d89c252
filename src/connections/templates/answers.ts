/** An answer that is neither JSON nor a form, or a form that says a thing twice. Holds nothing of what was read. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

const FORM = /^[^\s<>={}&]+=[^\s<>{}]*$/;

/**
 * The document that paths are applied to. JSON, or a form made into an object: some token endpoints answer so (GitHub
 * unless asked otherwise), and not all say which of them it is.
 *
 * @param contentType header of the answer, null when it has none
 * @throws AnswerError
 */
export function readAnswer(contentType: string | null, text: string): unknown {
  const body = text.replace(/^\ufeff/, '').trim();
  const saysJson = /\bjson\b/i.test(contentType ?? '');
  if (saysJson || /^[{["]/.test(body)) return readJson(body);
  if (FORM.test(body)) return objectOf(new URLSearchParams(body));
  return readJson(body);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AnswerError('the answer is neither JSON nor a form');
  }
}

/**
 * Parameters of a callback as paths see them: `$.code` and `$.query.code` both lead to the code.
 *
 * @throws AnswerError for a parameter that stands there twice: which of them was meant is not ours to guess
 */
export function callbackDocument(parameters: Iterable<readonly [string, string]>): Readonly<Record<string, unknown>> {
  const query = objectOf(parameters);
  return { ...query, query };
}

function objectOf(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const read = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (read.has(name)) throw new AnswerError('a parameter stands there more than once');
    read.set(name, value);
  }
  return Object.fromEntries(read);
}
