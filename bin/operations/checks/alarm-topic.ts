import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { awsError, type Finding, failed, ok, warn } from './finding';

const WHAT = 'alarm topic';

/**
 * Whether anybody gets the alarms, and with `ring` one test message to all of them.
 * @param stack for the text of the message.
 */
export async function checkAlarmTopic(
  topicArn: string,
  stack: string,
  ring: boolean,
  client: Pick<SNSClient, 'send'> = new SNSClient({}),
): Promise<Finding[]> {
  const subscribers = await checkSubscribers(topicArn, client);
  return ring ? [subscribers, await publish(topicArn, stack, client)] : [subscribers];
}

async function checkSubscribers(topicArn: string, client: Pick<SNSClient, 'send'>): Promise<Finding> {
  try {
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    const confirmed = Number(Attributes?.SubscriptionsConfirmed ?? 0);
    const pending = Number(Attributes?.SubscriptionsPending ?? 0);
    if (confirmed > 0) return ok(WHAT, `${confirmed} confirmed subscriptions`);
    return pending > 0
      ? warn(
          WHAT,
          `nobody gets the alarms: ${pending} subscriptions are not confirmed yet`,
          'Follow the link in the e-mail from SNS',
        )
      : warn(
          WHAT,
          'nobody gets the alarms: there is no subscription',
          'Set operations.alarmEmail, or subscribe',
        );
  } catch (error) {
    return warn(WHAT, `cannot be asked (${awsError(error)})`, 'You need sns:GetTopicAttributes on it');
  }
}

async function publish(topicArn: string, stack: string, client: Pick<SNSClient, 'send'>): Promise<Finding> {
  try {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: `EE Connect test: ${stack}`.slice(0, 100),
        Message: `This is a test of the alarms of ${stack}, sent by "ee-connect check --alarm". Nothing is wrong.`,
      }),
    );
    return ok('test alarm', 'sent; it should arrive within a minute');
  } catch (error) {
    return failed(
      'test alarm',
      `not sent (${awsError(error)})`,
      'You need sns:Publish on the topic, and kms:GenerateDataKey* and kms:Decrypt on its key',
    );
  }
}
