import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { UserError } from '@keyhold/local-cloud/errors';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '../..');
const BUILT = join(ROOT, 'dist', 'site');

/** The names of script and styles in the page's HTML, and their sources. */
const ASSETS = [
  { name: 'main.js', entry: 'main.tsx' },
  { name: 'styles.css', entry: 'styles.css' },
] as const;

/** For files with their content's hash in the name, which never change. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Cached, but revalidated with the ETag each time, so that a deploy is seen at once. */
const REVALIDATED = 'public, max-age=0, must-revalidate';
const A_DAY = 'public, max-age=86400';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface SiteFile {
  /** Its name in the source, without the hash: `main.js`. */
  readonly name: string;
  /** Its path in the bucket and on the site: `assets/main-4f2a….js`. */
  readonly key: string;
  readonly contentType: string;
  readonly cacheControl: string;
  /** Hexadecimal, as in S3's ETag. */
  readonly md5: string;
}

export interface StaticSite {
  /** The folder of the files, each below its key. */
  readonly folder: string;
  /** The hash of all files together. */
  readonly hash: string;
  readonly files: readonly SiteFile[];
}

/** The page's source lacks something that the edge serves. */
export class IncompletePage extends UserError {
  constructor(sentence: string) {
    super('IncompletePage', sentence, "Correct the page's folder, then run this again.");
  }
}

/** The texts for the placeholders of the frame, by name, for each status. */
type ErrorPages = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Content {
  readonly name: string;
  readonly key: string;
  readonly cacheControl: string;
  readonly bytes: Buffer;
}

const sites = new Map<string, StaticSite>();

/**
 * Builds the page: script and styles bundled, minified and named by their content's hash, and the HTML that
 * refers to them. The same source gives the same bytes on every machine.
 * @param source the page's folder: main.tsx, styles.css, index.html, favicon.svg, and errors/frame.html with errors/pages.json
 * @throws IncompletePage
 */
export function buildSite(source: string): StaticSite {
  const known = sites.get(source);
  if (known) return known;
  const assets = ASSETS.map(({ name, entry }) => hashed(name, compile(join(source, entry))));
  const contents = [
    ...assets,
    mainDocument(source, assets),
    ...errorDocuments(source, assets),
    { name: 'favicon.svg', key: 'favicon.svg', cacheControl: A_DAY, bytes: read(source, 'favicon.svg') },
  ];
  const site = store(contents);
  sites.set(source, site);
  return site;
}

/**
 * The path of the page for an error status.
 * @throws IncompletePage
 */
export function errorPage({ files }: StaticSite, status: number): string {
  const key = `errors/${status}.html`;
  if (!files.some((file) => file.key === key)) {
    throw new IncompletePage(`The page has no ${key}, which the edge answers errors with.`);
  }
  return `/${key}`;
}

function compile(entry: string): Buffer {
  if (!existsSync(entry)) throw new IncompletePage(`The page has no ${entry}.`);
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    // The error that it throws has the messages.
    logLevel: 'silent',
  });
  return Buffer.concat(outputFiles.map(({ contents }) => contents));
}

function hashed(name: string, bytes: Buffer): Content {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const extension = extname(name);
  const key = `assets/${name.slice(0, -extension.length)}-${hash}${extension}`;
  return { name, key, cacheControl: FOR_EVER, bytes };
}

/** The page itself needs its script and its styles. */
function mainDocument(source: string, assets: readonly Content[]): Content {
  const html = read(source, 'index.html').toString();
  for (const { name } of assets) {
    if (html.split(`"/${name}"`).length !== 2)
      throw new IncompletePage(`${join(source, 'index.html')} must refer to "/${name}" once.`);
  }
  return document('index.html', html, assets);
}

/** A page for each status of errors/pages.json: its texts, in the frame that all of them share. */
function errorDocuments(source: string, assets: readonly Content[]): Content[] {
  const frame = read(source, 'errors/frame.html').toString();
  const pages = JSON.parse(read(source, 'errors/pages.json').toString()) as ErrorPages;
  return Object.entries(pages).map(([status, texts]) => {
    const name = `errors/${status}.html`;
    const html = frame.replaceAll(/\{(\w+)\}/g, (_, place: string) => {
      const text = texts[place];
      if (text === undefined) throw new IncompletePage(`The page for ${status} has no ${place}.`);
      return text;
    });
    return document(name, html, assets);
  });
}

/** HTML in which every `/main.js` and `/styles.css` is the file of that content. */
function document(name: string, html: string, assets: readonly Content[]): Content {
  const text = assets.reduce((each, asset) => each.replaceAll(`"/${asset.name}"`, `"/${asset.key}"`), html);
  return { name, key: name, cacheControl: REVALIDATED, bytes: Buffer.from(text) };
}

function read(source: string, name: string): Buffer {
  const path = join(source, name);
  if (!existsSync(path)) throw new IncompletePage(`The page has no ${path}.`);
  return readFileSync(path);
}

/** Writes the files into a folder named by the hash of all, atomically, because others may be reading it. */
function store(contents: readonly Content[]): StaticSite {
  const hash = createHash('sha256');
  for (const { key, bytes } of contents) hash.update(`${key}\0${bytes.length}\0`).update(bytes);
  const digest = hash.digest('hex').slice(0, 32);
  const folder = join(BUILT, digest);
  if (!existsSync(folder)) {
    mkdirSync(BUILT, { recursive: true });
    const draft = mkdtempSync(join(BUILT, 'draft-'));
    for (const { key, bytes } of contents) {
      mkdirSync(join(draft, dirname(key)), { recursive: true });
      writeFileSync(join(draft, key), bytes);
    }
    publish(draft, folder);
  }
  return { folder, hash: digest, files: contents.map(describe) };
}

function publish(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    // Another process has built the same folder.
    if (!existsSync(folder)) throw error;
  }
}

function describe({ name, key, cacheControl, bytes }: Content): SiteFile {
  const contentType = CONTENT_TYPES[extname(key)];
  if (!contentType) throw new IncompletePage(`${name} is of no type that the page serves.`);
  return { name, key, contentType, cacheControl, md5: createHash('md5').update(bytes).digest('hex') };
}
