import { Stack } from 'aws-cdk-lib';
import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { insightsUrl } from './insights-url';

const FIELDS = [
  '@timestamp',
  'decision',
  'connector',
  'reason',
  'detail',
  'status',
  'attempts',
  'ageMs',
  'requestId',
  'eventId',
  'eventName',
  'walletHash',
  'rewardReference',
];

/** What an operator asks, and the filter that answers it. A value to put in stands in capitals. */
export const SAVED_QUERIES = [
  { name: 'one event, by event id', filter: "eventId = 'EVENT-ID'" },
  { name: 'one consumer, by wallet hash', filter: "walletHash = 'WALLET-HASH'" },
  { name: 'one reward, by reference', filter: "rewardReference = 'REWARD-REFERENCE'" },
  { name: 'one request, by request id', filter: "requestId like 'REQUEST-ID'" },
  { name: 'what ended on dead-letter queues', filter: "decision = 'dead-lettered'" },
  { name: 'what is tried again, and why', filter: "decision = 'retried'" },
  { name: 'what was refused at the door', filter: "decision in ['refused', 'unavailable']" },
] as const;

/** Where a saved query is opened. */
export interface QueryLink {
  readonly name: string;
  readonly url: string;
}

/** Logs Insights queries over every function's log, saved under the stack's name. */
export class SavedQueries extends Construct {
  readonly links: readonly QueryLink[];

  constructor(scope: Construct, id: string, logGroups: readonly ILogGroup[]) {
    super(scope, id);
    const logGroupNames = logGroups.map((group) => group.logGroupName);
    this.links = SAVED_QUERIES.map(({ name, filter }, index) => {
      const query = new QueryString({
        fields: FIELDS,
        filterStatements: [filter],
        sort: '@timestamp desc',
        limit: 200,
      });
      const { queryDefinitionId: queryId } = new QueryDefinition(this, `Query${index}`, {
        queryDefinitionName: `${Stack.of(this).stackName}/${name}`,
        logGroups: [...logGroups],
        queryString: query,
      });
      return { name, url: insightsUrl({ query: query.toString(), queryId, logGroupNames }) };
    });
  }
}
