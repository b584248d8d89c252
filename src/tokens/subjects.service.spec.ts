import { newClient } from '../../test/support/client.builder.js';
import type { RolesService } from '../realms/roles.service.js';
import type { ServerSecretsService } from '../secrets/server-secrets.service.js';
import { SubjectPseudonyms } from '../secrets/subject-pseudonyms.js';
import { Subjects } from './subjects.service.js';

const roles = { authoritiesOf: () => Promise.resolve([]) } as unknown as RolesService;
const withKey = (byte: number): Subjects =>
  new Subjects(new SubjectPseudonyms({ key: () => Buffer.alloc(32, byte) } as unknown as ServerSecretsService), roles);

const subjects = withKey(1);
const realm = { id: '018f0000-0000-7000-8000-000000000001', name: 'one' };
const other = { id: '018f0000-0000-7000-8000-000000000002', name: 'two' };
const user = { id: '018f0000-0000-7000-8000-000000000003' };
const pairwise = (uri: string, clientId = 'app') =>
  newClient({ clientId, redirectUris: [uri], subjectType: 'pairwise' });

describe('the subject', () => {
  it('is the id of the user, or the client_id of a client that acts for itself', () => {
    expect(subjects.of(realm, { client: newClient(), user })).toBe(user.id);
    expect(subjects.of(realm, { client: pairwise('https://a.example.com/cb'), user: null })).toBe('app');
  });

  it('req 82: of a pairwise client is one for its sector, and tells nothing of the user', () => {
    const sub = subjects.of(realm, { client: pairwise('https://a.example.com/cb'), user });
    expect(sub).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const sameSector = { client: pairwise('https://a.example.com/other', 'second'), user };
    expect(subjects.of(realm, sameSector)).toBe(sub);
    const moved = { ...pairwise('https://new.example.com/cb'), sectorIdentifierUri: 'https://a.example.com/s.json' };
    expect(subjects.of(realm, { client: moved, user })).toBe(sub);
  });

  it('req 82: is another one in another sector, in another realm, for another user and on another server', () => {
    const client = pairwise('https://a.example.com/cb');
    const all = [
      subjects.of(realm, { client, user }),
      subjects.of(realm, { client: pairwise('https://b.example.com/cb'), user }),
      subjects.of(other, { client, user }),
      subjects.of(realm, { client, user: { id: realm.id } }),
      withKey(2).of(realm, { client, user }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
