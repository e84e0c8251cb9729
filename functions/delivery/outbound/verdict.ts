import type { Reject, Retry } from '../../platforms/outcome';
import type { Verdict } from '../settle';
import type { ItemState } from './work';

/**
 * What is to become of a message, from what became of its items. One that waits for any of its items stays, whatever the
 * others say: those that were delivered are recognised when it comes again. Only when all have settled does a refused one
 * take it to the dead-letter queue.
 * @param unsendable items that the platform would never take, and that were not tried.
 */
export function verdictOf(states: readonly ItemState[], unsendable: readonly Reject[]): Verdict {
  const retries = states.filter((state): state is Retry => state.status === 'retry');
  const worst = retries.find((state) => state.trouble === 'connector') ?? retries[0];
  if (worst) {
    const asked = retries.flatMap((state) => state.delayMs ?? []);
    return {
      kind: 'again',
      waitingFor: worst.trouble,
      reason: worst.reason,
      detail: worst.detail,
      askedMs: asked.length > 0 ? Math.max(...asked) : null,
    };
  }
  if (states.some((state) => state.status === 'untried'))
    return { kind: 'wait', delayMs: 0, detail: 'not all of it could be sent' };
  const rejects = [...states.filter((state): state is Reject => state.status === 'reject'), ...unsendable];
  const first = rejects[0];
  if (first) {
    const of = `${rejects.length} of ${states.length + unsendable.length} items`;
    return { kind: 'dead', reason: first.reason, detail: [of, first.detail].filter(Boolean).join(': ') };
  }
  const sent = states.filter((state) => state.status === 'delivered').length;
  if (sent > 0) return { kind: 'done', decision: 'delivered', items: sent };
  return { kind: 'done', decision: states.length > 0 ? 'repeated' : 'ignored' };
}
