import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HttpResponse, Json } from '../../core/service';
import { file } from './document';

/** GraphiQL sets styles as it goes; nothing but its own scripts runs, and nobody but the gateway is asked. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/** Their builds for browsers, by the names they are served under. */
const LIBRARIES: Readonly<Record<string, readonly [string, string]>> = {
  'react.js': ['react', 'umd/react.production.min.js'],
  'react-dom.js': ['react-dom', 'umd/react-dom.production.min.js'],
  'graphiql.js': ['graphiql', 'graphiql.min.js'],
  'graphiql.css': ['graphiql', 'graphiql.min.css'],
};

const QUERY = `# The API key is filled in: see Headers below.
# Ctrl+Enter runs the operation at the cursor.
query Apartments {
  listApartments(limit: 5) {
    items {
      id
      name
      bookedStatus
      holdExpiresAt
    }
    nextToken
  }
}

mutation Reserve {
  reserveApartment(
    input: {
      apartmentId: "1234567"
      guestId: "me"
    }
  ) {
    id
    status
    holdExpiresAt
    reason
  }
}
`;

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>GraphiQL · Keyhold console</title>
    <link rel="stylesheet" href="graphiql.css">
    <link rel="stylesheet" href="page.css">
  </head>
  <body>
    <div id="graphiql">Loading GraphiQL …</div>
    <script src="react.js"></script>
    <script src="react-dom.js"></script>
    <script src="graphiql.js"></script>
    <script src="page.js"></script>
  </body>
</html>
`;

/** Its own colours are too pale to be read easily. */
const STYLES = `html, body, #graphiql { height: 100%; margin: 0; }
.graphiql-container {
  --color-primary: 320, 95%, 36%;
  --color-secondary: 242, 51%, 50%;
  --color-tertiary: 188, 100%, 24%;
  --color-info: 208, 100%, 34%;
  --color-success: 158, 60%, 25%;
  --color-warning: 36, 100%, 26%;
  --alpha-secondary: 0.95;
  --alpha-tertiary: 0.9;
}
@media (prefers-color-scheme: dark) {
  body:not(.graphiql-light) .graphiql-container { --color-primary: 338, 100%, 76%; }
}
`;

/** What its editors are called by who does not see them. */
const EDITORS = {
  '.graphiql-query-editor': 'Operation',
  '[aria-label="Variables"]': 'Variables',
  '[aria-label="Headers"]': 'Headers',
  '.result-window': 'Result',
};

/** A file of GraphiQL; undefined where there is none of that name. */
export async function graphiqlPage(
  name: string,
  outputs: Readonly<Record<string, Json>>,
): Promise<HttpResponse | undefined> {
  const library = LIBRARIES[name];
  if (library) return file(name, await readFile(libraryFile(...library)), POLICY);
  switch (name) {
    case '':
      return file('index.html', HTML, POLICY);
    case 'page.css':
      return file(name, STYLES, POLICY);
    case 'page.js':
      return file(name, script(outputs['apiKey']), POLICY);
    default:
      return undefined;
  }
}

function libraryFile(name: string, path: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), path);
}

/** What is typed is forgotten with the page: the key is of this run. */
function script(apiKey: Json | undefined): string {
  const settings = {
    defaultQuery: QUERY,
    defaultHeaders: JSON.stringify({ 'x-api-key': typeof apiKey === 'string' ? apiKey : '' }, undefined, 2),
    defaultEditorToolsVisibility: 'headers',
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  };
  return `const settings = ${JSON.stringify(settings)};
const kept = new Map();
const storage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
  clear: () => kept.clear(),
  get length() { return kept.size; },
};
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { ...settings, fetcher, storage }),
);
const name = () => {
  for (const [editor, called] of Object.entries(${JSON.stringify(EDITORS)})) {
    for (const input of document.querySelectorAll(editor + ' textarea')) input.setAttribute('aria-label', called);
    for (const scroller of document.querySelectorAll(editor + ' .CodeMirror-scroll')) scroller.tabIndex = 0;
  }
};
new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
`;
}
