/** Log lines and metrics of a test file, instead of on the terminal. */
export function silenceStdout(): { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (chunk: unknown): true => {
    lines.push(...String(chunk).split('\n').filter(Boolean));
    return true;
  };
  const spies: jest.SpyInstance[] = [];
  beforeAll(() => {
    spies.push(
      jest.spyOn(process.stdout, 'write').mockImplementation(keep as never),
      jest.spyOn(process.stderr, 'write').mockImplementation(keep as never),
      ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
        jest.spyOn(console, level).mockImplementation((...parts: unknown[]) => void keep(parts.join(' '))),
      ),
    );
  });
  afterAll(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return { lines };
}
