import { behaviors, referred } from './edge-stack';
import { type Block, readStack, readVariant, type Synthesized } from './synthesized';

const prod = readStack('keyhold-prod');

describe('what browsers are told', () => {
  const policyOf = (stack: Synthesized, path: string) =>
    referred(stack, behaviors(stack).get(path)?.['response_headers_policy_id']) as {
      name: string;
      security_headers_config: Record<string, Block>;
      custom_headers_config: { items: { header: string; value: string; override: boolean }[] };
    };

  test.each([
    ['default', 'page'],
    ['/assets/*', 'page'],
    ['/api/*', 'api'],
    ['/api/reservations/*', 'api'],
    ['/payments/*', 'payments'],
    ['/graphql', 'api'],
    ['/edge/*', 'api'],
  ])('%s as the %s', (path, policy) => {
    expect(policyOf(prod, path).name).toBe(`keyhold-prod-${policy}`);
  });

  test.each(['default', '/api/*', '/payments/*'])(
    '%s: always by HTTPS, in no frame, as the type it says',
    (path) => {
      const { security_headers_config: security, custom_headers_config: custom } = policyOf(prod, path);
      expect(security).toMatchObject({
        strict_transport_security: {
          access_control_max_age_sec: 63_072_000,
          include_subdomains: true,
          override: true,
        },
        content_type_options: { override: true },
        frame_options: { frame_option: 'DENY', override: true },
        referrer_policy: { referrer_policy: 'same-origin', override: true },
      });
      const headers = custom.items.map(({ header, override }) => [header, override]);
      expect(headers).toEqual([
        ['Cross-Origin-Opener-Policy', true],
        ['Cross-Origin-Resource-Policy', true],
        ['Permissions-Policy', true],
      ]);
    },
  );

  test('the page may run and fetch only what is its own, and nothing inline', () => {
    const policy = policyOf(prod, 'default').security_headers_config['content_security_policy'];
    const directives = String(policy?.['content_security_policy']).split('; ');
    expect(directives).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(directives.join()).not.toMatch(/unsafe|\*|https?:|data:/);
  });

  test.each([
    ['default', true],
    ['/api/*', true],
    ['/payments/*', false],
  ])('%s: the edge alone decides what a document may do (%p)', (path, override) => {
    const policy = policyOf(prod, path).security_headers_config['content_security_policy'];
    expect(policy).toMatchObject({ override });
  });

  test('an answer of payments that names no policy can do nothing', () => {
    const policy = policyOf(prod, '/payments/*').security_headers_config['content_security_policy'];
    expect(policy?.['content_security_policy']).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  test('only a domain of our own goes into the browsers’ lists of HTTPS-only names', () => {
    const preload = (stack: Synthesized) =>
      policyOf(stack, 'default').security_headers_config['strict_transport_security']?.['preload'];
    expect([preload(prod), preload(readVariant('prod-with-domain'))]).toEqual([false, true]);
  });
});
