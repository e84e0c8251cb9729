import type { Help, Option } from './operations/command-line';

interface Explained {
  readonly summary: string;
  readonly usage: string;
  readonly help: Help;
}

type Row = readonly [name: string, text: string];

function rows(title: string, all: readonly Row[]): string[] {
  if (all.length === 0) return [];
  const width = Math.max(...all.map(([name]) => name.length));
  return ['', `${title}:`, ...all.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)];
}

function optionRow([name, { value, help, of }]: [string, Option]): Row {
  const text = of ? `${of.join(', ')}: ${help}` : help;
  return [`--${name}${value === undefined ? '' : ` ${value}`}`, text];
}

/** What `ee-connect help <command>` prints: a line for each action and each option, and an example. */
export function helpText({ summary, usage, help }: Explained): string {
  return [
    summary,
    `usage: npm run --silent ee-connect -- ${usage}`,
    ...rows('actions', Object.entries(help.actions ?? {})),
    ...rows('options', Object.entries(help.options).map(optionRow)),
    ...(help.notes ? ['', ...help.notes] : []),
    '',
    `example: npm run --silent ee-connect -- ${help.example}`,
  ].join('\n');
}
