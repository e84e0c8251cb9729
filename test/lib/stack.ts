/** Makes stacks for tests: the example configuration with changes, and a dummy instead of bundles. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { checkConfig } from '../../functions/connectors/config-schema';
import type { Platform } from '../../functions/platforms/platform';
import { EeConnectStack } from '../../lib/ee-connect-stack';
import { stackName } from '../../lib/stage';

// The CDK takes seconds to load on a busy machine.
jest.setTimeout(60_000);

type Json = Record<string, unknown>;

const EXAMPLE = JSON.parse(readFileSync('connectors.json', 'utf8')) as Json & { connectors: Json[] };
const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Json };

/** CDK's own check of every template takes longer than all else; checks.test.ts has it on. */
const SLOW_CHECKS_OFF = { '@aws-cdk/core:validateAgainstDefaultRules': false };

export const dummyBundle = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ee-connect-test-'));
  writeFileSync(join(folder, 'index.mjs'), 'export const handler = async () => ({});');
  return folder;
};

export interface Changes {
  /** Instead of the example's. */
  readonly operations?: Json;
  /** Merged over the example's connector of this id. */
  readonly connectors?: Readonly<Record<string, Json>>;
  /** Merged over the whole. */
  readonly top?: Json;
  readonly stage?: string;
  /** As `-c config=` gives it; only its name is used. */
  readonly configFile?: string;
  /** Instead of the registry's. */
  readonly platforms?: Readonly<Record<string, Platform>>;
}

export function makeStack(
  { operations = {}, connectors = {}, top = {}, stage = 'dev', configFile, platforms }: Changes = {},
  { slowChecks = false } = {},
) {
  const json = {
    ...EXAMPLE,
    operations,
    connectors: EXAMPLE.connectors.map((each) => ({ ...each, ...connectors[String(each.id)] })),
    ...top,
  };
  const config = checkConfig(json, 'connectors.json', platforms);
  const app = new App({
    context: {
      ...context,
      ...(slowChecks ? {} : SLOW_CHECKS_OFF),
      ...(configFile && { config: configFile }),
    },
    outdir: mkdtempSync(join(tmpdir(), 'ee-connect-out-')),
  });
  const folder = dummyBundle();
  const stack = new EeConnectStack(app, stackName(stage), { config, stage, bundleFolder: () => folder });
  return { app, stack, config };
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are whatever the resource has.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A stack's template, with the few questions that tests ask of it. */
export class Synthesized {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { Value: unknown; Description: string }>>;
  readonly text: string;

  constructor(changes: Changes = {}) {
    const json = Template.fromStack(makeStack(changes).stack).toJSON();
    this.resources = json.Resources;
    this.outputs = json.Outputs;
    this.text = JSON.stringify(json);
  }

  /** Logical id and resource, of a type. */
  all(type: string): [string, Resource][] {
    return Object.entries(this.resources).filter(([, resource]) => resource.Type === type);
  }

  /** The one resource of a type whose logical id starts so. */
  one(type: string, startsWith = ''): Resource & { readonly id: string } {
    const found = this.all(type).filter(([id]) => id.startsWith(startsWith));
    expect(found.map(([id]) => id)).toHaveLength(1);
    const [id, resource] = found[0]!;
    return { id, ...resource };
  }
}
