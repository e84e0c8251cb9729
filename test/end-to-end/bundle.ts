import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkConfig } from '../../functions/connectors/config-schema';
import { feedAddress } from '../../functions/connectors/feed-address';
import type { Local, LocalOptions } from '../../local/local';
import { localKey } from '../../local/local-key';
import { forbiddenOf } from '../../local/log-scan/forbidden';
import { describeLeak, LogScan } from '../../local/log-scan/scan';
import { braze } from '../../local/platforms/braze';
import { startLocal } from '../../local/run';
import type { Wallet } from '../../local/simulators/air/programme';
import { enrichment, eventHeaders } from '../../local/simulators/air/trigger';
import type { BrazeSimulator } from '../../local/simulators/braze';

/** The project's own `connectors.json`, unchecked. */
export const projectConfig = (): unknown => JSON.parse(readFileSync('connectors.json', 'utf8'));

/** The bundle as `npm start` runs it, with the project's own `connectors.json` and simulators of AIR and Braze. */
export async function startBundle(options: Partial<LocalOptions> = {}): Promise<Local> {
  return startLocal({ config: checkConfig(projectConfig()), ...options });
}

/** Stops it, and takes its log away too: after a look whether a secret or somebody's data stands in it. */
export async function stopBundle(local: Local | undefined): Promise<void> {
  if (!local) return;
  const scan = new LogScan(forbiddenOf(local));
  await local.stop();
  const leaks = await scan.file(local.logs.path);
  rmSync(dirname(local.logs.path), { recursive: true, force: true });
  expect(leaks.map(describeLeak)).toEqual([]);
}

/** The Braze simulator of a running bundle. */
export const brazeOf = (local: Local) => local.platforms.braze!.simulator as BrazeSimulator;

let entries = 0;

/** An audience entry as Braze posts it; every one is new unless it says otherwise. */
export function enter(
  local: Local,
  entry: { identityValue: string; action?: string; entryId?: string },
  key = localKey('braze-rewards'),
): Promise<Response> {
  const request = braze.entry(
    { audience: 'Late delivery', action: 'LATE-DELIVERY', entryId: `entry-${++entries}`, ...entry },
    key,
  );
  return fetch(`${local.url}/in/braze/braze-rewards`, { method: 'POST', ...request });
}

/** Posts an AIR event to the feed, as AIR does. */
export function postEvent(
  local: Local,
  event: unknown,
  key = localKey(feedAddress('programme')),
): Promise<Response> {
  return fetch(`${local.url}/out/programme`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Auth-Token': key },
    body: JSON.stringify(event),
  });
}

/** An event that tells nothing but a consumer's points: a credit of so many. */
export function pointsEvent(wallet: Wallet, points: number, now = new Date()): Record<string, unknown> {
  const at = `${now.toISOString().slice(0, 19)}+00:00`;
  const current = wallet.points.current + points;
  return {
    headers: eventHeaders('WALLET.ACCOUNT.TRANSACTION.CREDIT', now),
    request: { resource: '/wallet/account/credit', method: 'PATCH', body: null, customHeaders: [] },
    response: { code: 200, body: [], contentType: 'application/json' },
    atomicOperations: [
      {
        objectType: 'walletAccountTransactionEntity',
        operationType: 'CREATE',
        objectValue: {
          accountTransactionId: `${now.getTime()}${points}`,
          parentAccountTransactionId: '',
          accountId: wallet.pointsAccountId,
          account: {
            accountId: wallet.pointsAccountId,
            walletId: wallet.walletId,
            campaignId: '730001',
            type: 'POINTS',
            clientType: 'RETAILPOINTS',
            status: 'ACTIVE',
            state: 'LOADED',
            dates: { start: at, end: '2038-01-19T03:14:07+00:00' },
            balances: { current, usable: current, locked: 0, lifetime: current, pending: 0 },
            lastUpdated: at,
          },
          event: 'CREDIT',
          value: points,
          dateCreated: at,
          lastUpdated: at,
        },
      },
    ],
    enrichmentData: enrichment(wallet, now),
  };
}

/** A consumer who is new to the programme, so that tests do not see each other's. */
export function newConsumer(local: Local, number: number): Wallet {
  const wallet: Wallet = {
    walletId: `99${number}`,
    name: `Consumer ${number}`,
    identities: [{ type: 'CUSTOMER_ID', value: `CUST-${number}` }],
    pointsAccountId: `88${number}`,
    points: { current: 100, usable: 100, locked: 0, lifetime: 100 },
    tier: null,
    coupons: [],
  };
  local.air!.programme.join(wallet);
  return wallet;
}
