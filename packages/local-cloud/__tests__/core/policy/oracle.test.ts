import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import type { JsonObject } from '../../../core/json';
import { MalformedPolicy } from '../../../core/policy/parse';
import { type ArbitraryRequest, arbitraryRequest, nameOf, notUnderstood } from './arbitrary-policies';
import { decide, policy, TABLE } from './policies';

type Reason = ReturnType<typeof decide>['reason'];

const REASONS: Readonly<Record<string, Reason>> = {
  Allowed: 'allowed',
  ExplicitlyDenied: 'explicit deny',
  ImplicitlyDenied: 'implicit deny',
};

const document = (Statement: readonly JsonObject[]) => ({ Version: '2012-10-17', Statement });

/** What another implementation of AWS's evaluation says, which the product does not use. */
async function simulated(request: ArbitraryRequest): Promise<Reason | undefined> {
  const { principal, action, resourceAccount, context, identity, resourcePolicy } = request;
  const given = Object.entries(context).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, typeof value === 'string' ? value : [...value]] as const],
  );
  const result = await runSimulation(
    {
      request: {
        principal: principal.kind === 'anonymous' ? anonymousPrincipal : nameOf(principal),
        action,
        resource: { resource: TABLE, accountId: resourceAccount },
        contextVariables: Object.fromEntries(given),
      },
      identityPolicies:
        principal.kind === 'identity' && identity.length > 0
          ? [{ name: 'identity', policy: document(identity) }]
          : [],
      ...(resourcePolicy && { resourcePolicy: document(resourcePolicy) }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return REASONS[result.overallResult];
}

function ours({ identity, resourcePolicy, principal, ...asked }: ArbitraryRequest): Reason {
  return decide({
    ...asked,
    principal,
    resource: TABLE,
    identityPolicies: principal.kind === 'identity' ? [policy('identity', identity, 'identity')] : [],
    resourcePolicy: resourcePolicy && policy('resource', resourcePolicy, 'resource'),
  }).reason;
}

test('the decision is that of an independent implementation of the evaluation', async () => {
  const seen = new Set<Reason>();
  await fc.assert(
    fc.asyncProperty(arbitraryRequest, async (request) => {
      const reason = ours(request);
      seen.add(reason);
      expect(reason).toBe(await simulated(request));
    }),
    { numRuns: 400 },
  );
  expect(seen).toEqual(new Set(Object.values(REASONS)));
});

test('what is not understood never lets anybody in who was refused before', () => {
  let refusedBefore = 0;
  fc.assert(
    fc.property(arbitraryRequest, fc.nat(), notUnderstood, (request, place, add) => {
      if (ours(request) === 'allowed') return;
      refusedBefore += 1;
      expect(oursOrRefused(changed(request, place, add))).not.toBe('allowed');
    }),
    { numRuns: 1_000 },
  );
  expect(refusedBefore).toBeGreaterThan(100);
});

/** The request with one statement of one of its policies changed. */
function changed(
  request: ArbitraryRequest,
  place: number,
  change: (statement: JsonObject) => JsonObject,
): ArbitraryRequest {
  const { identity, resourcePolicy = [] } = request;
  const count = identity.length + resourcePolicy.length;
  if (count === 0) return request;
  const at = place % count;
  const replace = (list: readonly JsonObject[], index: number) =>
    list.map((one, position) => (position === index ? change(one) : one));
  return {
    ...request,
    identity: replace(identity, at),
    resourcePolicy: request.resourcePolicy && replace(resourcePolicy, at - identity.length),
  };
}

function oursOrRefused(request: ArbitraryRequest): Reason | 'malformed' {
  try {
    return ours(request);
  } catch (error) {
    if (error instanceof MalformedPolicy) return 'malformed';
    throw error;
  }
}
