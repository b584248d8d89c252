import { calculateJwkThumbprint, type JWK } from 'jose';
import { importPrivateKey, exportPublicJwk, SIGNING_ALGORITHMS } from '../kernel/jws.js';
import { SystemRandom } from '../kernel/random.js';
import { Sealer } from '../kernel/seal.js';
import { KeyMaker, sealedRow } from './key-maker.js';

describe('KeyMaker', () => {
  const sealer = new Sealer([{ kid: 'k', key: Buffer.alloc(32, 1) }], new SystemRandom());
  const maker = new KeyMaker(sealer);

  it.each(SIGNING_ALGORITHMS)('names a key of %s by its thumbprint, and publishes no private member', async (alg) => {
    const { kid, publicJwk } = await maker.make(alg);
    expect(kid).toBe(await calculateJwkThumbprint(publicJwk as JWK));
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(publicJwk).not.toHaveProperty(member);
  });

  it('seals the private part so that it opens in its own row alone', async () => {
    const { kid, publicJwk, sealedPrivateKey } = await maker.make('ES256');
    const opened = importPrivateKey(sealer.open(sealedPrivateKey, sealedRow(kid)));
    expect(exportPublicJwk(opened)).toEqual(publicJwk);
    expect(() => sealer.open(sealedPrivateKey, sealedRow('other'))).toThrow('belongs to another row');
  });
});
