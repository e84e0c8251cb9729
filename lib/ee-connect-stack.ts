import { CfnResource, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConfigError, type DeploymentConfig } from '../functions/connectors/config-schema';
import type { FunctionName } from './bundles';
import { configFileOf } from './config-file';
import { ConnectApi } from './connect-api';
import type { FunctionContext } from './connect-function';
import { ConnectSecret } from './connect-secret';
import { ConnectorDelivery } from './connector-delivery';
import { CustomDomain } from './custom-domain';
import { Encryption } from './encryption';
import { Firewall } from './firewall';
import { Monitoring } from './monitoring';
import { Receiver } from './receiver';
import { addOutputs } from './stack-outputs';
import { StateTable } from './state-table';
import { SubscriptionExpiry } from './subscription-expiry';

/** CloudFormation's limit for one stack (its quotas page). */
const MOST_RESOURCES = 500;

export interface EeConnectStackProps extends StackProps {
  readonly config: DeploymentConfig;
  /** `prod`, `test`, ...: each is a stack of its own. */
  readonly stage: string;
  /** Folder of a function as it is deployed: its bundle and the checked configuration. */
  readonly bundleFolder: (name: FunctionName) => string;
}

/** The whole of EE Connect for one stage. */
export class EeConnectStack extends Stack {
  constructor(scope: Construct, id: string, props: EeConnectStackProps) {
    super(scope, id, { description: `EE Connect for AWS, stage ${props.stage}`, ...props });
    const { config, bundleFolder } = props;
    const { operations } = config;
    // The local run fills in a platform for one without; a stack would only fail later, at its alarms.
    if (config.connectors.length === 0)
      throw new ConfigError(configFileOf(this), ['connectors: expected at least one connector']);
    const encryption = new Encryption(this, operations.kmsKeyArn);
    const common: FunctionContext = { operations, encryption };
    // Tags on dashboards are too new to rely on in every region.
    Tags.of(this).add('ee-connect:stage', props.stage, {
      excludeResourceTypes: ['AWS::CloudWatch::Dashboard'],
    });

    const state = new StateTable(this, 'Table', encryption);
    const airSecret = new ConnectSecret(this, 'AirSecret', {
      description: 'EE Connect: client id and secret for the API of Eagle Eye AIR (docs/air-setup.md)',
      secretName: config.air.secretName,
      encryption,
    });
    const feeds = new Map(
      config.feeds.map(({ id: feed, secretName }) => [
        feed,
        new ConnectSecret(this, `Feed-${feed}`, {
          description: `EE Connect: External Keys with which AIR calls the feed ${feed} (docs/air-setup.md)`,
          secretName,
          encryption,
        }),
      ]),
    );
    const connectors = config.connectors.map(
      (connector) =>
        new ConnectorDelivery(this, `Connector-${connector.id}`, {
          ...common,
          connector,
          bundleFolder,
          state,
          airSecret,
        }),
    );
    const inbound = new Receiver(this, 'Inbound', {
      ...common,
      direction: 'inbound',
      folder: bundleFolder('inbound-receive'),
      state,
      connectors: connectors.filter((each) => each.connector.direction === 'inbound'),
      feeds: new Map(),
      tableAccess: [],
      provisionedConcurrency: operations.provisionedConcurrency,
    });
    const outboundConnectors = connectors.filter((each) => each.connector.direction === 'outbound');
    const outbound = new Receiver(this, 'Outbound', {
      ...common,
      direction: 'outbound',
      folder: bundleFolder('outbound-receive'),
      state,
      connectors: outboundConnectors,
      feeds,
      // It learns identities from every event.
      tableAccess: state.allow('BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query', 'UpdateItem'),
      provisionedConcurrency: 0,
    });
    const { expire } = new SubscriptionExpiry(this, 'Expiry', {
      ...common,
      folder: bundleFolder('subscription-expiry'),
      state,
      connectors: outboundConnectors,
    });
    const { api } = new ConnectApi(this, 'Api', {
      ...common,
      inbound: inbound.target,
      outbound: outbound.target,
    });
    new Firewall(this, 'Firewall', { ...common, stageArn: api.deploymentStage.stageArn });
    const domain =
      operations.customDomain && new CustomDomain(this, 'Domain', { ...operations.customDomain, api });
    const monitoring = new Monitoring(this, 'Monitoring', {
      operations,
      api,
      inboundReceive: inbound.receive,
      outboundReceive: outbound.receive,
      expiry: expire,
      feeds: config.feeds.map(({ id }) => id),
      connectors,
    });
    addOutputs(this, { api, domain, state, airSecret, feeds, connectors, monitoring });
    this.checkSize(connectors.length);
  }

  /** CloudFormation would say so only after the upload, and not what to do. */
  private checkSize(connectors: number): void {
    const resources = this.node.findAll().filter((each) => CfnResource.isCfnResource(each)).length;
    if (resources > MOST_RESOURCES)
      throw new ConfigError(configFileOf(this), [
        `connectors: ${connectors} connectors need ${resources} resources, and CloudFormation allows ${MOST_RESOURCES} in a stack; expected fewer, and another stack for the rest (-c stage=)`,
      ]);
  }
}
