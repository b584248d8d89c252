import { SystemRandom } from './random.js';
import { SealError, Sealer, defaultKid } from './seal.js';

const random = new SystemRandom();
const aKey = (kid: string) => ({ kid, key: random.bytes(32) });

describe('Sealer', () => {
  const old = aKey('old');
  const current = aKey('current');
  const sealer = new Sealer([current, old], random);
  const secret = Buffer.from('a private key');

  it('opens what it sealed', () => {
    expect(sealer.open(sealer.seal(secret, 'row/1'), 'row/1')).toEqual(secret);
  });

  it('does not open a value that was moved to another row', () => {
    expect(() => sealer.open(sealer.seal(secret, 'row/1'), 'row/2')).toThrow(SealError);
  });

  it('does not open a value of which any byte was altered', () => {
    const sealed = sealer.seal(secret, 'row');
    const dot = sealed.indexOf('.') + 1;
    const bytes = Buffer.from(sealed.slice(dot), 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const altered = Buffer.from(bytes);
      altered[index]! ^= 1;
      expect(() => sealer.open(sealed.slice(0, dot) + altered.toString('base64url'), 'row')).toThrow(SealError);
    }
  });

  it('does not open a value that was cut short', () => {
    expect(() => sealer.open('current.AAAA', 'row')).toThrow('cut short');
  });

  it('opens what an older key sealed, and says that it is due to be sealed anew', () => {
    const sealed = new Sealer([old], random).seal(secret, 'row');
    expect(sealer.open(sealed, 'row')).toEqual(secret);
    expect(sealer.isCurrent(sealed)).toBe(false);
    expect(sealer.isCurrent(sealer.seal(secret, 'row'))).toBe(true);
  });

  it('names the key that is missing, and no part of the value', () => {
    const sealed = new Sealer([aKey('lost')], random).seal(secret, 'row');
    expect(() => sealer.open(sealed, 'row')).toThrow('No key "lost" to open row with.');
  });

  it('never seals the same value alike', () => {
    expect(sealer.seal(secret, 'row')).not.toBe(sealer.seal(secret, 'row'));
  });

  it('names a key that was given no name by 8 hex digits of its digest', () => {
    expect(defaultKid(Buffer.alloc(32))).toBe('66687aad');
  });
});
