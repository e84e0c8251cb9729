import type { BrazeSimulator } from '../../simulators/braze';
import type { Simulator } from '../../simulators/simulator';
import type { WebhookSimulator } from '../../simulators/webhook';

/** Makes a simulator refuse, inside a 2xx, every item of the users for whom this is true at that moment. */
type ItemErrors = (simulator: Simulator, refused: (user: string) => boolean) => void;

/** The platforms that tell of single items inside a 2xx, and whose simulators can be made to. */
export const ITEM_ERRORS: Readonly<Record<string, ItemErrors>> = {
  braze: (simulator, refused) =>
    (simulator as BrazeSimulator).poison({
      when: ({ external_id }) => typeof external_id === 'string' && refused(external_id),
      as: 'item',
      message: "Invalid 'properties' field",
    }),
  webhook: (simulator, refused) =>
    (simulator as WebhookSimulator).refuse({
      when: ({ identity }) => refused(String((identity as { value?: unknown } | undefined)?.value)),
      reason: 'refused on purpose',
      retry: false,
    }),
};
