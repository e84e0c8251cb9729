import { join } from 'node:path';
import { buildFunction } from '../built';
import { measureInChild } from '../child';
import { benchConfig, fanOutConfig } from '../connectors';
import type { Part } from './part';

export const growth: Part = {
  name: 'growth',
  about: 'CPU against work: size of an event, events of a batch, consumers of an event, connectors of a feed',
  run: (input) => {
    const folder = (name: string) => join(input.folder, 'growth', name);
    const config = benchConfig(input.stubUrl);
    const options = {
      receive: buildFunction('outbound-receive', config, folder('one'), 'stubbed'),
      fanOut: buildFunction('outbound-receive', fanOutConfig(input.stubUrl), folder('many'), 'stubbed'),
      deliver: buildFunction('outbound-deliver', config, folder('one'), 'stubbed'),
    };
    return measureInChild('growth.ts', { ...input, options });
  },
};
