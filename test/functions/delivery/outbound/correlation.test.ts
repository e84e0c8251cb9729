import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { catchOutput, decisions } from '../../connectors/output';
import { airMessage, rewardEvent } from '../support/air-events';
import { outboundContext } from '../support/outbound';
import { event, record } from '../support/queue';
import { worldForEachTest } from '../support/worlds';

const out = catchOutput();
const { at } = worldForEachTest();

const message = (user: string) => ({
  ...airMessage(rewardEvent({ eventId: `e-${user}`, walletId: user }), {
    walletId: user,
    eventId: `e-${user}`,
  }),
  requestId: `request-${user}`,
});
const called = () => decisions(out.lines).filter(({ decision }) => decision === 'called');

test("a platform's call is logged under the id of the API request that led to it", async () => {
  await deliverEvents(event(record(message('501'))), outboundContext(at), () => 60_000);
  expect(called().map(({ requestId }) => requestId)).toEqual(['request-501']);
});

test('a call for several requests is under each of them, and so is what became of each', async () => {
  await deliverEvents(
    event(record(message('501')), record(message('502'))),
    outboundContext(at),
    () => 60_000,
  );
  expect(called().map(({ requestId }) => requestId)).toEqual(['request-501 request-502']);
  const delivered = decisions(out.lines).filter(({ decision }) => decision === 'delivered');
  expect(delivered.map(({ requestId }) => requestId).sort()).toEqual(['request-501', 'request-502']);
});
