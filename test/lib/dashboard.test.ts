import { logDecision } from '../../functions/connectors/log';
import { SAVED_QUERIES } from '../../lib/saved-queries';
import { Synthesized } from './stack';

const stack = new Synthesized({ connectors: { 'braze-news': { paused: true } } });

/** The dashboard as JSON, with `?` for what only the deployment knows. */
function page(of: Synthesized): {
  widgets: { type: string; width: number; properties: Record<string, unknown> }[];
} {
  const [, parts] = of.one('AWS::CloudWatch::Dashboard').Properties.DashboardBody['Fn::Join'];
  return JSON.parse(parts.map((part: unknown) => (typeof part === 'string' ? part : '?')).join(''));
}

test('the page answers, from the top: is it working, where is it stuck, what failed and why, each connector', () => {
  const titles = page(stack).widgets.map(({ properties }) => String(properties.title ?? properties.markdown));
  const place = (text: string) => titles.findIndex((title) => title.includes(text));
  const places = [
    'Is it working',
    'Where is it stuck',
    'What failed, and why',
    '## braze-rewards',
    '## braze-news',
  ];
  expect(places.map(place)).not.toContain(-1);
  expect(places.map(place)).toEqual(places.map(place).toSorted((a, b) => a - b));
});

test('every alarm of the stack is in its first answer', () => {
  const status = page(stack).widgets.find(({ type }) => type === 'alarm');
  expect(status?.properties.alarms).toHaveLength(stack.all('AWS::CloudWatch::Alarm').length);
});

test('a paused connector is shown as paused', () => {
  const text = JSON.stringify(page(stack));
  expect(text).toContain('## braze-news (braze, outbound, paused)');
  expect(text).toContain('## braze-rewards (braze, inbound)');
});

describe('saved queries', () => {
  const queries = stack.all('AWS::Logs::QueryDefinition').map(([, { Properties }]) => Properties);

  test('look into the logs of every function', () => {
    const functions = stack.all('AWS::Lambda::Function');
    for (const { LogGroupNames } of queries) expect(LogGroupNames).toHaveLength(functions.length);
  });

  test('stand in a folder of the stack', () => {
    expect(queries.map(({ Name }) => Name).sort()).toEqual(
      SAVED_QUERIES.map(({ name }) => `EeConnect-dev/${name}`).sort(),
    );
  });

  test('ask for fields that log lines have', () => {
    const lines: string[] = [];
    const write = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => lines.push(String(text)) > 0);
    const log = jest.spyOn(console, 'info').mockImplementation((text) => lines.push(String(text)));
    logDecision({
      decision: 'delivered',
      connector: 'a',
      direction: 'inbound',
      requestId: 'a',
      eventId: 'a',
      eventName: 'a',
      walletHash: 'a',
      rewardReference: 'a',
      action: 'a',
      reason: 'a',
      detail: 'a',
      status: 1,
      items: 1,
      attempts: 1,
      durationMs: 1,
      ageMs: 1,
      delayMs: 1,
      airCallId: 'a',
    });
    write.mockRestore();
    log.mockRestore();
    const known = [...Object.keys(JSON.parse(lines.join(''))), '@timestamp'];
    for (const { QueryString } of queries) {
      const [, fields] = QueryString.match(/fields ([^\n|]+)/);
      expect(
        fields
          .split(',')
          .map((field: string) => field.trim())
          .filter((field: string) => !known.includes(field)),
      ).toEqual([]);
      const [, filtered] = QueryString.match(/filter (\w+)/);
      expect(known).toContain(filtered);
    }
  });
});
