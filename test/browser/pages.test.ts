import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { barriersOf, launchChromium, newVisitor } from '../support/browser.js';
import { STORIES } from './stories.js';
import { openSite, Tour, type Site } from './tour.js';

const FOLDER = 'docs/screenshots';
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [390, 1280] as const;
/** Those whose words are long. */
const LANGUAGES = ['es', 'de'] as const;

let browser: Browser;
let site: Site;
let tour: Tour;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), openSite()]);
  tour = await Tour.prepare(site);
  mkdirSync(FOLDER, { recursive: true });
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Pixels that the page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

const LOOKS = Object.keys(STORIES).flatMap((name) => SCHEMES.map((scheme) => [name, scheme] as const));

describe('the page', () => {
  it.each(LOOKS)('%s has no barrier in the %s scheme, on a telephone or on a desk', async (name, colorScheme) => {
    const visitor = await newVisitor(browser, { colorScheme, viewport: { width: WIDTHS[0], height: 844 } });
    const page = await visitor.newPage();
    await STORIES[name]!(page, tour);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      expect(await barriersOf(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      const path = join(FOLDER, `${name}-${width}-${colorScheme}.png`);
      if (process.env.SCREENSHOTS) await page.screenshot({ path });
    }
    await visitor.close();
  });

  it.each(Object.keys(STORIES))('%s fits a window of 320 pixels in Spanish and German', async (name) => {
    for (const locale of LANGUAGES) {
      const visitor = await newVisitor(browser, { locale, viewport: { width: 320, height: 640 } });
      const page = await visitor.newPage();
      await STORIES[name]!(page, tour);
      expect([locale, await page.locator('html').getAttribute('lang')]).toEqual([locale, locale]);
      expect([locale, await overflow(page)]).toEqual([locale, 0]);
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
