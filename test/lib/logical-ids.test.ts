import { readFileSync } from 'node:fs';
import { Synthesized } from './stack';

/** What holds data: another logical id would make CloudFormation put an empty one in its place. */
const HOLD_DATA = ['AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'];

test('an update replaces no queue, no table and no secret of the last release', () => {
  const released = JSON.parse(readFileSync('test/lib/logical-ids.json', 'utf8'));
  const stack = new Synthesized();
  const now = Object.fromEntries(
    HOLD_DATA.map((type) => [
      type,
      stack
        .all(type)
        .map(([id]) => id)
        .sort(),
    ]),
  );
  expect(now).toEqual(released);
});

test('adding and removing other connectors changes no logical id', () => {
  const before = new Synthesized();
  const after = new Synthesized({
    top: {
      feeds: [{ id: 'programme' }, { id: 'second' }],
      connectors: [
        { id: 'extra', platform: 'braze', direction: 'inbound' },
        {
          id: 'braze-news',
          platform: 'braze',
          direction: 'outbound',
          feed: 'programme',
          settings: { identityType: 'CARD', currency: 'EUR', restUrl: 'https://rest.fra-02.braze.eu' },
        },
        {
          id: 'other',
          platform: 'braze',
          direction: 'outbound',
          feed: 'second',
          settings: { identityType: 'CARD', currency: 'EUR', restUrl: 'https://rest.fra-02.braze.eu' },
        },
      ],
    },
  });
  const kept = HOLD_DATA.flatMap((type) => before.all(type).map(([id]) => id)).filter(
    (id) => !id.startsWith('Connectorbrazerewards'),
  );
  expect(Object.keys(after.resources)).toEqual(expect.arrayContaining(kept));
});

test('what holds data outlives the stack, and a failed first deployment leaves no empty queue behind', () => {
  const stack = new Synthesized();
  for (const type of HOLD_DATA)
    for (const [id, resource] of stack.all(type))
      expect({ id, on: resource.UpdateReplacePolicy, del: resource.DeletionPolicy }).toEqual({
        id,
        on: 'Retain',
        del: type === 'AWS::DynamoDB::Table' ? 'Retain' : 'RetainExceptOnCreate',
      });
});
