import type { History } from '../history/history';
import type { Random } from '../random';
import type { FaultKind } from './kinds';

/** One attempt to deliver an event; a repeat is one more of an event that is delivered anyway. */
interface Post {
  readonly event: number;
  readonly repeat: boolean;
}

/** When a repeat comes: beside the first, some posts later, or at the very end, after a pause. */
type RepeatTime = 'at once' | 'later' | 'at the end';
const REPEAT_TIMES: readonly (readonly [number, RepeatTime])[] = [
  [2, 'at once'],
  [2, 'later'],
  [2, 'at the end'],
];

const DUPLICATES = 0.04;
const HELD_BACK = 0.04;

/** How AIR delivers a history. */
export interface PostPlan {
  readonly posts: readonly Post[];
  /** Repeats that come when everything else is over, and SQS has forgotten the first. */
  readonly latePosts: readonly number[];
  /** How many events come after later ones of their consumer. */
  readonly heldBack: number;
  /** Events that come late or twice: nobody can say in which order they arrived. */
  readonly unordered: ReadonlySet<number>;
}

/** In which order AIR posts, what it holds back and what it posts twice. */
export function planPosts({ events }: History, random: Random, kinds: ReadonlySet<FaultKind>): PostPlan {
  const unordered = new Set<number>();
  const held: { event: number; member: number; left: number }[] = [];
  const order: number[] = [];
  const latePosts: number[] = [];
  let heldBack = 0;
  for (const { index, parts } of events) {
    const [first] = parts;
    if (kinds.has('reorder') && first && parts.length === 1 && random.chance(HELD_BACK)) {
      heldBack += 1;
      unordered.add(index);
      held.push({ event: index, member: first.member, left: random.int(1, 3) });
      continue;
    }
    order.push(index);
    for (const { member } of parts)
      for (const waiting of held.filter((each) => each.member === member)) {
        waiting.left -= 1;
        if (waiting.left > 0) continue;
        held.splice(held.indexOf(waiting), 1);
        order.push(waiting.event);
      }
  }
  order.push(...held.map(({ event }) => event));
  const posts = order.flatMap((event, at) => {
    const post = { at, event, repeat: false };
    if (!kinds.has('duplicate') || !random.chance(DUPLICATES)) return [post];
    unordered.add(event);
    const when = random.weighted(REPEAT_TIMES);
    if (when === 'at the end') latePosts.push(event);
    const until = when === 'later' ? random.int(5, 200) : 0;
    return when === 'at the end' ? [post] : [post, { at: at + until + 0.5, event, repeat: true }];
  });
  return {
    posts: posts.sort((one, other) => one.at - other.at).map(({ event, repeat }) => ({ event, repeat })),
    latePosts,
    heldBack,
    unordered,
  };
}
