/** `GET /status`, `/in/{platform}/status` and `/out/{platform}/status`: what runs here, and whether it knows a platform. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import { name, version } from '../../package.json';
import type { Platform } from '../platforms/platform';
import { json } from './answers';
import type { ApiRequest } from './request';

/** A platform by the name in a URL: never what every object has, as `constructor`. */
export function platformNamed(
  platforms: Readonly<Record<string, Platform>>,
  platform: string | undefined,
): Platform | null {
  return platform !== undefined && Object.hasOwn(platforms, platform) ? (platforms[platform] ?? null) : null;
}

/** @param platform as in the URL, undefined for `/status`. No key is asked for and no secret is told. */
export function status(
  request: ApiRequest,
  platform: string | undefined,
  direction: 'inbound' | 'outbound',
  platforms: Readonly<Record<string, Platform>>,
): APIGatewayProxyResult {
  if (platform === undefined) return json(200, request.requestId, { name, version });
  const known = platformNamed(platforms, platform);
  if (!known?.[direction])
    return json(404, request.requestId, { error: 'not-found', message: `No such platform for ${direction}` });
  return json(200, request.requestId, { name, version, platform: known.name });
}
