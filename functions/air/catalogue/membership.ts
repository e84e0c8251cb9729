import { type CatalogueEvent, text, yesNo } from './described';

const optIn = yesNo('Consent to marketing of the default communication, when AIR tells it');
const scheme = text('Points scheme');

export const MEMBERSHIP = {
  'Loyalty Program Joined': {
    group: 'Membership',
    when: 'A consumer joined the loyalty programme; told once, however many calls made the membership.',
    saidBy: ['SERVICE.WALLET.ACCOUNTS.CREATE', 'SERVICE.WALLET.CREATE', 'WALLET.CREATE', 'a wallet CREATE'],
    onByDefault: true,
    properties: { scheme_id: scheme, marketing_opt_in: optIn },
  },
  'Member Profile Updated': {
    group: 'Membership',
    when: 'A member’s personal data or consent was entered or changed.',
    saidBy: ['WALLET.CONSUMER.CREATE', 'WALLET.CONSUMER.UPDATE', 'a consumer CREATE or UPDATE in any event'],
    onByDefault: true,
    properties: { marketing_opt_in: optIn },
  },
  'Loyalty Scheme Joined': {
    group: 'Membership',
    when: 'A member got a points account, in a call after the one that made the wallet.',
    saidBy: ['WALLET.ACCOUNT.CREATE.SCHEME', 'a POINTS account CREATE in any event'],
    onByDefault: true,
    properties: { scheme_id: scheme, account_id: text('The points account') },
  },
  'Loyalty Program Left': {
    group: 'Membership',
    when: 'A member left: the wallet was deleted, and nothing more will be told of it.',
    saidBy: ['SERVICE.WALLET.DELETE', 'a wallet DELETE in any event'],
    onByDefault: true,
    properties: {},
  },
} as const satisfies Record<string, CatalogueEvent>;
