import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigError } from '../functions/connectors/config-schema';
import { bundleWithConfig, type FunctionName } from '../lib/bundles';
import { configFileOf, readConfigFile } from '../lib/config-file';
import { EeConnectStack } from '../lib/ee-connect-stack';
import { checkContext, readStage, stackName } from '../lib/stage';

/** The CDK app: `cdk deploy [-c stage=prod] [-c config=connectors.json]`. */
function main(): void {
  const app = new App({ autoSynth: false });
  checkContext(app.node.getAllContext());
  const config = readConfigFile(configFileOf(app));
  const stage = readStage(app.node.tryGetContext('stage'));
  // CDK copies the bundles into cdk.out while the stack is made; nobody needs them after that.
  const folder = mkdtempSync(join(tmpdir(), 'ee-connect-'));
  const bundled = new Map<FunctionName, string>();
  const bundleFolder = (name: FunctionName) => {
    const made = bundled.get(name) ?? bundleWithConfig(name, folder, config);
    bundled.set(name, made);
    return made;
  };
  try {
    new EeConnectStack(app, stackName(stage), { config, stage, bundleFolder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
