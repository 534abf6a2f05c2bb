import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Review } from '../model';
import { renderDrift } from '../render/drift';
import { renderMarkdown } from '../render/markdown';
import { renderTerminal } from '../render/terminal';
import { reviewOf } from './recorded';

/** As GitHub renders a comment: HTML is HTML, addresses become links (https://github.github.com/gfm). */
const github = new MarkdownIt({ html: true, linkify: true });

/** What a plan's values may hold. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- hidden',
  '![image](https://evil.example/x.png)',
  '[link](https://evil.example)',
  'https://evil.example/path',
  'www.evil.example',
  'somebody@evil.example',
  '@everyone',
  '@org/team',
  '#1',
  'org/repository#1',
  'GH-1',
  '```\n# a heading\n```',
  '~~~~\nfence',
  '` code ` `` ```` ',
  '**strong** _emphasis_ ~~gone~~',
  '# heading',
  '> quote',
  '- item',
  '1. item',
  '| a | b |\n|---|---|',
  '---',
  '&lt;b&gt; &#64;everyone &commat;everyone',
  '\r\n\r\n# after a line',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '\u0000\u0007\u0008\u007f\u009b31m',
  '\u202eright to left\u2066',
  '::error::a command of the runner',
  '\\',
];

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }));
const several = fc.array(hostile, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));

const base = reviewOf('table-key-changed-unprotected');

/** A review with every text of it replaced. */
function poisoned(text: string): Review {
  const [entry] = base.entries;
  if (!entry) throw new Error('The recorded plan has no change.');
  const warning = { address: text, sentence: text };
  const whole = {
    ...entry,
    address: text,
    title: text,
    forced: [{ attribute: text, sentence: text }],
    lines: (['+', '-', '~', ' '] as const).map((sign) => ({ sign, text })),
    circumstances: [text],
    unjudged: [text],
  };
  return {
    ...base,
    environment: text,
    error: text,
    outputs: [{ name: text, action: 'update', text }],
    forbidden: [{ ...warning, advice: [text, `resource.moveFromId('${text}');`, `{"address": "${text}"}`] }],
    warnings: [warning],
    deferred: [warning],
    reads: [text],
    entries: [whole, { ...whole, noise: undefined, risk: 'routine', lines: [], forced: [] }],
    drift: {
      unmanaged: [{ address: text, title: text, lines: [text] }],
      entries: [{ address: text, title: text, lines: [text] }],
      allowed: [{ address: text, reason: text }],
      shadows: 1,
    },
    policy: { added: [{ ...warning, rule: text }], fixed: [{ ...warning, rule: text }] },
    notes: [text],
  };
}

/** Control characters but the end of a line, and what turns the direction of a text. */
const UNSAFE = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

/** What the comment itself is made of. */
const OWN_TAGS = /<\/?(h2|h3|p|strong|ul|li|code|pre|sub)( class="language-(diff|text)")?>/g;

test('in a comment nothing of a plan is a tag, a link, an image, a mention or a reference, in any field', () => {
  fc.assert(
    fc.property(several, (text) => {
      for (const comment of [renderMarkdown(poisoned(text)), renderDrift(poisoned(text))]) {
        const html = github.render(comment);
        expect(html.replace(OWN_TAGS, '')).not.toMatch(/<[a-z!/]/i);
        const prose = html.replace(/<code[\s\S]*?<\/code>/g, '');
        expect(prose).not.toMatch(/(^|[^\w`])@[a-z0-9]/i);
        expect(prose).not.toMatch(/#\d|\bGH-\d/i);
        expect(comment).not.toMatch(UNSAFE);
      }
    }),
    { numRuns: 300, examples: HOSTILE.map((text) => [text]) },
  );
});

test('every field of a plan stays in its own place of a comment', () => {
  const outline = (text: string) => {
    const html = github.render(renderMarkdown(poisoned(text)));
    return (html.match(/<(h2|h3|ul|pre|sub)/g) ?? []).join(' ');
  };
  const harmless = outline('a word');
  for (const text of HOSTILE) expect([text, outline(text)]).toEqual([text, harmless]);
});

test('a terminal is told text and nothing else', () => {
  fc.assert(
    fc.property(several, (text) => {
      const plain = renderTerminal(poisoned(text), { width: 100, colours: false });
      expect(plain).not.toMatch(UNSAFE);
      const coloured = renderTerminal(poisoned(text), { width: 100, colours: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is looked for.
      expect(coloured.replace(/\u001b\[(1|31|32|33|90|0)m/g, '')).not.toMatch(/\u001b/);
    }),
    { numRuns: 300, examples: HOSTILE.map((text) => [text]) },
  );
});
