/** An error's name, which unlike its message holds nobody's data. */
export function errorName(error: unknown): string {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : 'error';
}

/** `at name (file:1:2)`: what is not of this form is of a message over several lines. */
const FRAME = /^\s*at .+:\d+:\d+\)?$/;

/** An error without its message: its name and where it came from. */
export function placeOf(error: unknown): string {
  const { stack } = (error ?? {}) as { readonly stack?: unknown };
  const frame = String(stack ?? '')
    .split('\n')
    .find((line) => FRAME.test(line));
  return `${errorName(error)} ${frame?.trim() ?? ''}`.trim();
}
