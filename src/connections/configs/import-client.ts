import { literalOf } from './import-body.js';
import { finding, type LintFinding } from './lint.types.js';
import { jsonOf } from './lint-texts.js';

/** Who we are at the provider, where a paste has it written out instead of asking for settings. */
export interface WrittenClient {
  readonly id: string | null;
  readonly secret: string | null;
  readonly notes: readonly LintFinding[];
}

interface Pasted {
  readonly linkClientId: string | null | undefined;
  readonly tokenBody: unknown;
  readonly clientId: unknown;
  readonly clientSecret: unknown;
}

/** The texts stay as they were typed; what is found there is what the other requests go out with. */
export function writtenClient({ linkClientId, tokenBody, clientId, clientSecret }: Pasted): WrittenClient {
  const root = typeof tokenBody === 'string' ? jsonOf(tokenBody)?.root : undefined;
  const id = clientId === undefined ? (linkClientId ?? literalOf(root, 'client_id')) : null;
  const secret = clientSecret === undefined ? literalOf(root, 'client_secret') : null;
  return {
    id,
    secret,
    notes: [
      ...(id === null
        ? []
        : [finding('note', 'client_id_found', 'clientId', 'it was written out and is used throughout')]),
      ...(secret === null
        ? []
        : [
            finding(
              'note',
              'client_secret_found',
              'clientSecret',
              'it was written out in the body and is used throughout',
            ),
          ]),
    ],
  };
}
