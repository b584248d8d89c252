import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { RealmRef } from '../database/realm-ref.js';
import { Clock, toSeconds } from '../kernel/clock.js';
import { KeysService } from './keys.service.js';
import type { JwtClaims, VerificationKey } from './key.types.js';

interface ProtectedHeader {
  readonly alg: string;
  readonly kid: string;
}

const MAX_BYTES = 16 * 1024;
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/**
 * Verifies JWTs of this server's own making (RFC 7519, RFC 8725). The algorithm is that of the key, never the header's
 * word; keys named or carried by the header (`jwk`, `jku`, `x5u`, `x5c`) are never looked at, `crit` is refused.
 */
@Injectable()
export class JwtVerifier {
  constructor(
    private readonly keys: KeysService,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {}

  /**
   * The claims of a token that a key of this realm signed as that `typ` and that has not expired; null for all else.
   *
   * @param options.expired true: one that has expired too.
   */
  async verify(
    realm: RealmRef,
    token: string,
    typ: string,
    options: { readonly expired?: true } = {},
  ): Promise<JwtClaims | null> {
    const header = readHeader(token, typ);
    const key = header && (await this.keys.verificationKey(realm, header.kid));
    return key && key.alg === header.alg ? this.verifySignature(token, key, options.expired) : null;
  }

  private verifySignature(token: string, key: VerificationKey, expired?: true): JwtClaims | null {
    try {
      const claims = this.jwt.verify<JwtClaims>(token, {
        // jsonwebtoken takes a KeyObject here; Nest's declaration leaves it out.
        publicKey: key.publicKey as unknown as Buffer,
        algorithms: [key.alg],
        clockTimestamp: toSeconds(this.clock.now()),
        ignoreExpiration: expired,
      });
      return isClaims(claims) ? claims : null;
    } catch {
      return null;
    }
  }
}

/** What never expires was not made here. */
const isClaims = (claims: unknown): claims is JwtClaims =>
  typeof claims === 'object' && claims !== null && 'exp' in claims && typeof claims.exp === 'number';

function readHeader(token: string, typ: string): ProtectedHeader | null {
  if (token.length > MAX_BYTES) return null;
  const [, header = '', , signature = ''] = COMPACT.exec(token) ?? [];
  if (!isCanonical(header) || !isCanonical(signature)) return null;
  const parsed = parseObject(header);
  if (!parsed || 'crit' in parsed || !sameType(parsed['typ'], typ)) return null;
  const { alg, kid } = parsed;
  return typeof alg === 'string' && typeof kid === 'string' ? { alg, kid } : null;
}

/** Base64url leaves bits over in its last letter: only one of their values is the token that was issued. */
const isCanonical = (part: string): boolean =>
  part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;

function parseObject(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Media types compare without case, and `application/` may be left out (RFC 7515 section 4.1.9). */
const sameType = (sent: unknown, expected: string): boolean =>
  typeof sent === 'string' && sent.toLowerCase().replace(/^application\//, '') === expected.toLowerCase();
