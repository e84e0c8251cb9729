import type { NamedEvent, NamedProfile } from './item';
import { consumerOf } from './made';

/** The consumer leaves the programme: what follows from it on the platform is the connector's setting `onLeave`. */
export const isLeaving = ({ name }: Pick<NamedEvent, 'name'>): boolean => name === 'Loyalty Program Left';

/**
 * The profiles that may be sent beside an erasure: those that are older. What is written with it or after it would make
 * the erased consumer anew.
 */
export function withoutErased(
  profiles: readonly NamedProfile[],
  events: readonly NamedEvent[],
): readonly NamedProfile[] {
  const leftAt = new Map(
    events.filter(isLeaving).map((event) => [consumerOf(event), event.occurredAt] as const),
  );
  if (leftAt.size === 0) return profiles;
  return profiles.filter((profile) => {
    const left = leftAt.get(consumerOf(profile));
    return left === undefined || profile.asOf < left;
  });
}
