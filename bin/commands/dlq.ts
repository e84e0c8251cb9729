import { REASONS } from '../../functions/platforms/outcome';
import { CommandError } from '../operations/command-error';
import { actionOf, type Help, type Options, readCommandLine } from '../operations/command-line';
import { summarise } from '../operations/dead-letter-summary';
import {
  approximateCount,
  type DeadLetter,
  readDeadLetters,
  type Selection,
} from '../operations/dead-letters';
import { countDiscardable, discard } from '../operations/discard';
import { ago, durationMs } from '../operations/duration';
import { openTarget } from '../operations/open-target';
import { printable, printableJson } from '../operations/printable';
import { redrive } from '../operations/redrive';
import { type ConnectorQueues, TARGET_OPTIONS, TARGET_USAGE, type Target } from '../operations/target';
import { textTable } from '../operations/text-table';

export const name = 'dlq';
export const summary = 'what stands on the dead-letter queues and why; send it again, or discard it';
export const usage = `dlq list|show|redrive|export|discard [--connector ID] [--reason R] [--event ID or NAME] [--older-than 2h] [--limit N] [--yes] ${TARGET_USAGE}`;

const ACTIONS = ['list', 'show', 'redrive', 'export', 'discard'] as const;
type Action = (typeof ACTIONS)[number];

const OPTIONS = {
  connector: { type: 'string', value: 'ID', help: 'of this connector only; redrive and discard need it' },
  reason: { type: 'string', value: 'R', help: 'with this reason only, as list shows it' },
  event: {
    type: 'string',
    value: 'ID|NAME',
    help: "of this event only: its id (a reward's is its reference, ee-…) or its name",
  },
  'older-than': {
    type: 'string',
    value: '2h',
    help: 'that failed first so long ago at least: 90s, 30m, 2h, 7d',
  },
  limit: {
    type: 'string',
    value: 'N',
    help: 'so many at most, the first ones',
    of: ['show', 'redrive', 'discard'],
  },
  yes: { type: 'boolean', help: 'delete them for good; without it discard only counts', of: ['discard'] },
  ...TARGET_OPTIONS,
} as const satisfies Options;

export const help: Help = {
  actions: {
    list: 'how many there are of each connector and reason, and what the reason means',
    show: 'one after the other, for people: reason, detail, event, dates; without the message itself',
    redrive: "puts them back on their connector's queue, and off the dead-letter queue",
    export: 'each as a line of JSON with the message itself: personal data, keep the file accordingly',
    discard:
      'deletes them for good; a reward keeps its record, and may be asked for anew if it was not issued',
  },
  options: OPTIONS,
  notes: ['Of one consumer SQS shows the first few messages only: the next ones come when those are gone.'],
  example: 'dlq redrive --connector braze-news --reason expired --limit 100 --stack EeConnect-prod',
};

/** What a word too many was meant as. */
const meant = (word: string): string => (word in REASONS ? '--reason' : '--event');

interface Connector extends ConnectorQueues {
  readonly id: string;
}

interface Call {
  readonly target: Target;
  readonly connectors: readonly Connector[];
  readonly selection: Selection;
  readonly limit: number;
  /** Of `discard`: really. */
  readonly yes: boolean;
}

function connectorsOf({ queues, name: where }: Target, wanted: string | undefined): Connector[] {
  const known = Object.entries(queues).map(([id, urls]) => ({ id, ...urls }));
  if (wanted === undefined) return known;
  const found = known.filter(({ id }) => id === wanted);
  if (found.length === 0)
    throw new CommandError(`--connector: ${where} has no "${wanted}"; it has ${idsOf(known)}`);
  return found;
}

const idsOf = (connectors: readonly Connector[]): string => connectors.map(({ id }) => id).join(', ');

const lettersOf = ({ target, selection }: Call, { deadLetterQueueUrl }: Connector): Promise<DeadLetter[]> =>
  readDeadLetters(target.sqs, deadLetterQueueUrl, selection);

/** In a few words, for people; nothing for a reason that is none of ours. */
const meaningOf = (reason: string): string => REASONS[reason as keyof typeof REASONS] ?? '';

async function list(call: Call): Promise<number> {
  const { target, connectors, selection } = call;
  const rows: (string | number)[][] = [];
  let unread = 0;
  const now = Date.now();
  for (const connector of connectors) {
    const atLeast = await approximateCount(target.sqs, connector.deadLetterQueueUrl);
    const letters = await lettersOf(call, connector);
    for (const { reason, count, oldest } of summarise(letters))
      rows.push([connector.id, reason, count, ago(oldest, now), meaningOf(reason)]);
    unread += Object.keys(selection).length === 0 ? Math.max(0, atLeast - letters.length) : 0;
  }
  if (rows.length === 0 && unread > 0) {
    console.log(
      `About ${unread} stand there and are hidden for up to 2 minutes, since another command is reading them: try again then.`,
    );
    return 0;
  }
  if (rows.length === 0) console.log(`Nothing on the dead-letter queues of ${idsOf(connectors)}.`);
  else console.log(textTable(['connector', 'reason', 'at least', 'oldest', 'what it means'], rows));
  if (unread > 0)
    console.log(
      `\nAbout ${unread} more stand behind these: SQS shows one consumer's messages in order, a few at a time.`,
    );
  return 0;
}

async function show(call: Call): Promise<number> {
  let shown = 0;
  for (const connector of call.connectors) {
    const letters = await lettersOf(call, connector);
    for (const letter of letters.slice(0, call.limit - shown)) {
      shown++;
      console.log(
        [
          `${connector.id}  ${letter.reason}`,
          `  means      ${meaningOf(letter.reason)}`,
          ...(letter.detail ? [`  detail     ${letter.detail}`] : []),
          `  event      ${letter.eventName ?? 'unknown'}  ${letter.eventId ?? ''}`,
          ...(letter.action ? [`  action     ${letter.action}`] : []),
          `  first      ${letter.firstAt}   last ${letter.lastAt}   attempts ${letter.attempts ?? 'unknown'}`,
          `  request    ${letter.requestId ?? 'unknown'}   message ${letter.messageId}`,
          '',
        ]
          .map(printable)
          .join('\n'),
      );
    }
  }
  if (shown === 0) console.log('Nothing that fits.');
  return 0;
}

/** One JSON line per message, with its body: personal data, for a file that is kept accordingly. */
async function exportLines(call: Call): Promise<number> {
  for (const connector of call.connectors)
    for (const { receiptHandle: _, ...letter } of await lettersOf(call, connector))
      console.log(printableJson({ ...letter, connector: connector.id }));
  return 0;
}

const behind = (count: number): string =>
  `About ${count} more stand behind these: redrive or discard what is in front of them first.`;

/** How many stand there beside those that were seen and left. */
async function unseenOf({ sqs }: Target, queues: ConnectorQueues, left: number): Promise<number> {
  return (await approximateCount(sqs, queues.deadLetterQueueUrl)) - left;
}

async function redriveAll({ target, connectors, selection, limit }: Call): Promise<number> {
  for (const connector of connectors) {
    const { sent, left } = await redrive(target.sqs, connector, selection, limit);
    console.log(`${connector.id}: ${sent} sent again, ${left} left`);
    const more = await unseenOf(target, connector, left);
    // What was sent may have failed again meanwhile: that is not told from what stands behind others.
    if (more > 0)
      console.log(
        sent > 0
          ? `About ${more} more stand there now. They may have come back, or stand behind others of their consumer: dlq list --connector ${connector.id} shows why.`
          : behind(more),
      );
  }
  return 0;
}

async function discardAll({ target, connectors, selection, limit, yes }: Call): Promise<number> {
  for (const connector of connectors) {
    const wanted = { selection, most: limit };
    const { deleted, left } = await (yes ? discard : countDiscardable)(
      target.sqs,
      connector.deadLetterQueueUrl,
      wanted,
    );
    console.log(
      yes
        ? `${connector.id}: ${deleted} deleted, ${left} left`
        : `${connector.id}: ${deleted} would be deleted for good, ${left} left; --yes deletes them`,
    );
    const more = await unseenOf(target, connector, yes ? left : left + deleted);
    if (more > 0) console.log(behind(more));
  }
  return 0;
}

const RUN: Record<Action, (call: Call) => Promise<number>> = {
  list,
  show,
  redrive: redriveAll,
  export: exportLines,
  discard: discardAll,
};

function limitOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(text) || Number(text) === 0)
    throw new CommandError('--limit: expected a whole number above 0');
  return Number(text);
}

export async function run(args: string[]): Promise<number> {
  const line = readCommandLine(args, OPTIONS, { most: 1, meant });
  const { values } = line;
  const action = actionOf(ACTIONS, line, OPTIONS);
  if (values.reason !== undefined && !(values.reason in REASONS))
    throw new CommandError(`--reason: expected one of ${Object.keys(REASONS).join(', ')}`);
  if ((action === 'redrive' || action === 'discard') && values.connector === undefined)
    throw new CommandError(`--connector: name the connector to ${action}; dlq list shows them`);
  if (action === 'discard' && values.reason === undefined && values.event === undefined)
    throw new CommandError('--reason: say which to discard, by --reason or --event');
  const limit = limitOf(values.limit);
  const olderThanMs =
    values['older-than'] === undefined ? undefined : durationMs(values['older-than'], '--older-than');
  const target = await openTarget(values);
  return RUN[action]({
    target,
    connectors: connectorsOf(target, values.connector),
    selection: {
      ...(values.reason !== undefined && { reason: values.reason }),
      ...(values.event !== undefined && { event: values.event }),
      ...(olderThanMs !== undefined && { olderThanMs }),
    },
    limit,
    yes: values.yes ?? false,
  });
}
