import { isObject, isText, type Json } from '../../json';
import type { SimulatedAnswer } from '../simulator';
import { type Users, userKey } from './users';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const STANDARD: Readonly<Record<string, string>> = { controller_customer_id: 'customer_id', email: 'email' };

const failed = (status: number, message: string): SimulatedAnswer => ({
  status,
  body: { code: status, message, errors: [{ domain: 'Validation', message }] },
});

/** By which identity of the Events API the subject is known; null when the request names none that is supported. */
function subjectOf(json: Json): string | null {
  const raw = (identities: unknown): [string, string][] =>
    Object.entries(isObject(identities) ? identities : {}).flatMap(([name, subject]) =>
      isObject(subject) && subject.encoding === 'raw' && isText(subject.value) ? [[name, subject.value]] : [],
    );
  for (const [name, value] of raw(json.subject_identities)) {
    const known = STANDARD[name];
    if (known) return userKey({ [known]: value });
  }
  const extensions = isObject(json.extensions) ? json.extensions['opendsr.mparticle.com'] : undefined;
  const [other] = raw(isObject(extensions) ? extensions.subject_identities : undefined);
  return other ? userKey({ [other[0].replace(/^other(\d+)$/, 'other_id_$1')]: other[1] }) : null;
}

/**
 * Data subject requests: each id once, and one at a time for a person.
 * @see https://docs.mparticle.com/developers/dsr-api/v3/
 */
export class Erasures {
  private readonly ids = new Set<string>();
  private readonly subjects = new Set<string>();

  constructor(private readonly users: Users) {}

  submit(json: unknown): SimulatedAnswer {
    if (!isObject(json)) return failed(400, 'Invalid data was detected');
    const { subject_request_id: id, regulation, subject_request_type, submitted_time } = json;
    const valid =
      isText(id) &&
      UUID_V4.test(id) &&
      (regulation === 'gdpr' || regulation === 'ccpa') &&
      subject_request_type === 'erasure' &&
      !Number.isNaN(Date.parse(String(submitted_time)));
    const subject = subjectOf(json);
    if (!valid || subject === null) return failed(400, 'Invalid data was detected');
    if (this.ids.has(id)) return failed(400, 'Subject request already exists.');
    if (this.subjects.has(subject))
      return failed(409, 'There is an in progress request with the same identities, extensions and type.');
    this.ids.add(id);
    this.subjects.add(subject);
    this.users.delete(subject);
    return { status: 201, body: { subject_request_id: id, controller_id: '1' } };
  }
}
