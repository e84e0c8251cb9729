import type { InboundSettings } from '../../connectors/settings';
import { configuredActions, splitActions } from '../actions';
import { optionalText, requiredText } from '../body-fields';
import type { FieldError, InboundReading } from '../inbound';
import { isRecord, type JsonRecord } from '../json';

/** The fields of the body that a Braze user pastes (docs/platforms/braze.md); Braze itself prescribes none. */
const TEXT_FIELDS = ['campaign_id', 'campaign_name', 'canvas_id', 'canvas_name', 'canvas_step_id'] as const;
type TextField = (typeof TEXT_FIELDS)[number];

/**
 * Reads the webhook of a Braze campaign or Canvas step. One consumer, one or several actions.
 *
 * The platform's id is the dispatch id, with the Canvas step's where there is one: Braze shares a dispatch id between
 * the consumers of one send, so it means something only beside the consumer and the action.
 * @see https://www.braze.com/docs/user_guide/messaging/messaging_fundamentals/dispatch_id/
 */
export function readWebhook(json: unknown, settings: InboundSettings): InboundReading {
  if (!isRecord(json)) return { rewards: [], errors: [{ field: 'body', message: 'expected a JSON object' }] };

  const errors: FieldError[] = [];
  // Braze's API calls external_id what its Liquid calls user_id: people paste either.
  const whose = json.user_id === undefined && json.external_id !== undefined ? 'external_id' : 'user_id';
  const identityValue = requiredText(
    json[whose],
    whose,
    errors,
    "expected Braze's user id (the Liquid tag user_id)",
  );
  const dispatchId = requiredText(
    json.dispatch_id,
    'dispatch_id',
    errors,
    'expected the Liquid tag dispatch_id of campaign',
  );
  const fields = Object.fromEntries(
    TEXT_FIELDS.map((field) => [field, optionalText(json[field], field, errors)]),
  ) as Record<TextField, string | null>;
  const actions = readActions(json, fields, settings, errors);
  if (errors.length > 0 || identityValue === null || dispatchId === null) return { rewards: [], errors };

  const step = fields.canvas_step_id;
  const platformId = step === null ? dispatchId : `${dispatchId}/${step}`;
  const source = sourceOf(fields);
  return {
    rewards: actions.map((action) => ({ identityValue, action, platformId, reference: null, source })),
    errors,
  };
}

/** The body's `action_reference`, else what the settings say for this Canvas or campaign. */
function readActions(
  json: JsonRecord,
  fields: Record<TextField, string | null>,
  settings: InboundSettings,
  errors: FieldError[],
): readonly string[] {
  const before = errors.length;
  const named = optionalText(json.action_reference, 'action_reference', errors);
  const { canvas_step_id, canvas_id, canvas_name, campaign_id, campaign_name } = fields;
  const names = [canvas_step_id, canvas_id, canvas_name, campaign_id, campaign_name];
  const actions = named === null ? configuredActions(names, settings) : splitActions(named);
  if (actions.length === 0 && errors.length === before) {
    errors.push({
      field: 'action_reference',
      message:
        'is missing or blank, expected an action reference, or this campaign or Canvas in settings.actions',
    });
  }
  return actions;
}

function sourceOf(fields: Record<TextField, string | null>): string | null {
  const canvas = fields.canvas_name ?? fields.canvas_id;
  if (canvas !== null) return `Canvas ${canvas}`;
  const campaign = fields.campaign_name ?? fields.campaign_id;
  return campaign === null ? null : `campaign ${campaign}`;
}
