import { PermanentError, TransientError } from '../../../web/api/errors';
import { openCheckout } from '../../../web/api/payments';
import { json, scripted } from '../scripted-api';

test('a checkout is asked for by the id of its reservation', async () => {
  const url = 'https://keyhold.example/payments/test/c1';
  const { http, sent } = scripted(() => json({ url, expiresAt: '2026-11-24T12:00:00.000Z' }));
  expect(await openCheckout(http, 'r1')).toBe(url);
  expect(sent[0]).toMatchObject({
    path: '/payments/checkout',
    init: { method: 'POST', body: '{"reservationId":"r1"}' },
  });
});

test.each([
  [{ url: 'javascript:alert(1)' }, 200, TransientError],
  [{ url: '/elsewhere' }, 200, TransientError],
  [{}, 200, TransientError],
  [{ errorType: 'HoldExpired', detail: 'The hold ended.' }, 409, PermanentError],
  [{ errorType: 'ProviderUnavailable', detail: 'Try again.' }, 503, TransientError],
])('%j with status %s opens nothing', async (body, status, kind) => {
  const { http } = scripted(() => json(body, { status }));
  await expect(openCheckout(http, 'r1')).rejects.toThrow(kind);
});
