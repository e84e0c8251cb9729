import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { thrown } from '../../../functions/delivery/thrown';

test.each([
  [new TypeError('x.y is undefined'), 'internal-error', 'TypeError'],
  [new RangeError('too deep'), 'internal-error', 'RangeError'],
  [
    new ConditionalCheckFailedException({ $metadata: {}, message: 'no' }),
    'state-unavailable',
    'ConditionalCheckFailedException',
  ],
  [Object.assign(new Error('connect'), { name: 'TimeoutError' }), 'state-unavailable', 'TimeoutError'],
  ['a text', 'state-unavailable', 'error'],
])(
  '%p is tried again with a reason that says whose fault it is, and none of its words',
  (error, reason, detail) => {
    expect(thrown(error)).toEqual({ kind: 'again', waitingFor: 'connector', reason, detail, askedMs: null });
  },
);
