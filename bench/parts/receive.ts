import { buildFunction } from '../built';
import { measureInChild } from '../child';
import { benchConfig } from '../connectors';
import type { Part } from './part';

export const receive: Part = {
  name: 'receive',
  about:
    'CPU from API Gateway’s event to the answer, against JSON.parse, and with AWS’s clients against a bare one',
  run: (input) => {
    const config = benchConfig(input.stubUrl);
    const options = {
      real: buildFunction('outbound-receive', config, input.folder),
      stubbed: buildFunction('outbound-receive', config, input.folder, 'stubbed'),
    };
    return measureInChild('receive.ts', { ...input, options });
  },
};
