/** The `ee-connect` command: finds the subcommand, runs it, and says in one line what the caller did wrong. */
import { ConfigError } from '../functions/connectors/config-schema';
import { helpText } from './help';
import { CommandError } from './operations/command-error';
import type { Help } from './operations/command-line';

interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly help: Help;
  /** @returns the exit code. @throws CommandError, ConfigError, or what `parseArgs` throws. */
  run(args: string[]): Promise<number>;
}

/** Loaded only when asked for, so that none pays for the others. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: () => import('./commands/start'),
  preview: () => import('./commands/preview'),
  check: () => import('./commands/check'),
  connectors: () => import('./commands/connectors'),
  send: () => import('./commands/send'),
  dlq: () => import('./commands/dlq'),
  identities: () => import('./commands/identities'),
  forget: () => import('./commands/forget'),
  rewards: () => import('./commands/rewards'),
  'air-setup': () => import('./commands/air-setup'),
  catalogue: () => import('./commands/catalogue'),
  soak: () => import('./commands/soak'),
};

const WRONG_USE = 2;

// On Node 20 the AWS SDK warns of its future before each command's own output. Read when a command loads the SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

async function help(): Promise<number> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map(({ name }) => name.length));
  console.log('usage: npm run --silent ee-connect -- <command> [options]\n');
  for (const { name, summary } of commands) console.log(`  ${name.padEnd(width)}  ${summary}`);
  console.log(
    '\nee-connect help <command> shows the options of one. EE_STACK, if it is set, is the stack of those that need one.',
  );
  return 0;
}

/** `parseArgs` explains itself over several sentences, in lines; the first says what is wrong. */
function firstSentence({ message }: Error): string {
  const [, option] = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument is ambiguous/.exec(message) ?? [];
  if (option) return `${option}: expected a value; one that begins with a dash is written ${option}=-…`;
  return message.split(/\.\s/)[0] ?? message;
}

function isWrongOption(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

async function main([first, ...args]: readonly string[]): Promise<number> {
  const asksForHelp = first === undefined || first === 'help' || first === '--help' || first === '-h';
  const name = asksForHelp ? args[0] : first;
  if (name === undefined) return help();
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    console.error(`ee-connect: there is no command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}`);
    return WRONG_USE;
  }
  const command = await load();
  if (asksForHelp || args.includes('--help') || args.includes('-h')) {
    console.log(helpText(command));
    return 0;
  }
  try {
    return await command.run([...args]);
  } catch (error) {
    if (isWrongOption(error))
      console.error(`ee-connect ${name}: ${firstSentence(error)}\nusage: ${command.usage}`);
    else if (error instanceof CommandError || error instanceof ConfigError)
      console.error(`ee-connect ${name}: ${error.message}`);
    else throw error;
    return WRONG_USE;
  }
}

/** `ee-connect ... | head` closes the pipe early: that is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`ee-connect: ${message}`);
    process.exitCode = 1;
  },
);
