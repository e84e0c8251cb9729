import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Config, ConnectorConfig } from '../../../functions/connectors/config';
import { feedAddress } from '../../../functions/connectors/feed-address';
import { PLATFORMS } from '../../../functions/platforms/registry';
import { awsError, type Finding, failed, ok, warn } from './finding';
import { airShape, type JudgedSecret, judgeSecret, type SecretShape } from './secret-value';

const DAY_MS = 86_400_000;

/** A secret that the configuration needs. */
interface WantedSecret {
  /** `air`, `feed/<id>` or a connector's id. */
  readonly owner: string;
  /** Name or ARN. */
  readonly id: string;
  /** How it is given a value. */
  readonly put: string;
  readonly shape: SecretShape;
  /** The page that says what stands in it. */
  readonly page: string;
}

/** Older ones are worth changing; nothing refuses them. `oldDays` 0: none is too old. */
interface SecretAge {
  readonly oldDays: number;
  readonly nowMs: number;
}

export interface CheckedSecret extends WantedSecret {
  /** Null: it could not be read. */
  readonly judged: JudgedSecret | null;
  readonly findings: readonly Finding[];
}

const KEYS_ONLY: SecretShape = { externalKeys: 'needed', credentials: null };

function shapeOf({ platform, direction, feed }: ConnectorConfig): SecretShape {
  if (direction === 'inbound') return KEYS_ONLY;
  return {
    // Its own address may stay without a key where the feed's serves it.
    externalKeys: feed === undefined ? 'needed' : 'optional',
    credentials: PLATFORMS[platform]?.outbound?.credentials ?? null,
  };
}

/**
 * @param ids by owner, as a target tells them; an owner without one is not deployed yet.
 * @param put how a secret of this name or ARN is given a value.
 */
export function wantedSecrets(
  config: Config,
  ids: Readonly<Record<string, string>>,
  put: (id: string) => string,
): WantedSecret[] {
  const wanted = [
    { owner: 'air', shape: airShape, page: 'docs/air-setup.md' },
    ...config.feeds.map(({ id }) => ({
      owner: feedAddress(id),
      shape: KEYS_ONLY,
      page: 'docs/air-setup.md',
    })),
    ...config.connectors.map((connector) => ({
      owner: connector.id,
      shape: shapeOf(connector),
      page: `docs/platforms/${connector.platform}.md`,
    })),
  ];
  return wanted.flatMap((each) => {
    const id = ids[each.owner];
    return id === undefined ? [] : [{ ...each, id, put: put(id) }];
  });
}

/** Reads one secret and says what is wrong with it; none of its values goes any further than the result's `judged`. */
export async function checkSecret(
  client: Pick<SecretsManagerClient, 'send'>,
  wanted: WantedSecret,
  { oldDays, nowMs }: SecretAge,
): Promise<CheckedSecret> {
  const what = `secret ${wanted.owner}`;
  try {
    const { text, createdMs } = await read(client, wanted.id);
    const judged = judgeSecret(text, wanted.shape);
    return { ...wanted, judged, findings: findingsOf(what, wanted, judged, createdMs, { oldDays, nowMs }) };
  } catch (error) {
    const todo = 'See that you may read it (secretsmanager:GetSecretValue)';
    return {
      ...wanted,
      judged: null,
      findings: [failed(what, `cannot be read (${awsError(error)})`, todo)],
    };
  }
}

async function read(client: Pick<SecretsManagerClient, 'send'>, id: string) {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: id }));
    return { text: answer.SecretString ?? null, createdMs: answer.CreatedDate?.getTime() ?? null };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { text: null, createdMs: null };
    throw error;
  }
}

function findingsOf(
  what: string,
  { put, page }: WantedSecret,
  { problems, unread, externalKeys }: JudgedSecret,
  createdMs: number | null,
  { oldDays, nowMs }: SecretAge,
): Finding[] {
  if (problems.length > 0)
    return problems.map((problem) => failed(what, problem, `${put} (${page} says what stands in it)`));
  const findings: Finding[] = [];
  if (unread.length > 0)
    findings.push(
      warn(what, `nothing reads ${unread.map(shown).join(', ')}`, `See that it is spelt right (${page})`),
    );
  const days = createdMs === null ? 0 : Math.floor((nowMs - createdMs) / DAY_MS);
  if (oldDays > 0 && days >= oldDays)
    findings.push(warn(what, `not changed for ${days} days`, 'Rotate it: docs/runbook.md#rotate-a-key'));
  const keys = externalKeys.length === 2 ? ', with two External Keys as while one is rotated' : '';
  return [ok(what, `is filled in${keys}`), ...findings];
}

/** A key that was pasted where a name belongs is not shown. */
const shown = (field: string): string =>
  /^[A-Za-z][A-Za-z_-]{0,23}$/.test(field) ? field : 'one of its fields';

/** Keys that open more than one address: whoever learns one has learnt both. */
export function sharedKeys(secrets: readonly CheckedSecret[]): Finding[] {
  const findings: Finding[] = [];
  const ownerOf = new Map<string, string>();
  for (const { owner, judged } of secrets)
    for (const key of new Set(judged?.externalKeys)) {
      const other = ownerOf.get(key);
      if (other === undefined) ownerOf.set(key, owner);
      else
        findings.push(
          warn(
            `secret ${owner}`,
            `has the same External Key as ${other}`,
            'Give each its own, so that a stolen one opens one address',
          ),
        );
    }
  return findings;
}
