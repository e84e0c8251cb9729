/** AIR's events as AIR writes them. */
import type { Json } from '../../json';
import { eventDate, identityObject } from '../../simulators/air/writing';
import type { Member } from './member';

/** One entry of `atomicOperations`. */
export interface Operation {
  readonly objectType: string;
  readonly operationType: 'CREATE' | 'READ' | 'UPDATE' | 'DELETE';
  readonly objectValue: Json;
}

/** What tells one AIR event from another. */
export interface AirEventParts {
  readonly eventId: string;
  readonly eventName: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly resource: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Written as text, as AIR does. */
  readonly request?: Json;
  readonly operations: readonly Operation[];
  /** Whose identities AIR adds; none: enrichment says nothing. */
  readonly enriched: readonly Member[];
  /** True: the wallets are named, and have no identities any more. */
  readonly emptied?: boolean;
}

/** What `transactionDateTime` and its like become: whole seconds. */
export const wholeSeconds = (iso: string): string => `${iso.slice(0, 19)}.000Z`;

/** @see https://developer.eagleeye.com/eagleeye-developer/docs/event-data-structures */
export function airEvent(parts: AirEventParts): Json {
  const { eventId, eventName, at, resource, method, request, operations, enriched, emptied } = parts;
  const pos = eventName.startsWith('POSCONNECT');
  return {
    headers: {
      eventName,
      eventDate: eventDate(at),
      eesEnvironmentType: 'soak',
      eesSubsystemId: pos ? 'pos.soak' : 'wallet.soak',
      callerIp: '127.0.0.1',
      unitId: '730000',
      unitFriendlyName: 'Soak run',
      clientId: 'soak-run',
      clientIdFriendlyName: 'soak run',
      eesEventId: eventId,
      eesMasterEventId: eventId.replaceAll('-', '').slice(0, 27),
      externalMessageId: null,
      eesApiVersion: pos ? '7.6' : '2.0',
    },
    request: {
      resource,
      method,
      body: request === undefined ? null : JSON.stringify(request),
      contentType: 'application/json',
      customHeaders: [],
    },
    response: { code: 200, body: null, contentType: 'application/json;charset=utf-8' },
    atomicOperations: operations,
    enrichmentData:
      enriched.length === 0
        ? []
        : Object.fromEntries(
            enriched.map((member) => [
              `walletEntity_${member.walletId}`,
              { identities: emptied ? [] : identitiesOf(member) },
            ]),
          ),
  };
}

/** A member's identities as objects of AIR's. */
export function identitiesOf(member: Member, deletedAt?: string): readonly Json[] {
  return member.identities.map(({ type, value }, place) => {
    const identityId = `${member.consumerId}${place}`;
    const rewritten = `DELETED_${identityId}_${member.consumerId}_${deletedAt?.slice(0, 10)}`;
    return identityObject({
      identityId,
      walletId: member.walletId,
      type,
      value: deletedAt === undefined ? value : rewritten,
      status: deletedAt === undefined ? 'ACTIVE' : 'DELETED',
      createdAt: member.joinedAt,
      updatedAt: deletedAt,
    });
  });
}
