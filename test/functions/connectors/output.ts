/** Catches what is written to stdout and stderr: log lines and metrics, one JSON object per line. */
export function catchOutput(): { readonly lines: Record<string, unknown>[]; readonly text: () => string } {
  const written: string[] = [];
  const lines: Record<string, unknown>[] = [];
  beforeEach(() => {
    written.length = 0;
    lines.length = 0;
    for (const stream of [process.stdout, process.stderr])
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        const text = String(chunk);
        written.push(text);
        for (const line of text.split('\n')) if (line.startsWith('{')) lines.push(JSON.parse(line));
        return true;
      });
  });
  afterEach(() => jest.restoreAllMocks());
  return { lines, text: () => written.join('') };
}

/** The figures of one metric, with whose they are. */
export function figures(lines: readonly Record<string, unknown>[], name: string) {
  return lines
    .filter((line) => '_aws' in line && name in line)
    .map(({ connector, direction, reason, [name]: value }) => ({ connector, direction, reason, value }));
}

/** The log lines, without the lines that hold figures only. */
export const decisions = (lines: readonly Record<string, unknown>[]) =>
  lines.filter((line) => 'decision' in line);
