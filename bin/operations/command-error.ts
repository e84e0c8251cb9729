/** What a command cannot do, in one line for the person who typed it. Printed without a stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
