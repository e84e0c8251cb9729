import { isObject, isText, type Json } from '../../json';

interface ReceivedEvent {
  readonly id: string;
  readonly name: string;
  readonly occurredAt: string;
  readonly properties: Json;
}

/** A consumer as the receiving system knows them. */
export interface ReceivedConsumer {
  readonly attributes: Record<string, unknown>;
  readonly events: ReceivedEvent[];
}

interface ReceivedItem {
  readonly kind: 'profile' | 'event';
  readonly body: Json;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What a receiver keeps: by consumer, each item once, of each attribute the newest value. */
export class Received {
  readonly consumers = new Map<string, ReceivedConsumer>();
  repeats = 0;
  private readonly seen = new Set<string>();
  private readonly asOf = new Map<string, string>();

  /** The items of a `loyalty.batch`, profiles first; null when the body is none. */
  itemsOf(json: unknown): readonly ReceivedItem[] | null {
    if (!isObject(json) || json.type !== 'loyalty.batch' || !TIME.test(String(json.timestamp))) return null;
    const { profiles, events } = isObject(json.data) ? json.data : {};
    if (!Array.isArray(profiles) || !Array.isArray(events)) return null;
    const items = [
      ...profiles.map((body): ReceivedItem => ({ kind: 'profile', body })),
      ...events.map((body): ReceivedItem => ({ kind: 'event', body })),
    ];
    return items.every(wellFormed) ? items : null;
  }

  take({ kind, body }: ReceivedItem): void {
    const id = body.id as string;
    if (this.seen.has(id)) {
      this.repeats += 1;
      return;
    }
    this.seen.add(id);
    const value = (body.identity as Json).value as string;
    const consumer = this.consumers.get(value) ?? { attributes: {}, events: [] };
    this.consumers.set(value, consumer);
    if (kind === 'profile') this.apply(value, consumer, body);
    else
      consumer.events.push({
        id,
        name: body.name as string,
        occurredAt: body.occurred_at as string,
        properties: body.properties as Json,
      });
  }

  private apply(value: string, consumer: ReceivedConsumer, body: Json): void {
    const asOf = body.as_of as string;
    for (const [name, attribute] of Object.entries(body.attributes as Json)) {
      const key = JSON.stringify([value, name]);
      if (Date.parse(this.asOf.get(key) ?? asOf) > Date.parse(asOf)) continue;
      this.asOf.set(key, asOf);
      if (attribute === null) delete consumer.attributes[name];
      else consumer.attributes[name] = attribute;
    }
  }
}

function wellFormed({ kind, body }: ReceivedItem): boolean {
  if (!isObject(body) || !isText(body.id) || !isObject(body.identity)) return false;
  if (!isText(body.identity.type) || !isText(body.identity.value)) return false;
  return kind === 'profile'
    ? TIME.test(String(body.as_of)) && isObject(body.attributes)
    : isText(body.name) && TIME.test(String(body.occurred_at)) && isObject(body.properties);
}
