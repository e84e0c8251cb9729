import type { Probe } from '../platform';
import { probeStatus } from '../probe-status';
import { mparticleRequest } from './request';
import { ERASE } from './items';
import type { MparticleOutbound } from './settings';

const read = probeStatus([400]);

/**
 * A batch about nobody, into the development environment: nothing comes of it whether mParticle takes it or answers 400.
 * Wrong credentials have answers of their own: 401 and 403. An erasure request with nothing in it likewise.
 * @see https://docs.mparticle.com/developers/server/http/#response
 */
export function mparticleProbes(settings: MparticleOutbound): readonly Probe[] {
  const nobody = mparticleRequest([], { ...settings, environment: 'development' });
  const probe = { credential: 'apiKey, apiSecret', request: nobody, read };
  if (settings.onLeave !== 'erase') return [probe];
  const person = { id: 'check', kind: 'event', target: ERASE, walletId: '', body: { identity: '', submittedAt: '' } } as const;
  const erase = { ...mparticleRequest([person], settings), body: '{}' };
  return [probe, { credential: 'workspaceKey, workspaceSecret', request: erase, read }];
}
