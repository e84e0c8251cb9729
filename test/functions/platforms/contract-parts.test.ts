/** Whoever adds a platform is told what is not there yet, and where it goes. */
import { readFileSync } from 'node:fs';
import { documentedOf, inboundSamples, localPlatformOf } from './contract/parts';

test.each([
  [documentedOf, /^unbuilt: write test\/functions\/platforms\/unbuilt\/documented\.ts, .*\((.*)\)$/],
  [
    localPlatformOf,
    /^unbuilt: write local\/platforms\/unbuilt\.ts .* local\/platforms\/registry\.ts \((.*)\)$/,
  ],
  [inboundSamples, /^unbuilt: put .* into samples\/platforms\/unbuilt\/inbound\/\*\.json \((.*)\)$/],
])('%p says what to write, and the page has a section on it', (part: (name: string) => unknown, message) => {
  let told = '';
  try {
    part('unbuilt');
  } catch (error) {
    told = (error as Error).message;
  }
  const [, link = ''] = message.exec(told) ?? [];
  const [page = '', anchor] = link.split('#');
  const headings = [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
  expect(headings).toContain(anchor);
});
