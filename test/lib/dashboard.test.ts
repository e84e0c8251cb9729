import { logDecision } from '../../functions/connectors/log';
import { METRICS } from '../../functions/connectors/metrics';
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

test('every figure that the functions write is on the page, or rings', () => {
  const seen = JSON.stringify([page(stack), stack.all('AWS::CloudWatch::Alarm')]);
  const names = Object.keys(METRICS);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !seen.includes(`"${name}"`) && !seen.includes(`\\"${name}\\"`))).toEqual([]);
});

test('what was refused, tried again and given up on is shown by reason', () => {
  const searches = [...JSON.stringify(page(stack)).matchAll(/SEARCH\('(.+?)', 'Sum', 300\)/g)].map(
    ([, search]) => search!.replaceAll('\\"', '"'),
  );
  const of = (connector: string, direction: string) =>
    ['Rejected', 'Retried', 'DeadLettered'].map(
      (name) =>
        `{"EeConnect-dev",connector,direction,reason} MetricName="${name}" connector="${connector}" direction="${direction}"`,
    );
  expect(searches).toEqual([...of('braze-rewards', 'inbound'), ...of('braze-news', 'outbound')]);
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

  test('are opened by links at the top of the page, with all their logs and the query itself', () => {
    const { markdown } = page(stack).widgets[0]!.properties as { markdown: string };
    const links = [...markdown.matchAll(/\[([^\]]+)\]\((https:[^)]+queryDetail[^)]+)\)/g)];
    expect(links.map(([, name]) => name)).toEqual(SAVED_QUERIES.map(({ name }) => name));
    for (const [index, [, , url = '']] of links.entries()) {
      // As the console reads it: the fragment's own encoding, then the query's, then the one of its values.
      const fragment = decodeURIComponent(decodeURIComponent(url.split('#')[1]!.replaceAll('$', '%')));
      const text = decodeURIComponent(fragment.replaceAll('*', '%'));
      expect(text).toMatch(/^logsV2:logs-insights\?queryDetail=~\(end~0~start~-86400~timeType~'RELATIVE~/);
      const { QueryString, LogGroupNames } = queries[index]!;
      expect(text).toContain(`~editorString~'${QueryString}~queryId~'?~source~(`);
      expect(text.match(/~source~\((.*)\)\)$/)?.[1]).toBe("~'?".repeat(LogGroupNames.length));
    }
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
