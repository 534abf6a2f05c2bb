/** A folder of functions/ that is a function, and not a room that all share. */
const A_FUNCTION = '(?!domain/|tables/|runtime/)([^/]+)';

/** The one-way arrows of the layout: who may know whom. */
module.exports = {
  forbidden: [
    {
      name: 'local-knows-synthesized-json-only',
      comment:
        'What runs is the artifact that is deployed: the local cloud never sees the classes that made it.',
      severity: 'error',
      from: { path: '^packages/local-cloud/' },
      to: { path: '^(stacks|functions|config|cli|web|packages/plan-review)/|^main\\.ts$' },
    },
    {
      name: 'functions-know-nothing-of-either',
      comment: 'A function runs on AWS: it knows neither how it is deployed nor that it may run on a laptop.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(stacks|packages|config|cli|web)/|^main\\.ts$' },
    },
    {
      name: 'stacks-know-artifacts-only',
      comment: 'Functions, workflow, schema and page are files to the stacks, not modules.',
      severity: 'error',
      from: { path: '^(stacks|config)/', pathNot: '^config/policy\\.ts$' },
      to: {
        path: '^(functions|packages|cli|web)/',
        // The one class of errors that a person can correct.
        pathNot: '^packages/local-cloud/core/errors\\.ts$',
      },
    },
    {
      name: 'a-package-is-used-by-its-exports',
      comment: 'What packages/plan-review does not export is its own business.',
      severity: 'error',
      from: { pathNot: '^packages/plan-review/' },
      to: { path: '^packages/plan-review/(?!index\\.ts$)' },
    },
    {
      name: 'main-is-a-command-and-no-more',
      comment:
        'main.ts reads its command line and ends as every command does; what it synthesizes is in stacks.',
      severity: 'error',
      from: { path: '^main\\.ts$' },
      to: { path: '^(functions|packages|web)/|^cli/(?!(failure|end-command|program)\\.ts$)' },
    },
    {
      name: 'cdktf-in-main-and-stacks-only',
      comment: 'cdktf is archived upstream: what imports it is what has to move (docs/decisions).',
      severity: 'error',
      from: { pathNot: '^(main\\.ts$|stacks/|__tests__/stacks/)' },
      to: { path: '^node_modules/(cdktf|constructs|@cdktf)/' },
    },
    {
      name: 'services-are-found-by-the-registry',
      comment: 'A new service is a folder, and nothing else changes: nobody names one but the registry.',
      severity: 'error',
      from: {
        path: '^packages/local-cloud/',
        pathNot: '^packages/local-cloud/(services|testing|__tests__|console/app)/',
      },
      to: {
        path: '^packages/local-cloud/services/',
        pathNot: '^packages/local-cloud/services/stepfunctions/(conformance|engine)/index\\.ts$',
      },
    },
    {
      name: 'the-local-cloud-is-used-by-its-exports',
      comment: 'What packages/local-cloud/package.json does not export may change at any time.',
      severity: 'error',
      from: { pathNot: '^packages/local-cloud/' },
      to: {
        path: '^packages/local-cloud/',
        pathNot:
          '^packages/local-cloud/(index|testing/index|cli/index|core/errors|services/stepfunctions/(conformance|engine)/index)\\.ts$',
      },
    },
    {
      name: 'a-service-knows-no-other',
      comment: 'Services meet at the gateway.',
      severity: 'error',
      from: { path: '^packages/local-cloud/services/([^/]+)/' },
      to: {
        path: '^packages/local-cloud/(services|console)/',
        pathNot: '^packages/local-cloud/services/$1/',
      },
    },
    {
      name: 'no-function-knows-another',
      comment: 'What two functions need is in functions/domain, functions/tables or functions/runtime.',
      severity: 'error',
      from: { path: `^functions/${A_FUNCTION}/` },
      to: { path: `^functions/${A_FUNCTION}/`, pathNot: '^functions/$1/' },
    },
    {
      name: 'shared-rooms-know-no-function',
      comment: 'domain, tables and runtime serve every function and know none.',
      severity: 'error',
      from: { path: '^functions/(domain|tables|runtime)/' },
      to: { path: `^functions/${A_FUNCTION}/` },
    },
    {
      name: 'the-domain-stands-alone',
      comment:
        'It knows neither event nor SDK nor HTTP status: only the domain, the table of currencies, and zod.',
      severity: 'error',
      from: { path: '^functions/(domain|[^/]+/domain)/' },
      to: { pathNot: '^functions/(domain|[^/]+/domain)/|^node_modules/zod/|^data/iso-4217\\.json$' },
    },
    {
      name: 'tables-know-items-only',
      comment:
        'An item has a schema, keys and transitions; how errors are answered or logged is not its matter.',
      severity: 'error',
      from: { path: '^functions/tables/' },
      to: { path: '^functions/runtime/' },
    },
    {
      name: 'only-tables-and-runtime-touch-aws',
      comment: 'Handlers take from them what they need.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/(tables|runtime)/' },
      to: { path: '^node_modules/(@aws-sdk|@aws-crypto|@aws-lambda-powertools|@smithy)/' },
    },
    {
      name: 'the-review-reads-plans-and-json-only',
      comment:
        'It judges what Terraform will do, whichever program wrote it; the command brings the two together.',
      severity: 'error',
      from: { path: '^packages/plan-review/' },
      to: { path: '^(stacks|config|functions|cli|web|packages/local-cloud)/|^main\\.ts$' },
    },
    {
      name: 'the-page-stands-alone',
      comment:
        'The page knows the API by its answers, the currencies by their table, and no library but preact.',
      severity: 'error',
      from: { path: '^web/' },
      to: { pathNot: '^(web|node_modules/preact)/|^data/iso-4217\\.json$' },
    },
    { name: 'no-circles', severity: 'error', from: { pathNot: '^__tests__/' }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(cdktf\\.out|dist|\\.keyhold)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'] },
  },
};
