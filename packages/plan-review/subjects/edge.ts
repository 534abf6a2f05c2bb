import { shown } from '../meaning/values';
import { differences } from '../plan/differences';
import { block, blocks, type Json, type JsonObject, textOf } from '../plan/json';
import { hiddenBy } from '../plan/secrets';
import type { ResourceChange } from '../plan/terraform-plan';
import { attributeLines } from './attribute-lines';
import type { Line, Reading, Subject } from './subject';

export const DISTRIBUTION: Subject = {
  types: ['aws_cloudfront_distribution'],
  tells: /^(ordered|default)_cache_behavior/,
  read: readDistribution,
};

export const RESPONSE_HEADERS: Subject = {
  types: ['aws_cloudfront_response_headers_policy'],
  tells: /^(security_headers_config|custom_headers_config)/,
  read: readHeaders,
};

/** A change of the distribution, told by behaviour: what happens to `/api/*`. */
function readDistribution({ before, after }: ResourceChange): Reading {
  const [old, now] = [behaviours(before), behaviours(after)];
  const lines: Line[] = [];
  const warnings: string[] = [];
  for (const pattern of new Set([...old.keys(), ...now.keys()])) {
    const [from, to] = [old.get(pattern), now.get(pattern)];
    if (!from)
      lines.push({ sign: '+', text: `behaviour ${pattern} → origin ${shown(to?.['target_origin_id'])}` });
    else if (!to)
      lines.push({ sign: '-', text: `behaviour ${pattern}: its requests go to the next that matches` });
    else lines.push(...changed(`behaviour ${pattern}: `, from, to));
    if (before) warnings.push(...behaviourWarnings(pattern, from, to));
  }
  const order = orderChange(before, after);
  if (order) {
    lines.push({ sign: '~', text: `order of behaviours: ${order.from.join(', ')} → ${order.to.join(', ')}` });
    warnings.push('The order of the behaviours changes: CloudFront takes the first one that matches.');
  }
  return { lines, warnings: [...warnings, ...tlsWarnings(before, after)] };
}

function behaviours(distribution: JsonObject | undefined): Map<string, JsonObject> {
  const ordered = blocks(distribution?.['ordered_cache_behavior']);
  const found = new Map(ordered.map((behaviour) => [String(behaviour['path_pattern']), behaviour]));
  const fallback = block(distribution?.['default_cache_behavior']);
  if (fallback) found.set('/* (default)', fallback);
  return found;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html */
function orderChange(
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): { from: string[]; to: string[] } | undefined {
  const patterns = (side: JsonObject | undefined) =>
    blocks(side?.['ordered_cache_behavior']).map((behaviour) => String(behaviour['path_pattern']));
  const [old, now] = [patterns(before), patterns(after)];
  const [from, to] = [old.filter((each) => now.includes(each)), now.filter((each) => old.includes(each))];
  return from.join('\n') === to.join('\n') ? undefined : { from, to };
}

function changed(prefix: string, from: Json, to: Json): Line[] {
  return attributeLines(differences(from, to), prefix);
}

function behaviourWarnings(
  pattern: string,
  from: JsonObject | undefined,
  to: JsonObject | undefined,
): string[] {
  const warnings: string[] = [];
  if (to?.['viewer_protocol_policy'] === 'allow-all' && from?.['viewer_protocol_policy'] !== 'allow-all')
    warnings.push(
      `Weaker TLS: behaviour ${pattern} now answers over plain HTTP (viewer_protocol_policy allow-all).`,
    );
  if (from?.['response_headers_policy_id'] && to && !to['response_headers_policy_id'])
    warnings.push(`Weaker headers: behaviour ${pattern} no longer sends the security headers of its policy.`);
  return warnings;
}

/** Older first. */
const TLS_FLOORS = [
  'SSLv3',
  'TLSv1',
  'TLSv1_2016',
  'TLSv1.1_2016',
  'TLSv1.2_2018',
  'TLSv1.2_2019',
  'TLSv1.2_2021',
];

function tlsWarnings(before: JsonObject | undefined, after: JsonObject | undefined): string[] {
  const warnings: string[] = [];
  const floor = (side: JsonObject | undefined) =>
    textOf(block(side?.['viewer_certificate'])?.['minimum_protocol_version']);
  const [old, now] = [floor(before), floor(after)];
  if (old && now && TLS_FLOORS.indexOf(now) < TLS_FLOORS.indexOf(old))
    warnings.push(`Weaker TLS: viewers may now connect by ${now}, where ${old} was the least.`);
  for (const origin of before ? blocks(after?.['origin']) : []) {
    const custom = block(origin['custom_origin_config']);
    const former = block(
      blocks(before?.['origin']).find(({ origin_id: id }) => id === origin['origin_id'])?.[
        'custom_origin_config'
      ],
    );
    if (
      custom &&
      custom['origin_protocol_policy'] !== 'https-only' &&
      former?.['origin_protocol_policy'] === 'https-only'
    )
      warnings.push(`Weaker TLS: origin ${shown(origin['origin_id'])} may now be reached over plain HTTP.`);
  }
  if (before?.['web_acl_id'] && !after?.['web_acl_id'])
    warnings.push('The web ACL is taken off the distribution: requests reach it unfiltered.');
  return warnings;
}

const UNLESS_SENT = ' (unless the origin sends it)';

function shownHeader(value: Json | undefined): string {
  return typeof value === 'string' && !hiddenBy(value) ? value : shown(value);
}

/** The headers of a response headers policy, as they are sent. */
function headersOf(policy: JsonObject | undefined): Map<string, string> {
  const headers = new Map<string, string>();
  const security = block(policy?.['security_headers_config']);
  const add = (name: string, attribute: string, value: (set: JsonObject) => string) => {
    const set = block(security?.[attribute]);
    if (set) headers.set(name, value(set) + (set['override'] === false ? UNLESS_SENT : ''));
  };
  add('Content-Security-Policy', 'content_security_policy', (set) => String(set['content_security_policy']));
  add('Strict-Transport-Security', 'strict_transport_security', hsts);
  add('X-Content-Type-Options', 'content_type_options', () => 'nosniff');
  add('X-Frame-Options', 'frame_options', (set) => String(set['frame_option']));
  add('Referrer-Policy', 'referrer_policy', (set) => String(set['referrer_policy']));
  add('X-XSS-Protection', 'xss_protection', (set) => (set['protection'] ? '1' : '0'));
  for (const { header, value, override } of blocks(block(policy?.['custom_headers_config'])?.['items']))
    headers.set(String(header), shownHeader(value) + (override === false ? UNLESS_SENT : ''));
  return headers;
}

function hsts(set: JsonObject): string {
  const parts = [`max-age=${String(set['access_control_max_age_sec'])}`];
  if (set['include_subdomains']) parts.push('includeSubDomains');
  if (set['preload']) parts.push('preload');
  return parts.join('; ');
}

/** A change of a response headers policy, header by header; a header that goes or loosens is a warning. */
function readHeaders({ before, after, name }: ResourceChange): Reading {
  const [old, now] = [headersOf(before), headersOf(after)];
  const policy = String(after?.['name'] ?? before?.['name'] ?? name);
  const lines: Line[] = [];
  const warnings: string[] = [];
  for (const [header, value] of old) {
    const successor = now.get(header);
    if (successor === undefined) {
      lines.push({ sign: '-', text: `${header}: ${value}` });
      warnings.push(`Weaker headers: ${policy} no longer sends ${header}.`);
    } else if (successor !== value) {
      lines.push({ sign: '-', text: `${header}: ${value}` }, { sign: '+', text: `${header}: ${successor}` });
      const loosened = loosening(header, value, successor);
      if (loosened) warnings.push(`Weaker headers: ${policy}: ${loosened}`);
    }
  }
  for (const [header, value] of now)
    if (!old.has(header)) lines.push({ sign: '+', text: `${header}: ${value}` });
  return { lines, warnings };
}

function loosening(header: string, before: string, after: string): string | undefined {
  if (header === 'Strict-Transport-Security') {
    const age = (value: string) => Number(/max-age=(\d+)/.exec(value)?.[1] ?? 0);
    const lost = before.includes('includeSubDomains') && !after.includes('includeSubDomains');
    if (age(after) < age(before) || lost) return `${header} holds for less: ${before} → ${after}.`;
  }
  if (header === 'X-Frame-Options' && before === 'DENY')
    return `${header} lets some pages frame it: ${after}.`;
  if (header !== 'Content-Security-Policy') return undefined;
  const lost = sources(before).filter((directive) => !sources(after).includes(directive));
  return lost.length > 0 ? `${header} changes in: ${lost.join('; ')}.` : undefined;
}

function sources(policy: string): string[] {
  return policy.split(';').map((directive) => directive.trim());
}
