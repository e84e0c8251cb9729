import { connectorPath, feedPath } from '../../../functions/connectors/addresses';
import { feedAddress } from '../../../functions/connectors/feed-address';
import type { Local } from '../../local';
import { LOCAL_PLATFORMS } from '../../platforms/registry';
import type { Faults } from '../faults/faults';
import type { FaultPlan, Outage } from '../faults/plan';
import type { Entry, HistoryEvent } from '../history/facts';
import type { History } from '../history/history';
import { FEED, inboundId, outboundId } from '../installation';
import type { Steering } from './drive';
import type { Pace } from './pace';
import { type Posting, post } from './posting';

/** A long run tells where it is after so many events. */
const TOLD_EVERY = 1000;

/** AIR and the platforms as callers of the local bundle. */
export class Callers implements Steering {
  private underWay = 0;
  private tellAt = TOLD_EVERY;

  constructor(
    private readonly of: {
      readonly local: Local;
      readonly history: History;
      readonly plan: FaultPlan;
      readonly faults: Faults;
      readonly pace: Pace;
      readonly platforms: readonly string[];
      /** A line about where the run is. */
      readonly tell: (line: string) => void;
    },
  ) {}

  /** Requests that are not answered yet. */
  get posting(): number {
    return this.underWay;
  }

  room(): Promise<void> {
    return this.of.pace.room();
  }

  begun(event: number): void {
    this.of.faults.begun(event);
    if (event < this.tellAt) return;
    this.of.tell(`${this.tellAt} of ${this.of.history.events.length} events are posted`);
    this.tellAt += TOLD_EVERY;
  }

  outage(outage: Outage): Promise<void> {
    return this.of.faults.outage(outage);
  }

  pause(): Promise<void> {
    this.of.faults.count('pause');
    return this.of.pace.pause();
  }

  event(event: HistoryEvent): Promise<boolean> {
    const body = JSON.stringify(event.body());
    return this.post(feedPath(FEED), () => ({
      headers: {
        'content-type': 'application/json',
        'X-Auth-Token': this.of.faults.keys.external(feedAddress(FEED)),
      },
      body,
    }));
  }

  /** The members' entries are dealt to the platforms, so that each consumer is in one platform's audiences. */
  async entry({ id, member, action }: Entry): Promise<boolean> {
    const { local, history, plan, faults, platforms } = this.of;
    const name = platforms[member % platforms.length] ?? '';
    const platform = LOCAL_PLATFORMS[name];
    const outbound = local.config.connectors.find((connector) => connector.id === outboundId(name));
    const identityValue = history.members[member]?.identity(String(outbound?.settings.identityType));
    if (!platform || identityValue === undefined) return false;
    if (plan.repeatedEntries.has(id)) local.air?.deliveries.deliverTwice(1);
    const connector = inboundId(name);
    const asked = { identityValue, audience: 'soak', action, entryId: id };
    const path = connectorPath({ direction: 'inbound', platform: name, id: connector });
    return this.post(path, () => platform.entry(asked, faults.keys.external(connector)));
  }

  private async post(path: string, posting: () => Posting): Promise<boolean> {
    this.underWay += 1;
    try {
      return await post(`${this.of.local.url}${path}`, posting);
    } finally {
      this.underWay -= 1;
    }
  }
}
