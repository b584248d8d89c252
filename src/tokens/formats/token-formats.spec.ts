import type { TokenFormat } from '../../realms/realm.types.js';
import type { AccessTokenFormat } from './access-token-format.js';
import { TokenFormats } from './token-formats.js';

const format = (name: string, mark: string): AccessTokenFormat =>
  ({ name: name as TokenFormat, recognises: (value: string) => value.startsWith(mark) }) as AccessTokenFormat;

describe('the registered formats', () => {
  it('are found by name and by the form of a value', () => {
    const [jwt, opaque] = [format('jwt', 'ey'), format('opaque', 'rga_')];
    const formats = new TokenFormats([jwt, opaque]);
    expect(formats.get('opaque')).toBe(opaque);
    expect(formats.recognise('eyJ')).toBe(jwt);
    expect(formats.recognise('nonsense')).toBeUndefined();
  });

  it('have names that differ', () => {
    expect(() => new TokenFormats([format('jwt', 'a'), format('jwt', 'b')])).toThrow('jwt');
  });

  it('are the only ones', () => {
    expect(() => new TokenFormats([]).get('jwt')).toThrow('jwt');
  });
});
