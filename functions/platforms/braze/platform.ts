import type { Platform } from '../platform';

export const braze: Platform = { name: 'braze', title: 'Braze' };
