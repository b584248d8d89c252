import { DomainError } from '../../kernel/domain-error.js';
import type { Flash } from '../rendering/page.types.js';

/**
 * Does it, and words a refusal for people.
 *
 * @param texts what to say of a field that is refused, by its name in the domain and in the form.
 * @throws whatever is not for the user to put right.
 */
export async function faultsOf(texts: Readonly<Record<string, string>>, work: () => Promise<Flash>): Promise<Flash> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'stale') return { kind: 'error', text: 'account:stale' };
    if (!(error instanceof DomainError && error.code === 'invalid')) throw error;
    const refused = error.fields.flatMap(({ field }) => (texts[field] ? [[field, texts[field]]] : []));
    return { kind: 'error', text: 'account:faulty', fields: Object.fromEntries(refused) as Record<string, string> };
  }
}
