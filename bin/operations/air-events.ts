import { LOYALTY_EVENTS } from '../../functions/air/catalogue';

/**
 * AIR events that no loyalty event is led by, but that carry what others need: identities and accounts for the directory,
 * and coupons, points and progress, which are read from the operations of any event.
 */
const ALSO_NEEDED: Readonly<Record<string, string>> = {
  'WALLET.IDENTITY.CREATE': 'identities made in a call of their own',
  'WALLET.IDENTITY.UPDATE': 'identities that change',
  'WALLET.IDENTITY.DELETE': 'identities that a wallet no longer has, and another may have',
  'WALLET.ACCOUNT.CREATE': 'coupons and accounts given in a call of their own',
  'WALLET.ACCOUNT.CREATE.CAMPAIGN': 'coupons, quests, stamp cards given in a call of their own',
  'WALLET.ACCOUNT.TRANSACTION.*': 'coupons and points moved in a call of their own',
};

/** AIR event name to what it is needed for: the loyalty events of the catalogue that it leads. */
export function neededAirEvents(): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>();
  for (const [loyaltyEvent, { saidBy }] of Object.entries(LOYALTY_EVENTS)) {
    for (const said of saidBy) {
      const [airEvent] = /^[A-Z]+(\.[A-Z]+)+/.exec(said) ?? [];
      if (airEvent) needed.set(airEvent, [...(needed.get(airEvent) ?? []), loyaltyEvent]);
    }
  }
  for (const [airEvent, why] of Object.entries(ALSO_NEEDED))
    if (!needed.has(airEvent)) needed.set(airEvent, [why]);
  return new Map([...needed].sort(([a], [b]) => (a < b ? -1 : 1)));
}
