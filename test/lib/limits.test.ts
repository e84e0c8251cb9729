import { ConfigError } from '../../functions/connectors/config-schema';
import { makeStack } from './stack';

const connectors = (count: number, id: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({ id: id(index), platform: 'braze', direction: 'inbound' }));

function errorOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return 'was accepted';
}

test.each([
  ['nine', 9, (index: number) => `c${String(index).padStart(39, '0')}`],
  ['thirteen', 13, (index: number) => `platform-uk-${index}`],
])('%s connectors of a direction fit into one function’s environment', (_, count, id) => {
  const { config } = makeStack({
    stage: 'production-emea',
    top: { feeds: [], connectors: connectors(count, id) },
  });
  expect(config.connectors).toHaveLength(count);
});

test('more than fit into the environment stop synth, and the message says what to do', () => {
  const message = errorOf(() =>
    makeStack({ top: { feeds: [], connectors: connectors(30, (index) => `c${index}`) } }),
  );
  expect(message).toMatch(
    /connectors: 30 inbound connectors need up to \d{4} bytes of environment .* Lambda allows 4096; expected fewer/,
  );
});

test('more resources than CloudFormation allows stop synth, and the message says what to do', () => {
  const half = connectors(14, (index) => `in${index}`);
  const other = Array.from({ length: 14 }, (_, index) => ({
    id: `out${index}`,
    platform: 'braze',
    direction: 'outbound',
    settings: { identityType: 'CARD', currency: 'EUR', restUrl: 'https://rest.fra-02.braze.eu' },
  }));
  expect(errorOf(() => makeStack({ top: { feeds: [], connectors: [...half, ...other] } }))).toMatch(
    /connectors: 28 connectors need \d{3} resources, and CloudFormation allows 500 in a stack/,
  );
});

test.each([30, 0])('with %i connectors the message names the file that was given', (count) => {
  const top = { feeds: [], connectors: connectors(count, (index) => `c${index}`) };
  expect(errorOf(() => makeStack({ top, configFile: 'other.json' }))).toMatch(
    /^other\.json is not usable:\n {2}connectors: /,
  );
});
