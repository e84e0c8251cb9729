import { measureInChild } from '../child';
import type { Part } from './part';

export const batching: Part = {
  name: 'batching',
  about: 'Items into calls, from one item to ten thousand: the cost of one item must not grow',
  run: (input) => measureInChild('batching.ts', { ...input, options: {} }),
};
