import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CloudfrontFunction } from '@cdktf/provider-aws/lib/cloudfront-function';
import { UserError } from '@keyhold/local-cloud/errors';
import { AssetType, Fn, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { REMOVED_AFTER_USE } from './lifecycle';
import { replaceFile } from './replace-file';

const ROOT = resolve(__dirname, '../..');
const BUILT = join(ROOT, 'dist', 'functions', 'edge');

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions */
const LARGEST_CODE_BYTES = 10_240;

/**
 * The language of cloudfront-js-2.0: ECMAScript 5.1 and these features of later editions
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html).
 * Newer syntax is compiled to it; what cannot be compiled is an error.
 */
const LANGUAGE = {
  target: 'es5',
  supported: {
    'const-and-let': true,
    arrow: true,
    'template-literal': true,
    'rest-argument': true,
    'async-await': true,
    'exponent-operator': true,
  },
};

/** The function's code is more than CloudFront takes. */
export class EdgeFunctionTooLarge extends UserError {
  constructor(sentence: string) {
    super('EdgeFunctionTooLarge', sentence, 'Shorten it, or move a part of it to an origin.');
  }
}

/** Values by the names that the code uses. */
export type Constants = Readonly<Record<string, string | readonly string[]>>;

/**
 * The code of a CloudFront Function in one piece, ending in its `handler`.
 * @param entry a module of functions/edge, from the repository's root, that exports `handler`
 * @param constants the values of names that the code does not define
 * @throws EdgeFunctionTooLarge
 */
export function edgeCode(entry: string, constants: Constants = {}): string {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    define: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    bundle: true,
    write: false,
    format: 'esm',
    legalComments: 'none',
    // The error that it throws has the messages.
    logLevel: 'silent',
    ...LANGUAGE,
  });
  // CloudFront needs a script with a function of that name, not a module.
  const code = (outputFiles[0]?.text ?? '').replace(/export \{\s*handler\s*\};\s*$/, '');
  const size = Buffer.byteLength(code);
  if (size > LARGEST_CODE_BYTES) {
    throw new EdgeFunctionTooLarge(
      `${entry} makes ${size} bytes; CloudFront takes ${LARGEST_CODE_BYTES} at most.`,
    );
  }
  return code;
}

export interface EdgeFunctionProps {
  readonly name: string;
  readonly comment: string;
  readonly entry: string;
  readonly constants?: Constants;
}

/** A CloudFront Function, published with each change. */
export class EdgeFunction extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, comment, entry, constants }: EdgeFunctionProps) {
    super(scope, id);
    // The file is named by the function's own name, because constants differ between environments.
    const path = join(BUILT, `${name}.js`);
    mkdirSync(BUILT, { recursive: true });
    replaceFile(path, edgeCode(entry, constants));
    const code = new TerraformAsset(this, 'code', { path, type: AssetType.FILE });
    this.arn = new CloudfrontFunction(this, 'function', {
      lifecycle: REMOVED_AFTER_USE,
      name,
      comment,
      runtime: 'cloudfront-js-2.0',
      code: Fn.file(code.path),
      publish: true,
    }).arn;
  }
}
