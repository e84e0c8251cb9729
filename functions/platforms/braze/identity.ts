import type { Identity } from '../../air/loyalty-event';
import type { BrazeOutbound } from './settings';

export interface UserAlias {
  readonly alias_name: string;
  readonly alias_label: string;
}

/** The fields by which Braze finds the profile. Unknown alias users are only created where the flag says so. */
export interface BrazeUser {
  readonly external_id?: string;
  readonly user_alias?: UserAlias;
  readonly _update_existing_only?: boolean;
}

/**
 * @returns null for an identity that is not known or empty: never sent, since Braze would create a profile for "".
 * @see https://www.braze.com/docs/api/endpoints/user_data/post_user_track/
 */
export function userOf(identity: Identity | null, settings: BrazeOutbound): BrazeUser | null {
  if (!identity?.value) return null;
  if (settings.aliasLabel !== undefined) {
    return {
      user_alias: { alias_name: identity.value, alias_label: settings.aliasLabel },
      _update_existing_only: settings.updateExistingOnly,
    };
  }
  return settings.updateExistingOnly
    ? { external_id: identity.value, _update_existing_only: true }
    : { external_id: identity.value };
}
