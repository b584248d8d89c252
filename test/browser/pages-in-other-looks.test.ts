import type { Browser } from 'playwright-core';
import { barriersOf, launchChromium, newVisitor, overflowOf } from '../support/browser.js';
import { STORIES } from './stories.js';
import { openSite, Tour, type Site } from './tour.js';

/** Those whose words are long. */
const LANGUAGES = ['es', 'de'] as const;
const SCHEMES = ['light', 'dark'] as const;

let browser: Browser;
let site: Site;
let tour: Tour;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), openSite()]);
  tour = await Tour.prepare(site);
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('the page', () => {
  it.each(Object.keys(STORIES))('%s fits a window of 320 pixels in Spanish and German', async (name) => {
    for (const locale of LANGUAGES) {
      const visitor = await newVisitor(browser, { locale, viewport: { width: 320, height: 640 } });
      const page = await visitor.newPage();
      await STORIES[name]!(page, tour);
      expect([locale, await page.locator('html').getAttribute('lang')]).toEqual([locale, locale]);
      expect([locale, await overflowOf(page)]).toEqual([locale, 0]);
      await visitor.close();
    }
  });
});

describe('the colour of a realm', () => {
  it.each(['#ffe000', '#000000', '#ffffff', '#d0021b', '#1b5e20', '#777777'])(
    '%s can be read in both schemes',
    async (primaryColor) => {
      const own = await Tour.prepare(site, { branding: { primaryColor } });
      for (const colorScheme of SCHEMES) {
        const visitor = await newVisitor(browser, { colorScheme });
        const page = await visitor.newPage();
        await STORIES['consent']!(page, own);
        expect(await barriersOf(page)).toEqual([]);
        await visitor.close();
      }
    },
  );
});
