import * as fc from 'fast-check';
import { EdgeLocation } from '../../../services/cloudfront/edge/edge-location';
import { ObjectCache } from '../../../services/cloudfront/edge/object-cache';
import { Statistics } from '../../../services/cloudfront/edge/statistics';
import { Sandbox } from '../../../services/cloudfront/functions/sandbox';
import { Provisioning } from '../../../services/cloudfront/provisioning';
import type { ViewerRequest } from '../../../services/cloudfront/request/viewer-request';
import { answer, behavior, cachePolicy, distribution, EdgeTestCloud, HOST, resource } from './edge-fixture';

/** An edge without its port, so that thousands of visits take no time. */
function edgeWith(policy: Parameters<typeof cachePolicy>[0]) {
  const cloud = new EdgeTestCloud();
  const provisioning = new Provisioning(cloud, new Sandbox());
  const { id } = provisioning.make(resource('aws_cloudfront_cache_policy', 'policy', cachePolicy(policy)));
  provisioning.make(resource('aws_cloudfront_distribution', 'edge', distribution(behavior(String(id)))));
  const [only] = provisioning.distributions;
  if (!only) throw new Error('The distribution was not made.');
  const edge = new EdgeLocation(cloud, new ObjectCache(), new Statistics());
  const visit = (path: string, authorization: string | undefined) =>
    edge.handle(only, request(path, authorization), 'request', 'trace');
  return { cloud, visit };
}

function request(uri: string, authorization: string | undefined): ViewerRequest {
  return {
    method: 'GET',
    uri,
    query: [],
    cookies: [],
    body: Buffer.alloc(0),
    fields: new Map(authorization === undefined ? [] : [['authorization', [authorization]]]),
    viewer: { ip: '127.0.0.1', port: 1, httpVersion: '1.1', country: undefined },
  };
}

const callers = fc.constantFrom('alice', 'bob', undefined);
const pages = fc.constantFrom('/a', '/b');
const statuses = fc.constantFrom(200, 301, 404, 500, 503);
const controls = fc.constantFrom(
  ...['', 'max-age=0', 'max-age=5', 's-maxage=5, stale-while-revalidate=60', 'max-age=5, stale-if-error=60'],
  ...['private', 'no-store', 'no-cache', 'private, max-age=5'],
);
/** Visits, each some seconds after the last, some of them together with the next. */
const visits = fc.array(
  fc.record({
    caller: callers,
    page: pages,
    status: statuses,
    control: controls,
    wait: fc.constantFrom(0, 0, 1, 4, 30),
  }),
  { minLength: 1, maxLength: 25 },
);

test('with Authorization in the key no answer to one is ever given to another', async () => {
  await fc.assert(
    fc.asyncProperty(visits, async (sequence) => {
      const { cloud, visit } = edgeWith({ ttl: [0, 5, 60], headers: ['authorization'] });
      let next = { status: 200, control: '' };
      cloud.origin(HOST, ({ headers, path }) =>
        answer(next.status, `${path} for ${headers['authorization'] ?? 'nobody'}`, {
          'cache-control': next.control,
        }),
      );
      const answers: Promise<[string, string]>[] = [];
      for (const { caller, page, status, control, wait } of sequence) {
        next = { status, control };
        const given = visit(page, caller).then(({ body }): [string, string] => [
          body.toString(),
          `${page} for ${caller ?? 'nobody'}`,
        ]);
        answers.push(given);
        if (wait > 0) await given;
        cloud.clock.advance(wait * 1_000);
      }
      for (const [given, expected] of await Promise.all(answers)) expect(given).toBe(expected);
      cloud.clock.stop();
    }),
    { numRuns: 150 },
  );
});

test('with MinTTL 0 what is private, no-store or no-cache is never kept: every visit asks the origin', async () => {
  const restricted = fc.constantFrom(
    'private',
    'no-store',
    'no-cache',
    'no-store, max-age=60',
    'Private, s-maxage=60',
  );
  const sequences = fc.array(fc.record({ caller: callers, wait: fc.constantFrom(0, 1, 30) }), {
    minLength: 2,
    maxLength: 10,
  });
  await fc.assert(
    fc.asyncProperty(
      restricted,
      fc.constantFrom(200, 301, 404),
      sequences,
      async (control, status, sequence) => {
        const { cloud, visit } = edgeWith({ ttl: [0, 5, 60] });
        cloud.origin(HOST, (_, call) => answer(status, `answer ${call}`, { 'cache-control': control }));
        for (const [at, { caller, wait }] of sequence.entries()) {
          const { body, fields } = await visit('/', caller);
          expect(body.toString()).toBe(`answer ${at + 1}`);
          expect(fields.has('age')).toBe(false);
          cloud.clock.advance(wait * 1_000);
        }
        cloud.clock.stop();
      },
    ),
    { numRuns: 150 },
  );
});

test('what turned private is not kept from before: no failure brings it back', async () => {
  const { cloud, visit } = edgeWith({ ttl: [0, 5, 60] });
  const script = [
    answer(200, 'public', { 'cache-control': 'max-age=5' }),
    answer(200, 'mine', { 'cache-control': 'private' }),
  ];
  cloud.origin(HOST, (_, call) => script[call - 1] ?? answer(503, 'down'));
  await visit('/', undefined);
  cloud.clock.advance(6_000);
  expect((await visit('/', 'alice')).body.toString()).toBe('mine');
  expect((await visit('/', 'bob')).statusCode).toBe(503);
  cloud.clock.stop();
});
