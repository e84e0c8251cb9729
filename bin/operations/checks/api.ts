import { version } from '../../../package.json';
import { type Finding, failed, ok, warn } from './finding';

const TIMEOUT_MS = 8000;

/** Whether the API answers, and runs the version of this checkout. */
export async function checkApi(apiUrl: string): Promise<Finding> {
  const what = `${apiUrl}/status`;
  const began = performance.now();
  try {
    const answer = await fetch(what, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = (await answer.json().catch(() => null)) as { version?: unknown } | null;
    if (answer.status !== 200 || typeof body?.version !== 'string')
      return failed(
        what,
        `answered ${answer.status}`,
        "See the API's access log, and the alarm api-server-errors in docs/runbook.md",
      );
    const took = `${Math.round(performance.now() - began)} ms`;
    return body.version === version
      ? ok(what, `version ${version}, in ${took}`)
      : warn(
          what,
          `version ${body.version}, in ${took}`,
          `This checkout is ${version}: deploy it, or use that one`,
        );
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string } };
    return failed(what, `no answer (${cause?.code ?? name})`, 'See that the address is the right one');
  }
}
