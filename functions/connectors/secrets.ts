import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** A secret's value as a JSON object, or null: it has no value yet, or one that is no JSON object ("not set up"). */
export type Secret = Readonly<Record<string, unknown>> | null;

/** Secrets Manager cannot be reached and there is no value from before. Worth repeating. */
export class SecretsUnavailable extends Error {
  constructor(cause: unknown) {
    super('Secrets Manager cannot be reached', { cause });
    this.name = 'SecretsUnavailable';
  }
}

/** How long a value is used without asking again, in ms: a rotated one takes effect within this. */
export const FRESH_MS = 5 * 60_000;
/** At most one refresh on demand per secret in this time, in ms, so that wrong keys cannot drive calls. */
export const REFRESH_EVERY_MS = 30_000;
/** After a failure without a value from before, callers are refused at once for this long, in ms. */
const COLD_PAUSE_MS = 1000;
/** Longest wait for one value, all tries, in ms. */
const TIMEOUT_MS = 2500;
/** The same where there is a value from before: after that it is used once more. */
const WARM_PATIENCE_MS = 300;

interface Entry {
  /** As Secrets Manager gave it; undefined until it gave anything. */
  text?: string | null;
  value: Secret;
  freshUntil: number;
  refreshAt: number;
  pending: Promise<Secret> | null;
}

function parse(text: string | null): Secret {
  try {
    const json: unknown = JSON.parse(text ?? 'null');
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Secret) : null;
  } catch {
    return null;
  }
}

/**
 * Values from Secrets Manager, kept for minutes. An outage with a value at hand changes nothing: the old value is used,
 * and asking again waits half a minute. Callers at the same time share one call.
 */
export class Secrets {
  private readonly entries = new Map<string, Entry>();

  /** @param told how old a value is, in ms, each time that one is read. */
  constructor(
    private readonly client: Pick<SecretsManagerClient, 'send'>,
    private readonly told: (id: string, ageMs: number) => void = () => {},
    private readonly now: () => number = Date.now,
  ) {}

  /** @param id name or ARN. @throws SecretsUnavailable */
  async get(id: string): Promise<Secret> {
    const entry = this.entry(id);
    if (this.now() < entry.freshUntil) return this.known(entry);
    const asked = this.fetch(id, entry);
    if (entry.text === undefined) return asked;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<Secret>((resolve) => {
      timer = setTimeout(() => resolve(entry.value), WARM_PATIENCE_MS);
    });
    return Promise.race([asked, patience]).finally(() => clearTimeout(timer));
  }

  /**
   * The newest value, after somebody's key or credential was refused. The very same object as before where nothing
   * changed, or where a refresh is not due yet (one in 30 s per secret).
   * @throws SecretsUnavailable
   */
  async refresh(id: string): Promise<Secret> {
    const entry = this.entry(id);
    if (this.now() < entry.refreshAt) return entry.pending ?? this.get(id);
    entry.refreshAt = this.now() + REFRESH_EVERY_MS;
    return this.fetch(id, entry);
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id) ?? { value: null, freshUntil: 0, refreshAt: 0, pending: null };
    this.entries.set(id, entry);
    return entry;
  }

  private known(entry: Entry): Secret {
    if (entry.text === undefined) throw new SecretsUnavailable('it failed a moment ago');
    return entry.value;
  }

  private fetch(id: string, entry: Entry): Promise<Secret> {
    entry.pending ??= this.ask(id, entry).finally(() => {
      entry.pending = null;
    });
    return entry.pending;
  }

  private async ask(id: string, entry: Entry): Promise<Secret> {
    const warm = entry.text !== undefined;
    // Others use the value from before meanwhile, and for a while longer if this fails.
    if (warm) entry.freshUntil = Math.max(entry.freshUntil, this.now() + REFRESH_EVERY_MS);
    try {
      const text = await this.read(id);
      if (text !== entry.text) entry.value = parse(text);
      entry.text = text;
      entry.freshUntil = this.now() + (entry.value === null ? REFRESH_EVERY_MS : FRESH_MS);
      return entry.value;
    } catch (error) {
      if (warm) return entry.value;
      entry.freshUntil = this.now() + COLD_PAUSE_MS;
      throw new SecretsUnavailable(error);
    }
  }

  /** Null where the secret has no value. */
  private async read(id: string): Promise<string | null> {
    try {
      const answer = await this.client.send(new GetSecretValueCommand({ SecretId: id }), {
        abortSignal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const { SecretString, CreatedDate } = answer;
      // Of this version of the secret: it is as old as its value.
      if (CreatedDate) this.told(id, this.now() - CreatedDate.getTime());
      return SecretString ?? null;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return null;
      throw error;
    }
  }
}
