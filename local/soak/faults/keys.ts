import { feedAddress } from '../../../functions/connectors/feed-address';
import { airSecret, connectorSecret } from '../../deployment';
import type { Local } from '../../local';
import { localKey } from '../../local-key';
import { FEED } from '../installation';
import { AirRotation, Rotation } from './rotation';

/**
 * The keys of a run, which are rotated together: the External Keys by which AIR and the platforms call, and the
 * credentials by which AIR and the platforms are called. Of External Keys the new one and the one before are valid.
 */
export class Keys {
  readonly air: AirRotation;
  /** By outbound connector. */
  readonly platforms: ReadonlyMap<string, Rotation>;
  private generation = 0;

  constructor(private readonly local: Local) {
    this.air = new AirRotation({ clientId: 'local-run', clientSecret: localKey('air') });
    this.platforms = new Map(
      local.config.connectors
        .filter(({ direction }) => direction === 'outbound')
        .map(({ id, platform }) => [id, new Rotation(local.platforms[platform]?.credentials ?? {})]),
    );
  }

  /** The key by which the owner of an address is called now. */
  external(owner: string): string {
    return this.key(owner, this.generation);
  }

  rotate(): void {
    const { local } = this;
    this.generation += 1;
    const externalKeys = (owner: string) => [
      this.key(owner, this.generation),
      this.key(owner, this.generation - 1),
    ];
    const feed = feedAddress(FEED);
    local.secrets.set(feed, { externalKeys: externalKeys(feed) });
    for (const connector of local.config.connectors)
      local.secrets.set(connectorSecret(connector), {
        externalKeys: externalKeys(connector.id),
        ...this.platforms.get(connector.id)?.rotate(),
      });
    local.secrets.set(airSecret(local.config), this.air.rotate());
    if (local.air)
      local.air.deliveries.subscriptions = local.air.deliveries.subscriptions.map(({ url }) => ({
        url,
        key: this.external(feed),
      }));
  }

  private key(owner: string, generation: number): string {
    return generation === 0 ? localKey(owner) : localKey(`${owner} ${generation}`);
  }
}
