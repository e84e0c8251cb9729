import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './aws';
import { type Listening, listen, readBody } from './http-server';

/** What `GetSecretValue` does: answers, fails with a 500, or never answers. */
type SecretsMode = 'up' | 'down' | 'silent';

const NO_VALUE = "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";

interface Version {
  readonly id: string;
  readonly text: string;
  readonly createdMs: number;
}

/** Secrets Manager on this machine: `GetSecretValue`, values that change while everything runs, outages. */
export class SecretsEmulator {
  private readonly values = new Map<string, Version>();
  private listening: Listening | null = null;
  mode: SecretsMode = 'up';
  /** How often each secret was read: wrong keys must not drive calls. */
  readonly reads = new Map<string, number>();
  /** Every value that each secret ever had: a scan of the log looks for the old ones too. */
  readonly history = new Map<string, ReadonlySet<string>>();

  static async start(): Promise<SecretsEmulator> {
    const secrets = new SecretsEmulator();
    secrets.listening = await listen(async (request, response) => {
      const body = (await readBody(request))?.toString('utf8') ?? '';
      const answer = secrets.handle(request.headers['x-amz-target'], body);
      if (!answer) return;
      const [status, json] = answer;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(json));
    });
    return secrets;
  }

  /** For `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  get url(): string {
    return this.listening?.url ?? '';
  }

  /**
   * Puts a new value, as `put-secret-value` does; null: the secret exists and has no value yet.
   * @param createdMs when it was put, in epoch ms.
   */
  set(id: string, value: unknown, createdMs = Date.now()): void {
    if (value === null) {
      this.values.delete(id);
      return;
    }
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    this.values.set(id, { text, id: randomUUID(), createdMs });
    this.history.set(id, new Set([...(this.history.get(id) ?? []), text]));
  }

  /** The value as it is now; null: there is none. */
  valueOf(id: string): string | null {
    return this.values.get(id)?.text ?? null;
  }

  async stop(): Promise<void> {
    await this.listening?.close();
  }

  /** Status and body; null: no answer at all. */
  private handle(target: string | string[] | undefined, body: string): readonly [number, unknown] | null {
    if (this.mode === 'silent') return null;
    if (this.mode === 'down') return [500, { __type: 'InternalServiceError', Message: 'An error occurred' }];
    if (target !== 'secretsmanager.GetSecretValue')
      return [400, { __type: 'InvalidRequestException', Message: `No ${target} here` }];
    const id = String((JSON.parse(body) as { SecretId?: unknown }).SecretId);
    this.reads.set(id, (this.reads.get(id) ?? 0) + 1);
    const value = this.values.get(id);
    if (!value) return [400, { __type: 'ResourceNotFoundException', Message: NO_VALUE }];
    return [
      200,
      {
        ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${id}`,
        Name: id,
        VersionId: value.id,
        SecretString: value.text,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: value.createdMs / 1000,
      },
    ];
  }
}
