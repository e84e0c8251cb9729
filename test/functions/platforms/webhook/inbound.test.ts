import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { inbound } from './examples';

const SETTINGS = { limits: { perActionPerHour: 1, perConsumerPerDay: 1 }, onUnknownOutcome: 'park' } as const;
const KEY = 'an External Key of 40 characters, at least';
const sample = (name: string) =>
  JSON.parse(readFileSync(`samples/platforms/webhook/inbound/${name}.json`, 'utf8'));
const requestOf = (headers: Record<string, string> = {}, body = '') => ({
  headers,
  raw: new TextEncoder().encode(body),
  text: body,
});
const read = (json: unknown, headers: Record<string, string> = {}) =>
  inbound.read(json, requestOf(headers), SETTINGS);

describe('authentication', () => {
  const at = new Date('2026-05-20T12:00:00Z');
  const body = JSON.stringify(sample('entry'));
  const signed = {
    'webhook-id': 'm-1',
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': new Webhook(KEY, { format: 'raw' }).sign('m-1', at, body),
  };
  const passes = (headers: Record<string, string>, sent = body, nowMs = at.getTime()) =>
    inbound.authenticate!(requestOf(headers, sent), [KEY], SETTINGS, nowMs);

  test('a signature or the key itself', () => {
    expect(passes(signed)).toBe(true);
    expect(passes({ 'x-auth-token': KEY })).toBe(true);
  });

  test('neither: nobody', () => {
    expect(passes({})).toBe(false);
    expect(passes({ 'x-auth-token': 'wrong' })).toBe(false);
    expect(passes(signed, `${body} `)).toBe(false);
    expect(passes(signed, body, at.getTime() + 301_000)).toBe(false);
  });

  test('the clock decides where no time is given', () => {
    const fresh = new Date();
    const headers = {
      'webhook-id': 'm-1',
      'webhook-timestamp': String(Math.floor(fresh.getTime() / 1000)),
      'webhook-signature': new Webhook(KEY, { format: 'raw' }).sign('m-1', fresh, body),
    };
    expect(inbound.authenticate!(requestOf(headers, body), [KEY], SETTINGS)).toBe(true);
    expect(inbound.authenticate!(requestOf(signed, body), [KEY], SETTINGS)).toBe(false);
  });
});

describe('reading', () => {
  test('one entry', () => {
    expect(read(sample('entry'))).toEqual({
      rewards: [
        {
          identityValue: 'WH-31',
          action: 'SORRY_FOR_THE_WAIT',
          platformId: 'complaint-5512',
          reference: null,
          source: 'Complaints desk',
        },
      ],
      errors: [],
    });
  });

  test('a list: one bad consumer does not refuse the others', () => {
    const { rewards, errors } = read(sample('entries'));
    expect(rewards.map(({ identityValue }) => identityValue)).toEqual(['WH-31', 'WH-32']);
    expect(errors).toEqual([
      { field: '[2].identity_value', message: expect.stringContaining('missing or blank') },
    ]);
  });

  test('without an id of its own an entry has the signed message’s', () => {
    const { id: _, ...entry } = sample('entry');
    expect(read(entry, { 'webhook-id': 'm-7' }).rewards[0]?.platformId).toBe('m-7');
    expect(read(entry).rewards[0]?.platformId).toBeNull();
    expect(read(sample('entry'), { 'webhook-id': 'm-7' }).rewards[0]?.platformId).toBe('complaint-5512');
  });

  test('EE Connect’s own body, also in a list', () => {
    const own = {
      type: 'services/trigger',
      body: { identityValue: 'WH-31', triggers: [{ reference: 'A' }] },
    };
    expect(read(own).rewards).toMatchObject([{ identityValue: 'WH-31', action: 'A' }]);
    const bad = { type: 'services/trigger', body: { identityValue: '', triggers: [{ reference: 'A' }] } };
    const { rewards, errors } = read([own, bad, 'odd']);
    expect(rewards).toHaveLength(1);
    expect(errors.map(({ field }) => field)).toEqual(['[1].body.identityValue', '[2]']);
  });

  test('an empty list asks for nothing', () => {
    expect(read([])).toEqual({ rewards: [], errors: [], ignored: 'an empty list' });
  });

  test('more than 1,000 entries are too many', () => {
    expect(read(new Array(1_001).fill(sample('entry')))).toEqual({
      rewards: [],
      errors: [{ field: 'body', message: 'expected at most 1000 entries' }],
    });
  });
});
