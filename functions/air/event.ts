/**
 * An AIR event as it is read: a thin view on the parsed JSON, which is never copied or changed.
 * Its structure: https://developer.eagleeye.com/eagleeye-developer/docs/event-data-structures
 */
import { hash } from 'node:crypto';
import { isoUtc } from './dates';
import { type Json, list, object, text } from './reading';

/** One entry of `atomicOperations`: something that AIR created, read, updated or deleted. */
export interface Operation {
  /** Position in `atomicOperations`: the last resort for a stable id. */
  readonly index: number;
  /** `walletAccountTransactionEntity`, `walletTransactionEntity`, ...; others may come. */
  readonly objectType: string;
  /** CREATE, READ, UPDATE, DELETE. */
  readonly operationType: string;
  readonly value: Json;
}

/** A view on the event, for reading only. */
export interface AirEvent {
  /** `headers.eesEventId`; where AIR sent none, a hash of the whole event. */
  readonly eventId: string;
  /** `POSCONNECT.WALLET.SETTLE`, ...; unknown names are welcome. */
  readonly eventName: string;
  /** ISO 8601, UTC, milliseconds; never further in the future than a clock can be wrong. */
  readonly occurredAt: string;
  /** Where that date is from; the header is AIR's own word. */
  readonly datedBy: 'header' | 'operations' | 'receipt';
  readonly operations: readonly Operation[];
  /** By `walletEntity_<walletId>`; empty when enrichment is not set up. */
  readonly enrichment: Json;
  /** The API call behind the event; its body may still be text (`body.ts` reads it). */
  readonly request: Json;
  readonly response: Json;
}

/** The event, or why the body is none. */
export type AirReading =
  | { readonly event: AirEvent }
  | { readonly reason: 'not-an-air-event' | 'old-air-format'; readonly detail: string };

/** A member by name, whatever its case: AIR's spelling of header names varies. */
function member(part: Json, name: string): unknown {
  if (name in part) return part[name];
  const lower = name.toLowerCase();
  const key = Object.keys(part).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? undefined : part[key];
}

function operationsOf(value: unknown): Operation[] {
  const operations: Operation[] = [];
  list(value).forEach((entry, index) => {
    const { objectType, operationType, objectValue } = object(entry);
    if (typeof objectType === 'string')
      operations.push({
        index,
        objectType,
        operationType: text(operationType) ?? '',
        value: object(objectValue),
      });
  });
  return operations;
}

const EPOCH = '1970-01-01T00:00:00.000Z';
/** AIR is younger. */
const EARLIEST = '2000';
/** So far may a clock be ahead of ours, in ms. */
const AHEAD = 86_400_000;

/**
 * Whether an event can be of that date. What a wallet looks like is held against it for a long time, so that a date far
 * in the future would keep all later news from it.
 */
function isPlausible(date: string | undefined, receivedAt: string | undefined): date is string {
  if (date === undefined || date < EARLIEST) return false;
  if (receivedAt === undefined || date <= receivedAt) return true;
  return Date.parse(date) <= Date.parse(receivedAt) + AHEAD;
}

/** When AIR left out the event's date: the newest date of its operations. */
function newestOperation(
  operations: readonly Operation[],
  receivedAt: string | undefined,
): string | undefined {
  return operations
    .flatMap(({ value }) => [isoUtc(value.lastUpdated), isoUtc(value.dateCreated)])
    .filter((date) => isPlausible(date, receivedAt))
    .sort()
    .at(-1);
}

function dateOf(
  header: string | undefined,
  operations: readonly Operation[],
  receivedAt: string | undefined,
): Pick<AirEvent, 'occurredAt' | 'datedBy'> {
  if (isPlausible(header, receivedAt)) return { occurredAt: header, datedBy: 'header' };
  const newest = newestOperation(operations, receivedAt);
  return newest === undefined
    ? { occurredAt: receivedAt ?? EPOCH, datedBy: 'receipt' }
    : { occurredAt: newest, datedBy: 'operations' };
}

function kindOf(json: unknown): string {
  if (json === null) return 'null';
  return Array.isArray(json) ? 'a list' : typeof json === 'object' ? 'an object' : `a ${typeof json}`;
}

/**
 * Reads a parsed body as an AIR event, leniently: unknown names, object types and fields never fail, nor do missing parts.
 * @param receivedAt ISO 8601, UTC: the event's date where it has none that is plausible. Left out, any from 2000 on is.
 * @returns the event, or why it is none. `detail` never quotes the body.
 */
export function readAirEvent(json: unknown, receivedAt?: string): AirReading {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { reason: 'not-an-air-event', detail: `expected an object, it is ${kindOf(json)}` };
  const top = json as Json;
  const headers = object(member(top, 'headers'));
  const eventName = text(member(headers, 'eventName'));
  if (eventName === undefined) {
    if (text(member(top, 'dataObjectName')))
      return {
        reason: 'old-air-format',
        detail: 'dataObjectName instead of headers.eventName: one account transaction per message',
      };
    return { reason: 'not-an-air-event', detail: 'headers.eventName is missing' };
  }
  const operations = operationsOf(member(top, 'atomicOperations'));
  const { occurredAt, datedBy } = dateOf(isoUtc(member(headers, 'eventDate')), operations, receivedAt);
  return {
    event: {
      eventId: text(member(headers, 'eesEventId')) ?? hash('sha256', JSON.stringify(json)),
      eventName,
      occurredAt,
      datedBy,
      operations,
      enrichment: object(member(top, 'enrichmentData')),
      request: object(member(top, 'request')),
      response: object(member(top, 'response')),
    },
  };
}
