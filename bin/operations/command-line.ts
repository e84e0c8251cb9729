import { parseArgs } from 'node:util';
import { CommandError } from './command-error';

/** An option, as `parseArgs` takes it and as `help` shows it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** What stands behind it: `ID`. */
  readonly value?: string;
  /** What it does, in a line. */
  readonly help: string;
  /** The actions of the command that take it. Default: all. */
  readonly of?: readonly string[];
}
export type Options = Readonly<Record<string, Option>>;

/** What `help` says of a command beside its summary and usage. */
export interface Help {
  /** What each action does, where there are several. */
  readonly actions?: Readonly<Record<string, string>>;
  readonly options: Options;
  /** What else is to be known, in lines. */
  readonly notes?: readonly string[];
  /** The command as it is typed, without the program's name. */
  readonly example: string;
}

export interface Words {
  /** How many words beside the options there may be. Default: none. */
  readonly most?: number;
  /** What a word too many was meant as, for the answer: `--event`. @param first the command's first word. */
  meant?(word: string, first: string | undefined): string | undefined;
}

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>;

/**
 * A command's options and words. A word too many is refused: who forgot the option in front of it would otherwise act on
 * everything, or on the wrong thing.
 * @throws CommandError, or what `parseArgs` throws.
 */
export function readCommandLine<const O extends Options>(
  args: string[],
  options: O,
  { most = 0, meant }: Words = {},
): Parsed<O> {
  const parsed = parseArgs({ args, options, allowPositionals: true });
  const extra = parsed.positionals[most];
  if (extra !== undefined) {
    const option = meant?.(extra, parsed.positionals[0]);
    const hint = option === undefined ? '' : `: did you mean ${option} ${extra}?`;
    throw new CommandError(`unexpected argument "${extra}"${hint}`);
  }
  return parsed as Parsed<O>;
}

/** The action of a command that has several: its first word. @throws CommandError for an option of another action. */
export function actionOf<A extends string>(
  actions: readonly A[],
  { values, positionals }: { readonly values: object; readonly positionals: readonly string[] },
  options: Options,
): A {
  const action = actions.find((each) => each === positionals[0]);
  if (action === undefined) throw new CommandError(`expected ${actions.join(', ')}`);
  for (const name of Object.keys(values)) {
    const of = options[name]?.of;
    if (of && !of.includes(action))
      throw new CommandError(`--${name}: ${action} does not take it, only ${of.join(' and ')}`);
  }
  return action;
}
