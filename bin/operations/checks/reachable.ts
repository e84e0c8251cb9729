import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Address } from './addresses';
import { type Finding, failed, ok } from './finding';

/** Name, connection and TLS together, in ms. */
const TIMEOUT_MS = 4000;

/** How far a connection came. */
type Step = 'name' | 'connection' | 'TLS';

const WHAT_FAILED: Record<Step, string> = {
  name: 'the name cannot be resolved',
  connection: 'no connection',
  TLS: 'TLS failed',
};
const WHAT_TO_DO: Record<Step, string> = {
  name: "Check the host in connectors.json, and this machine's DNS",
  connection: "Check the host and port, and this machine's way out",
  TLS: 'Check that the host is the right one: its certificate is not accepted',
};

/**
 * Whether an address can be called from this machine: its name, a TCP connection, and TLS with a certificate that is
 * trusted. No request is made.
 */
export function checkReachable(
  { origin, for: users }: Address,
  timeoutMs: number = TIMEOUT_MS,
): Promise<Finding> {
  const what = `${origin} (${users.join(', ')})`;
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'https:';
  const began = performance.now();
  return new Promise((resolve) => {
    let step: Step = isIP(host) ? 'connection' : 'name';
    const to = { host, port: Number(port) || (secure ? 443 : 80) };
    const socket: Socket = secure
      ? connectTls({ ...to, ...(!isIP(host) && { servername: host }) })
      : connectPlain(to);
    const finish = (finding: Finding) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(finding);
    };
    const fail = (code: string) => finish(failed(what, `${WHAT_FAILED[step]} (${code})`, WHAT_TO_DO[step]));
    const timer = setTimeout(() => fail('ETIMEDOUT'), timeoutMs);
    const reached = (how: string) =>
      finish(ok(what, `reached in ${Math.round(performance.now() - began)} ms, ${how}`));
    socket.on('lookup', (error) => {
      if (!error) step = 'connection';
    });
    socket.on('connect', () => {
      step = 'TLS';
      if (!secure) reached('without TLS');
    });
    socket.on('secureConnect', () => reached((socket as TLSSocket).getProtocol() ?? 'TLS'));
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.name));
  });
}
