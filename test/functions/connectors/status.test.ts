import { ApiRequest } from '../../../functions/connectors/request';
import { status } from '../../../functions/connectors/status';
import type { PlatformDirections } from '../../../functions/platforms/platform';
import { name, version } from '../../../package.json';
import { apiEvent } from './api-event';

const platforms: PlatformDirections = { mail: ['outbound'] };
const ask = (platform: string | undefined, direction: 'inbound' | 'outbound') => {
  const answer = status(new ApiRequest(apiEvent({}, null)), platform, direction, platforms);
  return { statusCode: answer.statusCode, body: JSON.parse(answer.body) };
};

test('it tells name and version, and nothing else', () => {
  expect(ask(undefined, 'inbound')).toEqual({ statusCode: 200, body: { name, version } });
});

test('a platform is known in the directions it has', () => {
  expect(ask('mail', 'outbound')).toEqual({ statusCode: 200, body: { name, version, platform: 'mail' } });
  expect(ask('mail', 'inbound').statusCode).toBe(404);
});

test('what is no platform is 404, also what every object has', () => {
  for (const other of ['post', '', 'constructor', '__proto__', 'toString'])
    expect(ask(other, 'outbound').statusCode).toBe(404);
});
