/** Builds AIR events in few words. Ids and amounts are made up. */
import { type AirEvent, readAirEvent } from '../../../functions/air/event';
import { type Known, NOTHING_KNOWN } from '../../../functions/air/known';
import type { LoyaltyEvent } from '../../../functions/air/loyalty-event';
import { translate } from '../../../functions/air/translate';
import type { OutboundSettings } from '../../../functions/connectors/settings';

type Fields = Record<string, unknown>;

export const ANNA = '301';
export const BEN = '302';
export const SETTINGS: OutboundSettings = {
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  eventPrefix: 'EE ',
  attributePrefix: 'ee_',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
};

export const operation = (objectType: string, operationType: string, objectValue: unknown) => ({
  objectType,
  operationType,
  objectValue,
});

let lastTransaction = 8000;

/** A `walletAccountTransactionEntity`; `account` fields win over the usual ones. */
export function account(type: string, event: string, fields: Fields = {}, accountFields: Fields = {}) {
  lastTransaction += 1;
  const accountId = (accountFields.accountId ?? '9001') as string;
  return operation('walletAccountTransactionEntity', 'UPDATE', {
    accountTransactionId: String(lastTransaction),
    accountId,
    event,
    value: 0,
    dateCreated: '2026-02-03T10:00:00+00:00',
    ...fields,
    account: {
      accountId,
      walletId: ANNA,
      campaignId: '77',
      type,
      clientType: 'OFFER',
      status: 'ACTIVE',
      dates: { start: '2026-01-01T00:00:00+00:00', end: '2026-12-31T23:59:59+00:00' },
      relationships: [],
      balances: [],
      lastUpdated: '2026-02-03T10:00:00+00:00',
      ...accountFields,
    },
  });
}

export function points(
  event: string,
  value: number,
  current: number,
  fields: Fields = {},
  accountFields: Fields = {},
) {
  return account(
    'POINTS',
    event,
    { value, ...fields },
    {
      accountId: '5001',
      campaignId: 'scheme-1',
      balances: { current, usable: current, locked: 0, lifetime: current + 10 },
      ...accountFields,
    },
  );
}

export function transaction(type: string, status: string, fields: Fields = {}, basket: Fields = {}) {
  return operation('walletTransactionEntity', (fields.operationType as string) ?? 'UPDATE', {
    walletTransactionId: `t-${type}`,
    walletId: ANNA,
    type,
    status,
    reference: `ref-${type}`,
    transactionDateTime: '2026-02-03T09:59:00+00:00',
    location: { storeId: 's1', storeParentId: 'p1' },
    ...fields,
    basket,
  });
}

export const line = (upc: string, totalUnitCost: number, fields: Fields = {}) => ({
  upc,
  description: `Item ${upc}`,
  itemUnitCount: 1,
  itemUnitCost: totalUnitCost,
  totalUnitCost,
  totalUnitCostAfterDiscount: totalUnitCost,
  salesKey: 'SALE',
  ...fields,
});

export const identity = (walletId: string, value: string, fields: Fields = {}) => ({
  walletId,
  type: 'CUSTOMER_ID',
  value,
  status: 'ACTIVE',
  ...fields,
});

export const enriched = (...identities: { walletId: string }[]) =>
  Object.fromEntries(
    identities.map((each) => [
      `walletEntity_${each.walletId}`,
      { identities: identities.filter(({ walletId }) => walletId === each.walletId) },
    ]),
  );

/** An event as AIR posts it. Anna is enriched unless told otherwise. */
export function airJson(eventName: string, operations: unknown[], parts: Fields = {}): Fields {
  return {
    headers: {
      eventName,
      eventDate: '2026-02-03T10:00:00.123456',
      eesEventId: 'event-1',
      ...(parts.headers as Fields),
    },
    request: { body: null, ...(parts.request as Fields) },
    response: { code: 200, body: null, ...(parts.response as Fields) },
    atomicOperations: operations,
    enrichmentData: 'enrichmentData' in parts ? parts.enrichmentData : enriched(identity(ANNA, 'anna')),
  };
}

export function airEvent(eventName: string, operations: unknown[], parts: Fields = {}): AirEvent {
  const reading = readAirEvent(airJson(eventName, operations, parts));
  if (!('event' in reading)) throw new Error(reading.detail);
  return reading.event;
}

export interface Options {
  readonly settings?: Partial<OutboundSettings>;
  readonly known?: Partial<Known>;
}

/** Translates and makes the result easy to ask. */
export function told(
  eventName: string,
  operations: unknown[],
  parts: Fields = {},
  { settings = {}, known = {} }: Options = {},
) {
  const result = translate(
    airEvent(eventName, operations, parts),
    { ...SETTINGS, ...settings },
    { ...NOTHING_KNOWN, ...known },
  );
  return {
    ...result,
    names: result.events.map(({ name }) => name),
    all: (name: string): LoyaltyEvent[] => result.events.filter((event) => event.name === name),
    /** The only event of this name. */
    one(name: string): LoyaltyEvent {
      const found = result.events.filter((event) => event.name === name);
      if (found.length !== 1)
        throw new Error(`${found.length} ${name} in ${result.events.map((e) => e.name)}`);
      return found[0] as LoyaltyEvent;
    },
    attributes: (walletId: string | null = ANNA) =>
      result.profiles.find((profile) => profile.walletId === walletId)?.attributes ?? {},
  };
}
