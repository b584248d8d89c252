import type { TokenFormat } from '../../realms/realm.types.js';
import type { AccessTokenFormat } from './access-token-format.js';

/** The formats that are registered, by name and by the form of their values. */
export class TokenFormats {
  private readonly byName = new Map<TokenFormat, AccessTokenFormat>();

  /** @throws Error when two formats have one name. */
  constructor(formats: readonly AccessTokenFormat[]) {
    for (const format of formats) {
      if (this.byName.has(format.name)) throw new Error(`Two access token formats are named ${format.name}.`);
      this.byName.set(format.name, format);
    }
  }

  get(name: TokenFormat): AccessTokenFormat {
    const format = this.byName.get(name);
    if (!format) throw new Error(`No access token format is named ${name}.`);
    return format;
  }

  /** The format that a value has the form of. */
  recognise(value: string): AccessTokenFormat | undefined {
    return [...this.byName.values()].find((format) => format.recognises(value));
  }
}
