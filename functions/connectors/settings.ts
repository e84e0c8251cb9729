/** Settings that every connector of a direction has, whatever its platform. They stand beside the platform's own. */
import * as z from 'zod/mini';
import { ATTRIBUTE_NAMES, LOYALTY_EVENT_NAMES } from '../air/catalogue';
import { described } from '../platforms/described';

const text = z.string().check(z.minLength(1));

const loyaltyEvent: z.ZodMiniType<string> = z.enum(LOYALTY_EVENT_NAMES, {
  error: 'expected the name of a loyalty event, without prefix, as in docs/event-catalogue.md',
});
/** Names on the platform by names of the catalogue: a misspelt one would silently rename nothing. */
const renamed = (names: readonly string[], what: string) =>
  z.optional(
    z.record(text, text).check(
      z.superRefine((record, context) => {
        for (const name of Object.keys(record))
          if (!names.includes(name))
            context.addIssue({
              code: 'custom',
              path: [name],
              message: `expected the name of ${what} of the catalogue`,
            });
      }),
    ),
  );

export const outboundShape = {
  identityType: described(
    z
      .string()
      .check(z.regex(/^\S+$/, 'expected an identity type of AIR, without blanks, such as CUSTOMER_ID')),
    "The AIR identity type whose value is the platform's user id, for example CUSTOMER_ID.",
  ),
  currency: described(
    z.string().check(z.regex(/^[A-Z]{3}$/, 'expected a three-letter ISO 4217 code such as GBP')),
    'The currency of the amounts in this unit: AIR sends minor units without one.',
  ),
  events: described(
    z.optional(z.array(loyaltyEvent)),
    'Names of the loyalty events to send. Left out: the use-case list (docs/event-catalogue.md says which).',
  ),
  rename: described(
    z.optional(
      z.strictObject({
        events: renamed(LOYALTY_EVENT_NAMES, 'a loyalty event'),
        attributes: renamed(ATTRIBUTE_NAMES, 'an attribute'),
      }),
    ),
    'Other names on the platform, by catalogue name. A renamed one gets no prefix.',
  ),
  eventPrefix: described(z._default(z.string(), 'EE '), 'In front of event names on the platform.'),
  attributePrefix: described(z._default(z.string(), 'ee_'), 'In front of attribute names on the platform.'),
  onlyChanged: described(
    z._default(z.boolean(), true),
    'Send only attributes whose value changed since the last delivery: platforms charge per data point.',
  ),
  personalFields: described(
    z._default(z.array(z.enum(['first_name', 'last_name', 'email', 'phone', 'birth_date'])), []),
    'Personal fields to send as attributes. None by default.',
  ),
  schemeId: described(
    z.optional(text),
    'The points scheme whose balance is reported. Left out: the first one seen.',
  ),
  tiers: described(
    z.optional(z.array(z.strictObject({ id: text, name: text, threshold: z.optional(z.number()) }))),
    'The tiers in rank order, lowest first: gives names, the direction of a change and the points to the next tier.',
  ),
  joinedWhen: described(
    z._default(z.enum(['wallet', 'scheme', 'consumer']), 'wallet'),
    'What counts as joining: the wallet is created, the scheme is joined, or the consumer profile is created.',
  ),
};
export type OutboundSettings = z.infer<z.ZodMiniObject<typeof outboundShape>>;

const count = z.int().check(z.positive());

export const inboundShape = {
  actions: described(
    z.optional(z.record(text, text)),
    'Audience (or campaign) to AIR action reference, for requests that name no action.',
  ),
  limits: described(
    z._default(
      z.strictObject({
        perActionPerHour: z._default(count, 10_000),
        perConsumerPerDay: z._default(count, 20),
      }),
      { perActionPerHour: 10_000, perConsumerPerDay: 20 },
    ),
    'What is over these is parked on the dead-letter queue with reason reward-limit, and an alarm: a first sync may send every member.',
  ),
  onUnknownOutcome: described(
    z._default(z.enum(['park', 'repeat']), 'park'),
    'When a call to AIR was sent and no answer came: park it, or repeat it with the same reference, where AIR was seen to refuse a used one.',
  ),
};
export type InboundSettings = z.infer<z.ZodMiniObject<typeof inboundShape>>;
