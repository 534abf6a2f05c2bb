import { messageFor, PermanentError, TransientError } from '../../../web/api/errors';
import { json, scripted } from '../scripted-api';

const problem = { title: 'Too many requests', detail: 'Wait a minute.' };

test.each([
  ['a problem document says why', 503, problem, TransientError, 'Wait a minute.'],
  ['a title where it has no detail', 400, { title: 'Bad query' }, PermanentError, 'Bad query'],
  ['the first of the errors of AppSync', 401, { errors: [{ message: 'No.' }] }, PermanentError, 'No.'],
  ['429 may pass', 429, problem, TransientError, 'Wait a minute.'],
  [
    '408 may pass',
    408,
    {},
    TransientError,
    'Keyhold has a problem at the moment (408). Try again in a minute.',
  ],
  ['403 does not', 403, 'Forbidden', PermanentError, 'Keyhold refused the request (403).'],
])('%s', async (_, status, body, kind, sentence) => {
  const { http } = scripted(() => json(body, { status }));
  const failure = await http.post('/graphql', {}).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(kind);
  expect(messageFor(failure)).toBe(sentence);
});

test.each([
  ['nothing comes back', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['what comes back is no JSON', () => new Response('<html>')],
  ['what comes back is no object', () => json('hello')],
])('%s: unanswered', async (_, answer) => {
  await expect(scripted(answer).http.get('/api/apartments', 'no-cache')).rejects.toThrow(TransientError);
});

test('what is not there is undefined', async () => {
  const { http } = scripted(() => json(problem, { status: 404 }));
  expect(await http.get('/api/apartments/x', 'no-cache')).toBeUndefined();
});

test('an answer made just now tells the server clock, a cached one does not', async () => {
  const date = 'Tue, 24 Nov 2026 12:00:00 GMT';
  let headers: HeadersInit = { date, age: '2' };
  const { http, clock } = scripted(() => json({}, { headers }));
  await http.get('/edge/whereami', 'no-store');
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
  headers = { date };
  await http.get('/edge/whereami', 'no-store');
  expect(Math.abs(clock.now() - Date.parse(date))).toBeLessThan(2000);
});

test('a fault of the page itself is told without its insides', () => {
  expect(messageFor(new TypeError('x is not a function'))).toBe(
    'Something went wrong on this page. Reload it.',
  );
});
