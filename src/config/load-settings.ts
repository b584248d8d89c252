import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { keptMasterKey, MASTER_KEY_FILE } from './master-key-file.js';
import { describedSettings, SettingProblem, type DescribedSetting } from './setting.decorator.js';
import { sealingKeys } from './setting.parsers.js';
import { crossChecks } from './setting.rules.js';
import { Settings } from './settings.js';

/** Every setting that was refused, one a line, in words for whoever starts the server. No value of a secret is shown. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(['The settings are not valid:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;
type Draft = { -readonly [K in keyof Settings]: Settings[K] };

/**
 * Parses the environment, and `.env` of the working folder where there is one; the environment wins, an empty value is
 * an absent one. Outside production it may make the master key's file.
 *
 * @throws SettingsError
 */
export function loadSettings(env: Environment = process.env, { cwd = process.cwd() }: { cwd?: string } = {}): Settings {
  const { settings, problems } = read(env, cwd);
  settings.warnings = [];
  if (problems.length === 0) takeMasterKey(settings, cwd, problems);
  if (problems.length > 0) throw new SettingsError(problems);
  if (settings.isProduction && settings.publicUrl === undefined)
    settings.warnings = [...settings.warnings, NO_PUBLIC_URL];
  settings.publicUrl ??= localUrl(settings);
  return freeze(settings);
}

/**
 * Where the server of these settings is reached, for who only wants to talk to it: nothing else has to be set rightly.
 *
 * @throws SettingsError
 */
export function loadPublicUrl(env: Environment = process.env, { cwd = process.cwd() } = {}): string {
  const { settings, problems } = read(env, cwd);
  const ofUrl = problems.filter((problem) => ['PUBLIC_URL', 'PORT'].includes(nameIn(problem)));
  if (ofUrl.length > 0) throw new SettingsError(ofUrl);
  return settings.publicUrl ?? localUrl(settings);
}

const NO_PUBLIC_URL =
  'PUBLIC_URL is not set: issuers and links begin with http://localhost, which no other machine can reach.';

const localUrl = ({ port }: Draft): string => new URL(`http://localhost:${port}`).origin;

/** All but the master key, which may have to be made. */
function read(env: Environment, cwd: string): { settings: Draft; problems: string[] } {
  const problems: string[] = [];
  const settings = new Settings() as Draft;
  const values = { ...readEnvFile(cwd), ...env };
  for (const setting of describedSettings()) assign(settings, setting, values[setting.env], problems);
  const more = [...invalidProperties(settings), ...crossChecks(settings)];
  problems.push(...more.filter((problem) => !problems.some((known) => nameIn(known) === nameIn(problem))));
  return { settings, problems };
}

function readEnvFile(cwd: string): Environment {
  try {
    return parseEnv(readFileSync(join(cwd, '.env'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new SettingsError([`.env: cannot be read (${(error as NodeJS.ErrnoException).code}).`]);
  }
}

function assign(settings: Draft, setting: DescribedSetting, sent: string | undefined, problems: string[]): void {
  const text = sent === undefined || sent === '' ? setting.default : sent;
  if (text === undefined) return;
  try {
    Object.assign(settings, { [setting.property]: setting.parse ? setting.parse(text) : text });
  } catch (error) {
    if (!(error instanceof SettingProblem)) throw error;
    problems.push(`${setting.env} ${error.message}.${shown(setting, text)}`);
  }
}

/** Every problem begins with the name of the setting it is about. */
const nameIn = (problem: string): string => problem.slice(0, problem.indexOf(' '));

function invalidProperties(settings: Draft): string[] {
  const byProperty = new Map(describedSettings().map((setting) => [setting.property, setting]));
  return validateSync(settings, { forbidUnknownValues: false }).flatMap(({ property, constraints, value }) => {
    const setting = byProperty.get(property);
    if (!setting) return [];
    const [message = 'is not valid'] = Object.values(constraints ?? {});
    return [`${setting.env} ${message.replace(`${property} `, '')}.${shown(setting, String(value))}`];
  });
}

const shown = (setting: DescribedSetting, text: string): string =>
  setting.secret ? '' : ` It is ${JSON.stringify(text.slice(0, 100))}.`;

function takeMasterKey(settings: Draft, cwd: string, problems: string[]): void {
  if (settings.masterKeys) return;
  try {
    settings.masterKeys = sealingKeys(keptMasterKey(cwd));
    settings.warnings = [`MASTER_KEY is not set: the key in ${MASTER_KEY_FILE} is used. Back it up with the database.`];
  } catch (error) {
    const why = error instanceof SettingProblem ? error.message : (error as NodeJS.ErrnoException).code;
    problems.push(`MASTER_KEY is not set, and ${MASTER_KEY_FILE} cannot be used: ${why}.`);
  }
}

function freeze(settings: Draft): Settings {
  for (const value of Object.values(settings)) if (Array.isArray(value)) Object.freeze(value);
  return Object.freeze(settings) as Settings;
}
