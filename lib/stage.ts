import { ConfigError } from '../functions/connectors/config-schema';
import { nearest } from '../functions/connectors/nearest';

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

/** What `-c` takes of ours. */
const CONTEXT = ['stage', 'config'];

/**
 * Refuses `-c stag=prod`, which would silently be the stage `dev`. Other keys are CDK's or somebody's own.
 * @throws ConfigError
 */
export function checkContext(context: Readonly<Record<string, unknown>>): void {
  const lines = Object.keys(context).flatMap((key) => {
    const meant = CONTEXT.includes(key) || /[:@]/.test(key) ? undefined : nearest(key, CONTEXT);
    return meant ? [`${key}: no such key, did you mean "${meant}"? Known are ${CONTEXT.join(' and ')}`] : [];
  });
  if (lines.length > 0) throw new ConfigError('-c', lines);
}

/** Each stage is a stack of its own: `EeConnect-prod`. */
export const stackName = (stage: string): string => `EeConnect-${stage}`;
