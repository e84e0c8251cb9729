/** From the bytes of an AIR event to each platform's requests: everything that is pure, as delivery does it. */
import { readAirEvent } from '../../functions/air/event';
import { parseJson } from '../../functions/air/json';
import { NOTHING_KNOWN } from '../../functions/air/known';
import { select } from '../../functions/air/naming';
import { translate } from '../../functions/air/translate';
import { batchItems } from '../../functions/delivery/batching';
import type { Figure } from '../figure';
import { minimalBraze } from '../limits/minimal-braze';
import { interleave, type Rounds } from '../measure/interleave';
import { type ExampleConnector, exampleConnectors } from './example-connectors';
import { subject } from './subject';

function requestsOf(text: string, { outbound, settings }: ExampleConnector) {
  const reading = readAirEvent(parseJson(text));
  if (!('event' in reading)) throw new Error(reading.detail);
  const { event } = reading;
  const { events, profiles } = select(translate(event, settings, NOTHING_KNOWN), settings, event.eventId);
  const known = <T extends { identity: unknown }>(all: readonly T[]) => all.filter(({ identity }) => identity);
  const { items } = outbound.items(known(events), known(profiles), settings);
  return batchItems(items, (target) => outbound.limits(target, settings)).map((call) =>
    outbound.request(call, settings),
  );
}

const PARSE = 'JSON.parse';
const MINIMAL = 'JSON.parse and a minimal Braze body';
/** To the minimal body, over the mix, for Braze. */
const TARGET = 1.5;
const SHORT: Rounds = { rounds: 15, sliceMs: 8 };
const LONG: Rounds = { rounds: 61, sliceMs: 15 };

function measure(
  connector: ExampleConnector,
  name: string,
  texts: readonly string[],
  rounds: Rounds,
): { figure: Figure; parse: number } {
  const each = (work: (text: string) => unknown) => () => {
    for (const text of texts) work(text);
  };
  const ours = `to ${connector.name}`;
  const timings = interleave(
    {
      [MINIMAL]: each(minimalBraze),
      [PARSE]: each(JSON.parse),
      [ours]: each((text) => requestsOf(text, connector)),
    },
    MINIMAL,
    rounds,
  );
  const micros = (of: string) => (timings[of]?.micros ?? Number.NaN) / texts.length;
  const figure: Figure = {
    part: 'translate',
    name: `${ours}, ${name}`,
    value: micros(ours),
    unit: 'µs',
    limit: { name: MINIMAL, value: micros(MINIMAL) },
    ratio: timings[ours]?.ratio ?? Number.NaN,
  };
  return { figure, parse: micros(PARSE) };
}

/** One platform per process, as one function delivers to one platform. */
subject(async ({ events, short, options }) => {
  const connector = exampleConnectors().find(({ name }) => name === options.platform);
  if (!connector) throw new Error(`there is no platform ${options.platform}`);
  const texts = events.map(({ text }) => text);
  const mix = measure(connector, 'the mix', texts, short ? SHORT : LONG);
  const figure = { ...mix.figure, ...(connector.name === 'braze' && { target: TARGET }) };
  if (short) return [figure];
  return [figure, ...events.map(({ name, text }) => measure(connector, name, [text], SHORT).figure)];
});
