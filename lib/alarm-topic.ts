import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** An existing topic; @default one is made here. */
  readonly topicArn?: string | undefined;
  readonly email?: string | undefined;
}

/** Where alarms go: an existing topic, or one of this stack with a key of its own. */
export class AlarmTopic extends Construct {
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    if (props.topicArn) {
      this.topic = Topic.fromTopicArn(this, 'Existing', props.topicArn);
      return;
    }
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const fromHere = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    // The key that AWS manages for SNS does not let CloudWatch in: alarms would be lost without a word.
    const key = new Key(this, 'Key', {
      description: 'EE Connect: alarms on their way',
      enableKeyRotation: true,
      // Nothing is kept under it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: fromHere,
      }),
    );
    const topic = new Topic(this, 'Topic', {
      displayName: 'EE Connect alarms',
      masterKey: key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: fromHere,
      }),
    );
    if (props.email) topic.addSubscription(new EmailSubscription(props.email));
    this.topic = topic;
  }
}
