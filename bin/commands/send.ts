import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseJson } from '../../functions/air/json';
import { CommandError } from '../operations/command-error';
import { type Help, type Options, readCommandLine } from '../operations/command-line';
import { printable } from '../operations/printable';
import { webAddress } from '../operations/web-address';

export const name = 'send';
export const summary = 'post AIR events to an address of /out, as AIR does';
export const usage = 'send FILE... --url U --key K [--new-ids]';

const OPTIONS = {
  url: { type: 'string', value: 'U', help: 'where to: an address of /out, of a feed or of a connector' },
  key: { type: 'string', value: 'K', help: 'the External Key of that feed or connector' },
  'new-ids': {
    type: 'boolean',
    help: 'each event with a new eesEventId, so that it is no repeat and has its effect again',
  },
} as const satisfies Options;

export const help: Help = {
  options: OPTIONS,
  notes: ['A line for each file: the status, and the request id by which the logs are searched.'],
  example: 'send samples/air/purchase-settle.json --url http://127.0.0.1:4700/out/programme --key local-…',
};

const TIMEOUT_MS = 30_000;

/**
 * The file's text as it is, or with a new `headers.eesEventId`, so that the event is no repeat. Then an integer beyond
 * 2^53 is posted as text, with all its digits.
 */
function bodyOf(file: string, newId: boolean): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(`${file} cannot be read`);
  }
  if (!newId) return text;
  try {
    const event = parseJson(text) as { headers?: Record<string, unknown> };
    return JSON.stringify({ ...event, headers: { ...event.headers, eesEventId: randomUUID() } });
  } catch {
    throw new CommandError(`${file} is no JSON, so it can have no new id`);
  }
}

interface Sent {
  /** Of the answer, or why there is none. */
  readonly status: string;
  readonly ok: boolean;
  readonly requestId: string;
  readonly body: string;
}

/** `fetch failed` says nothing: what it failed of stands beneath, or beneath that for a host with several addresses. */
function whyNoAnswer(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `it took longer than ${TIMEOUT_MS / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}

async function post(url: string, key: string, body: string): Promise<Sent> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Auth-Token': key },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return {
      status: String(answer.status),
      ok: answer.ok,
      requestId: answer.headers.get('x-amzn-requestid') ?? '-',
      body: await answer.text(),
    };
  } catch (error) {
    return {
      status: `no answer of ${new URL(url).origin}: ${whyNoAnswer(error)}`,
      ok: false,
      requestId: '-',
      body: '',
    };
  }
}

/**
 * Posts one file after the other: a line each with file, status and request id, and the answer where it is no 2xx.
 * @returns 1 when one of them was not accepted.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals: files } = readCommandLine(args, OPTIONS, { most: Number.POSITIVE_INFINITY });
  if (files.length === 0) throw new CommandError('FILE: expected at least one file with an AIR event');
  const { href } = webAddress(values.url, '--url', 'https://…/out/programme');
  if (!values.key) throw new CommandError('--key: expected the External Key of the connector or feed');
  const bodies = files.map((file) => [file, bodyOf(file, values['new-ids'] ?? false)] as const);
  const width = Math.max(...files.map((file) => file.length));
  let failed = 0;
  for (const [file, body] of bodies) {
    const sent = await post(href, values.key, body);
    const said = sent.ok ? '' : `  ${printable(sent.body)}`;
    console.log(`${file.padEnd(width)}  ${sent.status}  ${sent.requestId}${said}`.trimEnd());
    if (!sent.ok) failed += 1;
  }
  return failed > 0 ? 1 : 0;
}
