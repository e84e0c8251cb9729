import type { Probe } from '../http';
import { probeStatus } from '../probe-status';
import { erasuresUrl, toRequest } from './request';
import type { MparticleOutbound } from './settings';

const read = probeStatus([400]);

/**
 * A batch about nobody, into the development environment: nothing comes of it whether mParticle takes it or answers 400.
 * Wrong credentials have answers of their own, 401 and 403. A request to erase nobody likewise.
 * @see https://docs.mparticle.com/developers/server/http/#response
 * @see https://docs.mparticle.com/developers/dsr-api/v3/#errors
 */
export function probesOf(settings: MparticleOutbound): readonly Probe[] {
  const request = toRequest([], { ...settings, environment: 'development' });
  const probe = { credential: 'apiKey and apiSecret', request, read };
  if (settings.onLeave !== 'erase') return [probe];
  const erase = { ...request, url: erasuresUrl(settings), body: '{}' };
  return [probe, { credential: 'workspaceKey and workspaceSecret', request: erase, read }];
}
