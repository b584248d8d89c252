import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { barriersOf, launchChromium, newVisitor, overflowOf } from '../support/browser.js';
import { STORIES } from './stories.js';
import { openSite, Tour, type Site } from './tour.js';

const FOLDER = 'docs/screenshots';
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [390, 1280] as const;

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

describe('the page', () => {
  it.each(Object.keys(STORIES))('%s has no barrier in either scheme, on a telephone or on a desk', async (name) => {
    const visitor = await newVisitor(browser, { viewport: { width: WIDTHS[0], height: 844 } });
    const page = await visitor.newPage();
    await STORIES[name]!(page, tour);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 844 });
        expect(await barriersOf(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
        const path = join(FOLDER, `${name}-${width}-${colorScheme}.png`);
        if (process.env.SCREENSHOTS) await page.screenshot({ path });
      }
    }
    await visitor.close();
  });
});
