import { type CatalogueEvent, date, listOf, text } from './described';

const progress = {
  account_id: text('AIR’s account id: the same in all events of this member’s card or quest'),
  campaign_id: text('Campaign'),
  balances: {
    type: 'object',
    description:
      'What AIR counts, for example `objectives_met` of a quest, `available` stamps of a card, `total_units` of continuity; its `total_spend` and `current_spend` are major units',
  },
  valid_from: date('When it starts'),
  valid_until: date('When it ends; left out when it never does'),
  objectives: listOf(
    'Started and Cancelled: the coupons that are its objectives: `coupon_id`, `campaign_id`, `valid_until`',
  ),
} as const;

const STAGES = {
  Started: { done: 'was given to a member', event: 'CREATE' },
  Progressed: { done: 'of a member moved on', event: 'operation of any other kind' },
  Completed: { done: 'was completed by a member', event: 'REDEEM' },
  Cancelled: { done: 'was taken back', event: 'CANCEL' },
} as const;

const entry = (what: string, accountType: string, stage: keyof typeof STAGES) =>
  ({
    group: 'Quests, stamp cards and continuity',
    when: `${what} ${STAGES[stage].done}.`,
    saidBy: [`a ${accountType} ${STAGES[stage].event} in any event`],
    onByDefault: true,
    properties: progress,
  }) as const satisfies CatalogueEvent;
const quest = (stage: keyof typeof STAGES) => entry('A quest', 'QUEST', stage);
const stampCard = (stage: keyof typeof STAGES) => entry('A stamp card', 'COUPON_STAMP_CARD', stage);
const continuity = (stage: keyof typeof STAGES) => entry('A continuity programme', 'CONTINUITY', stage);

export const PROGRESS = {
  'Quest Started': quest('Started'),
  'Quest Progressed': quest('Progressed'),
  'Quest Completed': quest('Completed'),
  'Quest Cancelled': quest('Cancelled'),
  'Stamp Card Started': stampCard('Started'),
  'Stamp Card Progressed': stampCard('Progressed'),
  'Stamp Card Completed': stampCard('Completed'),
  'Stamp Card Cancelled': stampCard('Cancelled'),
  'Continuity Started': continuity('Started'),
  'Continuity Progressed': continuity('Progressed'),
  'Continuity Completed': continuity('Completed'),
  'Continuity Cancelled': continuity('Cancelled'),
} as const;
