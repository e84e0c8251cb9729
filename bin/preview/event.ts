import type { AirEvent } from '../../functions/air/event';
import { NOTHING_KNOWN } from '../../functions/air/known';
import type { LoyaltyEvent, Profile } from '../../functions/air/loyalty-event';
import { select } from '../../functions/air/naming';
import { translate } from '../../functions/air/translate';
import { batchItems } from '../../functions/delivery/batching';
import type { HttpRequest } from '../../functions/platforms/http';
import type { PreviewConnector } from './connector';

interface PreviewedRequest {
  readonly method: string;
  readonly url: string;
  /** Parsed where it is JSON. Without what `authorize` adds: a preview never sees a credential. */
  readonly body: unknown;
}

interface Preview {
  readonly eesEventId: string;
  /** All that the event says, whatever the settings send. */
  readonly events: readonly LoyaltyEvent[];
  readonly profiles: readonly Profile[];
  /** What the settings send. */
  readonly requests: readonly PreviewedRequest[];
  readonly problems: readonly string[];
}

function shown({ method, url, body }: HttpRequest): PreviewedRequest {
  try {
    return { method, url, body: JSON.parse(body) };
  } catch {
    return { method, url, body };
  }
}

/** Both steps of the translation, with nothing known beside the event: what delivery would do, without doing it. */
export function previewEvent(event: AirEvent, { outbound, settings }: PreviewConnector): Preview {
  const translation = translate(event, settings, NOTHING_KNOWN);
  const { events, profiles, problems } = translation;
  const selected = select(translation, settings, event.eventId);
  const reachable = <T extends { identity: unknown }>(all: readonly T[]) =>
    all.filter(({ identity }) => identity);
  const { items, unsendable } = outbound.items(
    reachable(selected.events),
    reachable(selected.profiles),
    settings,
  );
  const calls = batchItems(items, (target) => outbound.limits(target, settings));
  return {
    eesEventId: event.eventId,
    events,
    profiles,
    requests: calls.map((call) => shown(outbound.request(call, settings))),
    problems: [...problems, ...unsendable.map(({ id, detail }) => `${id}: ${detail}`)],
  };
}
