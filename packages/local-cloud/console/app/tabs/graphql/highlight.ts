/** A piece of a text and what it is, for its colour. */
export interface Token {
  readonly kind: 'comment' | 'keyword' | 'name' | 'number' | 'plain' | 'string' | 'variable';
  readonly text: string;
}

const GRAPHQL =
  /(?<comment>#[^\n]*)|(?<string>"""[\s\S]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?)|(?<variable>\$\w+)|(?<keyword>\b(?:query|mutation|subscription|fragment|on|true|false|null)\b|@\w+)|(?<number>-?\b\d[\d.eE+-]*)|(?<name>\w+)|(?<plain>[^\w#"$@-]+|.)/gy;
const JSON_TEXT =
  /(?<name>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\\n]|\\.)*"?)|(?<keyword>\b(?:true|false|null)\b)|(?<number>-?\b\d[\d.eE+-]*)|(?<plain>[^\w"-]+|\w+|.)/gy;

/** All of the text, in pieces. */
export function graphqlTokens(text: string): Token[] {
  return tokens(text, GRAPHQL);
}

/** All of the text, in pieces. */
export function jsonTokens(text: string): Token[] {
  return tokens(text, JSON_TEXT);
}

function tokens(text: string, pattern: RegExp): Token[] {
  return [...text.matchAll(pattern)].map((match) => {
    const [kind = 'plain'] =
      Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    return { kind: kind as Token['kind'], text: match[0] };
  });
}
