/**
 * The realm to try things out with, made outside production alone. Its secrets are public knowledge, so that the lines
 * shown at each start work and documentation can quote them.
 */
export const DEMO = {
  realm: 'demo',
  displayName: 'Demo',
  clientId: 'demo-app',
  clientSecret: 'demo-app-secret-for-trying-out',
  redirectUris: ['http://127.0.0.1:8080/callback'],
  username: 'alice',
  fullName: 'Alice Liddell',
  email: 'alice@example.com',
  password: 'down-the-rabbit-hole',
  roles: [
    { name: 'reader', description: 'Reads reports.' },
    { name: 'editor', description: 'Writes reports.' },
  ],
} as const;
