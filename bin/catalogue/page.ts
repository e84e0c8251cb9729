/** docs/event-catalogue.md, made from the catalogue, the samples and the registry: nothing on it is written by hand twice. */
import {
  ATTRIBUTES,
  type CatalogueEvent,
  type Described,
  GROUPS,
  LOYALTY_EVENT_NAMES,
  LOYALTY_EVENTS,
  PERSONAL_ATTRIBUTES,
} from '../../functions/air/catalogue';
import type { Properties, PropertyValue } from '../../functions/air/loyalty-event';
import { platformAttributeName, platformEventName } from '../../functions/air/naming';
import { PLATFORMS } from '../../functions/platforms/registry';
import { EXAMPLE_SETTINGS, type Example } from './examples';
import { CONVENTIONS, INTRODUCTION, RECIPES } from './prose';

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

const code = (text: string) => `\`${text}\``;
const typeOf = ({ type, unit }: Described) => (unit ? `${type}, ${unit}` : type);
const anchor = (name: string) => name.toLowerCase().replaceAll(' ', '-');

/** Where a connector sends to, and the naming that the platform's example settings make. */
const namings = () =>
  Object.values(PLATFORMS).flatMap(({ title, outbound }) =>
    outbound ? [{ title, settings: { ...EXAMPLE_SETTINGS, ...outbound.example } }] : [],
  );

/** One name when all platforms share it, else one per platform. */
function platformNames(name: string, naming: typeof platformEventName): string {
  const byName = new Map<string, string[]>();
  for (const { title, settings } of namings()) {
    const platformName = naming(name, settings);
    byName.set(platformName, [...(byName.get(platformName) ?? []), title]);
  }
  return [...byName]
    .map(([platformName, titles]) => `${code(platformName)} (${titles.join(', ')})`)
    .join('; ');
}

/** In the order of the table above it; the first line of a basket is enough of an example. */
function shortened(properties: Properties, order: readonly string[]): Properties {
  const short = (value: PropertyValue): PropertyValue => (Array.isArray(value) ? value.slice(0, 1) : value);
  return Object.fromEntries(
    order.flatMap((name) => {
      const value = properties[name];
      return value === undefined ? [] : [[name, short(value)]];
    }),
  );
}

function eventSection(name: string, event: CatalogueEvent, example: Example): string {
  const properties = Object.entries(event.properties).map(([property, described]) => [
    code(property),
    typeOf(described),
    described.description,
  ]);
  const parts = [
    `### ${name}`,
    `${event.when} ${event.onByDefault ? '' : '**Off by default**: name it in the setting `events`.'}`.trim(),
    `On the platform: ${platformNames(name, platformEventName)}.`,
    `AIR says it with: ${event.saidBy.join('; ')}.`,
  ];
  if (properties.length === 0) return [...parts, 'It has no properties.'].join('\n\n');
  return [
    ...parts,
    table(['property', 'type', 'meaning'], properties),
    `An example, from ${code(example.file)}:`,
    `\`\`\`json\n${JSON.stringify(shortened(example.event.properties, Object.keys(event.properties)), null, 2)}\n\`\`\``,
  ].join('\n\n');
}

function groupSection(group: string, examples: ReadonlyMap<string, Example>): string {
  const sections = LOYALTY_EVENT_NAMES.filter((name) => LOYALTY_EVENTS[name].group === group).map((name) => {
    const example = examples.get(name);
    if (!example) throw new Error(`no sample tells ${name}: add one to samples/air`);
    return eventSection(name, LOYALTY_EVENTS[name], example);
  });
  return [`## ${group}`, ...sections].join('\n\n');
}

function attributeTable(attributes: Readonly<Record<string, Described>>): string {
  const rows = Object.entries(attributes).map(([name, described]) => [
    code(platformAttributeName(name, EXAMPLE_SETTINGS)),
    typeOf(described),
    described.description,
  ]);
  return table(['attribute', 'type', 'meaning'], rows);
}

/** @throws Error when a loyalty event has no sample. */
export function cataloguePage(examples: ReadonlyMap<string, Example>): string {
  const glance = LOYALTY_EVENT_NAMES.map((name) => [
    `[${name}](#${anchor(name)})`,
    LOYALTY_EVENTS[name].when,
    LOYALTY_EVENTS[name].onByDefault ? 'yes' : 'no',
  ]);
  return `${[
    INTRODUCTION,
    '## Find what you need',
    table(['You want to', 'Use'], RECIPES),
    '## All events at a glance',
    table(['event', 'when it comes', 'sent by default'], glance),
    ...GROUPS.map((group) => groupSection(group, examples)),
    '## Attributes',
    'What the consumer’s profile holds after an event. Only values that changed are sent, as platforms charge per data point; the setting `onlyChanged` turns that off.',
    attributeTable(ATTRIBUTES),
    'Personal data is sent only when the setting `personalFields` names it, and none is by default:',
    attributeTable(PERSONAL_ATTRIBUTES),
    CONVENTIONS,
  ].join('\n\n')}\n`;
}
