import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { pageOf, responseOf } from '../../support/form-browser.js';
import { GitHubStandIn } from '../../support/providers/github-stand-in.js';
import { TravellingBrowser } from '../../support/providers/travelling-browser.js';
import { ADMIN_SECRET, startServer, type TestServer } from '../../support/server.js';

/** As docs/administration.md gives it to her. */
const PASSWORD = 'a long sentence is a good password';
const GUIDE = readFileSync('docs/connections.md', 'utf8');

/** The shell lines below a heading, as somebody would paste them. */
function linesBelow(heading: string): string {
  const [, lines = ''] = /```sh\n([^]*?)```/.exec(GUIDE.slice(GUIDE.indexOf(heading))) ?? [];
  return lines;
}

/** A shell that stays open, so that what one step sets the next one has. */
class Terminal {
  private heard = '';
  private readonly shell: ChildProcessWithoutNullStreams;
  private prompts = 0;

  constructor() {
    this.shell = spawn('sh');
    for (const stream of [this.shell.stdout, this.shell.stderr]) {
      stream.on('data', (piece) => (this.heard += String(piece)));
    }
  }

  /** What the lines print. */
  async paste(lines: string): Promise<string> {
    const end = `-- ${++this.prompts} --`;
    this.heard = '';
    this.shell.stdin.write(`${lines}\necho '${end}'\n`);
    while (!this.heard.includes(end)) await new Promise((resolve) => this.shell.stdout.once('data', resolve));
    return this.heard.slice(0, this.heard.indexOf(end)).trim();
  }

  close(): void {
    this.shell.stdin.end();
  }
}

describe('docs/connections.md, step by step', () => {
  let server: TestServer;
  let github: GitHubStandIn;
  let ada: BuiltUser;
  const terminal = new Terminal();

  beforeAll(async () => {
    github = await GitHubStandIn.open({ asks: true });
    server = await startServer({ settings: { EGRESS_ALLOW: github.authority } });
    const realm = await aRealm(server, {}, 'acme');
    ada = await aUser(server, realm, { username: 'ada', fullName: 'Ada Lovelace', password: PASSWORD });
  });
  afterAll(async () => {
    terminal.close();
    await server.close();
    await github.close();
  });

  /** GitHub is played by another server: the preset's addresses are the only thing that differs. */
  const atTheStandIn = (lines: string): string => {
    const url = github.url;
    const addresses = {
      linkUrl: `${url}/login/oauth/authorize`,
      tokenUrl: `${url}/login/oauth/access_token`,
      testRequest: { url: `${url}/user` },
      revoke: { url: `${url}/applications/{{client_id}}/grant` },
      proxy: { baseUrl: url },
    };
    return lines
      .replace('http://localhost:3000', server.url)
      .replace('ADMIN_SECRET=...', `ADMIN_SECRET=${ADMIN_SECRET}`)
      .replace('GITHUB_ID=...', `GITHUB_ID=${github.client.clientId}`)
      .replace('GITHUB_SECRET=...', `GITHUB_SECRET=${github.client.secret}`)
      .replace('"preset": "github"', `"preset": "github", ${JSON.stringify(addresses).slice(1, -1)}`);
  };

  it('1. prints the callback to register', async () => {
    const printed = await terminal.paste(atTheStandIn(linesBelow('### 1. Say what to connect')));
    expect(printed).toMatch(new RegExp(`^${server.url}/connect/callback/[\\w-]{22}$`));
  });

  it('3. lets Ada connect from her account', async () => {
    const browser = new TravellingBrowser(server.url, github.url);
    let page = pageOf(await browser.open(`${server.issuer('acme')}/account/services`));
    page = pageOf(await browser.submit(page, { username: ada.username, password: ada.password }));
    const service = page.forms.flatMap(({ buttons }) => buttons).find(({ name }) => name === 'connect')?.value ?? '';
    const question = pageOf(await browser.submit(page, {}, { button: ['connect', service] }));
    expect(question.html).toContain(github.authority);
    const atGitHub = pageOf(await browser.submit(question, {}, { button: ['decision', 'allow'] }));
    expect(atGitHub.url.origin).toBe(github.url);
    const back = pageOf(await browser.submit(atGitHub, {}, { button: ['decision', 'allow'] }));
    expect(back.url.pathname).toBe('/realms/acme/account/services');
    expect(back.html).toContain('octocat');
  });

  it('4. calls the API of GitHub in her name', async () => {
    const printed = await terminal.paste(atTheStandIn(linesBelow('### 4. Call')));
    expect(JSON.parse(printed)).toMatchObject({ login: 'octocat', id: 583_231 });
    expect(github.callsOf('account').at(-1)?.headers.authorization).toMatch(/^Bearer gh-access-/);
  });

  /** Ada agrees, here and there. @returns how the application is told of it. */
  const renewed = async (connectUrl: string): Promise<unknown> => {
    const browser = new TravellingBrowser(server.url, github.url);
    let page = pageOf(await browser.open(connectUrl));
    if (page.forms.some(({ names }) => names.includes('password')))
      page = pageOf(await browser.submit(page, { username: ada.username, password: ada.password }));
    const atGitHub = pageOf(await browser.submit(page, {}, { button: ['decision', 'allow'] }));
    return responseOf(await browser.submit(atGitHub, {}, { button: ['decision', 'allow'] }));
  };

  it('has applications send their users to connect', async () => {
    const connectUrl = await terminal.paste(linesBelow('## From your own application'));
    expect(await renewed(connectUrl)).toMatchObject({ status: 'connected' });
  });

  it('has services do so, and complete it', async () => {
    const connectUrl = await terminal.paste(linesBelow('A **service** does the same'));
    expect(await renewed(connectUrl)).toMatchObject({ status: 'completion_required' });
    const completed = await terminal.paste(linesBelow('The browser comes back with `status=completion_required`'));
    expect(JSON.parse(completed)).toMatchObject({ status: 'completed' });
  });

  it('has a service do without its verifier where the realm says so', async () => {
    const changed = await terminal.paste(linesBelow('### Without a verifier'));
    expect(JSON.parse(changed)).toMatchObject({ connectConfirmationOnly: true });
  });

  it('opens what is the realm’s own', async () => {
    expect(JSON.parse(await terminal.paste(linesBelow('## What there is')))).toMatchObject({ memberUse: true });
  });

  it('makes a saved request', async () => {
    const printed = await terminal.paste(linesBelow("An app's calls can be **saved**"));
    expect(printed.split('\n').at(-1)).toContain('octocat/hello-world');
  });

  it('takes the page of Capacity, and its settings', async () => {
    const pasted = await terminal.paste(linesBelow('## The page of Capacity, pasted'));
    const { config, findings } = JSON.parse(pasted) as { config: { id: string }; findings: { level: string }[] };
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
    const settings = linesBelow('The settings that the page names').replace('CONFIG=...', `CONFIG=${config.id}`);
    expect(await terminal.paste(settings)).toMatch(/\nactive$/);
  });

  it('offers an app to every realm, and installs it in one', async () => {
    const printed = await terminal.paste(linesBelow('## The catalogue'));
    const [status, catalogue, copy] = printed
      .split('\n')
      .map((line) => (line.startsWith('{') ? line : JSON.stringify(line)));
    expect([status, catalogue].join()).toMatch(/^"active".*"slug":"tasks"/);
    expect(JSON.parse(copy ?? '')).toMatchObject({ app: { slug: 'tasks' }, missing: [] });
  });
});
