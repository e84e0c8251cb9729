import * as z from 'zod/mini';

/** A key is sent to this host: plain http only stays on this machine (the local run). */
export const SAFE_ORIGIN =
  /(https:\/\/[^\s/?#]+|http:\/\/(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\])(:\d+)?)/;
const BASE_URL = new RegExp(`^${SAFE_ORIGIN.source}(\\/[^\\s?#]*)?$`);

/** The setting for a platform's base URL, with its path prefix and without query. `example`: one that is right. */
export const baseUrl = (example: string) =>
  z.string().check(z.regex(BASE_URL, `expected an https URL such as ${example}`));

/** The base URL with a path behind it; the prefix in the base stays, a slash at its end does not count twice. */
export const joinUrl = (base: string, path: string): string => `${base.replace(/\/+$/, '')}${path}`;
