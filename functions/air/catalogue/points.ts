import { type CatalogueEvent, points, text } from './described';

const account = {
  scheme_id: text('Points scheme'),
  account_id: text('Points account'),
} as const;
const forOrder = {
  order_id: text('The order they are for, when AIR names it'),
  reference: text(
    'Reference of the reservation or spending: the same in Points Reserved and Points Released',
  ),
} as const;
const reason = text('AIR’s word for it, for example GOODWILL or EXPIRE');

export const POINTS = {
  'Points Reserved': {
    group: 'Points',
    when: 'Points were set aside for a purchase that is not paid yet.',
    saidBy: ['POSCONNECT.WALLET.SPEND with a lock', 'a POINTS LOCK in any event'],
    onByDefault: true,
    properties: { points: points('How many'), ...account, ...forOrder },
  },
  'Points Spent': {
    group: 'Points',
    when: 'A member paid with points.',
    saidBy: ['POSCONNECT.WALLET.SETTLE', 'POSCONNECT.WALLET.SPEND', 'a POINTS SPEND in any event'],
    onByDefault: true,
    properties: { points: points('How many'), ...account, ...forOrder },
  },
  'Points Released': {
    group: 'Points',
    when: 'Reserved points were given back, since the purchase did not happen.',
    saidBy: ['POSCONNECT.WALLET.SPEND.VOID', 'a POINTS VOID of a lock in any event'],
    onByDefault: true,
    properties: { points: points('How many'), ...account, ...forOrder },
  },
  'Points Added': {
    group: 'Points',
    when: 'Points came in by something that is no order and no reward: goodwill, a gift, a correction.',
    saidBy: ['a POINTS movement in any other event'],
    onByDefault: false,
    properties: { points: points('How many'), ...account, reason },
  },
  'Points Removed': {
    group: 'Points',
    when: 'Points went out by something that is no order and no reward: expiry, a gift to somebody, a correction.',
    saidBy: ['a POINTS movement in any other event'],
    onByDefault: false,
    properties: { points: points('How many'), ...account, reason },
  },
} as const satisfies Record<string, CatalogueEvent>;
