'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/** @typedef {(event: unknown, context: object, callback: (error?: unknown, result?: unknown) => void) => unknown} Handler */

/** In the order in which Lambda's runtime looks for them. */
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

/**
 * The function that `index.handler` names: the export `handler` of index.js, .mjs or .cjs in the bundle.
 * @param {string} taskRoot the folder of the unpacked bundle
 * @param {string} name
 * @returns {Promise<Handler>}
 */
async function loadHandler(taskRoot, name) {
  const { dir, base } = path.posix.parse(name);
  const dot = base.indexOf('.');
  if (dot <= 0 || dot === base.length - 1) throw runtimeError('MalformedHandlerName', `Bad handler: ${name}`);
  const module = path.posix.join(dir, base.slice(0, dot));
  const exported = await load(taskRoot, module);
  const handler = base
    .slice(dot + 1)
    .split('.')
    .reduce((value, key) => value?.[key], exported);
  if (handler === undefined) throw runtimeError('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw runtimeError('HandlerNotFound', `${name} is not a function`);
  return handler;
}

async function load(taskRoot, module) {
  const file = EXTENSIONS.map((extension) => path.join(taskRoot, module + extension)).find(existsSync);
  if (file === undefined) throw runtimeError('ImportModuleError', `Error: Cannot find module '${module}'`);
  try {
    return await (file.endsWith('.mjs') ? importFile(file) : requireFile(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('UserCodeSyntaxError', `${error}`, error);
    if (/MODULE_NOT_FOUND/.test(error?.code)) throw runtimeError('ImportModuleError', `${error}`, error);
    throw error;
  }
}

function requireFile(file) {
  try {
    return require(file);
  } catch (error) {
    if (error?.code === 'ERR_REQUIRE_ESM') return importFile(file);
    throw error;
  }
}

function importFile(file) {
  return import(pathToFileURL(file).href);
}

function runtimeError(type, message, cause) {
  const error = new Error(message, { cause });
  error.name = `Runtime.${type}`;
  return error;
}

module.exports = { loadHandler };
