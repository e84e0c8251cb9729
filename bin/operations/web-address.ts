import { CommandError } from './command-error';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether a host, as `URL` gives it, is this machine. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/** An address of the web, from an option. @throws CommandError that names the option. */
export function webAddress(text: string | undefined, option: string, such: string): URL {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new CommandError(`${option}: expected an address such as ${such}`);
  return url;
}
