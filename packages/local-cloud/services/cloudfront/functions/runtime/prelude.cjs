'use strict';

/**
 * What a CloudFront Function finds besides the language: `console`, and `require` of `crypto` and
 * `querystring`. This function is not called here: its text is compiled inside the sandbox, so that nothing in
 * it belongs to the thread around. Of the two functions of its host, `log` takes a string, and `digest` takes
 * and returns strings.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 * @param {{log: (line: string) => void, digest: (...texts: (string | undefined)[]) => string}} host
 * @param {number} now the instant at which the function is said to run, in ms since the epoch
 */
function prelude(host, now) {
  for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics']) delete globalThis[name];

  // A hook on stack traces would be handed the frames of the thread around the sandbox.
  Object.defineProperty(Error, 'prepareStackTrace', { value: undefined });
  Object.defineProperty(globalThis, 'Error', { value: Error, writable: false, configurable: false });

  const RealDate = Date;
  RealDate.now = () => now;
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [now], newTarget),
  });
  RealDate.prototype.constructor = globalThis.Date;

  const shown = (value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
  const log = (...values) => host.log(values.map(shown).join(' '));
  globalThis.console = Object.freeze({ log, error: log });

  const hasher = (algorithm, key) => {
    let text = '';
    const self = {
      update(data) {
        text += String(data);
        return self;
      },
      digest(encoding) {
        const answer = host.digest(algorithm, key, text, encoding ?? 'hex');
        if (answer[0] !== '=') throw new Error(answer.slice(1));
        return answer.slice(1);
      },
    };
    return self;
  };
  const crypto = Object.freeze({
    createHash: (algorithm) => hasher(String(algorithm), undefined),
    createHmac: (algorithm, key) => hasher(String(algorithm), String(key)),
  });

  const encode = (value) => encodeURIComponent(String(value));
  const decode = (value) => {
    try {
      return decodeURIComponent(value.replace(/\+/g, ' '));
    } catch {
      return value;
    }
  };
  const querystring = Object.freeze({
    escape: encode,
    unescape: decode,
    parse(text, separator = '&', equals = '=') {
      const result = {};
      for (const part of String(text)
        .split(separator)
        .filter((one) => one !== '')) {
        const at = part.indexOf(equals);
        const name = unescape(at < 0 ? part : part.slice(0, at));
        const value = at < 0 ? '' : decode(part.slice(at + equals.length));
        result[name] = name in result ? [].concat(result[name], value) : value;
      }
      return result;
    },
    stringify(object, separator = '&', equals = '=') {
      return Object.entries(object ?? {})
        .flatMap(([name, value]) => [].concat(value).map((one) => encode(name) + equals + encode(one)))
        .join(separator);
    },
  });

  const modules = { crypto, querystring };
  globalThis.require = (name) => {
    if (Object.hasOwn(modules, name)) return modules[name];
    throw new Error(`A CloudFront Function can require crypto and querystring; not ${name}.`);
  };
}

module.exports = { prelude };
