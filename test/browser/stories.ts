import type { Page, Route } from 'playwright-core';
import { press, type Tour } from './tour.js';

type Story = (page: Page, tour: Tour) => Promise<unknown>;

const signedIn =
  (path: string): Story =>
  async (page, tour) => {
    await tour.signIn(page);
    await page.goto(tour.page(path));
  };

const atDevice: Story = async (page, tour) => {
  await tour.signIn(page);
  await page.goto(await tour.deviceAddress());
  if (!(await page.locator('button[value=allow]').isVisible())) await press(page, 'main form button');
};

/** Stays at the page that would send the answer on. */
const allowed: Story = async (page, tour) => {
  await page.addInitScript('HTMLFormElement.prototype.submit = () => undefined');
  await page.goto(tour.authorize({ response_mode: 'form_post' }));
  await tour.submitPassword(page, tour.user.password);
  await press(page, 'button[value=allow]');
};

const atMailedAddress: Story = async (page, tour) => {
  await tour.signIn(page, await tour.someoneElse());
  await page.goto(tour.page('verify-email'));
  await page.goto(await tour.mailedLink(page));
};

/** A page that would go on by itself does not. */
async function stayThere(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '');
  await route.fulfill({ response, body });
}

/** How a visitor comes to see each page. */
export const STORIES: Readonly<Record<string, Story>> = {
  'login': (page, tour) => page.goto(tour.authorize()),
  'login-failed': async (page, tour) => {
    await page.goto(tour.authorize());
    await tour.submitPassword(page, 'not the password');
  },
  'consent': async (page, tour) => {
    await page.goto(tour.authorize());
    await tour.submitPassword(page, tour.user.password);
  },
  'select-account': async (page, tour) => {
    await tour.signIn(page);
    await page.goto(tour.authorize({ prompt: 'select_account' }));
  },
  'form-post': allowed,
  'error': async (page, tour) => {
    await page.goto(tour.authorize({ redirect_uri: 'https://elsewhere.example' }));
    await page.locator('summary').click();
  },
  'logout': signedIn('logout'),
  'logged-out': async (page, tour) => {
    await signedIn('logout')(page, tour);
    await press(page, 'button[value=allow]');
  },
  'account-profile': signedIn('account'),
  'account-password': signedIn('account/password'),
  'account-sessions': async (page, tour) => {
    await tour.haveOneSession();
    await signedIn('account/sessions')(page, tour);
  },
  'account-applications': async (page, tour) => {
    await allowed(page, tour);
    await page.goto(tour.page('account/applications'));
  },
  'account-services': async (page, tour) => {
    await tour.haveServices();
    await signedIn('account/services')(page, tour);
  },
  'connect': async (page, tour) => {
    await tour.signIn(page);
    await page.goto(await tour.connectAddress());
  },
  'connect-faulty': async (page, tour) => {
    await tour.signIn(page);
    await page.goto(await tour.connectAddress());
    await page.locator('main input[type=text]').fill('not a subdomain');
    await press(page, 'button[value=allow]');
  },
  'connect-leave': async (page, tour) => {
    await page.route('**/connect?**', stayThere);
    await tour.signIn(page);
    await page.goto(await tour.connectAddress());
    await page.locator('main input[type=text]').fill('acme');
    await press(page, 'button[value=allow]');
  },
  'connect-other-account': async (page, tour) => {
    await tour.signIn(page);
    await page.goto(await tour.renewalAddress());
    await press(page, 'button[value=allow]');
    await page.waitForURL('**/connect/other-account?**');
  },
  'connect-done': (page, tour) => page.goto(tour.page('connect/done')),
  'device': (page, tour) => page.goto(tour.page('device')),
  'device-confirm': atDevice,
  'device-done': async (page, tour) => {
    await atDevice(page, tour);
    await press(page, 'button[value=allow]');
  },
  'sign-up': (page, tour) => page.goto(tour.page('sign-up')),
  'sign-up-finish': async (page, tour) => {
    await page.goto(tour.page('sign-up'));
    await page.locator('#email').fill(`grace.${tour.nextNumber()}@example.com`);
    await page.goto(await tour.mailedLink(page));
  },
  'reset-password': (page, tour) => page.goto(tour.page('reset-password')),
  'mail-sent': (page, tour) => page.goto(tour.page('reset-password/sent')),
  'reset-password-finish': async (page, tour) => {
    await page.goto(tour.page('reset-password'));
    await page
      .locator('main form input[type=text], main form input[type=email]')
      .first()
      .fill(await tour.someoneElse());
    await page.goto(await tour.mailedLink(page));
  },
  'dead-link': (page, tour) => page.goto(tour.page('reset-password/finish?link=over')),
  'verify-email': signedIn('verify-email'),
  'verify-email-finish': atMailedAddress,
  'email-verified': async (page, tour) => {
    await atMailedAddress(page, tour);
    await press(page, 'main form button');
  },
};
