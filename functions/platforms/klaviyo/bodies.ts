/**
 * The JSON:API resources of Klaviyo that are sent.
 * @see https://github.com/klaviyo/openapi (`openapi/stable/apis/create_event.json`, `bulk_create_events.json`)
 */
import type { Properties } from '../../air/loyalty-event';
import type { NamedEvent } from '../item';
import { metricName, type ProfileAttributes } from './properties';

export interface ProfileResource {
  readonly type: 'profile';
  readonly attributes: ProfileAttributes;
}

/** The attributes of one event of `/api/events`; in a bulk call the profile stands beside the rest. */
export interface EventAttributes {
  readonly properties: Properties;
  /** ISO 8601, to the second: Klaviyo drops the rest. */
  readonly time: string;
  readonly unique_id: string;
  readonly value?: number;
  readonly value_currency?: string;
  readonly metric: {
    readonly data: { readonly type: 'metric'; readonly attributes: { readonly name: string } };
  };
  readonly profile: { readonly data: ProfileResource };
}

/** Whose, by the identifier that the settings name. */
export type ProfileIdentifier = Readonly<Record<string, string>>;

/** @param iso in UTC, as every loyalty event's date is. */
const toTheSecond = (iso: string): string => `${iso.slice(0, 19)}Z`;

/**
 * @param uniqueId the item's id, so that a repeat has it too: without one Klaviyo keeps only one event of a metric per
 * profile and second.
 */
export function eventAttributes(
  event: NamedEvent,
  name: string,
  uniqueId: string,
  profile: ProfileIdentifier,
  properties: Properties,
): EventAttributes {
  return {
    properties,
    time: toTheSecond(event.occurredAt),
    unique_id: uniqueId,
    metric: { data: { type: 'metric', attributes: { name: metricName(name) } } },
    profile: { data: { type: 'profile', attributes: profile } },
  };
}
