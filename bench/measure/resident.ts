import { readdirSync, readFileSync } from 'node:fs';

/**
 * Resident memory of this process's children, in MB, by the Lambda function that each runs. Linux only: elsewhere there
 * is nothing to read, and the map is empty.
 */
export function residentMbByFunction(): ReadonlyMap<string, number> {
  const resident = new Map<string, number>();
  for (const pid of processes()) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== process.pid) continue;
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      const name = /AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(environment)?.[1];
      const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
      if (name) resident.set(name, Math.max(resident.get(name) ?? 0, kilobytes / 1024));
    } catch {
      // It has ended meanwhile.
    }
  }
  return resident;
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
