import { closeSync, mkdtempSync, openSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the functions' log lines and metrics go: one file, appended to by every process, so that no line is cut in two. */
export interface Logs {
  readonly path: string;
  /** The file's descriptor, which becomes the functions' standard output and standard error. */
  readonly fd: number;
  /** A line of the local run's own, for what Lambda itself would log (a crash, a time-out). */
  note(fields: Readonly<Record<string, unknown>>): void;
  /** One line of JSON, as it is. */
  print(line: Readonly<Record<string, unknown>>): void;
  close(): void;
}

const FOLLOW_MS = 200;

/**
 * Opens the log file of this run in the system's folder for temporary files.
 * @param also Shows the lines as they come, for `--verbose`.
 */
export function openLogs(also?: (text: string) => void): Logs {
  const path = join(mkdtempSync(join(tmpdir(), 'ee-connect-local-')), 'functions.log');
  const fd = openSync(path, 'a+');
  let seen = 0;
  const follow = () => {
    const buffer = Buffer.alloc(64 * 1024);
    for (let read = 1; read > 0; seen += read) {
      read = readSync(fd, buffer, 0, buffer.length, seen);
      if (read > 0) also?.(buffer.toString('utf8', 0, read));
    }
  };
  const timer = also && setInterval(follow, FOLLOW_MS);
  let open = true;
  const print: Logs['print'] = (line) => {
    if (open) writeSync(fd, `${JSON.stringify(line)}\n`);
  };
  return {
    path,
    fd,
    note: (fields) =>
      print({ level: 'ERROR', timestamp: new Date().toISOString(), service: 'local', ...fields }),
    print,
    close: () => {
      if (!open) return;
      open = false;
      clearInterval(timer);
      if (also) follow();
      closeSync(fd);
    },
  };
}
