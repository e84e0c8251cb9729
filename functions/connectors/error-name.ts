/** An error's name, which unlike its message holds nobody's data. */
export function errorName(error: unknown): string {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : 'error';
}
