'use strict';

const PARTS = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
const NAMES_ITS_ZONE = /(z|gmt|utc|[+-]\d\d:?\d\d)(\s*\(.*\))?$/i;
const DATE_ONLY = /^\d{4}(-\d\d){0,2}$/;
const MS_PER_MINUTE = 60_000;

/**
 * From now on `Date` in this thread reads the cloud's clock, and its time zone is UTC as in Lambda,
 * whatever the machine's is (a worker thread has no time zone of its own to set).
 * @param {Float64Array} sharedOffset its one element: milliseconds ahead of real time
 */
function followClock(sharedOffset) {
  const NativeDate = Date;
  const realNow = NativeDate.now;
  const now = () => realNow() + sharedOffset[0];
  const parse = parserInUtc(NativeDate);
  NativeDate.now = () => Math.trunc(now());
  NativeDate.parse = parse;
  setToUtc(NativeDate.prototype);
  // A proxy and not a subclass: dates that Node itself makes stay instances of `Date`.
  globalThis.Date = new Proxy(NativeDate, {
    apply: () => new NativeDate(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, [instant(NativeDate, now, parse, args)], newTarget),
  });
  NativeDate.prototype.constructor = globalThis.Date;
  formatInUtc();
}

function instant(NativeDate, now, parse, args) {
  if (args.length === 0) return now();
  if (args.length > 1) return NativeDate.UTC(...args);
  const [value] = args;
  return typeof value === 'string' ? parse(value) : value;
}

/** A text without a zone is local time: of the machine to V8, of UTC here. */
function parserInUtc(NativeDate) {
  const parse = NativeDate.parse;
  const machineOffset = NativeDate.prototype.getTimezoneOffset;
  return (text) => {
    const time = parse(text);
    if (DATE_ONLY.test(text) || NAMES_ITS_ZONE.test(text)) return time;
    return time - machineOffset.call(new NativeDate(time)) * MS_PER_MINUTE;
  };
}

function setToUtc(prototype) {
  for (const part of PARTS) {
    prototype[`get${part}`] = prototype[`getUTC${part}`];
    if (part !== 'Day') prototype[`set${part}`] = prototype[`setUTC${part}`];
  }
  prototype.getTimezoneOffset = () => 0;
  prototype.toDateString = function () {
    return this.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) .*$/, '$1 $3 $2 $4');
  };
  prototype.toTimeString = function () {
    return `${this.toISOString().slice(11, 19)} GMT+0000 (Coordinated Universal Time)`;
  };
  prototype.toString = function () {
    return Number.isNaN(this.getTime()) ? 'Invalid Date' : `${this.toDateString()} ${this.toTimeString()}`;
  };
  for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    const original = prototype[name];
    prototype[name] = function (locales, options) {
      return original.call(this, locales, { timeZone: 'UTC', ...options });
    };
  }
}

function formatInUtc() {
  const inUtc = (target, [locales, options], newTarget) =>
    Reflect.construct(target, [locales, { timeZone: 'UTC', ...options }], newTarget);
  Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
    apply: (target, _this, args) => inUtc(target, args, target),
    construct: inUtc,
  });
}

module.exports = { followClock };
