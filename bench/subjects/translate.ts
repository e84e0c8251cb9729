/** From the bytes of an AIR event to each platform's requests: everything that is pure, as delivery does it. */
import { readAirEvent } from '../../functions/air/event';
import { parseJson } from '../../functions/air/json';
import { NOTHING_KNOWN } from '../../functions/air/known';
import { select } from '../../functions/air/naming';
import { translate } from '../../functions/air/translate';
import { batchItems } from '../../functions/delivery/batching';
import { bySize } from '../events';
import type { Figure } from '../figure';
import { minimalBraze } from '../limits/minimal-braze';
import { interleave, type Rounds } from '../measure/interleave';
import { type ExampleConnector, exampleConnectors } from './example-connectors';
import { subject } from './subject';

function requestsOf(bytes: Buffer, { outbound, settings }: ExampleConnector) {
  const reading = readAirEvent(parseJson(bytes.toString('utf8')));
  if (!('event' in reading)) throw new Error(reading.detail);
  const { event } = reading;
  const { events, profiles } = select(translate(event, settings, NOTHING_KNOWN), settings, event.eventId);
  const known = <T extends { identity: unknown }>(all: readonly T[]) =>
    all.filter(({ identity }) => identity);
  const { items } = outbound.items(known(events), known(profiles), settings);
  return batchItems(items, (target) => outbound.limits(target, settings)).map((call) =>
    outbound.request(call, settings),
  );
}

const MINIMAL = 'JSON.parse and a minimal Braze body';
/** To the minimal body, over the mix, for Braze. */
const TARGET = 1.5;
const REACHED = { large: 1.75, small: 1.9 };
const SHORT: Rounds = { rounds: 21, sliceMs: 8, warmUpMs: 3000 };
const LONG: Rounds = { rounds: 61, sliceMs: 15, warmUpMs: 5000 };
/** Of one kind of event, once the mix has been measured: everything is warm. */
const KIND: Rounds = { rounds: 9, sliceMs: 8, warmUpMs: 200 };

function measure(
  connector: ExampleConnector,
  name: string,
  bytes: readonly Buffer[],
  rounds: Rounds,
): Figure {
  const each = (work: (event: Buffer) => unknown) => () => {
    for (const event of bytes) work(event);
  };
  const ours = `to ${connector.name}`;
  const timings = interleave(
    {
      [MINIMAL]: each(minimalBraze),
      [ours]: each((event) => requestsOf(event, connector)),
    },
    MINIMAL,
    rounds,
  );
  const micros = (of: string) => (timings[of]?.micros ?? Number.NaN) / bytes.length;
  return {
    part: 'translate',
    name: `${ours}, ${name}`,
    value: micros(ours),
    unit: 'µs',
    limit: { name: MINIMAL, value: micros(MINIMAL) },
    ratio: timings[ours]?.ratio ?? Number.NaN,
  };
}

/** One platform per process, as one function delivers to one platform. */
subject(async ({ events, short, options }) => {
  const connector = exampleConnectors().find(({ name }) => name === options.platform);
  if (!connector) throw new Error(`there is no platform ${options.platform}`);
  const all = events.map(({ text }) => Buffer.from(text));
  const mix = measure(connector, 'the mix', all, short ? SHORT : LONG);
  const figure: Figure = {
    ...mix,
    ...(connector.name === 'braze' && { target: TARGET, reached: bySize(events, REACHED) }),
  };
  if (short) return [figure];
  return [figure, ...events.map(({ name, text }) => measure(connector, name, [Buffer.from(text)], KIND))];
});
