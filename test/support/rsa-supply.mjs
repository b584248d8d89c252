/* global Buffer */
import crypto from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FILE = fileURLToPath(new URL('../../node_modules/.cache/realmgate/rsa-keys.json', import.meta.url));
/** More than the realms of one test file take: no two of them have the same key. */
const SIZE = 160;
const BITS = 2048;

/**
 * To make an RSA key takes a fifth of a second, and each realm has two: more than half of all that the tests compute. They
 * are drawn from a supply that is made once, with the server's own call of `node:crypto`, and kept for later runs.
 */
export async function makeSupply() {
  if (existsSync(FILE)) return;
  const generate = promisify(crypto.generateKeyPair);
  const pairs = await Promise.all(Array.from({ length: SIZE }, () => generate('rsa', { modulusLength: BITS })));
  const keys = pairs.map(({ privateKey }) => privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
  mkdirSync(dirname(FILE), { recursive: true });
  const draft = `${FILE}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(keys));
  chmodSync(draft, 0o600);
  renameSync(draft, FILE);
}

/** From then on this process draws, one after the other, what is asked of `crypto.generateKeyPair` for RSA of that size. */
export function drawFromSupply() {
  const { generateKeyPair } = crypto;
  const made = promisify(generateKeyPair);
  const keys = JSON.parse(readFileSync(FILE, 'utf8'));
  let next = 0;
  const draw = async (type, options) => {
    if (type !== 'rsa' || options.modulusLength !== BITS) return made(type, options);
    const key = Buffer.from(keys[next++ % keys.length], 'base64');
    const privateKey = crypto.createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    return { privateKey, publicKey: crypto.createPublicKey(privateKey) };
  };
  crypto.generateKeyPair = Object.assign((...args) => generateKeyPair(...args), { [promisify.custom]: draw });
  syncBuiltinESMExports();
}
