/** `GET /status`, `/in/{platform}/status` and `/out/{platform}/status`: what runs here, and whether it knows a platform. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import { name, version } from '../../package.json';
import type { PlatformDirections } from '../platforms/platform';
import { json } from './answers';
import type { ApiRequest } from './request';

/** @param platform as in the URL, undefined for `/status`. No key is asked for and no secret is told. */
export function status(
  request: ApiRequest,
  platform: string | undefined,
  direction: 'inbound' | 'outbound',
  platforms: PlatformDirections,
): APIGatewayProxyResult {
  if (platform === undefined) return json(200, request.requestId, { name, version });
  // Own properties only: every object has a `constructor`.
  if (!Object.hasOwn(platforms, platform) || !platforms[platform]?.includes(direction))
    return json(404, request.requestId, { error: 'not-found', message: `No such platform for ${direction}` });
  return json(200, request.requestId, { name, version, platform });
}
