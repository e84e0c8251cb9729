import { METRICS, measure, measureAll, NAMESPACE } from '../../../functions/connectors/metrics';
import { catchOutput } from './output';

const out = catchOutput();

test('a figure is one line of the embedded metric format, under connector and direction and nothing else', () => {
  measure('PlatformLatency', 12, { connector: 'news', direction: 'outbound' });
  expect(out.lines).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: NAMESPACE,
            Dimensions: [['connector', 'direction']],
            Metrics: [{ Name: 'PlatformLatency', Unit: 'Milliseconds' }],
          },
        ],
      },
      connector: 'news',
      direction: 'outbound',
      PlatformLatency: 12,
    },
  ]);
  expect(out.text()).toMatch(/^\{.*\}\n$/);
});

test('a reason is a dimension beside them, so that an alarm sees all reasons and the dashboard each', () => {
  measure('Rejected', 1, { connector: 'news', direction: 'outbound', reason: 'wrong-key' });
  expect(out.lines[0]).toMatchObject({
    _aws: {
      CloudWatchMetrics: [
        {
          Dimensions: [
            ['connector', 'direction'],
            ['connector', 'direction', 'reason'],
          ],
        },
      ],
    },
    reason: 'wrong-key',
  });
});

test('several figures are one line, each with its unit', () => {
  measureAll({ Received: 1, AgeAtDelivery: 5 }, { connector: 'news', direction: 'inbound' });
  expect(out.lines).toHaveLength(1);
  expect(out.lines[0]).toMatchObject({
    Received: 1,
    AgeAtDelivery: 5,
    _aws: {
      CloudWatchMetrics: [
        {
          Metrics: [
            { Name: 'Received', Unit: METRICS.Received },
            { Name: 'AgeAtDelivery', Unit: METRICS.AgeAtDelivery },
          ],
        },
      ],
    },
  });
});
