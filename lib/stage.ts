import { ConfigError } from '../functions/connectors/config-schema';

/**
 * API Gateway's own stage: the first part of every path on the API's own host. One name in every stack, whose stage is
 * another thing.
 */
export const API_STAGE = 'v1';
/** Where nothing else is said. */
const DEFAULT_STAGE = 'dev';
/** It stands in names that AWS makes out of it, some of them short. */
const STAGE = /^[a-z][a-z0-9-]{0,15}$/;

/**
 * The stage of `-c stage=`, `dev` without one.
 * @throws ConfigError
 */
export function readStage(given: unknown): string {
  const stage = given === undefined ? DEFAULT_STAGE : String(given);
  if (!STAGE.test(stage))
    throw new ConfigError('-c stage', [
      'stage: expected lower-case letters, digits and hyphens, at most 16, a letter first',
    ]);
  return stage;
}

/** Each stage is a stack of its own: `EeConnect-prod`. */
export const stackName = (stage: string): string => `EeConnect-${stage}`;
