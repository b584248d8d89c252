import { createServer } from 'node:http';
import * as client from 'openid-client';
import { Sessions } from './sessions.mjs';

const {
  ISSUER = 'http://localhost:3000/realms/demo',
  CLIENT_ID = 'web-app',
  CLIENT_SECRET,
  PORT = '4000',
  APP_URL: address = `http://localhost:${PORT}`,
} = process.env;
if (!CLIENT_SECRET) {
  console.error('CLIENT_SECRET is missing: it was in the answer when the client was made.');
  process.exit(1);
}

/** Everything else is found in the metadata of the issuer. Plain http is for servers on this machine alone. */
const config = await client
  .discovery(new URL(ISSUER), CLIENT_ID, undefined, client.ClientSecretBasic(CLIENT_SECRET), {
    execute: ISSUER.startsWith('http://') ? [client.allowInsecureRequests] : [],
  })
  .catch((error) => {
    console.error(`No issuer answers at ${ISSUER}: ${error.cause?.message ?? error.message}`);
    process.exit(1);
  });
const sessions = new Sessions();

/** Sends the browser to the server, and remembers what its answer will be checked by. */
async function signIn(request, response) {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  sessions.start(request, response, { pending: { verifier, state, nonce } });
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: `${address}/callback`,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  redirect(response, url.href);
}

/** The browser is back: its code becomes tokens, and these a session of this application. */
async function callback(request, response) {
  const { pending } = sessions.find(request) ?? {};
  if (!pending) return redirect(response, '/');
  const tokens = await client.authorizationCodeGrant(config, new URL(request.url, address), {
    pkceCodeVerifier: pending.verifier,
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    idTokenExpected: true,
  });
  const user = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  sessions.start(request, response, { user, idToken: tokens.id_token });
  redirect(response, '/');
}

/** Out of this application, and out of the server. */
function signOut(request, response) {
  const { idToken } = sessions.find(request) ?? {};
  sessions.end(request, response);
  if (!idToken) return redirect(response, '/');
  const parameters = { id_token_hint: idToken, post_logout_redirect_uri: `${address}/` };
  redirect(response, client.buildEndSessionUrl(config, parameters).href);
}

function home(request, response) {
  const { user } = sessions.find(request) ?? {};
  const signedIn = () => `<h1>Hello, ${escaped(user.name ?? user.preferred_username ?? user.sub)}</h1>
    <pre>${escaped(JSON.stringify(user, null, 2))}</pre>
    <form method="post" action="/sign-out"><button>Sign out</button></form>`;
  show(response, 200, user ? signedIn() : '<h1>Hello, stranger</h1><p><a href="/sign-in">Sign in</a></p>');
}

const ROUTES = {
  'GET /': home,
  'GET /sign-in': signIn,
  'GET /callback': callback,
  'POST /sign-out': signOut,
};

const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const redirect = (response, location) => response.writeHead(303, { location }).end();
const show = (response, status, html) =>
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(`<!doctype html><html lang="en"><title>Web app</title>${html}</html>`);

createServer((request, response) => {
  const route = ROUTES[`${request.method} ${request.url.split('?')[0]}`];
  if (!route) return show(response, 404, '<h1>Not found</h1>');
  Promise.resolve(route(request, response)).catch((error) => {
    console.error(error);
    const reason = error.error_description ?? error.error ?? 'The sign-in did not succeed; the terminal says why.';
    show(response, 400, `<h1>Not signed in</h1><p>${escaped(reason)}</p><p><a href="/sign-in">Try again</a></p>`);
  });
}).listen(Number(PORT), () => console.log(`Open ${address}`));
