import { baseUrl, joinUrl } from '../../../functions/platforms/base-url';

const isOne = (url: string) => baseUrl('https://api.example').safeParse(url).success;

test.each([
  'https://api.example',
  'https://api.example/prefix/',
  'http://127.0.0.1:4010',
  'http://localhost',
  'http://[::1]:80/x',
])('%s is a base URL', (url) => {
  expect(isOne(url)).toBe(true);
});

test.each([
  'http://api.example',
  'http://localhost.evil.example',
  'https://api.example?x=1',
  'https://api.example#x',
  'api.example',
  'https://',
  'https://a b',
  '',
])('%p is none: a key would go there in the clear, or a path could not be put behind it', (url) => {
  expect(isOne(url)).toBe(false);
});

test.each([
  ['https://api.example', 'https://api.example/v1/x'],
  ['https://api.example/', 'https://api.example/v1/x'],
  ['https://api.example/prefix//', 'https://api.example/prefix/v1/x'],
])('a path goes behind %s, whose prefix stays', (base, url) => {
  expect(joinUrl(base, '/v1/x')).toBe(url);
});
