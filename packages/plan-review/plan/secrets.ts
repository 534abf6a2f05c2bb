import { isObject, type Json, parsed } from './json';

/** Stands in place of a secret: equal ones for equal secrets, and nothing of what they say. */
const PLACEHOLDER = '\u0001';
const CAUSES = ['sensitive', 'lookalike'] as const;
type Cause = (typeof CAUSES)[number];

/** Secrets of services by their form, wherever they stand. */
const FORMS: readonly RegExp[] = [
  // AWS: access keys, AppSync's API keys (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
  /\b(AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/,
  /\bda2-[a-z0-9]{26}\b/,
  // Payment, code, chat, mail: keys by the prefix that their makers give them, to be found by.
  /\b(sk|rk|pk)_(live|test)_[0-9A-Za-z]{8,}/,
  /\bwhsec_[0-9A-Za-z+/=]{8,}/,
  /\b(ghp|gho|ghu|ghs|ghr)_[0-9A-Za-z]{16,}|\bgithub_pat_[0-9A-Za-z_]{16,}/,
  /\bglpat-[0-9A-Za-z_-]{16,}/,
  /\bnpm_[0-9A-Za-z]{30,}/,
  /\bpypi-[0-9A-Za-z_-]{16,}/,
  /\bxox[abeprs]-[0-9A-Za-z-]{10,}/,
  /\bhttps:\/\/hooks\.slack\.com\/services\/\S+/,
  /\bAIza[0-9A-Za-z_-]{30,}/,
  /\bya29\.[0-9A-Za-z_-]{20,}/,
  /\bSG\.[0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{16,}/,
  /\b(key|re)-?_[0-9A-Za-z]{24,}\b/,
  /\bsk-(proj-|ant-)?[0-9A-Za-z_-]{20,}/,
  /\b(dop|doo|dor)_v1_[0-9a-f]{32,}/,
  /\bhvs\.[0-9A-Za-z_-]{20,}/,
  /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/,
  // A token of three parts (RFC 7519), and keys as files (RFC 7468).
  /\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{4,}\.[0-9A-Za-z_-]*/,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/,
  // A URL with a password (RFC 3986, 3.2.1), and what an Authorization header says (RFC 6750, RFC 7617).
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
  /\b(Bearer|Basic) [0-9A-Za-z+/=._~-]{12,}/,
];

/** What secrets go by, as a word of a name: `DB_PASS`, `stripeKey`, `X-Api-Key`. */
const SECRET_WORDS = new Set([
  'secret',
  'secrets',
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'pass',
  'pwd',
  'token',
  'tokens',
  'credential',
  'credentials',
  'creds',
  'apikey',
  'privatekey',
  'authorization',
  'jwt',
  'pin',
  'otp',
  'salt',
  'pepper',
]);
/** A key of these is a secret; a key of a table, of a bucket or of encryption is none. */
const KEYS_OF = new Set([
  'api',
  'private',
  'access',
  'auth',
  'signing',
  'encryption',
  'webhook',
  'stripe',
  'account',
  'master',
  'shared',
  'service',
  'license',
  'session',
  'ssh',
  'hmac',
  'client',
  'app',
]);
/** The attributes of Terraform's types that hold one. Other attributes only speak of them: `token_validity`. */
const SECRET_ATTRIBUTES =
  /^(.*_)?(password|passphrase|secret|secret_string|secret_binary|secret_key|secret_access_key|auth_token|api_token|access_token|private_key|private_key_pem|client_secret|connection_string)$/;
/** Where a secret lies is none, nor is a reference to one. */
const PLACE = /^(arn:|https?:\/\/[^@]*$|\/|\$|\{\{|\(|States\.|urn:)/;
/** Words that a setting of that name may say. */
const SETTING = /^(true|false|none|null|enabled|disabled|required|optional|\d{1,5})$/i;

/** Whether a person may have chosen the names there: variables, tags, headers, what stands in a JSON text. */
const FREE_NAMES =
  /^(variables|environment|environment_variables|tags|tags_all|parameters|metadata|labels|stage_variables|triggers|input|secrets|headers|options|settings|user_data|properties)$/;

/** In what is marked as a whole, because one part of it is a secret, these parts are none. */
const PLAIN_ATTRIBUTE =
  /(^|_)(id|ids|name|names|domain|path|paths|pattern|policy|protocol|protocols|port|ports|arn|arns|type|types|host|region|mode|behavior|method|methods|version|timeout|attempts|enabled|priority|action|actions|status|zone|class|format)$/;

/** Shorter than this, what is known to be a secret may be a word that stands elsewhere as well. */
const SHORTEST_KNOWN = 16;

/** The secrets of one plan, by placeholders. */
export class Secrets {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Set<string>();

  /** Notes what is marked as a secret in one place: where it stands in another, it is one there, too. */
  learn(value: Json | undefined, marks: Json | undefined): void {
    if (marks === true && typeof value === 'string') {
      if (value.length >= SHORTEST_KNOWN && /\d/.test(value) && !/[\s/:]/.test(value)) this.known.add(value);
    } else if (Array.isArray(value) && Array.isArray(marks))
      value.forEach((part, index) => {
        this.learn(part, marks[index]);
      });
    else if (isObject(value) && isObject(marks))
      for (const [name, part] of Object.entries(value)) this.learn(part, marks[name]);
  }

  /**
   * The value with a placeholder for every secret in it: what `marks` calls sensitive, and what looks like one. The
   * marks have the value's own shape; `true` covers everything below it
   * (https://developer.hashicorp.com/terraform/internals/json-format#change-representation). It also stands on a whole
   * set of which one part is a secret: of such a set only those parts are hidden that may be it.
   */
  hidden(value: Json | undefined, marks: Json | undefined): Json | undefined {
    return this.part(value, marks, { name: '', free: false, covered: false });
  }

  private part(value: Json | undefined, marks: Json | undefined, place: Place): Json | undefined {
    if (Array.isArray(value))
      return value.map(
        (element, index) =>
          this.part(element, below(marks, index), { ...place, covered: marks === true }) ?? null,
      );
    if (isObject(value)) {
      const label = labelOf(value);
      return Object.fromEntries(
        Object.entries(value).map(([name, part]) => [
          name,
          this.part(part, below(marks, name), {
            name: name === 'value' && label !== undefined ? label : name,
            free: place.free || FREE_NAMES.test(name) || (name === 'value' && label !== undefined),
            covered: marks === true,
          }),
        ]),
      );
    }
    if (value === null || value === undefined || value === '') return value;
    if (marks === true && !(place.covered && isPlain(value, place) && !this.holdsSecret(value)))
      return this.placeholder('sensitive', value);
    if (typeof value !== 'string') return value;
    return this.text(value, place);
  }

  private text(value: string, place: Place): string {
    const document = parsed(value);
    if (document !== undefined) {
      const hidden = this.part(document, undefined, { name: '', free: true, covered: false });
      const text = JSON.stringify(hidden);
      return text === JSON.stringify(document) ? value : text;
    }
    if ([...this.known].some((secret) => value.includes(secret))) return this.placeholder('sensitive', value);
    return looksSecret(value, place) ? this.placeholder('lookalike', value) : value;
  }

  private holdsSecret(value: Json): boolean {
    const text = String(value);
    return hasForm(text) || [...this.known].some((secret) => text.includes(secret));
  }

  private placeholder(cause: Cause, value: Json): string {
    const key = `${cause} ${JSON.stringify(value)}`;
    const number = this.numbers.get(key) ?? this.numbers.size + 1;
    this.numbers.set(key, number);
    return `${PLACEHOLDER}${cause}${PLACEHOLDER}${number}`;
  }
}

interface Place {
  readonly name: string;
  /** Whether a person chose the name. */
  readonly free: boolean;
  /** Whether the mark stands on a whole of which this is a part. */
  readonly covered: boolean;
}

/** Why a value is hidden; undefined where it is not. */
export function hiddenBy(value: unknown): Cause | undefined {
  if (typeof value !== 'string') return undefined;
  return CAUSES.find((cause) => value.startsWith(`${PLACEHOLDER}${cause}${PLACEHOLDER}`));
}

/** Whether the text has the form of a service's secret, in whole or in part. */
export function hasForm(text: string): boolean {
  return FORMS.some((form) => form.test(text));
}

/** The text with every part that has such a form replaced: the last net, before anything is printed. */
export function withoutForms(text: string, replacement: string): string {
  return FORMS.reduce(
    (rest, form) => rest.replace(new RegExp(form.source, `${form.flags}g`), replacement),
    text,
  );
}

function looksSecret(value: string, { name, free }: Place): boolean {
  if (hasForm(value)) return true;
  if (PLACE.test(value) || SETTING.test(value)) return false;
  return free ? namesSecret(name) : SECRET_ATTRIBUTES.test(name);
}

function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some(
    (word, index) => SECRET_WORDS.has(word) || (word === 'key' && KEYS_OF.has(words[index - 1] ?? '')),
  );
}

function isPlain(value: Json, { name, free }: Place): boolean {
  return !free && (typeof value !== 'string' || PLAIN_ATTRIBUTE.test(name));
}

/** What a pair is about: `{ name, value }`, `{ header, value }`, `{ key, value }`. */
function labelOf(value: { readonly [name: string]: Json | undefined }): string | undefined {
  for (const label of ['name', 'header', 'key', 'Name', 'Key']) {
    const text = value[label];
    if (typeof text === 'string') return text;
  }
  return undefined;
}

/** The mark of a part; a mark on the whole covers its parts. */
function below(marks: Json | undefined, name: string | number): Json | undefined {
  if (marks === true) return true;
  return (marks as Record<string, Json> | undefined | null)?.[name];
}

/** What either calls sensitive: what becomes a secret was one before, and what no longer is one may still be in use. */
export function union(one: Json | undefined, other: Json | undefined): Json | undefined {
  if (one === true || other === true) return true;
  if (Array.isArray(one) || Array.isArray(other)) {
    const [first, second] = [Array.isArray(one) ? one : [], Array.isArray(other) ? other : []];
    return Array.from(
      { length: Math.max(first.length, second.length) },
      (_, index) => union(first[index], second[index]) ?? false,
    );
  }
  if (!isObject(one) || !isObject(other)) return isObject(one) ? one : other;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, union(one[name], other[name])]));
}
