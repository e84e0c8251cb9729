import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** An AIR event as it arrives: its bytes as text, under its file's name. */
export interface SampleEvent {
  readonly name: string;
  readonly text: string;
}

/** The folder of the events: what `AIR_EVENTS` names, else the project's own samples. */
export const eventsFolder = (): string => process.env.AIR_EVENTS || join('samples', 'air');

/**
 * Every AIR event in the folder and below; other JSON files are passed over.
 * @throws Error when there is none.
 */
export function readEvents(folder = eventsFolder()): SampleEvent[] {
  const events = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ name: basename(file, '.json'), text: readFileSync(join(folder, file), 'utf8') }))
    .filter(({ text }) => typeof JSON.parse(text)?.headers?.eventName === 'string');
  if (events.length === 0) throw new Error(`there is no AIR event in ${folder}`);
  return events;
}

/** The same event of other consumers and of another call: only its ids differ. */
export function another({ name, text }: SampleEvent, number: number): SampleEvent {
  const { eesEventId } = JSON.parse(text).headers;
  const named = [...text.matchAll(/walletEntity_(\d+)|"walletId":\s*"?(\d+)/g)];
  const wallets = new Set(named.map((match) => match[1] ?? match[2] ?? ''));
  let renumbered = eesEventId ? text.replaceAll(eesEventId, `bench-${number}`) : text;
  for (const wallet of wallets)
    renumbered = renumbered.replaceAll(wallet, `9${String(number).padStart(8, '0')}${wallet.slice(-3)}`);
  return { name, text: renumbered };
}

/** From here on, in bytes on average, an event's own cost outweighs what every event costs. AIR's are about 12 KB. */
const LARGE = 8 * 1024;

/** Picks what fits the events: of small ones the fixed cost of each weighs more, and ratios to JSON.parse are higher. */
export function bySize<T>(
  events: readonly SampleEvent[],
  sizes: { readonly large: T; readonly small: T },
): T {
  const bytes = events.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return bytes / events.length >= LARGE ? sizes.large : sizes.small;
}
