import { buildFunction } from '../built';
import { measureInChild } from '../child';
import { benchConfig } from '../connectors';
import type { Part } from './part';

export const memory: Part = {
  name: 'memory',
  about: 'A delivering function over very many events: resident memory and heap',
  run: (input) => {
    const options = { real: buildFunction('outbound-deliver', benchConfig(input.stubUrl), input.folder) };
    return measureInChild('memory.ts', { ...input, options });
  },
};
