import { buildFunction } from '../built';
import { measureInChild } from '../child';
import { FAN_OUT, fanOutConfig } from '../connectors';
import type { Part } from './part';

export const growth: Part = {
  name: 'growth',
  about: 'Cost against work: size of the event, events in a batch, consumers of an event, connectors of a feed',
  run: (input) => {
    const config = fanOutConfig(Math.max(...FAN_OUT), input.stubUrl);
    const options = {
      receive: buildFunction('outbound-receive', config, `${input.folder}/growth`, 'stubbed'),
      deliver: buildFunction('outbound-deliver', config, `${input.folder}/growth`, 'stubbed'),
    };
    return measureInChild('growth.ts', { ...input, options });
  },
};
