import { COMPARED_WITH, PATHS } from './options.mjs';

const REFERENCES = ['oidc-provider', 'floor'];

/** The middle of some numbers; of an even count the mean of the middle two. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const whole = (number) => Math.round(number).toLocaleString('en-US');
const ratio = (number) => number.toFixed(2);
const milliseconds = (microseconds) => (microseconds / 1000).toFixed(1);

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** `median (least-most)`. */
function spread(numbers, format) {
  if (numbers.length === 0) return '-';
  const text = format(median(numbers));
  return numbers.length < 2 ? text : `${text} (${format(Math.min(...numbers))}-${format(Math.max(...numbers))})`;
}

/**
 * One row for each server and path. A ratio is the median of the ratios within each round, so that what slows the whole
 * machine for a while cancels out.
 *
 * @param {import('./measure.mjs').Figure[]} figures
 */
export function summarise(figures) {
  const rows = [];
  for (const path of new Set(figures.map((figure) => figure.path))) {
    const ofPath = figures.filter((figure) => figure.path === path);
    for (const server of new Set(ofPath.map((figure) => figure.server))) rows.push(row(figures, path, server));
  }
  return rows;
}

function row(figures, path, server) {
  const ofPath = figures.filter((figure) => figure.path === path);
  const own = ofPath.filter((figure) => figure.server === server);
  const standard = figures.filter((figure) => figure.path === COMPARED_WITH[path]);
  return {
    path,
    server,
    refused: sum(own.map(({ refused }) => refused)),
    broken: sum(own.map(({ broken }) => broken)),
    rates: own.map(({ rate }) => rate),
    cpus: own.map(({ cpu }) => cpu),
    p99s: own.flatMap(({ p99 }) => (p99 === undefined ? [] : [p99])),
    toStandard: ratiosTo(server, own, standard),
    ratios: Object.fromEntries(REFERENCES.map((name) => [name, name === server ? [] : ratiosTo(name, own, ofPath)])),
  };
}

function ratiosTo(name, own, ofPath) {
  return own.flatMap(({ round, rate }) => {
    const reference = ofPath.find((figure) => figure.server === name && figure.round === round);
    return reference ? [rate / reference.rate] : [];
  });
}

/** A Markdown table; a row with errors shows no figures, for they would be void. */
export function table(rows) {
  const head = [
    'path',
    'server',
    'requests/s',
    ...REFERENCES.map((name) => `x ${name}`),
    'x own standard',
    'CPU us/request',
    'p99 ms at half load',
    'errors',
  ];
  const lines = rows.map(({ path, server, refused, broken, rates, ratios, toStandard, cpus, p99s }) => {
    const errors = `${refused} refused, ${broken} broken`;
    if (refused + broken > 0) return [PATHS[path], server, 'VOID', ...REFERENCES.map(() => '-'), '-', '-', '-', errors];
    const compared = REFERENCES.map((name) => spread(ratios[name], ratio));
    return [
      PATHS[path],
      server,
      spread(rates, whole),
      ...compared,
      spread(toStandard, ratio),
      spread(cpus, whole),
      spread(p99s, milliseconds),
      '0',
    ];
  });
  return align([head, ...lines]);
}

function align(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  const text = lines.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
  text.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return text.join('\n');
}
