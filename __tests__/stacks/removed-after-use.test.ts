import { readStack, resources, STACKS } from './synthesized';

/** What is made to be referred to by a distribution, or by an API: it cannot be deleted while it is. */
const PART = /\$\{(aws_(?:cloudfront|wafv2|acm)_\w+)\.([\w-]+)\./g;
const USERS = ['aws_cloudfront_distribution', 'aws_wafv2_web_acl_association'];

function partsOf(stack: string): [type: string, name: string][] {
  const json = readStack(stack);
  const users = USERS.flatMap((type) => resources(json, type).map(([, config]) => JSON.stringify(config)));
  const found = users.flatMap((text) =>
    [...text.matchAll(PART)].map(([, type = '', name = '']): [string, string] => [type, name]),
  );
  return found.filter(([type]) => !USERS.includes(type) && json.resource[type]);
}

test.each(STACKS.filter((name) => name !== 'keyhold-state'))(
  'in %s whatever a distribution or an API uses is removed only once it is used no more',
  (stack) => {
    const { resource } = readStack(stack);
    const parts = partsOf(stack);
    expect(parts.length).toBeGreaterThan(5);
    const kept = ({ lifecycle }: { lifecycle?: unknown }) =>
      (lifecycle as { create_before_destroy?: boolean } | undefined)?.create_before_destroy === true;
    expect(parts.filter(([type, name]) => !kept(resource[type]?.[name] ?? {}))).toEqual([]);
  },
);
