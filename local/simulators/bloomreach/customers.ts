import type { Json } from '../../json';

interface ReceivedEvent {
  readonly type: string;
  /** UNIX time, in seconds. */
  readonly timestamp: number;
  readonly properties: Json;
}

/** A customer as Bloomreach would show it. */
export interface BloomreachCustomer {
  readonly ids: Readonly<Record<string, string>>;
  readonly properties: Record<string, unknown>;
  /** In order of their time. */
  readonly events: ReceivedEvent[];
  readonly anonymized: boolean;
}

interface Kept {
  ids: Record<string, string>;
  properties: Record<string, unknown>;
  readonly updatedAt: Map<string, number>;
  readonly events: ReceivedEvent[];
  anonymized: boolean;
}

const keyOf = (ids: Json) => Object.entries(ids).map(([name, value]) => `${name}:${value}`)[0] ?? '';

/** The customers of a simulated project. */
export class Customers {
  private readonly customers = new Map<string, Kept>();

  constructor(private readonly nowMs: () => number) {}

  find(id: string, name = 'registered'): BloomreachCustomer | null {
    return this.customers.get(`${name}:${id}`) ?? null;
  }

  all(): readonly BloomreachCustomer[] {
    return [...this.customers.values()];
  }

  /** Executes a command that has no errors. Of a property the value with the newest time stays. */
  execute(command: Json): void {
    const data = command.data as Json;
    const customer = this.customer(data.customer_ids as Record<string, string>);
    const properties = (data.properties ?? {}) as Json;
    if (command.name === 'customers/events') {
      const timestamp = (data.timestamp as number | undefined) ?? this.nowMs() / 1000;
      customer.events.push({ type: data.event_type as string, timestamp, properties });
      customer.events.sort((one, other) => one.timestamp - other.timestamp);
      return;
    }
    const at = (data.update_timestamp as number | undefined) ?? this.nowMs() / 1000;
    for (const [name, value] of Object.entries(properties)) {
      if ((customer.updatedAt.get(name) ?? Number.NEGATIVE_INFINITY) > at) continue;
      customer.updatedAt.set(name, at);
      if (value === null) delete customer.properties[name];
      else customer.properties[name] = value;
    }
  }

  /** Takes ids and properties away; the events stay. */
  anonymize(ids: Json): void {
    const key = keyOf(ids);
    const customer = this.customers.get(key);
    if (!customer) return;
    this.customers.delete(key);
    customer.ids = {};
    customer.properties = {};
    customer.anonymized = true;
    this.customers.set(`anonymous:${this.customers.size}`, customer);
  }

  private customer(ids: Record<string, string>): Kept {
    const key = keyOf(ids);
    const known = this.customers.get(key);
    if (known) return known;
    const made: Kept = { ids, properties: {}, updatedAt: new Map(), events: [], anonymized: false };
    this.customers.set(key, made);
    return made;
  }
}
