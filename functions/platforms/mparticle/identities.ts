/**
 * The identities of mParticle under which AIR's identity may stand, each with its name in three of its APIs: Events API
 * (`user_identities`), Firehose (`user_identities[].type`), and data subject requests.
 * https://docs.mparticle.com/developers/server/json-reference/#user_identities
 * https://docs.mparticle.com/developers/dsr-api/v3/#supported-identity-types
 */
const others = [2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

export const USER_IDENTITIES = [
  'customer_id',
  'email',
  'mobile_number',
  'phone_number_2',
  'phone_number_3',
  'other',
  ...others.map((number) => `other_id_${number}` as const),
] as const;
export type UserIdentity = (typeof USER_IDENTITIES)[number];

export const FIREHOSE_IDENTITIES = [
  'customer',
  'email',
  'mobile_number',
  'phone_number_2',
  'phone_number_3',
  'other',
  ...others.map((number) => `other${number}` as const),
] as const;

interface Subject {
  readonly value: string;
  readonly encoding: 'raw';
}
type Subjects = Readonly<Record<string, Subject>>;

/** Whom a data subject request is about: two identities are of the standard, the others of mParticle's extension to it. */
export function subjectOf(
  identity: UserIdentity,
  value: string,
):
  | { readonly subject_identities: Subjects }
  | { readonly extensions: { readonly 'opendsr.mparticle.com': { readonly subject_identities: Subjects } } } {
  const subject: Subject = { value, encoding: 'raw' };
  if (identity === 'customer_id') return { subject_identities: { controller_customer_id: subject } };
  if (identity === 'email') return { subject_identities: { email: subject } };
  const name = identity.replace('other_id_', 'other');
  return { extensions: { 'opendsr.mparticle.com': { subject_identities: { [name]: subject } } } };
}
