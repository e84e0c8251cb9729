import { buildFunction } from '../built';
import { measureInChild } from '../child';
import { benchConfig } from '../connectors';
import type { Part } from './part';

export const deliver: Part = {
  name: 'deliver',
  about: 'CPU of ten messages in one invocation and one call of Braze, against bare fetches',
  run: (input) => {
    const config = benchConfig(input.stubUrl);
    const options = {
      real: buildFunction('outbound-deliver', config, input.folder),
      stubbed: buildFunction('outbound-deliver', config, input.folder, 'stubbed'),
    };
    return measureInChild('deliver.ts', { ...input, options });
  },
};
