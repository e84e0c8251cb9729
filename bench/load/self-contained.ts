import { readAirEvent } from '../../functions/air/event';
import { parseJson } from '../../functions/air/json';
import { NOTHING_KNOWN } from '../../functions/air/known';
import { select } from '../../functions/air/naming';
import { translate } from '../../functions/air/translate';
import { walletsTouched } from '../../functions/air/wallets';
import type { SampleEvent } from '../events';
import { exampleConnectors } from '../subjects/example-connectors';

const [connector] = exampleConnectors();

/** True for an event about one wallet whose identity it says itself, with something to tell: it is delivered at once. */
export function selfContained({ text }: SampleEvent): boolean {
  const reading = readAirEvent(parseJson(text));
  if (!('event' in reading) || !connector) return false;
  const { event } = reading;
  const { settings } = connector;
  const { events, profiles } = select(translate(event, settings, NOTHING_KNOWN), settings, event.eventId);
  const told = [...events, ...profiles];
  const wallets = walletsTouched(event);
  return wallets.length === 1 && told.length > 0 && told.every(({ identity }) => identity !== null);
}
