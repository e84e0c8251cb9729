import { PLATFORMS } from '../../functions/platforms/registry';
import { measureInChild } from '../child';
import type { Figure } from '../figure';
import type { Part } from './part';

export const translate: Part = {
  name: 'translate',
  about:
    'CPU from the bytes of an AIR event to the platform’s requests, against JSON.parse and a minimal Braze body',
  run: async (input) => {
    const platforms = Object.values(PLATFORMS).filter(({ outbound }) => outbound);
    const figures: Figure[] = [];
    for (const { name } of input.short ? platforms.slice(0, 1) : platforms)
      figures.push(...(await measureInChild('translate.ts', { ...input, options: { platform: name } })));
    return figures;
  },
};
