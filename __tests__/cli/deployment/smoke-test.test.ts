import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { smokeTest } from '../../../cli/smoke-test';

type Answer = { data: unknown };

const vacant = (...ids: string[]): Answer => ({
  data: { answer: { items: ids.map((id) => ({ id })), nextToken: null } },
});
const reservation = (status: string): Answer => ({ data: { answer: { id: 'r', status, reason: null } } });

let server: Server;
let asked: string[];
const running = new AbortController().signal;

/** A site that gives these answers in turn. */
async function site(...answers: Answer[]): Promise<string> {
  asked = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { query } = JSON.parse(body) as { query: string };
    asked.push(/answer: (\w+)/.exec(query)?.[1] ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[asked.length - 1]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  server.close();
});

test('an apartment is found on a later page, held and released', async () => {
  const url = await site(
    { data: { answer: { items: [], nextToken: 'next' } } },
    vacant('harbour-3'),
    reservation('HELD'),
    reservation('CANCELLED'),
  );
  expect(await smokeTest(url, running)).toMatch(/Apartment harbour-3 was held and released/);
  expect(asked).toEqual(['listApartments', 'listApartments', 'reserveApartment', 'cancelReservation']);
});

test.each([
  ['no apartment is vacant', [vacant()], /Skipped: no apartment is vacant/],
  ['a guest is faster', [vacant('a'), reservation('REJECTED')], /Skipped: a guest was faster at apartment a/],
])('%s: it is skipped and says so', async (_, answers, message) => {
  expect(await smokeTest(await site(...answers), running)).toMatch(message);
});

test('a hold that never comes is a failure, and is cancelled all the same', async () => {
  const url = await site(vacant('a'), reservation('EXPIRED'), reservation('CANCELLED'));
  await expect(smokeTest(url, running)).rejects.toThrow(/was EXPIRED, then CANCELLED; HELD and CANCELLED/);
  expect(asked.at(-1)).toBe('cancelReservation');
});

test('a hold that is not released is a failure', async () => {
  const url = await site(vacant('a'), reservation('HELD'), reservation('HELD'));
  await expect(smokeTest(url, running)).rejects.toThrow(/was HELD, then HELD/);
});

test('a name that is not known yet is asked for again; one that never answers is a failure', async () => {
  const url = await site();
  const gone = new Promise((resolve) => server.close(resolve));
  await gone;
  await expect(smokeTest(url, running, { connectPauseMs: 0 })).rejects.toThrow(
    /cannot be reached.*ECONNREFUSED/,
  );
  const stopped = AbortSignal.abort(new Error('Interrupted.'));
  await expect(smokeTest(url, stopped)).rejects.toThrow('Interrupted.');
});
