import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** Debian's; CHROMIUM names another one. */
const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PATIENCE = 15_000;
/** As with a window. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

/** Chromium without a window. The tests run as root in containers, where its sandbox cannot. */
export function launchChromium(): Promise<Browser> {
  if (!existsSync(PROGRAM)) throw new Error(`There is no ${PROGRAM}: apt-get install chromium, or set CHROMIUM.`);
  return chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A browser of its own, as far as cookies tell; English and with JavaScript unless the options say otherwise. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    userAgent: USER_AGENT,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One rule that a page breaks, and where. */
export interface Barrier {
  readonly rule: string;
  readonly elements: readonly string[];
}

interface AxeResults {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary?: string }[] }[];
}

/** What axe-core finds amiss by WCAG 2.2 A and AA and by good practice. The page's own policy does not bind the inspector. */
export async function barriersOf(page: Page): Promise<Barrier[]> {
  const session = await page.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await evaluate(`${AXE};0`);
  const results = (await evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResults;
  await session.detach();
  return results.violations.map(({ id, nodes }) => ({
    rule: id,
    elements: nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`),
  }));
}

/** What the browser complains of while a page is shown: blocked by its policy, not found, failed. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** Pixels that the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
