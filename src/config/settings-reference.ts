import { describedSettings, type DescribedSetting } from './setting.decorator.js';
// Describing the settings is an effect of loading their class.
import './settings.js';

const HOW_TO_MAKE = 'npm run generate';

interface Section {
  readonly title: string;
  readonly settings: DescribedSetting[];
}

/** The text of `.env.example`: every setting, commented out, with its default. */
export function envExample(): string {
  const blocks = sections().flatMap(({ title, settings }) => [`# --- ${title} ---`, ...settings.map(envBlock)]);
  return (
    [`# Settings of Realmgate; ${HOW_TO_MAKE} writes this file. Copy it to .env and set what differs.`, ...blocks, '']
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function envBlock(setting: DescribedSetting): string {
  const text = `${plain(setting.description)}${setting.defaultNote ? ` Default: ${plain(setting.defaultNote)}.` : ''}`;
  const comment = wrap(text, 110).map((line) => `# ${line}`);
  const example = setting.example ? [`# Example: ${setting.example}`] : [];
  return [...comment, ...example, `#${setting.env}=${setting.default ?? ''}`].join('\n');
}

/** The text of `docs/configuration.md`: every setting under a heading that can be linked to. */
export function configurationMarkdown(): string {
  const head = [
    '# Configuration',
    `Settings come from the environment and, where there is one, from \`.env\` in the working folder; the environment wins, and an empty value counts as absent. They are read once at the start, which stops with one message that lists everything wrong with them. This page is written by \`${HOW_TO_MAKE}\`.`,
  ];
  const parts = sections().flatMap(({ title, settings }) => [`## ${title}`, ...settings.map(entry)]);
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function entry({ env, default: text, defaultNote, description, example }: DescribedSetting): string {
  const standard = defaultNote ?? (text ? `\`${text}\`` : 'none');
  const facts = [`Default: ${standard}.`, ...(example ? [`Example: \`${example}\`.`] : [])];
  return `### \`${env}\`\n\n${description} ${facts.join(' ')}`;
}

function sections(): Section[] {
  const list: Section[] = [];
  for (const setting of describedSettings()) {
    if (setting.section !== undefined || list.length === 0)
      list.push({ title: setting.section ?? 'General', settings: [] });
    list.at(-1)?.settings.push(setting);
  }
  return list;
}

const plain = (markdown: string): string => markdown.replaceAll('`', '');

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
