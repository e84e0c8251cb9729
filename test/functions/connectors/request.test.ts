import { gzipSync } from 'node:zlib';
import { Refusal } from '../../../functions/connectors/refusal';
import { ApiRequest } from '../../../functions/connectors/request';
import { apiEvent } from './api-event';

const request = (...args: Parameters<typeof apiEvent>) => new ApiRequest(apiEvent(...args));
const kindOf = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof Refusal ? error.kind : String(error);
  }
};

describe('headers', () => {
  test('are found in any case', () => {
    for (const name of ['X-Auth-Token', 'x-auth-token', 'X-AUTH-TOKEN', 'x-Auth-tOKEN'])
      expect(request({}, null, { [name]: 'k' }).headers['x-auth-token']).toBe('k');
  });

  test('are found when only the multi-value form is there, and the last of several counts', () => {
    const event = apiEvent(
      {},
      null,
      {},
      { headers: null as never, multiValueHeaders: { 'X-Auth-Token': ['a', 'b'] } },
    );
    expect(new ApiRequest(event).headers['x-auth-token']).toBe('b');
  });

  test('may be missing altogether', () => {
    const event = apiEvent({}, '{}', {}, { headers: null as never, multiValueHeaders: null as never });
    expect({ ...new ApiRequest(event).headers }).toEqual({});
    expect(new ApiRequest(event).readJson()).toEqual({});
  });

  test('hold nothing that was not sent', () => {
    expect(request({}, null).headers.constructor).toBeUndefined();
  });
});

describe('request id', () => {
  test("is the API's, never the caller's", () => {
    const event = apiEvent(
      {},
      null,
      { 'X-Request-Id': 'callers-own-id' },
      { requestContext: { requestId: 'api-id' } },
    );
    expect(new ApiRequest(event).requestId).toBe('api-id');
  });

  test("without one of the API, the caller's is taken when it is harmless, else a new one is made", () => {
    const idFor = (callers: string) =>
      new ApiRequest(apiEvent({}, null, { 'X-Request-Id': callers }, { requestContext: {} })).requestId;
    expect(idFor('trace-0123456789')).toBe('trace-0123456789');
    for (const odd of [
      'short',
      'a'.repeat(129),
      'line\nbreak-in-it',
      '"quoted-and-long"',
      'with spaces in it',
    ])
      expect(idFor(odd)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });
});

describe('body', () => {
  const json = '{"a":1}';

  test.each([
    ['application/json', json],
    ['application/json; charset=utf-8', json],
    ['application/vnd.api+json', json],
    ['text/plain', json],
    ['application/octet-stream', json],
    ['application/x-www-form-urlencoded', json],
    ['garbage', json],
    ['', json],
  ])('JSON is accepted as %s', (type, body) => {
    expect(request({}, body, type ? { 'Content-Type': type } : {}).readJson()).toEqual({ a: 1 });
  });

  test.each([
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\n{}'],
    ['multipart/form-data', json],
    ['application/xml', '<a/>'],
    ['text/xml; charset=utf-8', json],
    ['application/soap+xml', json],
    ['text/html', json],
    ['image/png', json],
    ['application/x-www-form-urlencoded', 'a=1&b=2'],
    ['application/json', '<?xml version="1.0"?><a/>'],
    ['', '<html></html>'],
  ])('%s with %s is 415', (type, body) => {
    expect(kindOf(() => request({}, body, { 'content-type': type }).readJson())).toBe('unsupported');
  });

  test('what is no JSON is 400, as is no body at all', () => {
    expect(kindOf(() => request({}, 'hello').readJson())).toBe('refused');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(kindOf(() => request({}, 'hello', form).readJson())).toBe('refused');
    expect(kindOf(() => request({}, '{"broken', form).readJson())).toBe('refused');
    expect(kindOf(() => request({}, null).readJson())).toBe('refused');
  });

  test('integers above 2^53 survive', () => {
    expect(request({}, '{"id":9007199254740993123}').readJson()).toEqual({ id: '9007199254740993123' });
  });

  test('a platform that looks into a body that cannot be read finds nothing, instead of an exception', () => {
    const broken = request({}, gzipSync(json).subarray(0, 12));
    expect(broken.text).toBe('');
    expect(kindOf(() => broken.readText())).toBe('refused');
  });

  test('raw bytes are those before inflating, and the text those after', () => {
    const zipped = gzipSync(json);
    const sent = request({}, zipped);
    expect(Buffer.from(sent.raw)).toEqual(zipped);
    expect(sent.text).toBe(json);
  });
});
