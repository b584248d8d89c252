import type { ConnectionApp } from '../../connections/apps/app.types.js';
import type { ConnectVisit } from '../../connections/connect/connect-visits.service.js';
import type { Realm } from '../../realms/realm.types.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import { initialOf } from '../client-view.js';
import { appLogoPath } from '../logos/logo-path.js';
import type { PageView } from '../rendering/page.types.js';

/** What the page says: which service, where it is, what it is asked for, and to whom it will be linked. */
export function connectView(
  realm: Realm,
  { session, app, config }: ConnectVisit,
  destinations: readonly string[],
  signedIn: SignedIn | null,
) {
  const isShared = session.ownerKey !== session.userId;
  return {
    client: appView(realm, app),
    host: hostOf(destinations[0]),
    scopes: config.scopes,
    subject: isShared ? null : (session.subjectLabel ?? signedIn?.user.username ?? ''),
    organisation: isShared ? (realm.displayName ?? realm.name) : null,
    again: session.connectionId !== null,
    username: signedIn ? (signedIn.user.fullName ?? signedIn.user.username) : null,
  };
}

/** The service, as pages show who asks for something. */
export const appView = (realm: Realm, app: ConnectionApp) => ({
  name: app.name,
  initial: initialOf(app.name),
  logo: appLogoPath(realm, app),
  unverified: false,
});

/** As a reader knows it: without the star for what is not known yet. */
const hostOf = (origin: string | undefined): string =>
  origin === undefined ? '' : new URL(origin).host.replace('*.', '');

/** On the way to the provider. */
export const leaveView = (link: string): PageView => ({
  view: 'connect-leave',
  title: 'connect:leaveTitle',
  data: { host: new URL(link).host },
  refresh: link,
});
