/** The journey as text of at most 100 columns. Pure: what is written where is the command's business. */
import type { ProfileView } from '../platforms/platform';
import type { Heard } from './heard';
import type { JourneyEnd } from './journey';
import type { Paint } from './paint';
import type { Step } from './step';

export const WIDTH = 100;
const INDENT = '    ';
const WIDEST_NAME = 40;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** At most so many characters, the last of them an ellipsis where something is left out. */
export function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? characters.join('') : `${characters.slice(0, width - 1).join('')}…`;
}

/** Text to the left and to the right of one line. */
function spread(left: string, right: string): string {
  const room = WIDTH - right.length - 1;
  const start = cut(left, room);
  return `${start}${' '.repeat(Math.max(1, WIDTH - [...start].length - right.length))}${right}`;
}

export const duration = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

/** Three or four lines for one step. */
export function renderStep(step: Step, number: number, paint: Paint): string {
  const status = step.status === null ? 'no answer' : String(step.status);
  const call = spread(`${INDENT}${step.call}`, status);
  const marked = call.slice(0, call.length - status.length) + (step.ok ? paint.good : paint.bad)(status);
  return [
    paint.bold(spread(`${String(number).padStart(2)}  ${step.title}`, duration(step.ms))),
    marked,
    ...step.lines
      .filter(Boolean)
      .map((line) => paint.dim(`${INDENT}${cut(oneLine(line), WIDTH - INDENT.length)}`)),
  ].join('\n');
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function rows(entries: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(WIDEST_NAME, Math.max(0, ...entries.map(([name]) => [...name].length)));
  const room = WIDTH - INDENT.length - width - 2;
  return entries.map(
    ([name, value]) => `${INDENT}${cut(name, width).padEnd(width)}  ${cut(oneLine(value), room)}`,
  );
}

/** The attributes and events of a profile, aligned. */
function renderProfile(profile: ProfileView): string[] {
  const attributes = Object.entries(profile.attributes).map(
    ([name, value]) => [name, valueText(value)] as const,
  );
  const events = profile.events.flatMap(({ name, time, properties }) => [
    [name, time] as const,
    ...Object.entries(properties).map(([key, value]) => [`  ${key}`, valueText(value)] as const),
  ]);
  return rows([...attributes, ...events]);
}

const several = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** One line for a platform beside the first. */
function renderOther({ title, profile, failure, ms }: Heard, paint: Paint): string {
  const names = profile ? [...new Set(profile.events.map(({ name }) => name))] : [];
  const has = profile
    ? `${several(Object.keys(profile.attributes).length, 'attribute')}, ${several(profile.events.length, 'event')}${names.length > 0 ? `: ${names.join(', ')}` : ''}`
    : 'no profile of this consumer';
  const line = `${INDENT}${title.padEnd(24)}${failure === null ? has : 'not told'}`;
  return (failure === null ? paint.good : paint.bad)(spread(line, ms === null ? '' : duration(ms)).trimEnd());
}

/** What stands at the end: the profile, what the other platforms have, and the time it took or what failed. */
export function renderEnd(end: JourneyEnd, paint: Paint): string {
  const [first, ...others] = end.heard;
  const profile = first?.profile
    ? renderProfile(first.profile)
    : [`${INDENT}${first?.title} has no profile of this consumer.`];
  return [
    paint.bold(`${end.consumer} in ${first?.title} (${first?.identityValue})`),
    ...profile,
    '',
    ...(others.length > 0
      ? [
          paint.bold(`${end.consumer} elsewhere, and how long it took to get there`),
          ...others.map((each) => renderOther(each, paint)),
          '',
        ]
      : []),
    end.failure === null
      ? paint.good(
          `The journey is complete: ${duration(end.totalMs)} from the audience entry to ${others.length > 0 ? 'the profiles' : 'the profile'}.`,
        )
      : paint.bad(`The journey failed: ${end.failure}.`),
  ].join('\n');
}
