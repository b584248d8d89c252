import type { NewClient } from '../../../src/clients/client.types.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aUser, type BuiltUser } from '../../support/builders.js';
import type { TestServer } from '../../support/server.js';

/** A client as an administrator registers it for the plan: no module but one sends a challenge. */
export const BASIC_CLIENT: Partial<NewClient> = {
  grantTypes: ['authorization_code', 'refresh_token'],
  scopes: ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'],
  redirectUris: ['https://rp.example.com/callback'],
  requirePkce: false,
};

const ADDRESS = { formatted: '12 St James Square, London', locality: 'London', country: 'GB' };

/** What userinfo tells of {@link aFullUser} for each scope. */
export const CLAIMS = {
  profile: {
    name: 'Ada Lovelace',
    given_name: 'Ada',
    family_name: 'Lovelace',
    middle_name: 'King',
    nickname: 'Countess',
    preferred_username: 'ada',
    profile: 'https://example.com/ada',
    picture: 'https://example.com/ada.png',
    website: 'https://ada.example.com',
    gender: 'female',
    birthdate: '1815-12-10',
    zoneinfo: 'Europe/London',
    locale: 'en-GB',
    updated_at: expect.any(Number) as number,
  },
  email: { email: 'ada@example.com', email_verified: true },
  address: { address: ADDRESS },
  phone: { phone_number: '+44 1632 960001', phone_number_verified: false },
} as const;

/** Somebody of whom every standard claim is known. */
export function aFullUser(server: TestServer, realm: Realm): Promise<BuiltUser> {
  const { name, preferred_username: username, ...others } = CLAIMS.profile;
  const { email, email_verified } = CLAIMS.email;
  const profile = Object.fromEntries(Object.entries(others).filter(([, value]) => typeof value === 'string'));
  const attributes = { ...profile, email_verified, ...CLAIMS.address, ...CLAIMS.phone };
  return aUser(server, realm, { username, fullName: name, email, attributes });
}
