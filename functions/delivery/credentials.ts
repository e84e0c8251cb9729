import { measure } from '../connectors/metrics';
import type { Secret, Secrets } from '../connectors/secrets';
import type { Reason } from '../platforms/outcome';

export type CredentialsReading<C> =
  | { readonly kind: 'ready'; readonly credentials: C; readonly secret: Secret }
  | {
      readonly kind: 'missing';
      readonly reason: Extract<Reason, 'secret-not-set-up' | 'secrets-unavailable'>;
      readonly detail: string;
    };

/** What a deliver function calls the other side with, from its one secret. */
export class Credentials<C> {
  /** @param read the fields that are needed out of the secret; null where it is not set up. */
  constructor(
    private readonly secrets: Pick<Secrets, 'get' | 'refresh'>,
    private readonly secretId: string,
    private readonly read: (secret: Secret) => C | null,
    private readonly of: { readonly connector: string; readonly direction: 'inbound' | 'outbound' },
  ) {}

  async current(): Promise<CredentialsReading<C>> {
    const reading = await this.reading(() => this.secrets.get(this.secretId));
    if (reading.kind === 'missing' && reading.reason === 'secret-not-set-up')
      measure('SecretNotSetUp', 1, this.of);
    return reading;
  }

  /**
   * After a 401 or 403: the credentials as they are in Secrets Manager now.
   * @returns null where they are those that were refused, so that another call would say nothing new.
   */
  async newer(refused: Secret): Promise<{ readonly credentials: C; readonly secret: Secret } | null> {
    const reading = await this.reading(() => this.secrets.refresh(this.secretId));
    return reading.kind === 'ready' && reading.secret !== refused ? reading : null;
  }

  private async reading(get: () => Promise<Secret>): Promise<CredentialsReading<C>> {
    let secret: Secret;
    try {
      secret = await get();
    } catch {
      return { kind: 'missing', reason: 'secrets-unavailable', detail: 'there is no value from before' };
    }
    const credentials = this.read(secret);
    return credentials === null
      ? { kind: 'missing', reason: 'secret-not-set-up', detail: 'a field is missing' }
      : { kind: 'ready', credentials, secret };
  }
}
